"""AUCs that others report for the two sets, each by its own split and with all columns."""

from typing import Final

PUBLISHED: Final[dict[str, dict[str, float]]] = {
    "taiwan": {"XGBoost (third party)": 0.773},
    "german": {"tuned random forest (AutoML benchmark)": 0.7955, "H2O (AutoML benchmark)": 0.7888},
}
"""German loans: OpenML's task credit-g, ten folds."""
