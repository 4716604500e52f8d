"""An analyst's word about a hub changes the very next score, and what was decided stays as it was."""

from typing import Final

from data.events import Event
from graph.hubs import HubType
from risk.engine import Engine
from risk.evaluation import Evaluation
from risk.features.catalogue import INDEX
from tests.risk.builders import engine_with, opening, outcome, snapshot

ONE_PHONE: Final = "13912345670"
LATE_MS: Final = 4_000_000_000_000
NUMBERS: Final = (
    *("11010519491231002X", "110105194912310038", "110105194912310054", "110105194912310070"),
    *("110105194912310097", "110105194912310118", "110105194912310134", "110105194912310150"),
)


def neighbour(number: int) -> Event:
    """One of several old people who open an account on one phone."""
    applicant = {
        "name": "张三",
        "id_type": "resident_id",
        "id_no": NUMBERS[number],
        "phone": ONE_PHONE,
    }
    when = f"2025-03-{10 + number:02d}T10:00:00+08:00"
    return opening(number, occurred_at=when, applicant=applicant)


def scored(engine: Engine, number: int) -> Evaluation:
    evaluation = engine.evaluate(neighbour(number))
    engine.apply(evaluation)
    return evaluation


def phone_of(engine: Engine) -> int:
    return engine.reader.read(neighbour(0)).party.phone_node


def ring_of(evaluation: Evaluation) -> tuple[float, float, float]:
    vector = evaluation.reading.vector
    names = ("ring_persons", "persons_on_phone_90d", "phone_persons_7d")
    return vector[INDEX[names[0]]], vector[INDEX[names[1]]], vector[INDEX[names[2]]]


def test_a_word_changes_the_next_score_and_taking_it_back_the_one_after() -> None:
    engine = engine_with()
    for number in range(5):
        scored(engine, number)
    engine.apply_outcome(outcome(event_id="ao-1", outcome="confirmed_fraud"))
    before = engine.evaluate(neighbour(5))
    assert ring_of(before) == (6, 6, 6)
    assert before.reading.reach.hops == 0
    undo = engine.state.override_hub(phone_of(engine), HubType.VILLAGE, LATE_MS)
    typed = engine.evaluate(neighbour(5))
    assert ring_of(typed) == (1, 1, 1)
    assert (typed.reading.reach.hops, typed.graph.hops_to_confirmed) == (None, None)
    engine.undo(undo)
    assert engine.evaluate(neighbour(5)).reading.packed == before.reading.packed
    engine.state.override_hub(phone_of(engine), HubType.VILLAGE, LATE_MS)
    engine.state.override_hub(phone_of(engine), HubType.NONE, 0)
    assert engine.evaluate(neighbour(5)).reading.packed == before.reading.packed


def test_a_word_runs_out_at_its_instant() -> None:
    engine = engine_with()
    for number in range(4):
        scored(engine, number)
    soon, late = neighbour(4), neighbour(5)
    until_ms = engine.reader.read(late).at_ms
    engine.state.override_hub(phone_of(engine), HubType.VILLAGE, until_ms)
    assert ring_of(engine.evaluate(soon))[0] == 1
    assert ring_of(engine.evaluate(late))[0] == 5


def test_undo_leaves_no_trace() -> None:
    engine = engine_with()
    scored(engine, 0)
    before = snapshot(engine.state)
    known = engine.state.override_hub(phone_of(engine), HubType.DORM, LATE_MS)
    stranger = engine.state.override_hub(0xABC3, HubType.STATION, LATE_MS)
    assert snapshot(engine.state) != before
    engine.undo(stranger)
    engine.undo(known)
    assert snapshot(engine.state) == before


def test_the_same_words_in_the_same_order_give_the_same_bytes() -> None:
    """What verify and a start rest on: replayed in the order of the log, every vector is the old one."""

    def run() -> list[bytes]:
        engine, packed = engine_with(), list[bytes]()
        for number in range(8):
            if number == 3:
                engine.state.override_hub(phone_of(engine), HubType.VILLAGE, LATE_MS)
            if number == 4:
                engine.apply_outcome(outcome(event_id="ao-1", outcome="confirmed_fraud"))
            if number == 6:
                engine.state.override_hub(phone_of(engine), HubType.UNKNOWN, LATE_MS)
            packed.append(scored(engine, number).reading.packed)
        return packed

    first = run()
    assert first == run()
    assert len(set(first)) == 8


def test_an_own_identifier_that_nothing_explains_is_named_beside_the_vector() -> None:
    engine = engine_with()
    for number in range(4):
        assert scored(engine, number).reading.hubs == ()
    engine.state.override_hub(phone_of(engine), HubType.UNKNOWN, LATE_MS)
    assert engine.evaluate(neighbour(4)).reading.hubs == (phone_of(engine),)
    engine.state.override_hub(phone_of(engine), HubType.VILLAGE, LATE_MS)
    assert engine.evaluate(neighbour(4)).reading.hubs == ()
