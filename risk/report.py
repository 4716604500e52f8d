"""The training report: the model card and its plots as one HTML file that needs no network.

It shows features and scores of rows, and no identifier: an auditor may keep it.
"""

import importlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.errors import Failure
from data.files import AtomicWriter
from detectors.boosted import Boosted
from risk import report_plots as plots
from risk.card import Card
from risk.card_text import card_lines
from risk.train import HIGHEST, Training

REPORT: Final = "report.html"
_STYLE: Final = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
pre{background:#f6f8fa;padding:1rem;overflow-x:auto;font-size:13px}
figure{margin:1.5rem 0}figcaption{color:#444}img{max-width:100%;height:auto}
"""


def write_report(
    folder: Path, training: Training, *, stage: Callable[[str], object] = lambda _: None
) -> Path:
    """Draw a training run; returns the file.

    Args:
        folder: made if missing.
        training: what came of the run.
        stage: called with what comes next.

    Raises:
        Failure: the folder can't be written, or the extra "train" is not installed.
    """
    require_drawing()
    sections = []
    for kind in training.card.kinds:
        stage(f"drawing {kind}")
        sections.append(_section(kind, training))
    path = folder / REPORT
    with AtomicWriter(path) as file:
        file.write(_page(training.manifest.id, "".join(sections)).encode())
    return path


def require_drawing() -> None:
    """Ask for what drawing needs before the long training and not after it.

    Raises:
        Failure: the extra "train" is not installed.
    """
    try:
        importlib.import_module("matplotlib")
        importlib.import_module("shap")
    except ImportError:
        raise Failure(
            "the report needs libraries that are not installed: pip install 'postrisk[train]'",
            code="no_train_extra",
        ) from None


def _page(bundle_id: str, sections: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>Training of {escape(bundle_id)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>Training of {escape(bundle_id)}</h1>{sections}</body></html>"
    )


def _section(kind: str, training: Training) -> str:
    card = training.card.kinds[kind]
    alone = Card(training.card.as_of, training.card.review_minutes, {kind: card})
    text = escape("\n".join(card_lines(alone)))
    figures = list(_figures(kind, training))
    return f"<h2>{escape(kind)}</h2><pre>{text}</pre>{''.join(figures)}"


def _figures(kind: str, training: Training) -> Iterator[str]:
    held, model = training.card.kinds[kind].held_out, training.models[kind]
    if held is None:
        return
    if held.reliability:
        yield _figure("What was said and what was true", plots.reliability(held))
    yield _figure("What each review budget finds and saves", plots.trade_off(held))
    if isinstance(model, Boosted):
        yield from _shap_figures(model, training.examples[kind])
    else:
        yield "<p>No trees were fitted, so there are no SHAP values: too few frauds are known.</p>"


def _shap_figures(model: Boosted, vectors: NDArray[np.float64]) -> Iterator[str]:
    rows = plots.explained(model, vectors)
    yield (
        f"<p>SHAP values of the served trees on {len(vectors):,} rows that were kept back when the "
        "card was reckoned, in raw log-odds: before the detectors' share and the calibration. Trees "
        "are fitted once more on all known rows before they serve.</p>"
    )
    yield _figure("What moves the trees: beeswarm", plots.beeswarm(rows))
    for place in range(min(HIGHEST, len(vectors))):
        yield _figure(f"Held-out row {place + 1} by score: waterfall", plots.waterfall(rows[place]))
    for name, png in plots.dependences(rows):
        yield _figure(f"{name}: dependence", png)


def _figure(caption: str, png: bytes) -> str:
    image = f'<img alt="{escape(caption)}" src="data:image/png;base64,{b64encode(png).decode()}">'
    return f"<figure><figcaption>{escape(caption)}</figcaption>{image}</figure>"
