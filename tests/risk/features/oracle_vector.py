"""Every feature of the catalogue, recounted over the oracle's log."""

from math import nan, sqrt

from data.events import AccountOpening, CodApplication, Shipment
from data.identifiers import Kind
from data.instants import DAY_MS, HOUR_MS
from data.normalise.text import clean
from data.subject import PartyFacts
from graph import identity
from risk.features.catalogue import NAMES
from risk.features.definitions.lists import LISTS
from risk.features.roles import Role
from risk.features.touch import own_unit
from tests.risk.features import oracle_words as words
from tests.risk.features.oracle import (
    Oracle,
    Row,
    Values,
    busiest,
    distinct,
    failed_share,
    tenure,
    tri,
    within,
)
from tests.risk.features.oracle_history import amounts, known_frauds
from tests.risk.features.oracle_merchant import merchant_values
from tests.risk.features.oracle_opening import opening_values
from tests.risk.features.oracle_typologies import (
    calendar_index,
    habits,
    known_otherwise,
    operators,
    strangers,
    ties,
)

HOUR = 1 / 24
PERSON, ORG, PHONE, UNIT = 1, 2, 3, 4


def vector(oracle: Oracle, row: Row) -> list[float]:
    """One float for each feature; what is not named is missing."""
    event = row.subject.event
    values = _party(oracle, row) | _network(oracle, row) | operators(oracle, row)
    values |= {feature.name: False for feature in LISTS.features}  # no list holds anything here
    if isinstance(event, Shipment):
        values |= _item(event, row) | _receiver(oracle, row) | _real_name(oracle, row)
        values |= _sender(oracle, row) | known_frauds(oracle, row) | amounts(oracle, row)
        values |= strangers(oracle, row) | habits(oracle, row)
        values |= oracle.exposure.values(row.subject)
    elif isinstance(event, AccountOpening):
        values |= opening_values(oracle, row, event) | known_otherwise(oracle, row)
    else:
        values |= _cod(oracle, row, event) | ties(oracle, row)
    assert values.keys() <= set(NAMES), values.keys() - set(NAMES)
    return [float(values.get(name, nan)) for name in NAMES]


def _quality(oracle: Oracle, party: PartyFacts) -> float:
    life = oracle.keys.get(party.place.unit << 3 | Role.RECEIVER)
    reached = bool(party.place.unit and life and life.delivered)
    static = party.place.address.quality
    return min(static + 0.15, 1.0) if reached else static


def _side(oracle: Oracle, party: PartyFacts, prefix: str) -> Values:
    flags, poi = party.place.address.flags, party.place.address.poi_type
    return {
        f"{prefix}_name_odd": words.name_is_odd(party),
        f"{prefix}_phone_missing": party.phone.kind == "missing",
        f"{prefix}_phone_masked": party.phone.kind == "masked",
        f"{prefix}_phone_placeholder": party.phone.kind == "placeholder",
        f"{prefix}_address_quality": _quality(oracle, party),
        f"{prefix}_address_conflict": "conflict" in flags,
        f"{prefix}_address_placeholder": "placeholder" in flags,
        f"{prefix}_address_hub": poi not in ("", "village"),
        f"{prefix}_address_village": poi == "village",
    }


