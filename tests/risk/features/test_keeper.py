"""The keeper: bounded, oldest first, exact within the lateness that it promises."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.instants import DAY_MS, HOUR_MS
from graph.identity import Undo
from risk.features import facts, keeper
from risk.features.facts import Fact
from risk.features.keeper import LATENESS_MS, RETENTION_MS, STEP_MS, Keeper
from risk.features.windows import D90, LENGTHS
from tests.risk.features.canonical import in_order

T: Final = 1_767_225_600_000


def feed(held: Keeper, number: int, at_ms: int, *nodes: int) -> Undo:
    undo: Undo = []
    fact = Fact(at_ms, event=1_000 + number, receiver=number % 3 + 1)
    held.apply(fact, tuple(node << 3 for node in nodes), undo)
    return undo


def live(held: Keeper) -> list[int]:
    return sorted(key >> 3 for key in held._histories)


def test_beyond_the_bound_the_one_touched_longest_ago_goes_first() -> None:
    held = Keeper(3)
    for number, node in enumerate((16, 32, 48, 16, 64)):
        feed(held, number, T + number, node)
    assert live(held) == [16, 48, 64]
    assert held.dropped == 1


@given(st.lists(st.lists(st.integers(1, 60), min_size=1, max_size=12, unique=True), max_size=30))
def test_the_bound_holds_after_each_event(touched: list[list[int]]) -> None:
    """An event with more new identifiers than are dropped for age at once must not grow it."""
    held, recent, dropped = Keeper(5), list[int](), 0
    for number, nodes in enumerate(touched):
        feed(held, number, T + number, *nodes)
        recent = [node for node in recent if node not in nodes] + nodes
        dropped += max(len(recent) - 5, 0)
        recent = recent[-5:]
        assert live(held) == sorted(recent)
        assert held.dropped == dropped
        assert len(held._events) == len(list(in_order(held._event_recency))) <= 5


def test_an_untouched_history_goes_after_the_retention(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "STEP_MS", 200 * DAY_MS)
    held = Keeper(100)
    feed(held, 1, T, 16)
    feed(held, 2, T + RETENTION_MS - 1, 32)
    assert live(held) == [16, 32]
    feed(held, 3, T + RETENTION_MS, 32)
    assert live(held) == [32]
    assert held.dropped == 0
    feed(held, 4, T + RETENTION_MS + 1, 32)
    assert [event for event in (1, 2, 3, 4) if held.remembered(1_000 + event)] == [2, 3, 4]


def test_the_clock_never_moves_back_and_at_most_a_step_an_event() -> None:
    held = Keeper(10)
    seen = []
    for at_ms in (T, T - DAY_MS, T + 1, T + 10 * DAY_MS, T):
        held.tick(at_ms)
        seen.append(held.clock_ms - T)
    assert seen == [0, 0, 1, 1 + STEP_MS, 1 + STEP_MS]
    assert STEP_MS == HOUR_MS


def test_the_oldest_facts_beyond_the_bound_are_dropped_and_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeper, "MAX_FACTS", 3)
    held = Keeper(10)
    for number in range(5):
        feed(held, number, T + number, 16)
    history = held.get(16 << 3)
    assert history is not None
    assert [row.at_ms - T for row in history.facts] == [2, 3, 4]
    assert history.first_ms == T
    assert held.dropped_facts == 2


def test_facts_that_only_grew_old_are_not_counted_as_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeper, "STEP_MS", 200 * DAY_MS)
    held = Keeper(10)
    feed(held, 1, T, 16)
    feed(held, 2, T + RETENTION_MS + 1, 16)
    history = held.get(16 << 3)
    assert history is not None
    assert len(history.facts) == 1
    assert held.dropped_facts == 0


STEPS: Final = (0, 1, HOUR_MS, DAY_MS, 20 * DAY_MS, -1, -DAY_MS, -LATENESS_MS)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 3)), max_size=40))
def test_windows_are_exact_up_to_the_lateness(steps: list[tuple[int, int]]) -> None:
    """Nothing that expires is missed by an event that is at most seven days late."""
    held, rows, now_ms = Keeper(100), list[tuple[int, int, int]](), T
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeper, "STEP_MS", 30 * DAY_MS)
        for number, (step_ms, node) in enumerate(steps):
            at_ms = now_ms + step_ms
            now_ms = max(now_ms, at_ms)
            feed(held, number, at_ms, node)
            rows.append((at_ms, node, number % 3 + 1))
    for at_ms in (now_ms, now_ms - LATENESS_MS):
        for node in (1, 2, 3):
            compare(held, rows, node, at_ms)


def compare(held: Keeper, rows: list[tuple[int, int, int]], node: int, at_ms: int) -> None:
    history = held.get(node << 3)
    for length_ms in LENGTHS.values():
        inside = [r for r in rows if r[1] == node and at_ms - length_ms < r[0] <= at_ms]
        assert (history.count(at_ms, length_ms) if history else 0) == len(inside)
        distinct = history.distinct(facts.RECEIVER, at_ms, length_ms) if history else 0
        assert distinct == len({r[2] for r in inside})
    assert max(LENGTHS.values()) == D90
