"""A share of a rule's hits that asks for nothing, so that something is learnt of what is stopped."""

import pytest

from data.decisions import Action, AnalystDecision
from risk.engine import Engine
from tests.risk.builders import engine_with, policy_of, rule, shipment

SHARE = 0.1
EVENTS = 3_000


def decisions(engine: Engine, count: int = EVENTS) -> list[AnalystDecision]:
    return [engine.evaluate(shipment(number)).analyst_decision() for number in range(count)]


@pytest.fixture(scope="module")
def drawn() -> list[AnalystDecision]:
    return decisions(engine_with(policy=policy_of(rule("T", action="hold", let_through=SHARE))))


def test_about_the_share_goes_through_and_the_rest_is_stopped(drawn: list[AnalystDecision]) -> None:
    through = [d for d in drawn if d.decision == "approve"]
    assert len(through) / len(drawn) == pytest.approx(SHARE, abs=0.02)  # 3.6 standard deviations
    assert {d.decision for d in drawn} == {"approve", "hold"}
    for one in through:
        assert (one.reasons, one.customer, one.typology) == ((), None, None)


def test_the_decision_records_the_draw(drawn: list[AnalystDecision]) -> None:
    for one in drawn:
        (hit,) = one.rules
        assert hit.id == "T"
        assert hit.action == one.decision
        last = hit.evidence[-1:]
        if one.decision == "approve":
            assert last[0].name == "let_through"
            assert last[0].threshold == SHARE
            assert isinstance(last[0].value, float) and last[0].value < SHARE
        else:
            assert not last or last[0].name != "let_through"


def test_the_draw_is_the_event_s_own(drawn: list[AnalystDecision]) -> None:
    again = decisions(engine_with(policy=policy_of(rule("T", action="hold", let_through=SHARE))))
    assert again == drawn


@pytest.mark.parametrize("action", ["review", "hold"])
def test_another_rule_that_fires_still_asks(action: Action) -> None:
    policy = policy_of(
        rule("A", action=action), rule("B", action="hold", let_through=SHARE, typology="SH-01")
    )
    found = decisions(engine_with(policy=policy))
    assert {d.decision for d in found} == {action, "hold"}
    assert all(len(d.rules) == 2 for d in found)
