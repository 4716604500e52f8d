"""What may change the state, what may not, and that a change can be taken back exactly."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.instants import DAY_MS
from graph import identity
from graph.identity import Undo, take_back
from risk.features import keeper, windows
from risk.features import waiting as waiting_outcomes
from risk.features.catalogue import INDEX
from risk.features.state import State
from tests.risk.features.canonical import canonical
from tests.risk.features.streams import (
    COUNTER_AT,
    READER,
    START_MS,
    YEAR_2099_MS,
    Arrival,
    arrivals,
    party,
    shipment,
)

PHONE_ONLY = party("王芳", None, "13956781234")
PERSON = party("王芳", "330106199001010018", "13956781234", COUNTER_AT)
OTHER = party("李伟", "330106199001010026", "13956781235")


def enter(held: State, arrival: Arrival) -> Undo:
    if arrival.event is None:
        event = READER.event_node(arrival.about)
        return held.apply_outcome(event, arrival.outcome, arrival.told_ms)
    return held.apply(held.read(READER.read(arrival.event)), granted=arrival.granted)


def value(held: State, name: str, arrival: Arrival) -> float:
    assert arrival.event is not None
    return held.read(READER.read(arrival.event)).vector[INDEX[name]]


def parcel(number: int, at_ms: int = START_MS, sender: object = PERSON) -> Arrival:
    return Arrival(shipment(f"p{number}", at_ms, sender, OTHER))  # type: ignore[arg-type]  # a Party


def told(number: int, outcome: str, told_ms: int = START_MS) -> Arrival:
    return Arrival(about=f"p{number}", outcome=outcome, told_ms=told_ms)


@pytest.fixture(scope="module", params=["roomy", "small"])
def bounds(request: pytest.FixtureRequest) -> Iterator[int]:
    """Bounds and steps that make streams of a few dozen events expire and evict."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "INDEX_FROM", 3)
        patch.setattr(keeper, "STEP_MS", 40 * DAY_MS)
        patch.setattr(keeper, "MAX_FACTS", 4)
        patch.setattr(identity, "UNSEEN_MS", 100 * DAY_MS)
        patch.setattr(waiting_outcomes, "MAX_WAITING", 2)
        patch.setattr(waiting_outcomes, "MAX_WAITING_EACH", 2)
        yield 1_000 if request.param == "roomy" else 7


@settings(deadline=None, max_examples=250)
@given(before=arrivals(most=25), after=arrivals(most=12))
def test_what_is_undone_leaves_no_trace(
    before: list[Arrival], after: list[Arrival], bounds: int
) -> None:
    held = State(bounds)
    for arrival in before:
        enter(held, arrival)
    as_it_was = canonical(held)
    changes = [enter(held, renamed(arrival)) for arrival in after]
    for undo in reversed(changes):
        take_back(undo)
    assert canonical(held) == as_it_was


def renamed(arrival: Arrival) -> Arrival:
    """The same event under another id: the service lets none in twice."""
    if arrival.event is None:
        return arrival
    event = type(arrival.event)(
        **{name: getattr(arrival.event, name) for name in arrival.event.__struct_fields__}
        | {"event_id": f"{arrival.event.event_id}-again"}
    )
    return Arrival(event, arrival.granted)


@settings(deadline=None, max_examples=50)
@given(before=arrivals(most=20), after=arrivals(most=12))
def test_a_history_with_undone_changes_goes_on_as_one_without(
    before: list[Arrival], after: list[Arrival], bounds: int
) -> None:
    plain, tried = State(bounds), State(bounds)
    for arrival in before:
        enter(plain, arrival)
        enter(tried, arrival)
    for arrival in after:
        take_back(enter(tried, renamed(arrival)))
        enter(plain, renamed(arrival))
        enter(tried, renamed(arrival))
    assert canonical(tried) == canonical(plain)


@settings(deadline=None, max_examples=50)
@given(stream=arrivals(most=25), asked=arrivals(most=5))
def test_read_changes_nothing(stream: list[Arrival], asked: list[Arrival], bounds: int) -> None:
    held = State(bounds)
    for arrival in stream:
        enter(held, arrival)
    as_it_was = canonical(held)
    for arrival in asked:
        if arrival.event is not None:
            first = held.read(READER.read(arrival.event)).vector
            assert repr(held.read(READER.read(arrival.event)).vector) == repr(first)
    assert canonical(held) == as_it_was


def test_two_events_of_the_same_millisecond_see_each_other() -> None:
    held = State()
    enter(held, parcel(1))
    assert value(held, "sender_parcels_1h", parcel(2)) == 2


