"""Applications of a world: collected by the one replay, joined with their ends, kept in a file."""

from pathlib import Path

import msgspec
import pytest

from benchmarks.credit.cases import Case, collect, read_cases, write_cases
from data.errors import Failure
from data.events import CodApplication, OutcomeLine
from risk.credit_fit import DEFAULTS
from risk.features.catalogue import NAMES
from risk.replay import Replay
from tests.risk.builders import demo_lines, engine_with, tokeniser, write_lines


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    events = write_lines(tmp_path_factory.mktemp("credit") / "events.jsonl", demo_lines())
    return collect(Replay(engine_with(), tokeniser()), events)


def test_each_application_is_graded_once_and_joined_with_its_end(cases: list[Case]) -> None:
    asked = {line.event_id: line for line in demo_lines() if isinstance(line, CodApplication)}
    ends = [line for line in demo_lines() if isinstance(line, OutcomeLine)]
    owed = {line.event_id for line in ends if line.outcome == "overdue"} & asked.keys()
    gone = {line.event_id for line in ends if line.outcome in DEFAULTS} & asked.keys()
    assert len(cases) == len(asked)
    assert sum(case.bad for case in cases) == len(owed) > 0
    assert sum(case.defaulted for case in cases) == len(gone) >= len(owed)
    assert [case.requested_fen for case in cases] == [
        each.requested_limit_fen for each in asked.values()
    ]
    assert all(0.0 <= case.owed_share <= 1.0 for case in cases)
    assert all(case.granted_fen == 0 for case in cases if case.seen and case.seen.stopped)


def test_each_line_is_told_and_one_that_cannot_be_scored_is_named(tmp_path: Path) -> None:
    told: list[None] = []
    lines = demo_lines()[:20]
    events = write_lines(tmp_path / "events.jsonl", lines)
    collect(Replay(engine_with(), tokeniser()), events, lambda: told.append(None))
    assert len(told) == 20
    broken = write_lines(tmp_path / "broken.jsonl", [*lines, b"{}"])
    with pytest.raises(Failure, match="line 21"):
        collect(Replay(engine_with(), tokeniser()), broken)


def test_kept_cases_come_back_the_same(cases: list[Case], tmp_path: Path) -> None:
    write_cases(tmp_path / "cases", cases)
    again = read_cases(tmp_path / "cases")
    assert msgspec.msgpack.encode(again) == msgspec.msgpack.encode(cases)


def test_cases_of_other_features_and_other_files_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "cases"
    with pytest.raises(Failure, match="holds no cases"):
        read_cases(file)
    file.write_bytes(msgspec.msgpack.encode({"names": NAMES[1:], "cases": []}))
    with pytest.raises(Failure, match="other features"):
        read_cases(file)
