import gzip
from pathlib import Path
from typing import Any

import msgspec
import pytest

from data.decisions import ENCODER, AnalystDecision
from data.errors import Failure
from data.events import OutcomeLine
from risk.answers import Answer
from risk.bundle import Bundle
from risk.replay import Replay, Step, Summary, count_lines, replay_file
from tests.risk.builders import (
    FlakyStore,
    demo_counts,
    demo_lines,
    engine_with,
    feed,
    outcome,
    service_over,
    shipment,
    shipment_body,
    snapshot,
    tokeniser,
    write_lines,
)
from tests.risk.running import run_async

DEEP = b'{"event_id":"x","extra":' + b"[" * 50_000


def replayed(events: Path, out: Path, bundle: Bundle | None = None) -> Summary:
    engine = engine_with() if bundle is None else engine_with(bundle)
    return replay_file(Replay(engine, tokeniser()), events, out)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


def outcome_line(number: int = 1, **changes: Any) -> OutcomeLine:
    fields = msgspec.to_builtins(outcome(number)) | {"kind": "outcome"} | changes
    return msgspec.convert(fields, OutcomeLine)


def test_two_replays_give_the_same_bytes(demo_file: Path, tmp_path: Path, bundle: Bundle) -> None:
    first, again = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    summary = replayed(demo_file, first, bundle)
    assert replayed(demo_file, again, bundle) == summary
    assert first.read_bytes() == again.read_bytes()
    assert summary.outcomes == demo_counts()["outcome"]
    assert summary.events + summary.outcomes == len(demo_lines())
    assert (summary.repeated, summary.errors) == (0, 0)


def test_one_decision_for_each_event_in_order(demo_file: Path, tmp_path: Path) -> None:
    replayed(demo_file, tmp_path / "d.jsonl")
    lines = (tmp_path / "d.jsonl").read_bytes().splitlines()
    decisions = [msgspec.json.decode(line, type=AnalystDecision) for line in lines]
    events = [line for line in demo_lines() if not isinstance(line, OutcomeLine)]
    assert [each.event_id for each in decisions] == [each.event_id for each in events]
    assert all(each.duration_ms == 0.0 for each in decisions)


def test_a_replay_says_what_the_service_said(
    flaky_sqlite: FlakyStore, tmp_path: Path, bundle: Bundle
) -> None:
    lines, engine = demo_lines()[:800], engine_with(bundle)
    run_async(feed(service_over(flaky_sqlite, engine), lines))
    replay = Replay(engine_with(bundle), tokeniser())
    steps = list(replay.steps(write_lines(tmp_path / "e.jsonl", lines)))
    for step in steps:
        assert isinstance(step, Step)
        kept = flaky_sqlite.find_event(step.event.event_id)
        assert kept is not None
        told = msgspec.structs.replace(Answer(kept).analyst_decision(), duration_ms=0.0)
        assert ENCODER.encode(told) == step.answer
    assert snapshot(replay._engine.state) == snapshot(engine.state)


def test_bad_lines_are_told_in_their_place_and_the_run_goes_on(tmp_path: Path) -> None:
    unknown = msgspec.json.encode(shipment_body(7, colour="red"))
    events = write_lines(
        tmp_path / "e.jsonl",
        [b"{", shipment(1), b"", DEEP, b"\xff\xfe", b"[]", unknown, shipment(2), b"null"],
    )
    summary = replayed(events, tmp_path / "d.jsonl")
    found = lines_of(tmp_path / "d.jsonl")
    assert [each.get("line", each.get("event_id")) for each in found] == [
        *(1, "sh-1", 4, 5, 6, 7),
        *("sh-2", 9),
    ]
    assert (summary.events, summary.errors) == (2, 6)
    for each in found:
        if "line" in each:
            assert set(each) == {"line", "error"}
            assert set(each["error"]) == {"type", "code", "message", "param"}
            assert each["error"]["type"] == "invalid_request"
    assert found[5]["error"]["param"] == "colour"
    assert found[0]["error"]["code"] == "malformed_json"


def test_a_half_last_line_is_told_and_spoils_nothing(tmp_path: Path) -> None:
    whole = msgspec.json.encode(shipment(1)) + b"\n"
    events = tmp_path / "e.jsonl"
    events.write_bytes(whole + whole[:100])
    summary = replayed(events, tmp_path / "d.jsonl")
    assert (summary.events, summary.errors) == (1, 1)
    assert lines_of(tmp_path / "d.jsonl")[1]["line"] == 2


def test_a_last_line_without_its_newline_is_scored(tmp_path: Path) -> None:
    events = tmp_path / "e.jsonl"
    events.write_bytes(msgspec.json.encode(shipment(1)))
    assert replayed(events, tmp_path / "d.jsonl").events == 1


def test_duplicates_get_the_same_answer_and_count_once(tmp_path: Path) -> None:
    turned = dict(reversed(shipment_body(1).items()))
    events = write_lines(
        tmp_path / "e.jsonl",
        [shipment(1), shipment(2), msgspec.json.encode(turned), shipment(1), shipment(3)],
    )
    summary = replayed(events, tmp_path / "d.jsonl")
    answers = (tmp_path / "d.jsonl").read_bytes().splitlines()
    assert answers[0] == answers[2] == answers[3]
    assert (summary.events, summary.repeated) == (3, 2)
    alone = write_lines(tmp_path / "alone.jsonl", [shipment(1), shipment(2), shipment(3)])
    replayed(alone, tmp_path / "alone-d.jsonl")
    assert (tmp_path / "alone-d.jsonl").read_bytes().splitlines()[2] == answers[4]


