"""Features that single typologies need, recounted over the oracle's log."""

import csv
from datetime import date, timedelta
from math import nan, sqrt
from pathlib import Path

from data.instants import DAY_MS, HOUR_MS
from risk.features.roles import Role
from tests.risk.features.oracle import (
    Oracle,
    Row,
    Values,
    busiest,
    distinct,
    failed_share,
    fraud_share,
    frauds,
)

CALENDAR = Path(__file__).parents[3] / "rules" / "calendar.csv"


def calendar_index(at_ms: int) -> float:
    """The largest index of the periods that hold the day."""
    day = date(1970, 1, 1) + timedelta(milliseconds=at_ms + 8 * HOUR_MS)
    found = [1.0]
    with CALENDAR.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            shown = f"{day:%m-%d}" if len(row["first"]) == 5 else day.isoformat()
            if row["first"] <= shown <= row["last"]:
                found.append(float(row["index"]))
    return max(found)


def strangers(oracle: Oracle, row: Row) -> Values:
    """Who meets at the receiver and in its house."""
    values: Values = {}
    at_ms, other = row.at_ms, row.subject.other
    if row.building:
        key = row.building << 3 | Role.RECEIVER
        values["building_cod_receivers_7d"] = distinct(
            oracle.window(key, at_ms, 7), "receiver", row
        )
        values["building_cod_failed_share"] = failed_share(oracle.keys.get(key))
    if not row.touch.other:
        return values
    key = busiest(oracle, row.touch.other, Role.RECEIVER)
    week, month = oracle.window(key, at_ms, 7), oracle.window(key, at_ms, 30)
    phone = other.phone_node if other else 0
    sent = oracle.window(phone << 3 | Role.SENDER, at_ms, 90)
    named = oracle.window(row.named << 3 | Role.RECEIVER, at_ms, 30) if row.named else []
    unnamed = row.fresh_sender and not row.named
    return values | {
        "receiver_named_fresh_senders_30d": nan
        if unnamed
        else distinct(named, "fresh_sender", row if row.named else None),
        "receiver_sent_90d": len(sent) if phone else nan,
        "receiver_first_senders_7d": distinct(week, "first_sender", row),
        "receiver_fresh_senders_30d": distinct(month, "fresh_sender", row),
        "receiver_persons_7d": distinct(week, "person", row),
        "receiver_weight_cv_7d": _variation([r.grams for r in [*week, row]]),
        "receiver_claims": oracle.keys[key].claims if key in oracle.keys else 0,
    }


def habits(oracle: Oracle, row: Row) -> Values:
    """What the sender's parcels have in common, and what became of them."""
    values: Values = {}
    account, at_ms = row.subject.account, row.at_ms
    used = oracle.window(account << 3 | Role.SENDER, at_ms, 90) if account else []
    if used:
        outlets, phones = {r.outlet for r in used}, {r.phone for r in used}
        values["account_unseen"] = (row.outlet not in outlets | {0}) + (
            row.phone not in phones | {0}
        )
    if not row.touch.party:
        return values
    key = busiest(oracle, row.touch.party, Role.SENDER)
    week, month = ([*oracle.window(key, at_ms, days), row] for days in (7, 30))
    values |= {
        "sender_returns_7d": sum(r.returned for r in week),
        "sender_names_7d": distinct(week, "name", None),
        "sender_claims": 0,
        "sender_linked_30d_share": sum(r.linked for r in month) / len(month),
    }
    life = oracle.keys.get(key)
    if life:
        values["sender_claims"] = life.claims
        told = life.delivered + life.failed
        values["sender_complaint_share"] = min(life.complaints / told, 1.0) if told else nan
        fast = life.signed_fast / life.delivered if life.delivered else nan
        values["sender_signed_12h_share"] = fast
    return values


def known_otherwise(oracle: Oracle, row: Row) -> Values:
    """What does not fit one applicant."""
    values: Values = {}
    at_ms = row.at_ms
    sent = oracle.window(row.person << 3 | Role.SENDER, at_ms, 90) if row.person else []
    if sent and row.name:
        values["document_sent_as_other"] = row.name not in {r.name for r in sent}
    if row.phone and row.name:
        last = oracle.window(row.phone << 3 | Role.APPLICANT, at_ms, 90)[-64:]
        same = [r for r in last if r.name == row.name]
        values["phone_name_persons_90d"] = distinct(same, "person", row)
    if row.device:
        rows = oracle.at_hand(row.device << 3 | Role.APPLICANT)
        values["device_frauds_90d"] = frauds(rows, at_ms, 90)
    if row.agent:
        quarter = oracle.window(row.agent << 3 | Role.AGENT, at_ms, 90)
        values["agent_orgs_90d"] = distinct(quarter, "org", row)
    return values


def ties(oracle: Oracle, row: Row) -> Values:
    """What is known of a merchant's account, phone and representative."""
    values: Values = {}
    subject, at_ms = row.subject, row.at_ms
    merchant = row.merchant << 3 | Role.BUSINESS
    before = oracle.window(merchant, at_ms, 90) if row.merchant else []
    if before and subject.account:
        values["settle_account_new"] = subject.account not in {r.account for r in before}
    life = oracle.keys.get(merchant) if row.merchant else None
    if life and 0 < life.changed_ms <= at_ms:
        values["account_changed_days"] = (at_ms - life.changed_ms) / DAY_MS
    representative = subject.other.document_node if subject.other else 0
    nodes = {
        "contact_phone": subject.contact_node or subject.party.phone_node,
        "legal_rep": representative,
    }
    for name, node in nodes.items():
        if node:
            rows = oracle.window(node << 3 | Role.BUSINESS, at_ms, 90)
            values[f"{name}_merchants_90d"] = distinct(rows, "merchant", row)
    return values


def operators(oracle: Oracle, row: Row) -> Values:
    """What the operator has done; applications have none."""
    operator = row.subject.operator
    if not operator or row.subject.event.__struct_config__.tag == "cod_application":
        return {}
    key = operator << 3 | Role.OPERATOR
    return {
        "operator_events_24h": len(oracle.window(key, row.at_ms, 1)) + 1,
        "operator_frauds_90d": frauds(oracle.at_hand(key), row.at_ms, 90),
        "operator_fraud_90d_share": fraud_share(oracle.window(key, row.at_ms, 90), row.at_ms),
    }


def _variation(grams: list[int]) -> float:
    total, count = sum(grams), len(grams)
    if count < 2 or total <= 0:
        return nan
    return sqrt(max(count * sum(g * g for g in grams) - total**2, 0)) / total
