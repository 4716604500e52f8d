"""Four maps from a total to a probability, to be compared on rows that none of them was fitted on.

Platt scaling is what is served: it is affine in log-odds, so that a ledger goes through it term by
term. The others can bend: beta calibration (Kull, Silva Filho & Flach 2017, "Beta calibration",
AISTATS), isotonic regression (Zadrozny & Elkan 2002, "Transforming classifier scores into accurate
multiclass probability estimates", KDD) and the inductive Venn-Abers predictor (Vovk, Petej &
Fedorova 2015, "Large-scale probabilistic predictors with and without guarantees of validity",
NeurIPS).
"""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detectors.base import require
from detectors.calibrate import fit_logistic, from_anchors

Values: TypeAlias = NDArray[np.float64]
Calibrator: TypeAlias = Callable[[Values, NDArray[np.bool_], Values], Values]
"""Totals and frauds to fit on, shape (n_rows,), and totals to judge, shape (n_asked,), at
least one -> their probabilities of fraud. Totals are finite; there are frauds and honest rows."""

SERVED: Final = "platt"


def platt(totals: Values, frauds: NDArray[np.bool_], asked: Values) -> Values:
    """Logistic regression on the total; the anchors where it would turn the ranking round."""
    return _sigmoid(_platt_log_odds(totals, frauds, asked))


def beta(totals: Values, frauds: NDArray[np.bool_], asked: Values) -> Values:
    """``logit = c + a · ln p - b · ln(1 - p)`` with a, b >= 0 over Platt's p; a = b = 1 is Platt."""
    from scipy.optimize import minimize  # noqa: PLC0415  heavy, and absent in service

    table = _beta_terms(_platt_log_odds(totals, frauds, totals))

    def misfit(weights: Values) -> tuple[float, Values]:
        log_odds = table @ weights
        gradient = table.T @ (_sigmoid(log_odds) - frauds)
        return float((np.logaddexp(0.0, log_odds) - frauds * log_odds).sum()), gradient

    bounds = [(None, None), (0.0, None), (0.0, None)]
    found = minimize(misfit, np.array([0.0, 1.0, 1.0]), jac=True, bounds=bounds, method="L-BFGS-B")
    return _sigmoid(_beta_terms(_platt_log_odds(totals, frauds, asked)) @ found.x)


def isotonic(totals: Values, frauds: NDArray[np.bool_], asked: Values) -> Values:
    """The best rising step function, with straight lines between its steps."""
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415  heavy, and absent in service

    fitted = IsotonicRegression(out_of_bounds="clip").fit(totals, frauds.astype(np.float64))
    said: Values = fitted.predict(asked)
    return said


def venn_abers(totals: Values, frauds: NDArray[np.bool_], asked: Values) -> Values:
    """Isotonic regressions with the asked row as honest and as fraud, merged to ``p1 / (1 - p0 + p1)``.

    The merger is the one with the least regret in log loss (Vovk et al. 2015, section 5).
    """
    # Equals with the frauds first: isotonic regression then pools them, as it must.
    order = np.lexsort((~frauds, totals))
    labels, ordered = frauds[order].astype(np.float64), totals[order]
    # An asked row among its equals: an honest one behind them and a fraud before, to be pooled too.
    low = _with_one_more(labels, np.searchsorted(ordered, asked, side="right"), 0.0)
    high = _with_one_more(labels, np.searchsorted(ordered, asked, side="left"), 1.0)
    merged: Values = high / (1.0 - low + high)
    return merged


CALIBRATORS: Final[dict[str, Calibrator]] = {
    SERVED: platt,
    "beta": beta,
    "isotonic": isotonic,
    "venn-abers": venn_abers,
}


def cross_fitted(
    calibrator: Calibrator, totals: Values, frauds: NDArray[np.bool_], cut: int
) -> Values:
    """The probability of each row by a fit on the other part: rows before the cut, and the rest.

    Args:
        calibrator: one of ``CALIBRATORS``.
        totals: shape (n_rows,), finite.
        frauds: shape (n_rows,).
        cut: the first row of the second part.

    Raises:
        ValueError: a part lacks frauds or honest rows.
    """
    for part in (frauds[:cut], frauds[cut:]):
        require(bool(part.any()) and not part.all(), "frauds and honest rows in either part")
    first = calibrator(totals[cut:], frauds[cut:], totals[:cut])
    return np.concatenate([first, calibrator(totals[:cut], frauds[:cut], totals[cut:])])


def _platt_log_odds(totals: Values, frauds: NDArray[np.bool_], asked: Values) -> Values:
    fitted = fit_logistic(totals, frauds.astype(np.float64)) or from_anchors(totals)
    return fitted.intercept + fitted.slope * asked


def _beta_terms(log_odds: Values) -> Values:
    """1, ``ln p`` and ``-ln(1 - p)`` of each row."""
    ones = np.ones_like(log_odds)
    return np.stack([ones, -np.logaddexp(0.0, -log_odds), np.logaddexp(0.0, log_odds)], axis=1)


def _sigmoid(log_odds: Values) -> Values:
    said: Values = np.exp(-np.logaddexp(0.0, -log_odds))
    return said


def _with_one_more(labels: Values, places: NDArray[np.intp], label: float) -> Values:
    """The isotonic value of one more row at each place.

    It rises with the place and takes few values: where both ends of a stretch have the same, so has
    all between, and a regression for each place is not needed.
    """
    from sklearn.isotonic import isotonic_regression  # noqa: PLC0415  heavy, and absent in service

    def value_at(place: Any) -> float:
        return float(isotonic_regression(np.insert(labels, place, label))[place])

    wanted, back = np.unique(places, return_inverse=True)
    values = np.empty(len(wanted))
    last = len(wanted) - 1
    for end in {0, last}:
        values[end] = value_at(wanted[end])
    stretches = [(0, last)]
    while stretches:
        left, right = stretches.pop()
        middle = (left + right) // 2
        if values[left] == values[right]:
            values[left : right + 1] = values[left]
        elif middle > left:
            values[middle] = value_at(wanted[middle])
            stretches += [(left, middle), (middle, right)]
    return values[back]
