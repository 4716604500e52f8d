"""Features of an account about to be opened, recounted over the oracle's log."""

from datetime import date, timedelta
from math import nan

from data.events import AccountOpening
from data.instants import HOUR_MS
from data.normalise.text import clean
from risk.features.roles import Role
from tests.risk.features import oracle_words as words
from tests.risk.features.oracle import Oracle, Row, Values, distinct, within
from tests.risk.features.oracle_history import of_opening

HOUR = 1 / 24
PERSON = 1


def opening_values(oracle: Oracle, row: Row, event: AccountOpening) -> Values:
    """The whole block."""
    own = _person(oracle, row) | _opening(oracle, row, event) | _agent(oracle, row, event)
    return own | of_opening(oracle, row)


def _person(oracle: Oracle, row: Row) -> Values:
    values: Values = {}
    if row.person:
        key = row.person << 3 | Role.APPLICANT
        day, week, month, quarter = (oracle.window(key, row.at_ms, d) for d in (1, 7, 30, 90))
        values["person_openings_24h"] = sum(r.counted for r in [*day, row])
        values["person_openings_7d"] = sum(r.counted for r in [*week, row])
        values["person_openings_30d"] = sum(r.counted for r in [*month, row])
        values["person_openings_90d"] = sum(r.counted for r in [*quarter, row])
        values["person_outlets_7d"] = distinct(week, "outlet", row)
        values["person_class_one_90d"] = sum(r.granted for r in quarter)
        values["person_names_90d"] = distinct(quarter, "name", row)
    shared = {"phone": (7, 30, 90), "unit": (7, 30), "device": (30,)}
    for field, windows in shared.items():
        node: int = getattr(row, field)
        for days in windows if node else ():
            rows = oracle.window(node << 3 | Role.APPLICANT, row.at_ms, days)
            values[f"{field}_persons_{days}d"] = distinct(rows, "person", row)
    if row.phone:
        roles = (Role.SENDER, Role.RECEIVER)
        mail = (oracle.window(row.phone << 3 | role, row.at_ms, 90) for role in roles)
        values["applicant_parcels_90d"] = sum(map(len, mail))
    return values


def _opening(oracle: Oracle, row: Row, event: AccountOpening) -> Values:
    document = row.subject.party.document
    today = date(1970, 1, 1) + timedelta(milliseconds=row.at_ms + 8 * HOUR_MS)
    purpose, cards = clean(event.purpose), within(event.existing_cards, 10**6)
    said = {name: words.mentions(purpose, known) for name, known in words.PURPOSES.items()}
    adcode = row.subject.party.place.address.adcode
    elsewhere = float(row.region[:4] != adcode[:4]) if row.region and adcode else nan
    face = event.face_score
    values: Values = {
        **said,
        "existing_cards": cards,
        "cards_after": nan if words.is_uncapped(event) else cards + 1,
        "account_class_number": len(event.account_class),
        "id_region_elsewhere": elsewhere,
        "has_batch": bool(event.batch_id),
        "has_guardian": bool(event.guardian_relation),
        "employer_known": bool(event.employer),
        "id_expired": _expired(event.id_expiry, today),
        "face_score": nan if face is None else max(-1.0, min(2.0, face)),
    }
    if document and document.birth_date:
        values["applicant_age_years"] = (today - document.birth_date).days / 365.2425
    if row.outlet:
        hour = oracle.window(row.outlet << 3 | Role.OUTLET, row.at_ms, HOUR)
        values["outlet_openings_1h"] = len(hour) + 1
        if elsewhere == 1 and not event.batch_id:
            same = sum(r.region == row.region for r in hour) + 1
            values["outlet_same_region_1h"] = same
    return values


def _expired(raw: str | None, today: date) -> float:
    try:
        return float(date.fromisoformat(raw or "") < today)
    except ValueError:
        return nan


def _agent(oracle: Oracle, row: Row, event: AccountOpening) -> Values:
    family = bool(event.agent) and not words.is_unrelated(event)
    values: Values = {"agent_present": bool(event.agent), "agent_is_family": family}
    if row.agent:
        day = oracle.window(row.agent << 3 | Role.AGENT, row.at_ms, 1)
        values["agent_principals_24h"] = distinct(day, "person", row)
        values["agent_unrelated_24h"] = distinct(day, "unrelated", row)
        ever = oracle.sharers(row.agent, (PERSON,), -(10**18), row.person)
        values["agent_principals_all"] = ever
    return values
