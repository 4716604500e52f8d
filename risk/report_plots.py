"""The plots of the training report, each as the bytes of a PNG.

``shap`` itself draws beeswarm, waterfall and dependence. The values are the trees' own, in raw
log-odds before the mixture and the calibration: those of ``shap.TreeExplainer``, which
``CompiledTrees`` has equal to 1e-9 and without fitting anything again.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detectors.boosted import Boosted
from risk.card import HeldOutCard
from risk.features import catalogue

DEPENDENCES: Final = 4
"""Top features of which the dependence is drawn."""
_SHOWN: Final = 15
_DPI: Final = 80
_LEAST: Final = 1e-5
"""Where the axes of the reliability plot begin: a bin without a fraud stands there."""

Explained: TypeAlias = Any
"""A ``shap.Explanation``: the library has no types."""


def explained(model: Boosted, vectors: NDArray[np.float64]) -> Explained:
    """The SHAP values of some rows by the trees of a model.

    Args:
        model: that is served.
        vectors: whole ones, shape (n_rows, n_features), at least one.
    """
    import shap  # noqa: PLC0415  heavy, and absent in service

    anomaly = [model.blend.score(vector.tobytes()).total for vector in vectors]
    rows = np.ascontiguousarray(np.column_stack([vectors[:, model.columns], anomaly]))
    names = [catalogue.NAMES[at] for at in model.columns]
    return shap.Explanation(
        values=np.array([model.trees.explain(row).contributions for row in rows]),
        base_values=np.full(len(rows), model.trees.base),
        data=rows,
        feature_names=[*names, catalogue.ANOMALY.name],
    )


def beeswarm(rows: Explained) -> bytes:
    """What moves the score, over all rows; one dot a row and feature."""
    import shap  # noqa: PLC0415  heavy, and absent in service

    return _drawn(partial(shap.plots.beeswarm, rows, max_display=_SHOWN, show=False))


def waterfall(row: Explained) -> bytes:
    """One row from the mean of all to its own score."""
    import shap  # noqa: PLC0415  heavy, and absent in service

    return _drawn(partial(shap.plots.waterfall, row, max_display=_SHOWN, show=False))


def dependences(rows: Explained) -> Iterator[tuple[str, bytes]]:
    """The features with the largest mean influence, each with its value against its influence."""
    import shap  # noqa: PLC0415  heavy, and absent in service

    top = np.argsort(-np.abs(rows.values).mean(axis=0), kind="stable")[:DEPENDENCES]
    for name in [rows.feature_names[at] for at in top.tolist()]:
        yield name, _drawn(partial(shap.plots.scatter, rows[:, name], show=False))


def reliability(held: HeldOutCard) -> bytes:
    """Said and true probability of the served calibration, on logarithmic axes as fraud is rare."""

    def paint() -> None:
        axis = _axes(1)[0]
        said = [max(each.said, _LEAST) for each in held.reliability]
        axis.plot(said, [max(each.true, _LEAST) for each in held.reliability], "o")
        axis.plot([_LEAST, 1], [_LEAST, 1], color="#444", linewidth=0.8, linestyle=":")
        axis.set(xscale="log", yscale="log")
        axis.set(xlabel="probability that was said", ylabel="share that was fraud")

    return _drawn(paint)


def trade_off(held: HeldOutCard) -> bytes:
    """Precision, recall and yuan saved at each review budget."""

    def paint() -> None:
        left, right = _axes(2)
        shares = [100.0 * (choice.budget or 0.0) for choice in held.choices]
        found = [100.0 * choice.recall for choice in held.choices]
        # Nobody reviewed has no precision: a gap in the line.
        right_ones = [100.0 * (choice.precision or np.nan) for choice in held.choices]
        left.plot(shares, found, marker="o", label="recall")
        left.plot(shares, right_ones, marker="s", label="precision")
        left.set(xlabel="review budget (% of events)", ylabel="%", ylim=(0, 102))
        left.legend()
        right.plot(shares, [choice.saved_yuan for choice in held.choices], marker="o")
        right.axhline(0.0, color="#444", linewidth=0.8)
        right.set(xlabel="review budget (% of events)", ylabel="yuan saved per 1,000 events")

    return _drawn(paint)


def _axes(columns: int) -> Any:
    import matplotlib.pyplot as plt  # noqa: PLC0415  heavy, and absent in service

    figure, axes = plt.subplots(1, columns, figsize=(5.0 * columns, 4.0), squeeze=False)
    figure.set_layout_engine("constrained")
    return axes[0]


def _drawn(paint: Callable[[], object]) -> bytes:
    """The PNG of what is painted on matplotlib's current figure."""
    import matplotlib.pyplot as plt  # noqa: PLC0415  heavy, and absent in service

    with _no_display():
        paint()
        out = io.BytesIO()
        plt.gcf().savefig(out, format="png", dpi=_DPI, bbox_inches="tight")
    return out.getvalue()


@contextmanager
def _no_display() -> Iterator[None]:
    """A figure that needs no screen and is gone afterwards."""
    import matplotlib.pyplot as plt  # noqa: PLC0415  heavy, and absent in service

    plt.switch_backend("Agg")
    try:
        yield
    finally:
        plt.close("all")
