"""What the book reports for the same data: AUC ROC, average precision, Card Precision@100."""

from typing import Final

from benchmarks.handbook.metrics import Figures

ONE_WEEK: Final = {
    "logistic regression": Figures(0.871, 0.606, 0.291),
    "decision tree, depth 2": Figures(0.763, 0.496, 0.241),
    "decision tree, unlimited": Figures(0.788, 0.309, 0.243),
    "random forest": Figures(0.867, 0.658, 0.287),
    "XGBoost": Figures(0.862, 0.639, 0.273),
}
"""Chapter 3, "Baseline fraud detection system": trained from 2018-07-25 on, one test week."""

FOUR_WEEKS: Final = {
    "logistic regression": Figures(0.868, 0.623, 0.297),
    "random forest": Figures(0.870, 0.678, 0.299),
    "XGBoost": Figures(0.869, 0.687, 0.303),
    "balanced bagging": Figures(0.879, 0.680, 0.305),
    "feed-forward network": Figures(0.876, 0.675, 0.303),
}
"""Chapters 5 to 7, "test performance": parameters chosen by validation, mean of four test weeks."""
