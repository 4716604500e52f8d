"""All laws over all registered detectors; and each law shown to fail on a detector that breaks it."""

import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

import numpy as np
import pytest
from numpy.typing import NDArray

from detectors import checks
from detectors.base import Arrays, Detector, Ledger, Row, Rows
from detectors.checks import LAWS, BrokenLawError, Law, Subject
from detectors.pyod_fit import FITS
from detectors.registry import DETECTORS

pytestmark = pytest.mark.usefixtures("pyod_warnings_ignored")


def test_every_detector_is_registered_with_a_fit() -> None:
    assert DETECTORS.keys() == FITS.keys()
    assert all(name == kind.name for name, kind in DETECTORS.items())


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_law(name: str, law: Law) -> None:
    law(Subject(kind=DETECTORS[name], fit=FITS[name], timer=time.perf_counter))


class _Distance(Detector):
    """A sound detector of ten lines (distance from the centre, feature by feature), to be spoilt."""

    name: ClassVar[str] = "distance"

    def __init__(self, centre: NDArray[np.float64]) -> None:
        self.centre = centre
        self.calls = 0

    @property
    def n_features(self) -> int:
        return len(self.centre)

    def explain(self, row: Row) -> Ledger:
        self.calls += 1
        if row.shape != self.centre.shape or np.isnan(row).any():
            raise ValueError("bad row")
        contributions = np.log1p(abs(row - self.centre))
        total = float(contributions.sum())
        return Ledger(0.0, contributions, total, total)

    def to_arrays(self) -> Arrays:
        return {"centre": self.centre}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        return cls(arrays["centre"])


def _with(ledger: Ledger, **changes: Any) -> Ledger:
    fields = {name: getattr(ledger, name) for name in ledger.__struct_fields__}
    return Ledger(**(fields | changes))


class _RemembersRows(_Distance):
    def explain(self, row: Row) -> Ledger:
        ledger = super().explain(row)
        return _with(ledger, score=ledger.score + self.calls)


class _Learns(_Distance):
    def explain(self, row: Row) -> Ledger:
        ledger = super().explain(row)
        self.centre = self.centre + 0.01 * (row - self.centre)
        return ledger


class _WritesRow(_Distance):
    def explain(self, row: Row) -> Ledger:
        ledger = super().explain(row)
        row *= 2.0
        return ledger


class _ForgetsCentre(_Distance):
    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        return cls(np.zeros_like(arrays["centre"]))


class _TakesMissing(_Distance):
    def explain(self, row: Row) -> Ledger:
        return super().explain(np.nan_to_num(row))


class _LosesABit(_Distance):
    def explain(self, row: Row) -> Ledger:
        ledger = super().explain(row)
        return _with(ledger, total=ledger.total + 1e-6)


class _TurnsRound(_Distance):
    def explain(self, row: Row) -> Ledger:
        ledger = super().explain(row)
        return _with(ledger, score=-ledger.score)


class _Slow(_Distance):
    def explain(self, row: Row) -> Ledger:
        time.sleep(1.5 * checks.MAX_ROW_S)
        return super().explain(row)


def _subject(kind: type[_Distance], spoil: Callable[[], float] = lambda: 0.0) -> Subject:
    def fit(rows: Rows, _seed: int) -> Detector:
        return kind(np.median(rows, axis=0) + spoil())

    return Subject(kind=kind, fit=fit, timer=time.perf_counter)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_unspoilt_detector_obeys(law: Law) -> None:
    law(_subject(_Distance))


@pytest.mark.parametrize(
    ("law", "kind"),
    [
        (checks.row_is_independent, _RemembersRows),
        (checks.scoring_changes_nothing, _Learns),
        (checks.scoring_changes_nothing, _WritesRow),
        (checks.arrays_round_trip, _ForgetsCentre),
        (checks.missing_is_refused, _TakesMissing),
        (checks.contributions_sum_up, _LosesABit),
        (checks.total_follows_score, _TurnsRound),
        (checks.planted_rank_first, _TurnsRound),
        (checks.one_row_is_cheap, _Slow),
    ],
)
def test_a_law_catches_its_breaker(law: Law, kind: type[_Distance]) -> None:
    with pytest.raises(BrokenLawError):
        law(_subject(kind))


def test_a_fit_that_does_not_repeat_is_caught() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(BrokenLawError):
        checks.fit_repeats(_subject(_Distance, rng.normal))
