"""What a merchant's application tells of its trade, recounted over the oracle's log."""

from datetime import UTC, date, datetime, timedelta
from math import nan, sqrt

from data.events import CodApplication
from data.instants import DAY_MS
from risk.features.roles import Role
from tests.risk.features.oracle import Life, Oracle, Row, Values, distinct, frauds, tenure, within


def merchant_values(oracle: Oracle, row: Row, event: CodApplication) -> Values:
    """The values of the block from the tenure on."""
    key = row.merchant << 3 | Role.SENDER
    life = oracle.keys.get(key) if row.merchant else None
    monthly, limit = event.expected_monthly_cod_fen, event.requested_limit_fen
    values: Values = {
        "merchant_tenure_days": tenure(life, row.at_ms),
        "merchant_cod_90d_fen": 0,
        "merchant_delivered": life.delivered if life else 0,
        "business_age_days": _age_days(event.registered_on, row.at_ms),
        "limit_to_monthly_cod": (
            within(limit, 10**15) / within(monthly, 10**15) if monthly > 0 else nan
        ),
    }
    if life:
        quarter = oracle.window(key, row.at_ms, 90)
        values["merchant_cod_90d_fen"] = sum(r.cod for r in quarter)
        values["merchant_growth_7d"] = _growth(oracle, key, life, row.at_ms)
        values["merchant_weekly_cv"] = _variation(oracle, key, life, row.at_ms)
        values["merchant_complaint_share"] = _share(life, life.complaints, 1, 200)
        values["merchant_overdue_share"] = _share(life, life.overdue, 1, 50)
    if row.merchant:
        business = row.merchant << 3 | Role.BUSINESS
        values["merchant_debts"] = oracle.keys[business].overdue if business in oracle.keys else 0
        values["merchant_frauds_90d"] = frauds(oracle.at_hand(key), row.at_ms, 90)
        asked = oracle.window(business, row.at_ms, 90)
        values["merchant_accounts_90d"] = distinct(asked, "account", row)
    return values


def _growth(oracle: Oracle, key: int, life: Life, at_ms: int) -> float:
    week, month = (len(oracle.window(key, at_ms, days)) for days in (7, 30))
    return week * 30 / (month * 7) if month and tenure(life, at_ms) >= 30 else nan


def _variation(oracle: Oracle, key: int, life: Life, at_ms: int) -> float:
    weeks = min((at_ms - life.first_ms) // (7 * DAY_MS), 12)
    rows = oracle.at_hand(key)
    counts = [
        sum(at_ms - (w + 1) * 7 * DAY_MS < r.at_ms <= at_ms - w * 7 * DAY_MS for r in rows)
        for w in range(weeks)
    ]
    if weeks < 4 or not sum(counts):
        return nan
    return sqrt(weeks * sum(c * c for c in counts) - sum(counts) ** 2) / sum(counts)


def _share(life: Life, bad: int, alpha: int, both: int) -> float:
    ended = life.failed + life.delivered
    return (bad + alpha) / (ended + both) if ended else nan


def _age_days(raw: str | None, at_ms: int) -> float:
    today = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms, hours=8)
    try:
        days = (today.date() - date.fromisoformat(raw or "")).days
    except ValueError:
        return nan
    return days if days >= 0 else nan
