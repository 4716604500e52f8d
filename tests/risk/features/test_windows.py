"""Histories: scanned or indexed, they give the numbers of a naive recount."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from data.identifiers import Kind
from data.instants import DAY_MS
from risk.features import facts, windows
from risk.features.facts import Fact
from risk.features.roles import DISTINCTS, SUMS, Role
from risk.features.windows import D7, D30, D90, H1, H24, LENGTHS, History

T: Final = 1_767_225_600_000
EDGES: Final = [
    sign * (ms + by) for ms in LENGTHS.values() for sign in (-1, 1) for by in (-1, 0, 1)
]
OFFSETS: Final = sorted({0, 1, -1, *EDGES})
VALUES: Final = (
    "receiver",
    "outlet",
    "phone",
    "name",
    "province",
    "sender",
    "person",
    "merchant",
    "account",
)
AMOUNTS: Final = ("weight_grams", "declared_fen", "cod_fen")
FLAGS: Final = (
    *("novel", "vague", "walk_in", "granted", "counted", "unrelated"),
    *("first", "fresh", "linked", "returned"),
)
VALUE_OF: Final[dict[int, Callable[[Fact], int]]] = {
    facts.RECEIVER: lambda fact: fact.receiver,
    facts.OUTLET: lambda fact: fact.outlet,
    facts.PHONE: lambda fact: fact.phone,
    facts.NAME: lambda fact: fact.name,
    facts.PROVINCE: lambda fact: fact.province,
    facts.SENDER: lambda fact: fact.sender,
    facts.PERSON: lambda fact: fact.person,
    facts.WALK_IN_PERSON: lambda fact: fact.walk_in * fact.person,
    facts.UNRELATED: lambda fact: fact.unrelated * fact.person,
    facts.MERCHANT: lambda fact: fact.merchant,
    facts.ORG: lambda fact: fact.person if fact.person % 16 == Kind.ORG else 0,
    facts.ACCOUNT: lambda fact: fact.account,
    facts.FIRST_SENDER: lambda fact: fact.first * fact.sender,
    facts.FRESH_SENDER: lambda fact: fact.fresh * fact.sender,
}
AMOUNT_OF: Final[dict[int, Callable[[Fact], int]]] = {
    facts.WEIGHT: lambda fact: fact.weight_grams,
    facts.WEIGHT_SQUARED: lambda fact: fact.weight_grams**2,
    facts.DECLARED: lambda fact: fact.declared_fen,
    facts.COD: lambda fact: fact.cod_fen,
    facts.NOVEL: lambda fact: fact.novel,
    facts.VAGUE: lambda fact: fact.vague,
    facts.WALK_IN: lambda fact: fact.walk_in,
    facts.GRANTED: lambda fact: fact.granted,
    facts.COUNTED: lambda fact: fact.counted,
    facts.RETURNED: lambda fact: fact.returned,
    facts.LINKED: lambda fact: fact.linked,
}


def history(*at_ms: int, role: Role = Role.SENDER) -> History:
    made = History(16 | role)
    for number, at in enumerate(at_ms, start=1):
        made.insert(Fact(at, receiver=number))
    return made


def by_time(rows: list[Fact]) -> list[Fact]:
    """In order of their own time, then of arrival."""
    return sorted(rows, key=lambda fact: fact.at_ms)


def naive(rows: list[Fact], at_ms: int, length_ms: int) -> list[Fact]:
    return [row for row in rows if at_ms - length_ms < row.at_ms <= at_ms]


@given(st.integers(0, 9), st.booleans())
def test_each_field_is_read_where_it_stands(value: int, flag: bool) -> None:
    numbers: dict[str, Any] = {
        name: value + place for place, name in enumerate((*VALUES, *AMOUNTS))
    }
    told = Fact(T, **numbers, **dict.fromkeys(FLAGS, flag))
    assert {field: told.value(field) for field in VALUE_OF} == {
        field: want(told) for field, want in VALUE_OF.items()
    }
    assert {field: told.amount(field) for field in AMOUNT_OF} == {
        field: want(told) for field, want in AMOUNT_OF.items()
    }
    assert {field for fields in DISTINCTS.values() for field in fields} == VALUE_OF.keys()
    assert {field for fields in SUMS.values() for field in fields} == AMOUNT_OF.keys()


@pytest.mark.parametrize("length_ms", LENGTHS.values(), ids=LENGTHS)
@pytest.mark.parametrize("index_from", [1, 100])
def test_a_fact_exactly_the_length_ago_is_out(
    length_ms: int, index_from: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "INDEX_FROM", index_from)
    seen = history(T - length_ms, T - length_ms + 1)
    assert seen.count(T, length_ms) == 1
    assert seen.distinct(facts.RECEIVER, T, length_ms) == 1
    assert not seen.has(facts.RECEIVER, 1, T, length_ms)
    assert seen.has(facts.RECEIVER, 2, T, length_ms)


@pytest.mark.parametrize("length_ms", LENGTHS.values(), ids=LENGTHS)
def test_a_fact_of_the_same_millisecond_is_in(length_ms: int) -> None:
    assert history(T, T).count(T, length_ms) == 2


def test_a_fact_of_the_next_millisecond_is_not_yet_there() -> None:
    assert history(T + 1).count(T, D90) == 0
    assert history(T + 1).distinct(facts.RECEIVER, T, D90) == 0


def test_the_lengths_are_those_of_the_contract() -> None:
    assert tuple(DAY_MS * n // 24 for n in (1, 24, 168, 720, 2160)) == (H1, H24, D7, D30, D90)


def test_the_event_itself_counts_once_among_the_distinct() -> None:
    seen = history(T - 1, T)
    assert seen.distinct(facts.RECEIVER, T, H1, plus=2) == 2
    assert seen.distinct(facts.RECEIVER, T, H1, plus=3) == 3
    assert seen.distinct(facts.RECEIVER, T, H1, plus=0) == 2


def test_huge_amounts_leave_no_trace_when_they_go() -> None:
    seen = History(16 | Role.SENDER)
    seen.insert(Fact(T, declared_fen=10**15, weight_grams=10**9))
    for seq in range(1, 60):
        seen.insert(Fact(T + seq, declared_fen=7))
    assert seen.total(facts.DECLARED, seen.span(T + 59, 59)) == 59 * 7
    seen.expire(T + 1, 1_000)
    assert seen.total(facts.DECLARED, (0, 59)) == 59 * 7


def test_expiry_within_one_millisecond_keeps_the_values_that_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The bound of facts may cut between two facts of the same instant and value."""
    monkeypatch.setattr(windows, "INDEX_FROM", 1)
    seen = History(16 | Role.SENDER)
    for _ in range(3):
        seen.insert(Fact(T, receiver=5))
    assert len(seen.expire(T - D90, 2)) == 1
    assert seen.distinct(facts.RECEIVER, T, H1) == 1
    assert seen.has(facts.RECEIVER, 5, T, H1)


