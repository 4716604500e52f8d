import importlib
from pathlib import Path
from typing import Any

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
    ran: list[tuple[list[tuple[str, str, dict[str, Any]]], Path]] = []
    monkeypatch.setattr(report, "run", lambda suites, out: ran.append((suites, out)))
    console.succeed("benchmark", "speed", "--out", tmp_path)
    console.succeed("benchmark")
    assert ran[0] == ([("speed", SUITES["speed"][0], {})], tmp_path)
    foreign = {"credit", "detectors", "graph", "handbook"}
    assert [name for name, _, _ in ran[1][0]] == sorted(SUITES.keys() - foreign)
    assert ran[1][1] == Path("out")


def test_the_options_of_quality_reach_quality_alone(
    console: Console, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    report = importlib.import_module("benchmarks.report")
    ran: list[list[tuple[str, str, dict[str, Any]]]] = []
    monkeypatch.setattr(report, "run", lambda suites, _out: ran.append(suites))
    chosen = ("--preset", "S", "--seed", "3", "--prevalence-scale", "0.3", "0.5")
    console.succeed("benchmark", "quality", "speed", "--out", tmp_path, *chosen)
    options = {name: given for name, _, given in ran[0]}
    assert options["speed"] == {}
    assert options["quality"] == {
        "out": tmp_path,
        "preset": "S",
        "seed": 3,
        "prevalence_scale": (0.3, 0.5),
    }


def test_the_handbook_takes_its_payments_and_is_wrong_use_without(
    console: Console, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    report = importlib.import_module("benchmarks.report")
    ran: list[list[tuple[str, str, dict[str, Any]]]] = []
    monkeypatch.setattr(report, "run", lambda suites, _out: ran.append(suites))
    data = tmp_path / "payments.parquet"
    data.touch()
    console.succeed("benchmark", "handbook", "--out", tmp_path, "--payments", data)
    assert ran == [[("handbook", SUITES["handbook"][0], {"data": data})]]
    assert "--payments" in console.refusal(2, "benchmark", "handbook", "--out", tmp_path)


def test_the_graph_takes_its_files_and_is_wrong_use_without_one(
    console: Console, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    report = importlib.import_module("benchmarks.report")
    ran: list[list[tuple[str, str, dict[str, Any]]]] = []
    monkeypatch.setattr(report, "run", lambda suites, _out: ran.append(suites))
    tolokers, s_ffsd = tmp_path / "t.npz", tmp_path / "s.zip"
    tolokers.touch()
    s_ffsd.touch()
    given = ("--tolokers", tolokers, "--s-ffsd", s_ffsd)
    console.succeed("benchmark", "graph", "--out", tmp_path, *given)
    assert ran == [[("graph", SUITES["graph"][0], {"tolokers": tolokers, "s_ffsd": s_ffsd})]]
    console.succeed("benchmark", "graph", "--out", tmp_path)
    assert ran[1] == [("graph", SUITES["graph"][0], {"tolokers": None, "s_ffsd": None})]
    for part in (given[:2], given[2:]):
        assert "--tolokers and --s-ffsd" in console.refusal(2, "benchmark", "graph", *part)


def test_credit_takes_its_folder_and_is_wrong_use_without(
    console: Console, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    report = importlib.import_module("benchmarks.report")
    ran: list[list[tuple[str, str, dict[str, Any]]]] = []
    monkeypatch.setattr(report, "run", lambda suites, _out: ran.append(suites))
    console.succeed("benchmark", "credit", "--out", tmp_path, "--data", tmp_path)
    assert ran == [[("credit", SUITES["credit"][0], {"data": tmp_path})]]
    assert "--data" in console.refusal(2, "benchmark", "credit", "--out", tmp_path)
    both = ("--data", tmp_path, "--tables", tmp_path)
    said = console.refusal(2, "benchmark", "credit", "detectors", "--out", tmp_path, *both)
    assert "one after the other" in said


def test_a_preset_that_does_not_exist_is_wrong_use_before_anything_runs(
    console: Console, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    report = importlib.import_module("benchmarks.report")
    monkeypatch.setattr(report, "run", lambda _suites, _out: pytest.fail("it ran"))
    said = console.refusal(2, "benchmark", "quality", "--preset", "XL", "--out", tmp_path)
    assert "no such preset" in said


def test_the_folders_of_detectors_reach_detectors_alone(
    console: Console, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    report = importlib.import_module("benchmarks.report")
    ran: list[list[tuple[str, str, dict[str, Any]]]] = []
    monkeypatch.setattr(report, "run", lambda suites, _out: ran.append(suites))
    console.succeed(
        "benchmark",
        "detectors",
        "speed",
        "--data",
        tmp_path,
        "--tables",
        tmp_path,
        "--out",
        tmp_path,
    )
    options = {name: given for name, _, given in ran[0]}
    assert options == {"detectors": {"data": tmp_path, "tables": tmp_path}, "speed": {}}


def test_detectors_without_their_data_is_wrong_use_before_anything_runs(
    console: Console, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    report = importlib.import_module("benchmarks.report")
    monkeypatch.setattr(report, "run", lambda _suites, _out: pytest.fail("it ran"))
    for given in ((), ("--data", tmp_path), ("--tables", tmp_path)):
        assert "--data and --tables" in console.refusal(2, "benchmark", "detectors", *given)
