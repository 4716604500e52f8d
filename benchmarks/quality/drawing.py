"""Drawing as SVG text that can stand inside a page: one look for all plots.

Texts stay texts in a common font, so that a page is small and can be searched; ids are made the
plot's own, because several plots stand in one document.
"""

import io
import re
from collections.abc import Callable
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from benchmarks.quality.trial import METHODS

COLOURS: Final = {
    "rules": "#8c8c8c",
    "iforest": "#b58900",
    "tabular": "#2a9d8f",
    "raw_counts": "#8e6bbf",
    "score": "#6fa8dc",
    "engine": "#123a6d",
}
"""Colour of each method, ours the darkest."""
FRAUD: Final = "#b3261e"
HONEST: Final = "#9fb3c8"
KINDS: Final = {
    "shipment": "Shipments",
    "account_opening": "Account openings",
    "cod_application": "COD applications",
}
"""How people read the kinds, in the order of the page."""

_STYLE: Final[Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "postrisk",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e3e7ec",
    "legend.frameon": False,
    "legend.fontsize": 9,
}
_NO_METADATA: Final = {"Date": None, "Creator": None, "Format": None, "Type": None}
_NAMESPACE: Final = re.compile(r' xmlns(:xlink)?="[^"]*"')
_LEGEND_COLUMNS: Final = 2
"""For each of the axes above it."""
_ID: Final = re.compile(r'(\bid="|url\(#|href="#)')


def draw(
    name: str, width: float, height: float, paint: Callable[[list[Axes]], None], columns: int = 1
) -> str:
    """A plot as an ``<svg>`` element.

    Args:
        name: unique in the page; letters and dashes.
        width: in inches.
        height: in inches.
        paint: is given the axes, left to right.
        columns: number of axes side by side.
    """
    with mpl.rc_context(rc=_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(figure)
        axes = list(figure.subplots(1, columns, squeeze=False)[0])
        paint(axes)
        _add_legend(figure, axes)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata=_NO_METADATA)
    svg = out.getvalue()
    # Inside a page neither needs to be said, and both look like addresses of a network.
    svg = _NAMESPACE.sub("", svg[svg.index("<svg") :])
    return _ID.sub(rf"\g<1>{name}-", svg)


def _add_legend(figure: Figure, axes: list[Axes]) -> None:
    """One legend below all axes: each name once, in the order of its coming."""
    known = dict[str, Any]()
    for axis in axes:
        handles, names = axis.get_legend_handles_labels()
        known |= {
            name: known.get(name, handle) for handle, name in zip(handles, names, strict=True)
        }
    if known:
        columns = min(len(known), _LEGEND_COLUMNS * len(axes))
        figure.legend(known.values(), known.keys(), loc="outside lower center", ncols=columns)


def label_of(method: str) -> str:
    """How people read a method's name."""
    return METHODS[method]


def line_of(method: str) -> dict[str, Any]:
    """Line style of a method: ours stands out."""
    ours = method == "engine"
    return {
        "color": COLOURS[method],
        "linewidth": 2.4 if ours else 1.3,
        "zorder": 5 if ours else 3,
        "label": label_of(method),
    }
