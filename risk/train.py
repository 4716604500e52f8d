"""Training: replay, join the labels known by then, fit, write a bundle.

The vectors are those that the serving engine computes, event by event, so nothing can leak from the
future. The detectors need no labels; where enough are matured, boosted trees learn from them.
"""

import importlib
from array import array
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from data.errors import Failure
from data.identifiers import Tokeniser
from data.instants import to_datetime
from detectors.blend import Blend
from detectors.boosted import Boosted
from risk.backtest import REVIEW_MINUTES
from risk.bundle import FORMAT, Manifest, save_bundle
from risk.card import Card, KindCard
from risk.card_fit import Seen, kind_card
from risk.credit_fit import DEFAULTS, fit_cod_card, information_values
from risk.decide import asked_rank
from risk.engine import Engine
from risk.features import catalogue
from risk.features.feature import COD
from risk.fit import FittedKind, fit_kind
from risk.labels import STOPPING, Labels, labels_in
from risk.replay import Replay, Step
from risk.stakes import stake_fen
from risk.supervised import HeldOut
from risk.verdicts import Truth, Verdict

MIN_EVENTS: Final = 100
"""Fewer events of a kind give no model: the kind is scored by rules alone."""
EXAMPLES: Final = 1_000
"""Held-out rows that the training report draws at most."""
HIGHEST: Final = 3
"""Of these, the ones with the highest score, which it explains one by one."""


class _Rows:
    """Vectors of one kind in one growing array, and what is known of them."""

    def __init__(self) -> None:
        self.values = array("d")
        self.ids: list[str] = []
        self.at_ms = array("q")
        self.stakes_fen = array("q")
        self.asked = array("b")
        self.stopped: set[str] = set()

    def table(self) -> NDArray[np.float64]:
        """Shape (n_events, n_features)."""
        return np.frombuffer(self.values, np.float64).reshape(len(self.ids), -1)

    def seen(self, kind: str, labels: Labels) -> Seen:
        """All rows with what is known of them."""
        pairs = zip(self.ids, self.at_ms, strict=True)
        return Seen(
            kind,
            self.table(),
            np.frombuffer(self.at_ms, np.int64),
            np.frombuffer(self.stakes_fen, np.int64),
            np.array([labels.of(id_, kind, at_ms) for id_, at_ms in pairs]),
            np.frombuffer(self.asked, np.int8),
        )

    def verdicts(self, kind: str, held: HeldOut | None, truth: Truth) -> list[Verdict]:
        """The truth of each held-out row."""
        places = [] if held is None else held.places.tolist()
        return [truth.of(self.ids[at], kind, self.at_ms[at]) for at in places]


class Training(Struct, frozen=True):
    """What came of a training run.

    Attributes:
        manifest: of the bundle.
        card: what the bundle shows, as it stands in it.
        models: kind of event -> what was fitted.
        examples: kind of event -> whole vectors of held-out rows, the three of the highest score
            first and then at random; shape (n_rows, n_features).
        skipped: kinds with too few events.
        errors: lines that could not be scored.
    """

    manifest: Manifest
    card: Card
    models: dict[str, Blend | Boosted]
    examples: dict[str, NDArray[np.float64]]
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
    truth: Truth | None = None,
    told: Callable[[], object] = lambda: None,
    stage: Callable[[str], object] = lambda _: None,
) -> Training:
    """Fit a bundle on a file of events and write it.

    Args:
        engine: fresh; its bundle plays no part.
        tokeniser: for the digest of bodies.
        events: JSON lines, events and outcomes in order of arrival.
        out: folder of the bundle.
        until_ms: the instant of training; None takes the time of the latest line.
        seed: for the isolation forest and the sample.
        truth: of a simulated world: the card then tells of look-alikes. No model sees it.
        told: called after each line.
        stage: called with what comes next, after the lines.

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
    enough = {kind: part for kind, part in sorted(rows.items()) if len(part.ids) >= MIN_EVENTS}
    if not enough:
        raise Failure(f"no kind of event has the {MIN_EVENTS} events that a model needs")
    kinds: dict[str, FittedKind] = {}
    cards: dict[str, KindCard] = {}
    examples: dict[str, NDArray[np.float64]] = {}
    for kind, part in enough.items():
        seen = part.seen(kind, labels)
        stage(f"fitting {kind}")
        kinds[kind] = fitted = fit_kind(kind, seen.table, seen.labels, seen.asked, seed)
        stage(f"judging {kind}")
        verdicts = part.verdicts(kind, fitted.held_out, truth) if truth else None
        cards[kind] = kind_card(seen, fitted, verdicts)
        examples[kind] = _examples(seen.table, fitted.held_out, seed)
    scorecard = None
    if COD in enough and engine.policy.cod is not None:
        stage("fitting the scorecard")
        debts = labels_in(events, as_of_ms, stopped, DEFAULTS)
        seen = enough[COD].seen(COD, debts)
        scorecard = fit_cod_card(seen.table, seen.labels, engine.policy.cod)
    models = {kind: fitted.model for kind, fitted in kinds.items()}
    manifest = Manifest(
        format=FORMAT,
        id="bundle",
        schema=catalogue.schema_hash(),
        trained_until=to_datetime(as_of_ms).isoformat(),
        seed=seed,
        events={kind: card.events for kind, card in cards.items()},
        labels={kind: (card.frauds, card.honest) for kind, card in cards.items()},
        bands={kind: fitted.bands for kind, fitted in kinds.items()},
        columns={kind: _names(catalogue.detector_columns(kind)) for kind in kinds},
        learnt={
            kind: _names(model.columns)
            for kind, model in models.items()
            if isinstance(model, Boosted)
        },
        metrics=information_values(scorecard),
        files={},
        rules={kind: fitted.rules for kind, fitted in kinds.items() if fitted.rules is not None},
    )
    card = Card(manifest.trained_until, REVIEW_MINUTES, cards)
    points = None if scorecard is None else scorecard.card
    saved = save_bundle(out, models, manifest, card, points)
    skipped = tuple(sorted(set(rows) - set(kinds)))
    return Training(saved, card, models, examples, skipped, replay.summary.errors)


def require_libraries() -> None:
    """Ask for what fitting needs before the long replay and not after it.

    Raises:
        Failure: the extra "train" is not installed.
    """
    try:
        importlib.import_module("pyod")
        importlib.import_module("sklearn")
        importlib.import_module("lightgbm")
        if find_spec("optbinning") is None:  # seconds to import, and seldom needed
            raise ImportError
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
            part.stakes_fen.append(stake_fen(step.event))
            part.asked.append(asked_rank(step.evaluation.hits))
            if step.evaluation.decision.decision in STOPPING:
                part.stopped.add(step.event.event_id)
    return rows


def _examples(table: NDArray[np.float64], held: HeldOut | None, seed: int) -> NDArray[np.float64]:
    """Whole vectors of held-out rows: the highest first, then others at random."""
    if held is None:
        return table[:0]
    ordered = held.places[np.argsort(-held.totals, kind="stable")]
    highest, others = ordered[:HIGHEST], ordered[HIGHEST:]
    chosen = np.random.default_rng(seed).permutation(others)[: EXAMPLES - HIGHEST]
    return np.take(table, np.concatenate([highest, chosen]), axis=0)


def _names(columns: Sequence[int]) -> tuple[str, ...]:
    return tuple(catalogue.NAMES[at] for at in columns)
