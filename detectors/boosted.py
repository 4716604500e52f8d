"""Boosted trees leant on the anomaly detectors: a vector in, calibrated log-odds and one ledger out.

The trees see the features and, as one more, what the detectors say of the row (Zhao & Hryniewicki
2018, "XGBOD"). Then both are mixed once more, so that what is merely unusual still counts while few
frauds are known::

    total = intercept + margin_gain · margin + anomaly_gain · anomaly

``margin`` is the raw score of the trees, ``anomaly`` the log-odds of the blend; ``Leaning`` says how
much each counts, ``Calibration`` makes log-odds of it. Both are sums over features, and the map is
affine: the ledger adds up in calibrated log-odds, before the sigmoid. The SHAP value of the anomaly
as an input stands last in it, as a feature of its own.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from detectors.attribution import CompiledTrees
from detectors.attribution_kernels import explain_mixture
from detectors.base import Arrays, parted, require
from detectors.blend import Blend, Blended
from detectors.calibrate import Calibration
from detectors.kernels import packed
from detectors.leaning import Leaning

NAME: Final = "boosted"
"""The key of the margin among the raw scores."""


class Mixture(Struct, frozen=True):
    """From margin and anomaly to calibrated log-odds.

    Attributes:
        intercept: log-odds where both are zero.
        margin_gain: log-odds of one unit of the margin, not below zero.
        anomaly_gain: likewise of the anomaly.

    Raises:
        ValueError: a gain is below zero, or a number is not finite.
    """

    intercept: float
    margin_gain: float
    anomaly_gain: float

    def __post_init__(self) -> None:
        finite = all(map(math.isfinite, msgspec.structs.astuple(self)))
        require(finite and min(self.margin_gain, self.anomaly_gain) >= 0.0, "the gains are wrong")

    @classmethod
    def of(cls, leaning: Leaning, calibration: Calibration) -> Self:
        """A leaning, then a calibration of it: both are affine, and so is their product."""
        margin = calibration.slope * leaning.weight / leaning.scales[0]
        anomaly = calibration.slope * (1.0 - leaning.weight) / leaning.scales[1]
        centre = margin * leaning.centres[0] + anomaly * leaning.centres[1]
        return cls(calibration.intercept - centre, margin, anomaly)

    def total(self, margin: float, anomaly: float) -> float:
        """The log-odds of a row."""
        return self.intercept + self.margin_gain * margin + self.anomaly_gain * anomaly


class Boosted:
    """Blend, trees and mixture as one model; fitted once and never changed.

    ``score`` writes to arrays of the model's own, so one thread at a time may call it.

    Args:
        blend: the anomaly detectors, at their places of a vector.
        trees: over the columns and, last, the blend's total.
        mixture: of both.
        columns: the places of the trees' features in a vector, without the anomaly's.

    Raises:
        ValueError: the parts don't fit together.
    """

    def __init__(
        self,
        *,
        blend: Blend,
        trees: CompiledTrees,
        mixture: Mixture,
        columns: Sequence[int],
    ) -> None:
        require(trees.n_features == len(columns) + 1, "the trees see other features")
        require(set(blend.columns) <= set(columns), "the trees must see what the detectors see")
        require(max(columns) < blend.width, "a column lies outside")
        self.blend, self.trees, self.mixture = blend, trees, mixture
        self.columns = tuple(columns)
        shared = [self.columns.index(at) for at in blend.columns]
        self._layout = packed(
            np.array(columns, np.int64),
            np.array(shared, np.int64),
            np.array([mixture.margin_gain, mixture.anomaly_gain]),
        )
        self._ledger = bytearray(8 * trees.n_features)
        self._contributions = np.frombuffer(self._ledger, np.float64)

    def score(self, vector: bytes) -> Blended:
        """Scores and explains one vector in one pass; NaN is missing, and a value to the trees.

        Args:
            vector: ``width`` packed float64.

        Raises:
            ValueError: the vector has another length.
            TypeError: the vector is not bytes.
        """
        anomaly = self.blend.score(vector)
        margin = explain_mixture(
            vector,
            anomaly.total,
            anomaly.contributions,
            self._layout,
            self.trees.block,
            self._contributions,
        )
        mixture, raw = self.mixture, anomaly.raw
        raw[NAME] = margin
        return Blended(
            mixture.total(self.trees.base, anomaly.base),
            mixture.total(margin, anomaly.total),
            raw,
            bytes(self._ledger),
        )

    def to_arrays(self) -> Arrays:
        """Everything, each part's arrays under ``part.``."""
        parts = {"blend": self.blend.to_arrays(), "trees": self.trees.to_arrays()}
        arrays = {f"{part}.{key}": a for part, kept in parts.items() for key, a in kept.items()}
        return {"mixture": np.array(msgspec.structs.astuple(self.mixture)), **arrays}

    @classmethod
    def from_arrays(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        columns: Sequence[int],
        detector_columns: Sequence[int],
        width: int,
    ) -> Self:
        """The model that ``to_arrays`` was called on, for features at these places of a vector.

        Raises:
            KeyError: an array is missing, or a detector is not served.
            ValueError: the parts don't fit together.
        """
        return cls(
            blend=Blend.from_arrays(parted(arrays, "blend"), detector_columns, width),
            trees=CompiledTrees.from_arrays(parted(arrays, "trees")),
            mixture=Mixture(*map(float, arrays["mixture"])),
            columns=columns,
        )
