"""The command line: a world of its own or a given one, and cases that were kept."""

import sys
from pathlib import Path

import pytest

from benchmarks.credit import world
from benchmarks.credit.cases import Case, read_cases
from data.synthetic.writer import EVENTS
from tests.risk.builders import demo_lines, write_lines


def called(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["world", *arguments])
    world.main()


def test_a_world_is_replayed_once_and_judged_from_the_kept_cases_after_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lines(tmp_path / EVENTS, demo_lines())
    kept = tmp_path / "cases"
    called(monkeypatch, "--world", str(tmp_path), "--cases", str(kept))
    first = capsys.readouterr().out
    assert "credit.world.auc" in first
    assert "no card was fitted" in first
    assert read_cases(kept)

    def never(_: Path) -> list[Case]:
        raise AssertionError("replayed again")

    monkeypatch.setattr(world, "cases_of", never)
    called(monkeypatch, "--cases", str(kept))
    assert capsys.readouterr().out == first
