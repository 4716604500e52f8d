"""Features of known frauds and of usual amounts, recounted over the oracle's log."""

from math import nan

from risk.features.roles import Role
from tests.risk.features.oracle import Oracle, Row, Values, busiest, fraud_share, frauds


def known_frauds(oracle: Oracle, row: Row) -> Values:
    """The whole block."""
    sides = {
        "sender": (busiest(oracle, row.touch.party, Role.SENDER), (30, 90), bool(row.touch.party)),
        "receiver": (
            busiest(oracle, row.touch.other, Role.RECEIVER),
            (1, 7, 30, 90),
            bool(row.touch.other),
        ),
        "outlet": (row.outlet << 3 | Role.ACCEPTANCE, (7, 30), bool(row.outlet)),
    }
    values: Values = {}
    for side, (key, windows, told) in sides.items():
        for days in windows if told else ():
            length = "24h" if days == 1 else f"{days}d"
            values[f"{side}_frauds_{length}"] = frauds(oracle.at_hand(key), row.at_ms, days)
        if told:
            month = oracle.window(key, row.at_ms, 37)
            values[f"{side}_fraud_30d_share"] = fraud_share(month, row.at_ms)
    return values


def amounts(oracle: Oracle, row: Row) -> Values:
    """The whole block."""
    sender = busiest(oracle, row.touch.party, Role.SENDER)
    receiver = busiest(oracle, row.touch.other, Role.RECEIVER)
    month = _mean(oracle, sender, row.at_ms, 30)
    return {
        "declared_to_sender_mean_30d": row.declared / month if month > 0 else nan,
        "sender_declared_mean_7d_fen": _mean(oracle, sender, row.at_ms, 7),
        "sender_declared_mean_30d_fen": month,
        "receiver_declared_mean_30d_fen": _mean(oracle, receiver, row.at_ms, 30),
    }


def of_opening(oracle: Oracle, row: Row) -> Values:
    """The last values of the block of openings."""
    values: Values = {}
    if row.outlet:
        quarter = oracle.window(row.outlet << 3 | Role.OUTLET, row.at_ms, 90)
        values["outlet_opening_fraud_90d_share"] = fraud_share(quarter, row.at_ms)
    if row.phone:
        rows = oracle.at_hand(row.phone << 3 | Role.APPLICANT)
        values["phone_frauds_90d"] = frauds(rows, row.at_ms, 90)
    return values


def _mean(oracle: Oracle, key: int, at_ms: int, days: int) -> float:
    declared = [r.declared for r in oracle.window(key, at_ms, days)]
    return sum(declared) / len(declared) if declared else nan
