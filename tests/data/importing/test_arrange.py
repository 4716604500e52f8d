from pathlib import Path

import msgspec

from data.events import decode_line
from data.importing.arrange import Arrangement, Repeated
from data.importing.reader import Made


def event(id_: str, at: str, text: str = "") -> Made:
    body = {
        "event_id": id_,
        "kind": "shipment",
        "occurred_at": at,
        "sender": {},
        "receiver": {},
        "item": {"category": "", "text": text},
        "weight_grams": 1,
        "pay_mode": "sender",
    }
    line = msgspec.json.encode(body)
    return Made("shipment", decode_line(line), line)


def outcome(id_: str, at: str) -> Made:
    body = {
        "kind": "outcome",
        "outcome_id": id_,
        "event_id": "e",
        "occurred_at": at,
        "outcome": "delivered",
        "source": "carrier",
    }
    line = msgspec.json.encode(body)
    return Made("outcome", decode_line(line), line)


def arranged(folder: Path, *added: tuple[Made, int, bool]) -> tuple[list[Repeated], list[bytes]]:
    with Arrangement(folder) as arrangement:
        for made, row, beside in added:
            arrangement.add(made, row, beside=beside)
        return list(arrangement.repeated()), list(arrangement.lines())


def test_lines_are_in_order_of_time_whatever_their_offset(tmp_path: Path) -> None:
    late = event("a", "2025-06-01T10:00:00+08:00")
    early = event("b", "2025-06-01T01:00:00Z")
    ancient = event("c", "1950-01-01T00:00:00Z")
    repeated, lines = arranged(tmp_path, (late, 2, False), (early, 3, False), (ancient, 4, False))
    assert repeated == []
    assert lines == [ancient.line, early.line, late.line]


def test_at_one_instant_events_stand_before_outcomes_and_rows_in_order(tmp_path: Path) -> None:
    at = "2025-06-01T10:00:00+08:00"
    added = [
        (outcome("o1", at), 2, True),
        (event("z", at), 3, False),
        (event("a", at), 4, False),
        (outcome("o2", at), 5, False),
    ]
    _, lines = arranged(tmp_path, *added)
    assert lines == [added[1][0].line, added[2][0].line, added[3][0].line, added[0][0].line]


def test_the_first_row_of_an_id_is_kept(tmp_path: Path) -> None:
    at = "2025-06-01T10:00:00+08:00"
    first, other = event("a", at, "one"), event("a", "2024-01-01T00:00:00Z", "two")
    added = [(first, 2, False), (other, 3, False), (first, 4, False), (outcome("a", at), 5, True)]
    with Arrangement(tmp_path) as arrangement:
        for made, row, beside in added:
            arrangement.add(made, row, beside=beside)
        assert list(arrangement.repeated()) == [
            Repeated(3, "event_id", beside=False, same=False),
            Repeated(4, "event_id", beside=False, same=True),
        ]
        assert arrangement.kept == {"shipment": 1, "beside": 1}
        assert list(arrangement.lines()) == [first.line, added[3][0].line]


def test_ids_that_begin_alike_are_not_one(tmp_path: Path) -> None:
    at = "2025-06-01T10:00:00+08:00"
    repeated, lines = arranged(
        tmp_path,
        (event("a", at), 2, False),
        (event("ab", at), 3, False),
        (event("a.", at), 4, False),
    )
    assert repeated == [] and len(lines) == 3
