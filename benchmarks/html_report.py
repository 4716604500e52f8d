"""The report as one HTML file that needs no network: tables, and a bar plot for each unit.

A suite may bring a section of its own, with its own plots: then its figures stand below, folded.
"""

from collections.abc import Sequence
from html import escape
from typing import Final

from benchmarks.measurement import Measurement

_STYLE: Final = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{padding:.2rem .6rem;text-align:left}
tr{border-bottom:1px solid #ddd}td.n{text-align:right;font-variant-numeric:tabular-nums}
.met{color:#17692f}.missed{color:#9a5b00}.WRONG{color:#b00020;font-weight:700}
svg{display:block;margin:1rem 0}figure{margin:0}
svg{max-width:100%;height:auto}.with-interval{white-space:nowrap}figcaption+svg text{font-size:12px}
svg text,svg tspan{font-family:system-ui,sans-serif!important}small{color:#666}
tr.ours{background:#eef3fa}th.n{text-align:right}summary{cursor:pointer;margin:.6rem 0;color:#123a6d}
"""
_ROW: Final = 20
_LEFT: Final = 290
_WIDTH: Final = 760
_FEWEST: Final = 2


def render_html(suites: Sequence[tuple[str, Sequence[Measurement], str]], machine: str) -> str:
    """The whole page.

    Args:
        suites: name, figures, and own section (HTML, may be empty) of each.
        machine: one line about where they were measured.
    """
    sections = "".join(_section(*suite) for suite in suites)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>PostRisk benchmarks</title><style>{_STYLE}</style></head><body>"
        f"<h1>PostRisk benchmarks</h1><p>{escape(machine)}</p>{sections}</body></html>"
    )


def _section(name: str, figures: Sequence[Measurement], own: str) -> str:
    head, table = f"<h2>{escape(name)}</h2>", _table(figures)
    if own:
        return f"{head}{own}<details><summary>Figures by their permanent ids</summary>{table}</details>"
    units = dict.fromkeys(figure.unit for figure in figures if not figure.proof)
    plots = "".join(_plot(unit, [f for f in figures if f.unit == unit]) for unit in units)
    return f"{head}{table}{plots}"


def _table(figures: Sequence[Measurement]) -> str:
    rows = "".join(_row(figure) for figure in figures)
    return (
        "<table><tr><th>id</th><th>value</th><th>unit</th><th>target</th><th></th><th>what</th></tr>"
        f"{rows}</table>"
    )


def _row(figure: Measurement) -> str:
    target = escape(str(figure.target)) if figure.target else ""
    return (
        f'<tr><td>{escape(figure.id)}</td><td class="n">{figure.value:,.6g}</td>'
        f'<td>{escape(figure.unit)}</td><td>{target}</td><td class="{figure.verdict}">'
        f"{figure.verdict}</td><td>{escape(figure.note)}</td></tr>"
    )


def _plot(unit: str, figures: Sequence[Measurement]) -> str:
    """Bars of all figures of one unit; nothing where there is nothing to compare."""
    most = max(figure.value for figure in figures)
    if len(figures) < _FEWEST or not most > 0:
        return ""
    bars = "".join(_bar(figure, at, most) for at, figure in enumerate(figures))
    height = _ROW * len(figures)
    return (
        f'<figure><figcaption>{escape(unit)}</figcaption><svg role="img" width="{_WIDTH}" '
        f'height="{height}" aria-label="{escape(unit)}">{bars}</svg></figure>'
    )


def _bar(figure: Measurement, at: int, most: float) -> str:
    y = at * _ROW
    length = max(figure.value, 0.0) / most * (_WIDTH - _LEFT - 90)
    return (
        f'<text x="{_LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(figure.id)}</text>'
        f'<rect x="{_LEFT}" y="{y + 3}" width="{length:.1f}" height="{_ROW - 6}" fill="#4477aa"/>'
        f'<text x="{_LEFT + length + 6:.1f}" y="{y + 14}">{figure.value:,.4g}</text>'
    )
