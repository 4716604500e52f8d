"""Known frauds of a history: the numbers of a naive recount, and the cases that a reviewer asks about."""

from math import isnan
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.events import Item, Party
from data.instants import DAY_MS
from graph.identity import take_back
from risk.features import keeper
from risk.features.facts import NEVER, Fact
from risk.features.frauds import Frauds
from risk.features.state import State
from risk.features.windows import D7
from tests.risk.features.canonical import canonical
from tests.risk.features.streams import START_MS, Arrival, party, shipment
from tests.risk.features.test_state import enter, told, value

SENDER: Final = party("王芳", "330106199001010018", "13956781234")
RECEIVER: Final = party("李伟", "330106199001010026", "13956781235")
OTHER: Final = party("李伟", None, "13956781299")


def parcel(
    number: int,
    day: float,
    declared_fen: int = 0,
    *,
    to: Party = RECEIVER,
    outlet_id: str | None = None,
) -> Arrival:
    item = Item(category="other", text="衣服", declared_value_fen=declared_fen)
    return Arrival(shipment(f"p{number}", at(day), SENDER, to, item=item, outlet_id=outlet_id))


def at(day: float) -> int:
    return START_MS + int(day * DAY_MS)


@given(
    st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), max_size=12),
    st.data(),
)
def test_windows_of_known_frauds_equal_a_recount(
    times: list[tuple[int, int]], data: st.DataObject
) -> None:
    facts = [Fact(at_ms) for at_ms, _ in times]
    frauds, left = Frauds(), list[Fact]()
    for fact, (_, known_ms) in zip(facts, times, strict=True):
        fact.known_ms = known_ms
        frauds.add(fact)
        left.append(fact)
    for fact in data.draw(st.permutations(facts)):
        compare(frauds, left)
        frauds.remove(fact)
        left.remove(fact)
    assert (frauds.rows, frauds.known) == ([], [])


def compare(frauds: Frauds, facts: list[Fact]) -> None:
    for now in (-9, -3, 0, 4, 20):
        for length in (1, 5, 40):
            known = [f for f in facts if now - length < f.known_ms <= now]
            assert frauds.known_in(now, length) == len(known)
            for settling in (0, 2, 6):
                old = [f for f in facts if now - length < f.at_ms <= now - settling]
                happened = sum(f.known_ms <= now for f in old)
                assert not facts or frauds.happened_in(now, max(length, settling), settling) == (
                    happened if length >= settling else 0
                )


def test_a_fraud_counts_from_when_it_became_known_and_for_the_length_of_the_window() -> None:
    held = State()
    enter(held, parcel(1, 0))
    enter(held, told(1, "confirmed_fraud", at(10)))
    seen = [
        value(held, "receiver_frauds_7d", Arrival(parcel(2, day).event))
        for day in (9.9, 10, 10 + 7 - 0.01, 10 + 7)
    ]
    assert seen == [0, 1, 1, 0]


def test_a_share_is_of_what_happened_in_the_window_and_leaves_this_event_out() -> None:
    held = State()
    for number in range(4):
        enter(held, parcel(number, number))
    assert value(held, "sender_fraud_30d_share", parcel(9, 11)) == 0
    enter(held, told(1, "written_off", at(12)))
    assert value(held, "sender_fraud_30d_share", parcel(9, 11)) == 0, "not known by then"
    assert value(held, "sender_fraud_30d_share", parcel(9, 12)) == 1 / 4
    assert value(held, "sender_fraud_30d_share", parcel(9, 37.5)) == 1 / 3
    assert value(held, "sender_fraud_30d_share", parcel(9, 38.5)) == 0


def test_a_share_leaves_out_what_is_too_young_to_be_known() -> None:
    held = State()
    for number in range(4):
        enter(held, parcel(number, number))
    enter(held, told(1, "confirmed_fraud", at(2)))
    assert isnan(value(held, "sender_fraud_30d_share", parcel(9, 6.9)))
    assert value(held, "sender_fraud_30d_share", parcel(9, 7)) == 0
    assert value(held, "sender_fraud_30d_share", parcel(9, 8)) == 1 / 2


