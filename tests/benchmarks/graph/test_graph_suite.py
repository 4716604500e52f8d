"""The whole suite on made-up data, and what others report beside it."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.adbench.outcome import Reached
from benchmarks.catalogue import CATALOGUE
from benchmarks.graph import scale, suite
from benchmarks.graph.catalogue import GRAPH, SCALE_HUB_LINKS, SCALE_SIZES
from benchmarks.graph.published import S_FFSD, TOLOKERS
from benchmarks.graph.s_ffsd import KNOWING, SPLITS
from benchmarks.report import Part
from tests.benchmarks.graph.made import many_payments, workers


def costs(sizes: tuple[int, ...], hub_links: int) -> list[dict[str, Any]]:
    """The cost of an event as ``scale.run`` tells it; ``test_scale`` holds the ids to its own."""
    assert (sizes, hub_links) == (SCALE_SIZES, SCALE_HUB_LINKS)
    ids = [known.id for known in GRAPH if known.id.startswith("graph.scale.")]
    return [{"id": id_, "value": 1.0} for id_ in ids]


def part_of(monkeypatch: pytest.MonkeyPatch) -> Part:
    """The suite with fits that are told, not made."""
    reached = {
        (split, knowing): Reached(0.9 - 0.1 * at, 0.8 - 0.1 * at)
        for at, split in enumerate(SPLITS)
        for knowing in KNOWING
    }
    aucs = {"own": [0.7, 0.8], "one_hop": [0.8, 0.8], "two_hops": [0.8, 0.84]}

    def told(value: Any) -> Any:
        return lambda _data, step: (step(), value)[1]

    monkeypatch.setattr(scale, "run", costs)
    monkeypatch.setattr(suite, "read_workers", lambda _path: workers())
    monkeypatch.setattr(suite, "read_payments", lambda _path: many_payments())
    monkeypatch.setattr("benchmarks.graph.tolokers.aucs_of", told(aucs))
    monkeypatch.setattr("benchmarks.graph.s_ffsd.reached_of", told(reached))
    return suite.run(Path("t.npz"), Path("s.zip"))


def test_every_declared_figure_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = [known.id for known in CATALOGUE if known.id.startswith("graph.")]
    assert sorted(figure.id for figure in part_of(monkeypatch).figures) == sorted(declared)


def test_the_figures_are_means_and_leads(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {figure.id: figure for figure in part_of(monkeypatch).figures}
    assert figures["graph.tolokers.own.roc_auc"].value == pytest.approx(0.75)
    assert "standard deviation 0.0500" in figures["graph.tolokers.own.roc_auc"].note
    assert figures["graph.tolokers.two_hops.roc_auc"].met
    assert figures["graph.tolokers.lead"].value == pytest.approx(0.82 - TOLOKERS["GAT-sep"])
    assert not figures["graph.tolokers.lead"].met
    assert figures["graph.s_ffsd.time.labels.ap"].value == pytest.approx(0.7)
    assert figures["graph.s_ffsd.random.no_labels.auc"].met


def test_the_tables_name_every_published_method(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    part = part_of(monkeypatch)
    said = capsys.readouterr().out
    for name in (*TOLOKERS, *S_FFSD):
        assert f"published: {name}" in said
    assert "time, trees: labels" in said
    assert part.details["s_ffsd"]["random.labels"] == Reached(0.9, 0.8)


def test_without_its_files_the_suite_measures_the_cost_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scale, "run", costs)
    part = suite.run()
    assert {figure.id.split(".")[1] for figure in part.figures} == {"scale", "minutes"}
    assert part.details == {}
