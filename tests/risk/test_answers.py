"""What a caller is given: the very bytes that were kept, fresh or stored, and no more than is due."""

import msgspec
import pytest

from data.decisions import ENCODER, AnalystDecision, Decision
from data.events import Event, OutcomeLine
from data.records import EventRecord
from data.store import Store
from risk.answers import Answer
from risk.bundle import Bundle
from risk.engine import Engine
from risk.evaluation import Evaluation, with_duration
from risk.records import event_record
from tests.risk.builders import (
    demo_lines,
    engine_with,
    policy_of,
    rule,
    service_over,
    shipment,
)
from tests.risk.running import run_async

ONLY_ANALYSTS = ("explanation", "rules", "graph")


def row_of(evaluation: Evaluation, decision: Decision) -> EventRecord:
    return event_record(
        1,
        shipment(),
        evaluation,
        decision,
        body=b"body",
        body_digest=b"digest",
        received_at_ms=5,
    )


def fresh_of(engine: Engine, event: Event) -> tuple[Answer, Evaluation]:
    evaluation = engine.evaluate(event)
    decision = with_duration(evaluation.decision, 0.25)
    return Answer(row_of(evaluation, decision), decision), evaluation


@pytest.fixture
def engine(bundle: Bundle) -> Engine:
    """A model, and a rule with evidence: something for each part of an answer."""
    heavy = rule("T-1", when="weight_grams > 100", kinds=("shipment",), action="hold")
    return engine_with(bundle, policy_of(heavy))


def test_a_fresh_answer_and_a_stored_one_are_the_same_bytes(engine: Engine) -> None:
    fresh, evaluation = fresh_of(engine, shipment())
    stored = Answer(row_of(evaluation, fresh.decision))
    assert stored.counter == fresh.counter
    assert stored.analyst() == fresh.analyst()
    assert stored.decision == fresh.decision
    assert stored.analyst_decision() == fresh.analyst_decision()


def test_the_same_holds_of_a_stretch_of_the_world(store: Store, bundle: Bundle) -> None:
    """Also with counts among the contributions and thresholds among the evidence of rules."""
    lines = [line for line in demo_lines()[1500:2300] if not isinstance(line, OutcomeLine)]
    service, told, rules = service_over(store, engine_with(bundle)), 0, 0

    async def story() -> None:
        nonlocal told, rules
        for line in lines:
            fresh = await service.score(line)
            kept = store.find_event(line.event_id)
            assert kept is not None
            stored = Answer(kept)
            assert (stored.counter, stored.analyst()) == (fresh.counter, fresh.analyst())
            told += 1
            rules += len(fresh.analyst_decision().rules)

    run_async(story())
    assert told == len(lines)
    assert rules > 10


def test_the_counter_is_given_the_kept_bytes(engine: Engine) -> None:
    fresh, evaluation = fresh_of(engine, shipment())
    assert fresh.counter == row_of(evaluation, fresh.decision).answer
    assert fresh.counter == ENCODER.encode(fresh.decision)
    assert type(fresh.decision) is Decision
    assert fresh.decision.duration_ms == 0.25


def test_the_counter_is_given_nothing_of_the_analyst_s(engine: Engine) -> None:
    fresh, _ = fresh_of(engine, shipment())
    assert list(msgspec.json.decode(fresh.counter)) == list(Decision.__struct_fields__)
    assert b'"T-1"' in fresh.analyst()
    assert b'"T-1"' not in fresh.counter
    for name in ONLY_ANALYSTS:
        assert f'"{name}"'.encode() not in fresh.counter


def test_the_analyst_is_given_what_the_engine_found(engine: Engine) -> None:
    fresh, evaluation = fresh_of(engine, shipment())
    whole = fresh.analyst_decision()
    assert type(whole) is AnalystDecision
    assert whole == with_duration(evaluation.analyst_decision(), 0.25)
    assert whole.rules == evaluation.hits and len(whole.rules) == 1
    assert whole.graph == evaluation.graph
    assert whole.explanation.contributions
    assert fresh.analyst() == ENCODER.encode(whole)


def test_what_the_analyst_reads_begins_with_what_the_counter_reads(engine: Engine) -> None:
    fresh, _ = fresh_of(engine, shipment())
    assert fresh.analyst().startswith(fresh.counter[:-1] + b',"explanation":')
    assert list(msgspec.json.decode(fresh.analyst()))[-3:] == list(ONLY_ANALYSTS)
