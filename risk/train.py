"""Training: replay, join the labels known by then, fit, write a bundle.

The vectors are those that the serving engine computes, event by event, so nothing can leak from the
future. The detectors need no labels; where enough are matured, boosted trees learn from them.
"""

import importlib
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from data.errors import Failure
from data.identifiers import Tokeniser
from data.instants import to_datetime
from detectors.blend import Blend, fit_blend
from detectors.boosted import Boosted
from detectors.impute import fit_imputer
from detectors.pyod_fit import fit_ecod, fit_iforest
from risk.bundle import FORMAT, Manifest, save_bundle
from risk.decide import Bands
from risk.engine import Engine
from risk.features import catalogue
from risk.labels import STOPPING, Labels, counts, labels_in
from risk.replay import Replay, Step
from risk.supervised import fit_boosted

MIN_EVENTS: Final = 100
"""Fewer events of a kind give no model: the kind is scored by rules alone."""
MAX_ROWS: Final = 50_000
"""Rows that the detectors are fitted on; of more, a seeded sample."""
BAND_QUANTILES: Final = {"medium": 0.97, "high": 0.995, "critical": 0.999}
"""Share of training events below each band: start values for the reviewers' capacity (DOMAIN 6.2)."""


class _Rows:
    """Vectors of one kind in one growing array, and what is known of them."""

    def __init__(self) -> None:
        self.values = array("d")
        self.ids: list[str] = []
        self.at_ms = array("q")
        self.stopped: set[str] = set()

    def table(self) -> NDArray[np.float64]:
        """Shape (n_events, n_features)."""
        return np.frombuffer(self.values, np.float64).reshape(len(self.ids), -1)


class Training(Struct, frozen=True):
    """What came of a training run."""

    manifest: Manifest
    skipped: tuple[str, ...]
    errors: int


def train(
    engine: Engine,
    tokeniser: Tokeniser,
    events: Path,
    out: Path,
    *,
    until_ms: int | None = None,
    seed: int = 0,
    told: Callable[[], object] = lambda: None,
) -> Training:
    """Fit a bundle on a file of events and write it.

    Args:
        engine: fresh; its bundle plays no part.
        tokeniser: for the digest of bodies.
        events: JSON lines, events and outcomes in order of arrival.
        out: folder of the bundle.
        until_ms: the instant of training; None takes the time of the latest line.
        seed: for the isolation forest and the sample.
        told: called after each line.

    Raises:
        Failure: a file can't be read or written, no kind has enough events, or the libraries of
            the extra "train" are not installed.
    """
    require_libraries()
    replay = Replay(engine, tokeniser, until_ms)
    rows = _collect(replay, events, told)
    as_of_ms = replay.last_ms if until_ms is None else until_ms
    stopped = frozenset[str]().union(*(part.stopped for part in rows.values()))
    labels = labels_in(events, as_of_ms, stopped)
    fitted = {kind: part for kind, part in sorted(rows.items()) if len(part.ids) >= MIN_EVENTS}
    if not fitted:
        raise Failure(f"no kind of event has the {MIN_EVENTS} events that a model needs")
    models: dict[str, Blend | Boosted] = {}
    known: dict[str, tuple[int, int]] = {}
    bands: dict[str, Bands] = {}
    for kind, part in fitted.items():
        known_labels = _labels(labels, kind, part)
        models[kind], bands[kind] = fit_kind(kind, part.table(), known_labels, seed)
        known[kind] = counts(known_labels)
    manifest = Manifest(
        format=FORMAT,
        id="bundle",
        schema=catalogue.schema_hash(),
        trained_until=to_datetime(as_of_ms).isoformat(),
        seed=seed,
        events={kind: len(part.ids) for kind, part in fitted.items()},
        labels=known,
        bands=bands,
        columns={kind: _names(catalogue.detector_columns(kind)) for kind in fitted},
        learnt={
            kind: _names(model.columns)
            for kind, model in models.items()
            if isinstance(model, Boosted)
        },
        metrics={},
        files={},
    )
    saved = save_bundle(out, models, manifest)
    return Training(saved, tuple(sorted(set(rows) - set(fitted))), replay.summary.errors)


def fit_kind(
    kind: str, table: NDArray[np.float64], labels: NDArray[np.float64], seed: int
) -> tuple[Blend | Boosted, Bands]:
    """The model of one kind and its bands.

    Args:
        kind: of the events.
        table: whole vectors in order of arrival, shape (n_events, n_features); may be mapped from a
            file, of which only the rows of the samples are then read.
        labels: shape (n_events,); 1 fraud, 0 honest, NaN unknown.
        seed: for the isolation forest, the trees and the samples.

    Raises:
        ImportError: the extra "train" is not installed.
        ValueError: there are too few rows.
    """
    sample = np.arange(len(table))
    if len(table) > MAX_ROWS:
        sample = np.sort(np.random.default_rng(seed).choice(len(table), MAX_ROWS, replace=False))
    vectors = np.ascontiguousarray(table[sample])
    blend = _fit_blend(kind, vectors, labels[sample], seed)
    model = fit_boosted(kind, blend, table, labels, seed) or blend
    return model, _bands(model, vectors)


def _fit_blend(
    kind: str, vectors: NDArray[np.float64], labels: NDArray[np.float64], seed: int
) -> Blend:
    """The anomaly detectors, at their places of a vector."""
    columns = catalogue.detector_columns(kind)
    rows = np.ascontiguousarray(vectors[:, columns])
    imputer = fit_imputer(rows)
    filled = imputer.fill_rows(rows)
    detectors = [fit_ecod(filled), fit_iforest(filled, seed)]
    fitted = fit_blend(detectors, rows, labels, imputer=imputer)
    return Blend.from_arrays(fitted.to_arrays(), columns, len(catalogue.NAMES))


def require_libraries() -> None:
    """Ask for what fitting needs before the long replay and not after it.

    Raises:
        Failure: the extra "train" is not installed.
    """
    try:
        importlib.import_module("pyod")
        importlib.import_module("sklearn")
        importlib.import_module("lightgbm")
    except ImportError:
        raise Failure(
            "training needs libraries that are not installed: pip install 'postrisk[train]'",
            code="no_train_extra",
        ) from None


def _collect(replay: Replay, events: Path, told: Callable[[], object]) -> dict[str, _Rows]:
    rows: dict[str, _Rows] = {}
    for step in replay.steps(events, told):
        if isinstance(step, Step) and step.evaluation is not None:
            kind = step.evaluation.decision.kind
            part = rows.get(kind) or rows.setdefault(kind, _Rows())
            part.values.extend(step.evaluation.reading.vector)
            part.ids.append(step.event.event_id)
            part.at_ms.append(step.evaluation.reading.fact.at_ms)
            if step.evaluation.decision.decision in STOPPING:
                part.stopped.add(step.event.event_id)
    return rows


def _labels(labels: Labels, kind: str, part: _Rows) -> NDArray[np.float64]:
    pairs = zip(part.ids, part.at_ms, strict=True)
    return np.array([labels.of(id_, kind, at_ms) for id_, at_ms in pairs])


def _names(columns: Sequence[int]) -> tuple[str, ...]:
    return tuple(catalogue.NAMES[at] for at in columns)


def _bands(model: Blend | Boosted, vectors: NDArray[np.float64]) -> Bands:
    totals = np.array([model.score(vector.tobytes()).total for vector in vectors])
    return Bands(**{name: float(np.quantile(totals, q)) for name, q in BAND_QUANTILES.items()})
