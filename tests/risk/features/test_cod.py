"""What an application tells of the merchant's trade, on histories made by hand."""

import msgspec
import pytest

from data.instants import DAY_MS, to_datetime, to_ms
from risk.features.catalogue import INDEX
from tests.risk.builders import application, engine_with, outcome, shipment

AT_MS = to_ms(application().occurred_at)


def values(
    days_ago: list[float], outcomes: dict[int, str], registered_on: str | None = None
) -> dict[str, float]:
    """An application's values after parcels of its merchant, in order, with what became of them."""
    engine = engine_with()
    for number, days in enumerate(sorted(days_ago, reverse=True)):
        event = msgspec.structs.replace(
            shipment(number, merchant_id="m-1001", pay_mode="cod", cod_amount_fen=1_000),
            occurred_at=to_datetime(AT_MS - int(days * DAY_MS)),
        )
        engine.apply(engine.evaluate(event))
    for number, said in outcomes.items():
        engine.apply_outcome(outcome(number, outcome=said))
    vector = engine.evaluate(application(registered_on=registered_on)).reading.vector
    return {name: vector[at] for name, at in INDEX.items()}


def test_a_merchant_s_first_day_says_little() -> None:
    found = values([], {})
    assert (found["merchant_tenure_days"], found["merchant_cod_90d_fen"]) == (0.0, 0.0)
    for name in ("merchant_growth_7d", "merchant_weekly_cv", "merchant_complaint_share"):
        assert found[name] != found[name]


def test_steady_trade_neither_grows_nor_varies() -> None:
    found = values([0.5 + 7 * week + day for week in range(8) for day in (0, 2, 4)], {})
    assert found["merchant_weekly_cv"] == pytest.approx(0.0)
    assert found["merchant_growth_7d"] == pytest.approx(1.0, abs=0.2)
    assert found["merchant_cod_90d_fen"] == 24 * 1_000
    assert found["merchant_tenure_days"] == pytest.approx(53.5)


def test_a_surge_shows_as_growth() -> None:
    steady = [float(day) for day in range(8, 60, 4)]
    surge = [0.1 * step for step in range(1, 40)]
    assert values([*steady, *surge], {})["merchant_growth_7d"] > 3


def test_outcomes_are_counted_for_the_merchant() -> None:
    ends = dict.fromkeys(range(8), "delivered") | {8: "refused", 9: "complaint_mismatch"}
    found = values([float(day) for day in range(1, 12)], ends | {10: "overdue"})
    assert found["merchant_delivered"] == 8
    assert found["merchant_failed_share"] == pytest.approx(3 / 25)
    assert found["merchant_complaint_share"] == pytest.approx(2 / 209)
    assert found["merchant_overdue_share"] == pytest.approx(2 / 59)


def test_a_debt_of_an_earlier_application_is_remembered() -> None:
    engine = engine_with()
    engine.apply(engine.evaluate(application(1)))
    engine.apply_outcome(outcome(1, event_id="cod-1", outcome="overdue"))
    again = application(2, settle_account_no="6222020000000000999")
    vector = engine.evaluate(again).reading.vector
    assert vector[INDEX["merchant_debts"]] == 1.0
    assert vector[INDEX["merchant_accounts_90d"]] == 2.0


@pytest.mark.parametrize(
    ("registered_on", "days"),
    [("2024-03-14", 365.0), ("2025-03-15", None), ("昨天", None), ("", None)],
)
def test_the_age_of_a_business_is_told_where_its_date_is_one(
    registered_on: str, days: float | None
) -> None:
    age = values([], {}, registered_on)["business_age_days"]
    assert age == days if days is not None else age != age
