"""The bookkeeping of crashes: what counts as lost, changed, marked or different."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import msgspec

from benchmarks.connection import Answer
from benchmarks.crash import Counts, Rounds, _is_marked, _marked_lines
from benchmarks.equality import _different, _unequal
from benchmarks.ledger import Ledger, id_of, value_of
from benchmarks.stage import request_of
from data.events import Item, OutcomeLine, Party, Shipment, decode_outcome

START = datetime(2025, 6, 1, tzinfo=UTC)
PARCEL = Shipment(
    event_id="t-1",
    occurred_at=START,
    sender=Party(phone="13800138000"),
    receiver=Party(),
    item=Item("书", "教材"),
    weight_grams=500,
    pay_mode="sender",
)
OUTCOME = OutcomeLine(
    outcome_id="o-1", event_id="t-1", occurred_at=START, outcome="delivered", source="carrier"
)


def rounds() -> Rounds:
    made = object.__new__(Rounds)
    made.counts = Counts()
    return made


def test_an_acknowledged_answer_that_is_gone_is_lost() -> None:
    found = rounds()
    found._compare({"a": b'{"x":1}'}, {"a": Answer(404, b"{}")})
    assert (found.counts.lost, found.counts.changed) == (1, 0)


def test_another_answer_is_a_change_and_another_spelling_of_a_number_is_not() -> None:
    found = rounds()
    found._compare(
        {"a": b'{"x":1}', "b": b'{"x":1}'},
        {"a": Answer(200, b'{"x":1.0}'), "b": Answer(200, b'{"x":2}')},
    )
    assert (found.counts.lost, found.counts.changed) == (0, 1)


def test_every_tenth_line_is_followed_by_a_marked_parcel() -> None:
    lines = [msgspec.structs.replace(PARCEL, event_id=f"e-{n}") for n in range(20)]
    told = list(_marked_lines([*lines], PARCEL))
    assert [id_of(line) for line in told if _is_marked(line)] == ["marked-0", "marked-10"]
    assert len(told) == 22
    marked = next(line for line in told if _is_marked(line))
    assert isinstance(marked, Shipment)
    assert marked.sender.phone != PARCEL.sender.phone


def test_outcomes_are_told_without_their_kind() -> None:
    request = request_of(OUTCOME, "key")
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1/outcomes ")
    assert decode_outcome(body).outcome_id == "o-1"


def test_the_ledger_knows_events_from_outcomes() -> None:
    ledger = Ledger("key")
    for line in (PARCEL, OUTCOME):
        ledger.sent[id_of(line)] = line
    assert ledger.events(ledger.sent) == ["t-1"]


def test_duration_alone_may_differ() -> None:
    one, other = b'{"score":1,"duration_ms":0.5}', b'{"score":1,"duration_ms":0.0}'
    assert value_of(one) != value_of(other)
    assert value_of(one, timed=False) == value_of(other, timed=False)


def test_differences_are_counted() -> None:
    assert _different([b'{"x":1}', b'{"x":1.0}', b'{"x":2}', b'{"x":1}']) == 2
    assert _unequal({"a": b"1", "b": b"2"}, {"a": b"1", "c": b"3"}) == 2


def test_the_marked_stream_goes_on_as_long_as_the_world() -> None:
    lines = [
        msgspec.structs.replace(PARCEL, occurred_at=START + timedelta(days=n)) for n in range(3)
    ]
    assert len(list(islice(_marked_lines([*lines], PARCEL), 10))) == 4
