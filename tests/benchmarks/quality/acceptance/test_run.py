from pathlib import Path

import pytest

from benchmarks.quality.acceptance import run
from benchmarks.quality.acceptance.figures import figures
from benchmarks.quality.acceptance.results import Ground
from tests.benchmarks.quality.small_world import SEED, demo_study, small, trial_of


def test_all_tests_run_on_a_small_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "files_differing", lambda *_: 0)
    study = demo_study()
    ground = Ground(
        small().folder,
        small().manifest,
        small().split,
        small().tables,
        {kind: trial_of(kind) for kind in study.trials},
        study.weights,
        study.results,
        study.disturbed,
        SEED,
        tmp_path,
    )
    found = run.accept(ground)
    assert found.worlds == 1
    assert {one.probe for one in found.leaks} >= {"clock", "missingness"}
    # Among openings of one sort so small a world has too few frauds for one of the probes.
    shut = {(one.kind, one.probe) for one in found.leaks}
    opened = {(one.kind, one.probe) for one in found.open_leaks}
    assert opened - shut == {("account_opening", "row_order")} and shut < opened
    assert {one.hub for one in found.bites} >= {"villages"}
    assert set(found.shuffled) == set(run.KINDS)
    assert len(found.marginals) > 30
    assert len(found.seconds) == 9
    told = [one.id for one in figures(found)]
    assert len(told) == len(set(told))