def test_an_event_a_whole_window_ago_is_not_seen() -> None:
    held = State()
    enter(held, parcel(1))
    assert value(held, "sender_parcels_24h", parcel(2, START_MS + DAY_MS)) == 1
    assert value(held, "sender_parcels_24h", parcel(2, START_MS + DAY_MS - 1)) == 2


def test_a_late_event_sees_only_what_happened_before_it_and_later_ones_see_it() -> None:
    held = State()
    enter(held, parcel(1))
    late = parcel(2, START_MS - 1)
    assert value(held, "sender_parcels_1h", late) == 1
    enter(held, late)
    assert value(held, "sender_parcels_1h", parcel(3)) == 3


def test_a_first_event_of_the_year_2099_does_not_blind_the_windows() -> None:
    held = State()
    enter(held, parcel(0, YEAR_2099_MS))
    for number in range(1, 4):
        enter(held, parcel(number, START_MS + number))
    assert value(held, "sender_parcels_24h", parcel(9, START_MS + 9)) == 4


def test_one_event_of_the_year_2099_makes_nothing_look_old() -> None:
    held = State()
    enter(held, parcel(1))
    enter(held, parcel(2, YEAR_2099_MS))
    assert held.keeper.clock_ms == START_MS + keeper.STEP_MS
    enter(held, parcel(3))
    assert value(held, "sender_parcels_24h", parcel(9)) == 3


def test_a_clock_that_catches_up_does_not_age_what_is_fresh(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After a long pause the clock runs an hour an event: the facts themselves say they are new."""
    monkeypatch.setattr(keeper, "STEP_MS", 50 * DAY_MS)
    held = State()
    resumed_ms = START_MS + 400 * DAY_MS
    enter(held, parcel(0))
    enter(held, parcel(1, resumed_ms))
    for number in range(2, 8):
        enter(held, parcel(number, resumed_ms + number, OTHER))
    assert held.keeper.clock_ms > START_MS + 300 * DAY_MS
    assert value(held, "sender_parcels_24h", parcel(9, resumed_ms + 9)) == 2


def test_an_outcome_that_comes_before_its_event_waits_for_it() -> None:
    early, punctual = State(), State()
    enter(early, told(1, "delivered"))
    enter(early, parcel(1))
    enter(punctual, parcel(1))
    enter(punctual, told(1, "delivered"))
    assert canonical(early) == canonical(punctual)
    assert value(early, "sender_delivered", parcel(2)) == 1


def test_outcomes_that_wait_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_outcomes, "MAX_WAITING", 2)
    monkeypatch.setattr(waiting_outcomes, "MAX_WAITING_EACH", 3)
    held = State()
    for number in (1, 2, 3, 3, 3, 3, 3):
        enter(held, told(number, "delivered"))
    waiting = [READER.event_node(f"p{number}") for number in (2, 3)]
    assert [event for event, _ in held._waiting.items()] == waiting
    assert [len(outcomes) for _, outcomes in held._waiting.items()] == [1, 3]


def test_a_confirmed_fraud_marks_even_an_identifier_that_stands_alone() -> None:
    held = State()
    enter(held, parcel(1, sender=PHONE_ONLY))
    enter(held, told(1, "confirmed_fraud"))
    assert value(held, "hops_to_confirmed", parcel(2, sender=PHONE_ONLY)) == 0
    enter(held, told(1, "legit_explained"))
    assert value(held, "hops_to_confirmed", parcel(2, sender=PHONE_ONLY)) != 0


def test_clearing_one_fraud_leaves_the_mark_of_another() -> None:
    held = State()
    for number in (1, 2):
        enter(held, parcel(number))
        enter(held, told(number, "policy_violation"))
    enter(held, told(1, "data_error"))
    assert value(held, "hops_to_confirmed", parcel(3)) == 0
    enter(held, told(2, "legit_explained"))
    assert value(held, "confirmed_neighbours", parcel(3)) == 0


@pytest.mark.parametrize("outcome", ["returned", "redirected", "suspicious_unproven", "remitted"])
def test_other_outcomes_change_nothing(outcome: str) -> None:
    held = State()
    enter(held, parcel(1))
    as_it_was = canonical(held)
    assert enter(held, told(1, outcome)) == []
    assert canonical(held) == as_it_was


@given(st.lists(st.booleans(), max_size=12))
def test_deliveries_are_counted_for_sender_and_receiver(outcomes: list[bool]) -> None:
    held = State()
    enter(held, parcel(1))
    for good in outcomes:
        enter(held, told(1, "delivered" if good else "refused"))
    failed, all_told = outcomes.count(False), len(outcomes)
    shares = [value(held, f"{side}_failed_share", parcel(2)) for side in ("sender", "receiver")]
    want = (failed + 2) / (all_told + 16) if all_told else None
    assert [None if share != share else share for share in shares] == [want, want]
