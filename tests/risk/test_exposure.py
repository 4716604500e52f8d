"""The exposure book against a recount of the log, and what it does at its edges."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.instants import DAY_MS, HOUR_MS
from graph.identity import Undo, take_back
from risk import exposure as exposure_module
from risk.exposure import ENDS, LAPSE_MS, ExposureBook
from risk.exposure_terms import NO_CAPS, Caps, Terms
from tests.risk.books import canonical_book
from tests.risk.builders import application, engine_with, outcome, shipment, snapshot
from tests.risk.exposure_oracle import Applied, Ledger, Parcel

MERCHANTS = ("m-1", "m-2", "m-3", "m-4")
ACCOUNTS = ("6222020000000000001", "6222020000000000002")
REPS = (None, "11010519491231002X")
START = datetime.fromisoformat("2025-03-14T09:00:00+08:00")
CAPS = Caps(Terms(1_000, 2_500, 4_000, 5_000), {})
T0 = 1_760_000_000_000

STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("parcel"),
            st.sampled_from(MERCHANTS),
            st.sampled_from([100, 90_000, 199_999, 200_000, 200_001, 10**16]),
            st.integers(-30, 30),
        ),
        st.tuples(
            st.just("outcome"),
            st.integers(0, 30),
            st.sampled_from([*sorted(ENDS), "delivered", "redirected", "written_off"]),
        ),
        st.tuples(
            st.just("application"),
            st.sampled_from(MERCHANTS),
            st.sampled_from(ACCOUNTS),
            st.sampled_from(REPS),
            st.sampled_from([100_000, 500_000, 50_000_000]),
        ),
    ),
    max_size=40,
)


def parcel(number: int | str, merchant: str = "m-1", **changes: Any) -> Any:
    body = {"pay_mode": "cod", "merchant_id": merchant, "cod_amount_fen": 29_900} | changes
    return shipment(number, **body)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_balances_limits_and_groups_equal_a_recount_and_can_be_undone(steps: list[Any]) -> None:
    engine, ledger, undos = engine_with(), Ledger(), list[Undo]()
    before, parcels = snapshot(engine.state), 0
    tokens = {name: engine.reader.merchant_node(name) for name in MERCHANTS}
    for number, step in enumerate(steps):
        if step[0] == "parcel":
            at = START + timedelta(minutes=number + step[3])
            event = parcel(parcels, step[1], cod_amount_fen=step[2], occurred_at=at.isoformat())
            evaluation = engine.evaluate(event)
            at_ms, amount = evaluation.reading.fact.at_ms, min(step[2], 10**15)
            claim = evaluation.reading.claim
            assert claim is not None
            assert (not claim.breach) == ledger.fits(step[1], amount, at_ms)
            accepted = evaluation.decision.decision not in ("hold", "decline")
            assert not (claim.breach and accepted)
            undos.append(engine.apply(evaluation))
            ledger.parcels.append(Parcel(event.event_id, step[1], amount, at_ms, accepted))
            parcels += 1
        elif step[0] == "outcome":
            told = outcome(f"{number}", event_id=f"sh-{step[1]}", outcome=step[2])
            undos.append(engine.apply_outcome(told))
            ledger.outcomes.append((told.event_id, step[2]))
        else:
            rep = {} if step[3] is None else {"legal_rep": {"id_no": step[3]}}
            asked = application(
                number,
                merchant_id=step[1],
                settle_account_no=step[2],
                requested_limit_fen=step[4],
                expected_monthly_cod_fen=8_000_000,
                occurred_at=(START + timedelta(minutes=number)).isoformat(),
                **rep,
            )
            evaluation = engine.evaluate(asked)
            tie, credit = evaluation.reading.tie, evaluation.decision.credit
            assert tie is not None
            assert credit is not None
            keys = (step[2],) if step[3] is None else (step[2], step[3])
            others = ledger.group(step[1], keys) - {step[1]}
            assert tie.others == len(others)
            assert tie.others_fen == sum(map(ledger.outstanding, others))
            undos.append(engine.apply(evaluation))
            decided = evaluation.decision.decision
            ledger.applications.append(Applied(step[1], keys, decided, credit))
        same(engine, ledger, tokens)
    for undo in reversed(undos):
        engine.undo(undo)
    assert snapshot(engine.state) == before


def same(engine: Any, ledger: Ledger, tokens: dict[str, int]) -> None:
    for merchant, node in tokens.items():
        position = engine.position(node)
        assert (position.outstanding_fen, position.collected_fen) == ledger.balances(merchant)
        group = ledger.group(merchant)
        assert position.members == len(group)
        assert position.group_outstanding_fen == sum(map(ledger.outstanding, group))


def book_with(*amounts: int, caps: Caps = NO_CAPS) -> ExposureBook:
    book = ExposureBook()
    for event, amount in enumerate(amounts, 1):
        reserve(book, event, amount, caps=caps)
    return book


def reserve(
    book: ExposureBook, event: int, amount: int, at_ms: int = T0, caps: Caps = NO_CAPS
) -> Undo:
    undo: Undo = []
    book.begin()
    book.reserve(book.claim(7, amount, at_ms, at_ms, caps), event, at_ms, undo)
    return undo


def test_a_parcel_reserves_is_collected_and_released_once() -> None:
    book = book_with(500)
    told = ("delivered", "delivered", "remitted", "remitted", "returned", "refused")
    kinds = []
    for said in told:
        book.begin()
        book.tell(1, said)
        kinds.append([(m.kind, m.outstanding_fen, m.collected_fen) for m in book.moves])
    assert kinds == [[("collect", 0, 500)], [], [("release", 0, 0)], [], [], []]
    assert book.balances() == {}
    assert 1 not in book


@pytest.mark.parametrize("said", ["redirected", "written_off", "overdue", "confirmed_fraud"])
def test_what_is_no_end_releases_nothing(said: str) -> None:
    book = book_with(500)
    assert book.tell(1, said) == []
    assert book.balances() == {7: (500, 0)}


@pytest.mark.parametrize(
    ("amounts", "next_fen", "breach"),
    [
        ((), 1_000, ""),
        ((), 1_001, "parcel"),
        ((1_000, 1_000), 500, ""),
        ((1_000, 1_000), 501, "day"),
    ],
)
def test_a_limit_may_be_used_to_the_last_fen(
    amounts: tuple[int, ...], next_fen: int, breach: str
) -> None:
    claim = book_with(*amounts, caps=CAPS).claim(7, next_fen, T0, T0, CAPS)
    assert claim.breach == breach
    assert (claim.facts[-1] > 0) == bool(breach)


def test_what_is_under_way_counts_on_the_next_day_and_the_days_sum_does_not() -> None:
    book = book_with(1_000, 1_000, 500, caps=CAPS)
    later = T0 + DAY_MS
    assert book.claim(7, 1_000, later, later, CAPS).breach == ""
    reserve(book, 4, 1_000, later)
    assert book.claim(7, 501, later, later, CAPS).breach == "outstanding"
    assert book.position(7, later, later, CAPS).day_fen == 1_000


def test_no_balance_grows_beyond_64_bits_even_without_limits() -> None:
    book = ExposureBook()
    for event in range(1, 1_001):
        reserve(book, event, 10**30)
    assert book.balances() == {7: (10**18, 0)}
    assert book.claim(7, 1, T0, T0, NO_CAPS).breach


@pytest.mark.parametrize("wrong_ms", [0, T0 - 400 * DAY_MS, T0 + 30_000 * DAY_MS])
def test_an_absurd_date_does_not_escape_the_day_and_the_term(wrong_ms: int) -> None:
    book = ExposureBook()
    days = {book.claim(7, 1, wrong_ms, T0, CAPS).day, book.claim(7, 1, wrong_ms, T0, CAPS).day}
    near = {book.claim(7, 1, at, T0, CAPS).day for at in (T0 - 7 * DAY_MS, T0 + HOUR_MS)}
    assert days <= near


def test_silence_lapses_with_a_later_parcel_and_days_are_forgotten() -> None:
    book = book_with(*[100] * 6)
    before = canonical_book(book)
    later = T0 + LAPSE_MS
    undo = reserve(book, 99, 5, later)
    assert [move.kind for move in book.moves] == ["lapse"] * 4 + ["reserve"]
    assert book.balances() == {7: (205, 0)}
    assert len(canonical_book(book)["days"]) == 1
    take_back(undo)
    assert canonical_book(book) == before


def test_beyond_the_bound_the_oldest_lapses() -> None:
    book = ExposureBook(max_open=2)
    for event in (1, 2, 3):
        reserve(book, event, 10 * event)
    assert book.balances() == {7: (50, 0)}
    assert (1 in book, 2 in book, 3 in book) == (False, True, True)


def test_beyond_the_bound_of_applicants_the_one_of_longest_ago_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exposure_module, "MAX_APPLICANTS", 2)
    book = ExposureBook()
    for merchant in (1, 2):
        book.answer(book.tie(merchant, (50,)), "approve", None, T0, [])
    assert book.tie(3, (50,)).others == 2
    before, undo = canonical_book(book), list[Any]()
    book.answer(book.tie(3, (50,)), "approve", None, T0, undo)
    assert not book.knows(1)
    assert book.position(3, T0, T0).members == 2
    take_back(undo)
    assert canonical_book(book) == before


def test_parcels_of_nobody_and_without_cod_touch_nothing() -> None:
    engine = engine_with()
    others: list[dict[str, Any]] = [
        {},
        {"pay_mode": "cod"},
        {"merchant_id": "m-1", "cod_amount_fen": 5},
        {"merchant_id": "m-1", "pay_mode": "cod", "cod_amount_fen": -5},
        {"pay_mode": "cod", "cod_amount_fen": 5},
    ]
    for number, changes in enumerate(others):
        evaluation = engine.evaluate(shipment(number, **changes))
        assert evaluation.reading.claim is None
        engine.apply(evaluation)
    assert engine.state.exposure.balances() == {}
    assert engine.moves == []
