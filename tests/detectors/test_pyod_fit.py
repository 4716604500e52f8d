"""Every registered fit on the training sets that are hard to fit."""

import numpy as np
import pytest

from detectors.pyod_fit import FITS

pytestmark = pytest.mark.usefixtures("pyod_warnings_ignored")

_HISTOGRAMS = ("hbos", "loda")


@pytest.mark.parametrize("shape", [(2, 1), (2, 2), (5, 2), (40, 1)])
@pytest.mark.parametrize("name", sorted(FITS))
def test_few_rows_or_columns_are_enough(name: str, shape: tuple[int, int]) -> None:
    rows = np.random.default_rng(4).normal(size=shape)
    detector = FITS[name](rows, 3)
    for row in (rows[0], rows[-1] + 0.5, np.full(shape[1], 1e15)):
        ledger = detector.explain(row)
        assert ledger.base + ledger.contributions.sum() == pytest.approx(ledger.total, abs=1e-9)
        assert np.isfinite(ledger.score)


@pytest.mark.parametrize("name", sorted(FITS))
@pytest.mark.parametrize("gap", [np.nan, np.inf])
def test_a_training_set_with_a_gap_is_refused(name: str, gap: float) -> None:
    rows = np.random.default_rng(4).normal(size=(20, 3))
    rows[7, 1] = gap
    with pytest.raises(ValueError, match=r"NaN|infinity|finite"):
        FITS[name](rows, 3)


@pytest.mark.parametrize("name", sorted(set(FITS) - {*_HISTOGRAMS}))
def test_huge_values_are_fitted_and_told_apart(name: str) -> None:
    rows = np.random.default_rng(4).normal(size=(60, 3))
    rows[:, 1] = 1e15
    rows[:, 2] *= 1e14
    detector = FITS[name](rows, 3)
    near, far = detector.explain(rows[0]), detector.explain(np.array([0.0, 1e15, 1e15]))
    assert far.score > near.score
    for ledger in (near, far):
        assert ledger.base + ledger.contributions.sum() == pytest.approx(ledger.total, abs=1e-9)


@pytest.mark.parametrize("name", _HISTOGRAMS)
def test_a_column_without_room_for_bins_is_refused(name: str) -> None:
    rows = np.full((20, 2), 1e15)
    with pytest.raises(ValueError, match="bins"):
        FITS[name](rows, 3)
