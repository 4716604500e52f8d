import importlib
from pathlib import Path

import pytest

from api.commands.benchmark import SUITES
from tests.api.commands.running import Console


@pytest.mark.parametrize("suite", sorted(SUITES))
def test_a_suite_stands_where_it_is_said_to(suite: str) -> None:
    module, about = SUITES[suite]
    assert importlib.import_module(module).__doc__
    assert about


def test_the_suites_that_were_named_are_run_into_the_folder(
    console: Console, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    report = importlib.import_module("benchmarks.report")
    ran: list[tuple[list[tuple[str, str]], Path]] = []
    monkeypatch.setattr(report, "run", lambda suites, out: ran.append((suites, out)))
    console.succeed("benchmark", "speed", "--out", tmp_path)
    console.succeed("benchmark")
    assert ran[0] == ([("speed", SUITES["speed"][0])], tmp_path)
    assert [name for name, _ in ran[1][0]] == sorted(SUITES)
    assert ran[1][1] == Path("out")
