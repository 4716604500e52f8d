"""The whole suite on two made-up sets and made-up tables."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.adbench import protocol
from benchmarks.adbench.published import SHARES
from benchmarks.adbench.reference import REFERENCES
from benchmarks.adbench.suite import run
from benchmarks.catalogue import CATALOGUE, SETTINGS
from benchmarks.catalogue import REFERENCES as DECLARED
from benchmarks.report import Part

pytest.importorskip("pyod", reason="PyOD is not installed (extra: train)")
pytest.importorskip("lightgbm", reason="LightGBM is not installed (extra: train)")

LINES = "dataset,ECOD,COPOD,HBOS,IForest,KNN,PCA\none,50,50,50,50,50,50\ntwo,50,50,50,50,50,60\n"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("adbench")
    rng = np.random.default_rng(5)
    for name in ("1_one", "2_two"):
        labels = (np.arange(300) % 10 == 0).astype(np.int64)
        rows = rng.normal(size=(300, 4)) + 6.0 * labels[:, None]
        np.savez(folder / f"{name}.npz", X=rows, y=labels)
    for number in range(4, 12):
        (folder / f"adbench_tableD{number}_x.csv").write_text(LINES, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def part(folders: Path) -> Part:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(protocol, "SEEDS", (1,))
        return run(folders, folders)


def test_every_declared_figure_is_measured_once(part: Part) -> None:
    declared = [known.id for known in CATALOGUE if known.id.startswith("detectors.")]
    assert sorted(figure.id for figure in part.figures) == sorted(declared)


def test_anomalies_far_off_are_found_in_every_setting(part: Part) -> None:
    figures = {figure.id: figure.value for figure in part.figures}
    for setting in SETTINGS:
        assert figures[f"detectors.{setting}.aucroc.mean"] > 0.95
        assert figures[f"detectors.{setting}.aucroc.wins"] == 2
        lead = figures[f"detectors.{setting}.aucroc.mean"] - 0.55
        assert figures[f"detectors.{setting}.aucroc.lead"] == pytest.approx(lead)
    assert figures["detectors.reference.iforest.aucroc_difference"] > 0.45


def test_the_details_hold_each_set(part: Part) -> None:
    ours, references = part.details["ours"], part.details["references"]
    assert len(ours) == 2 * len(SETTINGS)
    assert len(references) == 2 * len(REFERENCES)
    assert all(len(one["ours"]) == 2 for one in (*ours, *references))
    assert {one["rival"] for one in ours} == {"PCA"}


def test_the_catalogue_declares_what_the_suite_runs() -> None:
    assert set(DECLARED) == set(REFERENCES)
    assert len(SETTINGS) == len(SHARES)