class Histories(RuleBasedStateMachine):
    """Any insert, late or not, expiry and their undoing: always the numbers of a recount."""

    @initialize(role=st.sampled_from([Role.SENDER, Role.APPLICANT, Role.OPERATOR]))
    def start(self, role: Role) -> None:
        self.role = role
        self.history = History(16 | role)
        self.rows: list[Fact] = []
        self.undo: list[tuple[str, list[Fact]]] = []

    @rule(
        offset=st.sampled_from(OFFSETS),
        value=st.integers(0, 3),
        amount=st.integers(-(10**18), 10**18),
    )
    def insert(self, offset: int, value: int, amount: int) -> None:
        fields: dict[str, Any] = dict.fromkeys(VALUES, value)
        fields |= dict.fromkeys(AMOUNTS, amount) | dict.fromkeys(FLAGS, bool(amount & 1))
        new = Fact(T + offset, **fields)
        self.history.insert(new)
        self.rows.append(new)
        self.undo.append(("insert", [new]))

    @precondition(lambda self: self.rows)
    @rule(offset=st.sampled_from(OFFSETS), most=st.integers(1, 8))
    def expire(self, offset: int, most: int) -> None:
        rows = by_time(self.rows)
        kept = [row for row in rows if row.at_ms >= T + offset - D30][-most:]
        dropped = self.history.expire(T + offset - D30, most)
        assert by_time(dropped + kept) == rows
        self.rows = kept
        self.undo.append(("expire", dropped))

    @precondition(lambda self: self.undo)
    @rule()
    def take_back(self) -> None:
        what, rows = self.undo.pop()
        if what == "insert":
            self.history.remove(rows[0])
            self.rows.remove(rows[0])
        elif rows:
            self.history.unexpire(rows)
            self.rows = rows + self.rows  # the expired had arrived before what stayed

    @invariant()
    def equals_a_recount(self) -> None:
        assert self.history.facts == by_time(self.rows)
        for length_ms in (H1, D7, D90):
            for offset in (0, H1, -D7, D30):
                self.compare(T + offset, length_ms)

    def compare(self, at_ms: int, length_ms: int) -> None:
        seen, rows = self.history, naive(self.rows, at_ms, length_ms)
        assert seen.count(at_ms, length_ms) == len(rows)
        for field in SUMS[self.role]:
            assert seen.total(field, seen.span(at_ms, length_ms)) == sum(
                AMOUNT_OF[field](r) for r in rows
            )
        for field in DISTINCTS[self.role]:
            values = {VALUE_OF[field](row) for row in rows}
            for plus in (0, 1):
                want = len((values | {plus}) - {0})
                assert seen.distinct(field, at_ms, length_ms, plus) == want
            for value in (1, 2):
                assert seen.has(field, value, at_ms, length_ms) == (value in values)


@pytest.mark.parametrize("index_from", [1, 4, 48])
def test_histories_equal_a_recount(index_from: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "INDEX_FROM", index_from)
    thorough = settings(deadline=None, max_examples=60, stateful_step_count=25)
    run_state_machine_as_test(Histories, settings=thorough)


@given(st.lists(st.integers(-3, 3), max_size=12), st.integers(0, 3))
def test_undone_in_reverse_nothing_is_left(offsets: list[int], kept: int) -> None:
    seen = History(16)
    rows = [Fact(T + offset) for offset in offsets]
    for row in rows:
        seen.insert(row)
    for row in reversed(rows[kept:]):
        seen.remove(row)
    assert seen.facts == by_time(rows[:kept])
