"""Several detectors as one number: calibrated log-odds with one additive ledger over the features.

``total = intercept + slope · Σ_d weight_d (total_d - centre_d) / scale_d``. Every step is affine,
so the detectors' ledgers merge feature by feature, and ``base + Σ contributions = total =
logit(p)``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Self

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from detectors.base import Arrays, Detector, Rows, parted, require, totals_of
from detectors.calibrate import Calibration, fit_calibration
from detectors.ecod import CompiledEcod
from detectors.iforest import CompiledIForest
from detectors.impute import Imputer, fit_imputer
from detectors.kernels import packed, score_vector

_NORMAL_IQR: Final = 1.349
"""Interquartile range of a normal distribution in standard deviations, 2 · 0.67449."""

_SERVED: Final[dict[str, type[Detector]]] = {
    CompiledEcod.name: CompiledEcod,
    CompiledIForest.name: CompiledIForest,
}
"""What ``score_vector`` computes. The other detectors are not imported where only scoring is done:
their kernels would be loaded at each start for nothing."""

_NOTHING: Final = np.zeros(0, np.uint8)


class Blended(Struct, frozen=True, gc=False):
    """The answer for one vector.

    Attributes:
        base: log-odds of a row that is typical in everything.
        total: the calibrated log-odds, ``base + Σ contributions`` to 1e-9.
        raw: detector name -> raw score, as PyOD gives it.
        contributions: for each feature of the blend a float64, in log-odds; above zero pushes
            towards fraud.
    """

    base: float
    total: float
    raw: dict[str, float]
    contributions: bytes


class Blend:
    """Imputer, detectors and calibration as one thing: a vector with gaps in, log-odds out.

    Fitted once and never changed; but ``score`` writes to an array of the blend's own, so one
    thread at a time may call it.

    Args:
        imputer: fills the gaps of a row.
        detectors: at least one, of different names and the same number of features.
        centres: shape (n_detectors,); where a detector's total counts nothing.
        scales: shape (n_detectors,), above zero; the total that counts one unit of weight.
        weights: shape (n_detectors,), none below zero and one above.
        calibration: from the blended total to log-odds.
        columns: the places of the features in a vector; the first ones if not given.
        width: length of a vector; the number of features if not given.

    Raises:
        ValueError: the parts don't fit together.
    """

    def __init__(
        self,
        *,
        imputer: Imputer,
        detectors: Sequence[Detector],
        centres: NDArray[np.float64],
        scales: NDArray[np.float64],
        weights: NDArray[np.float64],
        calibration: Calibration,
        columns: Sequence[int] | None = None,
        width: int | None = None,
    ) -> None:
        shape = (len(detectors),)
        require(len(detectors) > 0, "a blend needs a detector")
        require(len({d.name for d in detectors}) == len(detectors), "a detector is there twice")
        require(centres.shape == scales.shape == weights.shape == shape, "one number a detector")
        widths = {len(imputer.medians), *(d.n_features for d in detectors)}
        require(len(widths) == 1, "the parts differ in their number of features")
        require(bool(((scales > 0.0) & (scales < np.inf)).all()), "scales must be above zero")
        require(bool((weights >= 0.0).all() and weights.any()), "weights must not be below zero")
        require(bool(np.isfinite(centres).all()), "centres must be finite")
        self.imputer = imputer
        self.detectors = tuple(detectors)
        self.centres, self.scales, self.weights = centres, scales, weights
        self.calibration = calibration
        places = range(self.n_features) if columns is None else columns
        self._place(places, width or self.n_features)
        self._tabulate(calibration.slope * weights / scales)

    def _place(self, columns: Sequence[int], width: int) -> None:
        require(len(columns) == self.n_features, "the model has other features than its columns")
        require(len(set(columns)) == len(columns), "a column is there twice")
        require(min(columns) >= 0 and max(columns) < width, "a column lies outside")
        self.columns, self.width = tuple(columns), width
        self._columns = np.array(columns, np.int64)
        self._n_bytes = 8 * width
        self._ledger = bytearray(8 * len(columns))
        self._contributions = np.frombuffer(self._ledger, np.float64)

    def _tabulate(self, gains: NDArray[np.float64]) -> None:
        """The block that ``score_vector`` reads; a detector that is not there has no gain.

        Raises:
            ValueError: a detector has no part in that kernel.
        """
        base = self.calibration.intercept - float((gains * self.centres).sum())
        ecod_gain = forest_gain = forest_scale = 0.0
        ecod, nodes, n_trees = _NOTHING, _NOTHING, 0
        raw: list[tuple[str, int, Callable[[float], float]]] = []
        for detector, gain in zip(self.detectors, gains.tolist(), strict=True):
            if isinstance(detector, CompiledEcod):
                ecod, ecod_gain = detector.block, gain
                raw.append((detector.name, 1, float))
            elif isinstance(detector, CompiledIForest):
                nodes, n_trees = detector.nodes, detector.n_trees
                forest_gain, forest_scale = gain, detector.scale
                raw.append((detector.name, 2, detector.score_of))
            else:
                raise ValueError(f"the detector {detector.name} is not served")
            base += gain * detector.base
        self._base = base
        self._raw = tuple(raw)
        numbers = np.array([base, ecod_gain, forest_gain, forest_scale, n_trees])
        self._block = packed(numbers, self._columns, self.imputer.medians, ecod, nodes)

    @property
    def n_features(self) -> int:
        """Number of features of a row."""
        return len(self.imputer.medians)

    def score(self, vector: bytes) -> Blended:
        """Scores and explains one vector in one pass; NaN is missing, and imputed.

        Args:
            vector: ``width`` packed float64.

        Raises:
            ValueError: the vector has another length.
            TypeError: the vector is not bytes.
        """
        if len(vector) != self._n_bytes:
            raise ValueError(f"a vector of {self._n_bytes} octets is needed, got {len(vector)}")
        sums = score_vector(vector, self._block, self._contributions)
        raw = {}
        for name, at, score_of in self._raw:
            raw[name] = score_of(sums[at])
        return Blended(self._base, sums[0], raw, bytes(self._ledger))

    def to_arrays(self) -> Arrays:
        """Everything, each part's arrays under ``part.``; detectors in order under ``names``."""
        parts = {"imputer": self.imputer.to_arrays(), "calibration": self.calibration.to_arrays()}
        parts |= {detector.name: detector.to_arrays() for detector in self.detectors}
        own = {
            "names": np.array([detector.name for detector in self.detectors]),
            "centres": self.centres,
            "scales": self.scales,
            "weights": self.weights,
        }
        return own | {f"{part}.{key}": a for part, kept in parts.items() for key, a in kept.items()}

    @classmethod
    def from_arrays(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        columns: Sequence[int] | None = None,
        width: int | None = None,
    ) -> Self:
        """The blend that ``to_arrays`` was called on, for features at these places of a vector.

        Raises:
            KeyError: an array is missing, or a detector is not served.
            ValueError: the parts don't fit together.
        """
        names = [str(name) for name in arrays["names"]]
        return cls(
            imputer=Imputer.from_arrays(parted(arrays, "imputer")),
            detectors=[_SERVED[name].from_arrays(parted(arrays, name)) for name in names],
            centres=np.array(arrays["centres"], np.float64),
            scales=np.array(arrays["scales"], np.float64),
            weights=np.array(arrays["weights"], np.float64),
            calibration=Calibration.from_arrays(parted(arrays, "calibration")),
            columns=columns,
            width=width,
        )


