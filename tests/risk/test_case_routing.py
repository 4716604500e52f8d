"""Clocks, desks and what is expected to be lost."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from data.decisions import Decision
from data.instants import DAY_MS, HOUR_MS, MINUTE_MS, to_ms
from risk.case_routing import (
    COMPLIANCE,
    HEADQUARTERS,
    alert_record,
    desk_of,
    expected_loss_fen,
    first_desk,
    time_of_service_ms,
)
from tests.risk.builders import engine_with, shipment
from tests.risk.case_world import ALERTING

FRIDAY = to_ms(datetime(2025, 3, 14, 2, tzinfo=UTC))


def decision(**changes: object) -> Decision:
    return replace(engine_with(policy=ALERTING).evaluate(shipment()).decision, **changes)


@pytest.mark.parametrize(
    ("changes", "channel", "expected_ms"),
    [
        ({"decision": "hold"}, "counter", 5 * MINUTE_MS),
        ({"decision": "decline"}, "counter", 5 * MINUTE_MS),
        ({"decision": "hold"}, "courier_pda", 30 * MINUTE_MS),
        ({"decision": "review", "band": "critical"}, "counter", 2 * HOUR_MS),
        ({"decision": "review", "band": "high"}, "app", 2 * HOUR_MS),
        ({"decision": "review", "band": "medium"}, None, 24 * HOUR_MS),
        ({"decision": "review", "band": "low"}, None, 72 * HOUR_MS),
    ],
)
def test_the_time_of_service(changes: dict[str, object], channel: str, expected_ms: int) -> None:
    assert time_of_service_ms(decision(**changes), channel, FRIDAY) == expected_ms


@pytest.mark.parametrize(("days_on", "days"), [(0, 3), (1, 2), (2, 1), (3, 1), (6, 1), (7, 3)])
def test_an_application_has_a_working_day(days_on: int, days: int) -> None:
    one = decision(kind="cod_application")
    assert time_of_service_ms(one, "web", FRIDAY + days_on * DAY_MS) == days * DAY_MS


def test_insiders_pass_the_branch_by() -> None:
    assert first_desk("IN-05", "account_opening") == (3, COMPLIANCE)
    assert desk_of(1, "IN-02", "shipment") == COMPLIANCE
    assert first_desk(None, "shipment") == (1, "triage")
    assert first_desk("CR-06", "cod_application") == (1, "credit")
    desks = [desk_of(2, t, "shipment") for t in ("AO-01", "SH-01", "CR-03", None)]
    assert desks == ["accounts", "parcels", "credit", "parcels"]
    assert desk_of(3, "SH-01", "shipment") == HEADQUARTERS


def test_what_is_expected_to_be_lost_is_the_cost_table_s() -> None:
    sh_08 = decision(probability=0.5, typology="SH-08")
    assert expected_loss_fen(sh_08, 100_000) == (200_000 + 50_000) // 2
    unknown = decision(probability=0.5, typology="IN-05")
    assert expected_loss_fen(unknown, 0) == 25_000  # the family's entry
    assert expected_loss_fen(decision(probability=1.0, typology="SH-08"), 10**15) == 10**10


def test_an_alert_carries_what_its_case_needs() -> None:
    evaluation = engine_with(policy=ALERTING).evaluate(shipment())
    assert evaluation.filing is not None
    alert = alert_record(shipment(), evaluation.decision, evaluation.filing, 1_000)
    assert (alert.case_id, alert.opens) == (evaluation.decision.case_id, True)
    assert (alert.stake_fen, alert.due_at_ms) == (29_900, 1_000 + 5 * MINUTE_MS)