def test_another_body_under_a_known_id_is_a_conflict_in_its_place(tmp_path: Path) -> None:
    events = write_lines(
        tmp_path / "e.jsonl",
        [shipment(1), shipment(1, weight_grams=9), outcome_line(), outcome_line(outcome="refused")],
    )
    summary = replayed(events, tmp_path / "d.jsonl")
    found = lines_of(tmp_path / "d.jsonl")
    assert [each.get("line") for each in found] == [None, 2, 4]
    assert [each["error"]["type"] for each in found[1:]] == ["conflict"] * 2
    assert [each["error"]["param"] for each in found[1:]] == ["event_id", "outcome_id"]
    assert (summary.events, summary.outcomes, summary.errors) == (1, 1, 2)


def test_a_repeated_outcome_counts_once(tmp_path: Path) -> None:
    lines = [shipment(1), outcome_line(), outcome_line(), shipment(2)]
    engine = engine_with()
    replay = Replay(engine, tokeniser())
    steps = list(replay.steps(write_lines(tmp_path / "e.jsonl", lines)))
    assert len(steps) == 2
    assert (replay.summary.outcomes, replay.summary.repeated) == (1, 1)


def test_only_what_is_said_twice_is_remembered(demo_file: Path, tmp_path: Path) -> None:
    doubled = tmp_path / "e.jsonl"
    lines = demo_file.read_bytes().splitlines(keepends=True)
    doubled.write_bytes(b"".join([*lines, *lines[:3]]))
    replay = Replay(engine_with(), tokeniser())
    replay_file(replay, doubled, tmp_path / "d.jsonl")
    assert replay.summary.repeated == 3
    # An outcome names its event, and is not one more line of it.
    assert len(replay._digests) == 3
    assert len(replay._answers) <= 3


def test_until_passes_later_lines_over(tmp_path: Path) -> None:
    events = write_lines(tmp_path / "e.jsonl", [shipment(1), shipment(2), outcome_line(1)])
    replay = Replay(engine_with(), tokeniser(), 1_741_915_612_999)
    assert list(replay.steps(events)) == []
    replay = Replay(engine_with(), tokeniser(), 1_741_915_613_000)
    assert len(list(replay.steps(events))) == 2
    assert replay.summary.outcomes == 0


def test_gzip_goes_in_and_out_by_its_ending(tmp_path: Path) -> None:
    plain = write_lines(tmp_path / "e.jsonl", [shipment(1), shipment(2)])
    packed = tmp_path / "e.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    replayed(plain, tmp_path / "d.jsonl")
    replayed(packed, tmp_path / "d.jsonl.gz")
    replayed(packed, tmp_path / "again.jsonl.gz")
    unpacked = gzip.decompress((tmp_path / "d.jsonl.gz").read_bytes())
    assert unpacked == (tmp_path / "d.jsonl").read_bytes()
    again = (tmp_path / "again.jsonl.gz").read_bytes()
    assert again == (tmp_path / "d.jsonl.gz").read_bytes()


def test_a_truncated_gzip_is_a_failure_and_leaves_nothing(tmp_path: Path) -> None:
    packed = tmp_path / "e.jsonl.gz"
    packed.write_bytes(gzip.compress(b"".join(msgspec.json.encode(shipment()) for _ in "1"))[:-9])
    with pytest.raises(Failure, match="is not a whole gzip file"):
        replayed(packed, tmp_path / "d.jsonl")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e.jsonl.gz"]


@pytest.mark.parametrize("made", ["missing", "folder"])
def test_a_file_that_is_none_is_a_failure_and_leaves_nothing(tmp_path: Path, made: str) -> None:
    if made == "folder":
        (tmp_path / "e.jsonl").mkdir()
    with pytest.raises(Failure, match=r"can't read e\.jsonl"):
        replayed(tmp_path / "e.jsonl", tmp_path / "d.jsonl")
    assert not (tmp_path / "d.jsonl").exists()


def test_a_failure_in_the_middle_leaves_the_old_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = write_lines(tmp_path / "e.jsonl", [shipment(n) for n in range(9)])
    out = tmp_path / "d.jsonl"
    out.write_bytes(b"old")
    engine = engine_with()
    truly, calls = engine.evaluate, 0

    def breaks(event: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 5:
            raise MemoryError
        return truly(event)

    monkeypatch.setattr(engine, "evaluate", breaks)
    with pytest.raises(MemoryError):
        replay_file(Replay(engine, tokeniser()), events, out)
    assert out.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.jsonl", "e.jsonl"]


def test_an_unwritable_place_is_a_failure(tmp_path: Path) -> None:
    events = write_lines(tmp_path / "e.jsonl", [shipment()])
    with pytest.raises(Failure, match=r"can't write d\.jsonl"):
        replayed(events, events / "d.jsonl")


def test_each_line_is_told_of(tmp_path: Path) -> None:
    events = write_lines(tmp_path / "e.jsonl", [shipment(1), b"{", outcome_line(), b"", b"[]"])
    told = 0

    def count() -> None:
        nonlocal told
        told += 1

    replay_file(Replay(engine_with(), tokeniser()), events, tmp_path / "d.jsonl", count)
    assert told == count_lines(events) == 4


def test_an_error_never_quotes_what_stood_in_the_line(tmp_path: Path) -> None:
    phone = "13912345670"
    bodies = [
        shipment_body(1, weight_grams=phone),
        shipment_body(2, sender=phone),
        shipment_body(3, pay_mode=phone),
        shipment_body(4, occurred_at=phone),
        shipment_body(5, event_id=f"张{phone}"),
    ]
    events = write_lines(tmp_path / "e.jsonl", [msgspec.json.encode(body) for body in bodies])
    assert replayed(events, tmp_path / "d.jsonl").errors == 5
    assert phone.encode() not in (tmp_path / "d.jsonl").read_bytes()
