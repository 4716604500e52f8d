"""ECOD, compiled: PyOD's score of one row alone, from sorted columns and a few sums.

ECOD (Li et al. 2022, "ECOD: Unsupervised Outlier Detection Using Empirical Cumulative Distribution
Functions", IEEE TKDE) adds up, over the features, how far out in a tail of its column a value lies;
``tails`` says what the tails are.

The sign of the skewness decides between them. Reading PyOD's formula case by case, with a sign of
+1 or -1 its three-way maximum is ``max(U_l, U_r)`` whatever the sign; only a skewness of exactly
zero differs, and gives ``U_l + U_r``. So all that is needed of the skewness is whether it is zero.
"""

from typing import ClassVar

from detectors.kernels import explain_ecod
from detectors.tails import TailDetector


class CompiledEcod(TailDetector):
    """ECOD; its signs are called ``balanced``: 1 where the skewness is zero, else 0."""

    name: ClassVar[str] = "ecod"
    kernel = explain_ecod
    signs_key: ClassVar[str] = "balanced"