def fit_blend(
    detectors: Sequence[Detector],
    rows: Rows,
    labels: NDArray[np.float64] | None = None,
    weights: Sequence[float] | None = None,
    imputer: Imputer | None = None,
) -> Blend:
    """Scales and calibrates fitted detectors on training rows.

    Cost: one scoring of each row by each detector, about 15 µs a row and detector.

    Args:
        detectors: fitted on the imputed rows.
        rows: shape (n_rows, n_features); NaN is missing.
        labels: shape (n_rows,); 1 fraud, 0 honest, NaN unknown; see ``fit_calibration``.
        weights: one a detector; equal if not given.
        imputer: the one that the detectors were fitted behind; fitted on ``rows`` if not given.

    Raises:
        ValueError: the parts don't fit together, or there are no rows.
    """
    imputer = imputer or fit_imputer(rows)
    filled = imputer.fill_rows(rows)
    totals = np.stack([totals_of(detector, filled) for detector in detectors])
    centres, scales = robust_scales(totals)
    shares = np.array(weights if weights is not None else [1.0 / len(detectors)] * len(detectors))
    require(shares.shape == centres.shape, "one weight a detector")
    blended = (shares / scales) @ (totals - centres[:, None])
    calibration = fit_calibration(blended, labels)
    return Blend(
        imputer=imputer,
        detectors=detectors,
        centres=centres,
        scales=scales,
        weights=shares,
        calibration=calibration,
    )


def robust_scales(
    totals: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Median and IQR / 1.349 of each line of totals, shape (n_detectors, n_rows).

    Where half of the totals are equal the standard deviation stands in, and where all are, 1: a
    detector that says nothing must not be blown up.
    """
    low, centres, high = np.quantile(totals, (0.25, 0.5, 0.75), axis=1)
    floor = 1e-9 * np.maximum(1.0, abs(centres))
    scales = (high - low) / _NORMAL_IQR
    scales = np.where(scales > floor, scales, totals.std(axis=1))
    return centres, np.where(scales > floor, scales, 1.0)
