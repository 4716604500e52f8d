"""From replayed COD applications to a scorecard of their own, where enough outcomes have matured."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.events import FRAUD_OUTCOMES
from risk.credit import is_seasoned
from risk.features.catalogue import INDEX
from risk.scorecard_fit import MIN_BAD, MIN_GOOD, FittedCard, fit_scorecard, plans_of
from rules.cod_book import CodBook
from rules.model import Words

DEFAULTS: Final = FRAUD_OUTCOMES | {"overdue"}
"""Outcomes of an application that make it a bad one: a debt overdue, written off, or a fraud. Those that
were held or declined are left out, so a card says nothing of them (reject inference is not tried)."""
_TITLE: Final = Words("代收货款评分卡", "Scorecard of cash on delivery")


def fit_cod_card(
    table: NDArray[np.float64], labels: NDArray[np.float64], book: CodBook
) -> FittedCard | None:
    """The fitted scorecard; None where the expert one has to serve on.

    Args:
        table: whole vectors of applications, shape (n_events, n_features).
        labels: shape (n_events,); 1 bad, 0 good, NaN unknown or not matured.
        book: names the variables, their directions and reasons.

    Raises:
        ImportError: the extra "train" is not installed.
    """
    bad, good = int((labels == 1.0).sum()), int((labels == 0.0).sum())
    if bad < MIN_BAD or good < MIN_GOOD:
        return None
    known = ~np.isnan(labels)
    return fit_scorecard(
        _as_served(table[known], book),
        labels[known] == 1.0,
        plans_of(book.scorecard),
        id_="cod-fitted",
        title=_TITLE,
    )


def information_values(fitted: FittedCard | None) -> dict[str, float]:
    """The table of information values as metrics of a bundle."""
    table = () if fitted is None else fitted.table
    return {f"scorecard.iv.{each.plan.feature}": each.iv for each in table}


def _as_served(table: NDArray[np.float64], book: CodBook) -> NDArray[np.float64]:
    """The card's columns; past trade of merchants who are not seasoned is missing, as when it serves."""
    variables = book.scorecard.variables
    values = table[:, [INDEX[each.feature] for each in variables]]
    fresh = [not is_seasoned(book.table.assumptions, row) for row in table]
    history = [each.history for each in variables]
    values[np.ix_(fresh, history)] = np.nan
    return values