def _party(oracle: Oracle, row: Row) -> Values:
    party = row.subject.party
    document = party.organisation or party.document
    kind, flags = (document.kind, document.flags) if document else ("missing", ())
    wrong = kind in ("invalid", "masked", "placeholder")
    hour = (row.at_ms // HOUR_MS + 8) % 24
    person = party.organisation is None and kind != "missing"
    return _side(oracle, party, "party") | {
        "party_id_missing": kind == "missing",
        "party_id_invalid": wrong or (person and "checksum" in flags),
        "party_id_birth_absurd": person
        and ("birth_future" in flags or "birth_before_1900" in flags),
        "party_id_region_unknown": person and "region_unknown" in flags,
        "party_phone_virtual": party.phone.virtual_operator,
        "party_is_org": party.organisation is not None or party.name.kind == "organisation",
        "at_night": hour < 6 or hour >= 22,
        "channel_counter": row.subject.event.channel == "counter",
        "calendar_index": calendar_index(row.at_ms),
    }


def _network(oracle: Oracle, row: Row) -> Values:
    since_ms = row.at_ms - 90 * DAY_MS
    holders, unit = (PERSON, ORG), own_unit(row.subject.party.place)

    def sharers(node: int, kinds: tuple[int, ...], plus: int) -> float:
        return oracle.sharers(node, kinds, since_ms, plus) if node else nan

    size, hops, near = _walk(oracle, row)
    return {
        "component_size": size,
        "persons_on_phone_90d": sharers(row.phone, holders, row.person),
        "persons_on_unit_90d": sharers(unit, holders, row.person),
        "persons_on_device_90d": sharers(row.device, holders, row.person),
        "phones_of_person_90d": sharers(row.person, (PHONE,), row.phone),
        "units_of_person_90d": sharers(row.person, (UNIT,), unit),
        "hops_to_confirmed": hops,
        "confirmed_neighbours": near,
    }


def _walk(oracle: Oracle, row: Row) -> tuple[int, float, int]:
    """Breadth first: at most 3 links out, 64 identifiers, never through a hub; for credit no device."""
    credit = isinstance(row.subject.event, CodApplication)
    met = list(dict.fromkeys(row.touch.party))
    depth_of = dict.fromkeys(met, 0)
    marked: list[int] = []
    for node in met:
        depth = depth_of[node]
        if node in oracle.nodes and oracle.nodes[node].marks:
            marked.append(depth)
        links = oracle.links(node)
        walked = [other for other in links if not (credit and other & 15 == Kind.DEVICE)]
        if depth == identity.MAX_HOPS or len(links) > identity.HUB_DEGREE:
            continue
        for other in walked:
            if other not in depth_of and len(met) < identity.MAX_WALK:
                depth_of[other] = depth + 1
                met.append(other)
    return len(met), min(marked, default=nan), sum(depth <= 1 for depth in marked)


def _item(event: Shipment, row: Row) -> Values:
    text, freight = clean(event.item.text), within(event.freight_fen, 10**15)
    return {
        "item_vague": row.vague,
        "item_valuable": words.mentions(text, words.VALUABLE),
        "item_document": words.mentions(text, words.DOCUMENTS),
        "weight_grams": row.grams,
        "declared_value_fen": row.declared,
        "insured_value_fen": within(event.item.insured_value_fen, 10**15),
        "cod_amount_fen": row.cod,
        "freight_fen": freight,
        "freight_to_declared": freight / row.declared if row.declared > 0 else nan,
        "declared_per_gram_fen": row.declared / row.grams if row.grams > 0 else nan,
        "is_cod": event.pay_mode == "cod",
        "is_collect": event.pay_mode == "collect",
        "is_return": tri(event.is_return),
        "id_verified": tri(event.id_verified),
        "inspected": tri(event.inspected),
        "sender_registered": not row.walk_in,
        "walk_in": row.walk_in,
    }


def _receiver(oracle: Oracle, row: Row) -> Values:
    party, other = row.subject.party, row.subject.other
    assert other is not None
    surname = party.name.surname
    values = _side(oracle, other, "receiver")
    values |= {"same_surname": bool(surname) and surname == other.name.surname}
    values |= {"receiver_new": row.novel}
    if not row.touch.other:
        return values
    key = busiest(oracle, row.touch.other, Role.RECEIVER)
    life = oracle.keys.get(key)
    day, week, month = (oracle.window(key, row.at_ms, days) for days in (1, 7, 30))
    return values | {
        "receiver_parcels_24h": len(day) + 1,
        "receiver_parcels_7d": len(week) + 1,
        "receiver_parcels_30d": len(month) + 1,
        "receiver_senders_7d": distinct(week, "sender", row),
        "receiver_senders_30d": distinct(month, "sender", row),
        "receiver_tenure_days": tenure(life, row.at_ms),
        "receiver_failed_share": failed_share(life),
    }


def _sender(oracle: Oracle, row: Row) -> Values:
    if not row.touch.party:
        return {}
    key = busiest(oracle, row.touch.party, Role.SENDER)
    life, at_ms = oracle.keys.get(key), row.at_ms
    hour, day, week, month, quarter = (
        [*oracle.window(key, at_ms, days), row] for days in (HOUR, 1, 7, 30, 90)
    )
    before = [r.at_ms for r in oracle.at_hand(key) if r.at_ms <= at_ms]
    grams = [r.grams for r in day]
    total, count = sum(grams), len(day)
    spread = sqrt(max(count * sum(g * g for g in grams) - total**2, 0))
    usual = (len(month) - count) / 29
    return {
        "sender_parcels_1h": len(hour),
        "sender_parcels_24h": count,
        "sender_parcels_7d": len(week),
        "sender_parcels_30d": len(month),
        "sender_parcels_90d": len(quarter),
        "sender_receivers_24h": distinct(day, "receiver", None),
        "sender_receivers_7d": distinct(week, "receiver", None),
        "sender_receivers_30d": distinct(month, "receiver", None),
        "sender_provinces_24h": distinct(day, "province", None),
        "sender_outlets_24h": distinct(day, "outlet", None),
        "sender_novelty_24h_share": sum(r.novel for r in day) / count,
        "sender_novelty_7d_share": sum(r.novel for r in week) / len(week),
        "sender_vague_24h_share": sum(r.vague for r in day) / count,
        "sender_weight_cv_24h": spread / total if count > 1 and total > 0 else nan,
        "sender_weight_mean_24h_grams": total / count,
        "sender_cod_24h_fen": sum(r.cod for r in day),
        "sender_declared_24h_fen": sum(r.declared for r in day),
        "sender_tenure_days": tenure(life, at_ms),
        "sender_gap_hours": (at_ms - max(before)) / HOUR_MS if before else nan,
        "sender_burst_z": (count - usual) / sqrt(usual + 1),
        "sender_failed_share": failed_share(life),
        "sender_delivered": life.delivered if life else 0,
    }


def _real_name(oracle: Oracle, row: Row) -> Values:
    values: Values = {}
    if row.person:
        key = row.person << 3 | Role.SENDER
        hour, day = (oracle.window(key, row.at_ms, days) for days in (HOUR, 1))
        values["id_walk_ins_24h"] = sum(r.walk_in for r in day) + row.walk_in
        values["id_phones_24h"] = distinct(day, "phone", row)
        values["id_names_24h"] = distinct(day, "name", row)
        values["id_outlets_1h"] = distinct(hour, "outlet", row)
    if row.subject.operator:
        week = oracle.window(row.subject.operator << 3 | Role.OPERATOR, row.at_ms, 7)
        walk_ins = sum(r.walk_in for r in week) + row.walk_in
        people = distinct(week, "walk_in_person", row)
        values["operator_walk_ins_7d"] = walk_ins
        values["operator_ids_7d"] = people
        values["operator_id_ratio_7d"] = people / walk_ins if walk_ins else nan
    return values


def _cod(oracle: Oracle, row: Row, event: CodApplication) -> Values:
    key = row.merchant << 3 | Role.SENDER
    values: Values = {
        "requested_limit_fen": within(event.requested_limit_fen, 10**15),
        "expected_monthly_cod_fen": within(event.expected_monthly_cod_fen, 10**15),
        "average_cod_fen": within(event.average_cod_fen, 10**15),
        "deposit_fen": within(event.deposit_fen, 10**15),
        "payout_cycle_days": within(event.payout_cycle_days, 10**6),
        "advance_requested": tri(event.advance_requested),
        "merchant_parcels_30d": len(oracle.window(key, row.at_ms, 30)) if row.merchant else 0,
        "merchant_failed_share": failed_share(oracle.keys.get(key)) if row.merchant else nan,
    }
    if row.subject.account:
        quarter = oracle.window(row.subject.account << 3 | Role.BUSINESS, row.at_ms, 90)
        values["settle_account_merchants_90d"] = distinct(quarter, "merchant", row)
    return values | merchant_values(oracle, row, event)
