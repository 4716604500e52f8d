"""COPOD, compiled: PyOD's score of one row alone, from sorted columns and a few sums.

COPOD (Li et al. 2020, "COPOD: Copula-Based Outlier Detection", ICDM) adds up, over the features, how
far out a value lies in the tail that its column's skewness points to; ``tails`` says what the tails
are. PyOD takes that tail or the mean of both, whichever is larger: ``max(U_r, (U_l + U_r) / 2)``
with a skewness above zero, ``max(U_l, (U_l + U_r) / 2)`` below, and ``U_l + U_r`` at exactly zero.
"""

from typing import ClassVar

from detectors.kernels import explain_copod
from detectors.tails import TailDetector


class CompiledCopod(TailDetector):
    """COPOD; its signs are called ``signs``."""

    name: ClassVar[str] = "copod"
    kernel = explain_copod
    signs_key: ClassVar[str] = "signs"