@pytest.mark.parametrize("lifting", ["legit_explained", "data_error"])
def test_a_cleared_fraud_is_none_at_once(lifting: str) -> None:
    held = State()
    enter(held, parcel(1, 0, outlet_id="310001"))
    enter(held, told(1, "confirmed_fraud", at(1)))
    names = [f"{side}_frauds_30d" for side in ("sender", "receiver", "outlet")]
    asked = parcel(2, 2, outlet_id="310001")
    assert [value(held, name, asked) for name in names] == [1, 1, 1]
    enter(held, told(1, lifting, at(50)))
    assert [value(held, name, asked) for name in names] == [0, 0, 0]
    enter(held, told(1, "policy_violation", at(2)))
    assert [value(held, name, asked) for name in names] == [1, 1, 1]


def test_of_two_outcomes_the_earlier_says_since_when() -> None:
    held = State()
    enter(held, parcel(1, 0))
    for outcome, day in (("written_off", 20), ("confirmed_fraud", 5), ("written_off", 30)):
        enter(held, told(1, outcome, at(day)))
    assert value(held, "sender_frauds_30d", parcel(2, 6)) == 1
    assert value(held, "sender_frauds_30d", parcel(2, 36)) == 0


def test_an_outlets_parcels_count_whoever_sent_them() -> None:
    held = State()
    enter(held, parcel(1, 0, outlet_id="310001", to=OTHER))
    enter(held, told(1, "confirmed_fraud", at(1)))
    assert value(held, "outlet_fraud_30d_share", parcel(2, 9, outlet_id="310001")) == 1
    assert value(held, "outlet_frauds_7d", parcel(2, 2, outlet_id="310002")) == 0


def test_a_history_that_dropped_the_parcel_knows_nothing_of_its_fraud(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeper, "MAX_FACTS", 1)
    held = State()
    enter(held, parcel(1, 0))
    enter(held, parcel(2, 0, to=OTHER))
    as_it_was = canonical(held)
    undo = enter(held, told(1, "confirmed_fraud"))
    assert value(held, "sender_frauds_30d", parcel(3, 0)) == 0
    assert value(held, "receiver_frauds_30d", parcel(3, 0)) == 1
    take_back(undo)
    assert canonical(held) == as_it_was


def test_a_known_fraud_leaves_with_its_fact_and_comes_back_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeper, "MAX_FACTS", 2)
    held = State()
    for number in (1, 2):
        enter(held, parcel(number, 0))
    enter(held, told(1, "confirmed_fraud"))
    undo = enter(held, parcel(3, 1))
    assert value(held, "sender_frauds_30d", parcel(4, 1)) == 0
    take_back(undo)
    assert value(held, "sender_frauds_30d", parcel(4, 1)) == 1


def test_what_nobody_knows_of_keeps_no_list() -> None:
    held = State()
    enter(held, parcel(1, 0))
    histories = list(held.keeper._histories.values())
    undo = enter(held, told(1, "confirmed_fraud"))
    assert all(history.frauds is not None for history in histories)
    take_back(undo)
    assert [history.frauds for history in histories] == [None] * len(histories)
    assert histories[0].facts[0].known_ms == NEVER


def test_usual_amounts_are_those_before_this_parcel() -> None:
    held = State()
    enter(held, parcel(1, 0, 1_000))
    enter(held, parcel(2, 10, 2_000))
    asked = parcel(3, 12, 6_000)
    assert value(held, "declared_to_sender_mean_30d", asked) == 4
    assert value(held, "sender_declared_mean_7d_fen", asked) == 2_000
    assert value(held, "sender_declared_mean_30d_fen", asked) == 1_500
    assert value(held, "receiver_declared_mean_30d_fen", asked) == 1_500
    late = value(held, "sender_declared_mean_7d_fen", parcel(3, 10 + D7 / DAY_MS, 1))
    assert late != late


def test_a_mean_of_nothing_gives_no_ratio() -> None:
    held = State()
    enter(held, parcel(1, 0, 0))
    ratio = value(held, "declared_to_sender_mean_30d", parcel(2, 1, 5))
    assert ratio != ratio
    assert value(held, "sender_declared_mean_30d_fen", parcel(2, 1, 5)) == 0
