"""Limits by hand: by two people, up to an instant, one of a merchant in force, undone exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.changes import (
    LimitChange,
    LimitsProposed,
    LimitsRefused,
    LimitsSigned,
    LimitsWithdrawn,
    Made,
)
from data.decisions import CreditLimits
from data.errors import Conflict, Forbidden, NotFound, PostRiskError
from graph.identity import take_back
from risk import limit_overrides
from risk.exposure_terms import Terms
from risk.limit_overrides import LimitOverrides

BASE = Terms(100, 200, 300, 400)
BY_HAND = CreditLimits(1_000, 2_000, 3_000)
END_MS = 5_000


def asked(merchant: int = 7, limits: CreditLimits = BY_HAND) -> LimitsProposed:
    return LimitsProposed(merchant, "cod-1", limits, END_MS, "paid invoices were seen")


def made(seq: int, what: LimitChange, actor: str = "maker") -> Made:
    return Made(seq, actor, seq * 10, what)


def signed(limits: CreditLimits = BY_HAND) -> LimitOverrides:
    book = LimitOverrides()
    book.apply(made(1, asked(limits=limits)))
    book.apply(made(2, LimitsSigned("L1"), "checker"))
    return book


def test_they_hold_from_the_signature_to_before_their_end() -> None:
    book = LimitOverrides()
    book.apply(made(1, asked()))
    assert book.terms(7, BASE, 0) == BASE
    book.apply(made(2, LimitsSigned("L1"), "checker"))
    assert book.terms(7, BASE, END_MS - 1) == Terms(1_000, 2_000, 3_000, 3_000)
    assert book.terms(7, BASE, END_MS) == BASE
    assert book.terms(8, BASE, 0) == BASE
    one = book.override("L1")
    assert (one.author, one.decided_by, one.state) == ("maker", "checker", "active")


def test_a_group_with_more_room_keeps_it() -> None:
    book = signed(CreditLimits(1, 2, 3))
    assert book.terms(7, BASE, 0) == Terms(1, 2, 3, 400)


def test_one_person_alone_sets_nothing() -> None:
    book = LimitOverrides()
    book.apply(made(1, asked()))
    with pytest.raises(Forbidden) as told:
        book.check("maker", LimitsSigned("L1"))
    assert told.value.code == "second_person_needed"
    book.check("checker", LimitsSigned("L1"))


def test_what_was_decided_is_not_decided_again() -> None:
    book = signed()
    for change in (LimitsSigned("L1"), LimitsRefused("L1", "no")):
        with pytest.raises(Conflict):
            book.check("third", change)
    book.apply(made(3, LimitsWithdrawn("L1", "the shop was sold"), "third"))
    assert book.terms(7, BASE, 0) == BASE
    assert book.override("L1").end_reason == "the shop was sold"
    with pytest.raises(Conflict):
        book.check("third", LimitsWithdrawn("L1", "again"))
    with pytest.raises(NotFound):
        book.check("third", LimitsSigned("L9"))


def test_a_refused_proposal_has_no_effect_and_can_be_asked_for_again() -> None:
    book = LimitOverrides()
    book.apply(made(1, asked()))
    with pytest.raises(Conflict) as told:
        book.check("maker", asked())
    assert told.value.code == "already_proposed"
    book.apply(made(2, LimitsRefused("L1", "no papers"), "checker"))
    assert book.terms(7, BASE, 0) == BASE
    book.check("maker", asked())


def test_later_ones_take_the_place_of_earlier_ones() -> None:
    book = signed()
    book.apply(made(3, asked(limits=CreditLimits(5, 6, 7))))
    book.apply(made(4, LimitsSigned("L3"), "checker"))
    assert book.terms(7, BASE, 0).outstanding_fen == 7
    assert [one.state for one in book.overrides()] == ["replaced", "active"]


def test_their_number_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limit_overrides, "MAX_OVERRIDES", 1)
    book = signed()
    with pytest.raises(Conflict) as told:
        book.check("maker", asked(merchant=8))
    assert told.value.code == "overrides_full"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ask", "sign", "refuse", "withdraw"]),
            st.integers(1, 3),
            st.sampled_from(["a", "b"]),
        ),
        max_size=20,
    )
)
def test_every_step_can_be_undone_exactly(steps: list[tuple[str, int, str]]) -> None:
    book, pictures = LimitOverrides(), []
    for seq, (act, number, actor) in enumerate(steps, start=1):
        ids = [one.id for one in book.overrides()]
        id_ = ids[number % len(ids)] if ids else "L0"
        changes: dict[str, LimitChange] = {
            "ask": asked(number),
            "sign": LimitsSigned(id_),
            "refuse": LimitsRefused(id_, "no"),
            "withdraw": LimitsWithdrawn(id_, "over"),
        }
        try:
            book.check(actor, changes[act])
        except PostRiskError:
            continue
        before = picture(book)
        pictures.append((before, book.apply(made(seq, changes[act], actor))))
    for before, undo in reversed(pictures):
        take_back(undo)
        assert picture(book) == before


def picture(book: LimitOverrides) -> tuple[object, ...]:
    return (list(book.overrides()), [book.terms(merchant, BASE, 0) for merchant in range(4)])
