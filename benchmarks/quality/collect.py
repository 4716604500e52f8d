"""One replay of a world through the very engine, into a table for each kind of event.

The replay has no bundle. What the state holds does not depend on one but in a single number:
``person_class_one_90d`` counts the Class-I accounts that were let through, and a critical score would
have kept some back. No detector sees that number; only the rule on the legal cap does.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.quality.labels import Observed
from benchmarks.quality.plain import PlainReader
from benchmarks.quality.split import Split
from benchmarks.quality.table import Names, TableWriter, label_tables
from benchmarks.quality.texts import hashes_of
from data.errors import Failure
from data.events import Event
from data.identifiers import Tokeniser
from data.synthetic.drafts import LEVELS
from data.synthetic.truth import TRUTH, Truth, truths
from data.synthetic.writer import EVENTS
from risk.decide import asked_rank
from risk.engine import Engine
from risk.evaluation import Evaluation
from risk.event_texts import texts_of
from risk.features.feature import ALL
from risk.labels import STOPPING
from risk.replay import Replay, Step
from risk.stakes import stake_fen

STEALTH: Final = ("", *LEVELS)
"""What the numbers of a table's ``stealth`` mean."""


def collect(
    engine: Engine,
    tokeniser: Tokeniser,
    world: Path,
    split: Split,
    folder: Path,
    *,
    told: Callable[[], object] = lambda: None,
) -> Names:
    """Replay a world and keep what is asked of it later, in a table for each kind of event.

    Args:
        engine: fresh and without a bundle.
        tokeniser: for the digest of bodies.
        world: folder of ``events.jsonl`` and ``truth.csv``.
        split: what was known at the end of training depends on it.
        folder: for the tables; must be empty.
        told: called after each line.

    Returns:
        The names in the tables, with which ``read_tables`` reads them.

    Raises:
        Failure: a file can't be read, a line can't be scored, or the truth is of other events.
    """
    names, plain, stopped = Names(), PlainReader(), set[str]()
    arrived_ms = 0
    with ExitStack() as stack:
        writers = {
            kind: stack.enter_context(TableWriter(folder / kind, kind)) for kind in sorted(ALL)
        }
        pairs = _labelled(Replay(engine, tokeniser), world, told)
        for evaluation, event, truth in pairs:
            at_ms = evaluation.reading.fact.at_ms
            arrived_ms = max(arrived_ms, at_ms)
            if evaluation.decision.decision in STOPPING:
                stopped.add(event.event_id)
            writers[evaluation.decision.kind].add(
                event.event_id,
                evaluation.reading.packed,
                (at_ms, arrived_ms, *_fact(evaluation, event, truth, names)),
                plain.read(event, at_ms),
                hashes_of(event),
            )
    label_tables(folder, Observed(world / EVENTS, split.train_until_ms, stopped))
    return names


def told_of(event: Event) -> str:
    """The closed-list texts and the free attributes of an event, which rules read: JSON of both."""
    return msgspec.json.encode((texts_of(event), event.extra)).decode()


def _labelled(
    replay: Replay, world: Path, told: Callable[[], object]
) -> Iterator[tuple[Evaluation, Event, Truth]]:
    """Each event that was scored, with its truth; both files are in the same order."""
    known = truths(world / TRUTH)
    for step in replay.steps(world / EVENTS, told):
        if not isinstance(step, Step):
            number, error = step
            raise Failure(f"line {number} of the world can't be scored: {error.message}")
        if step.evaluation is None:
            continue
        truth = next(known, None)
        if truth is None or truth.event_id != step.event.event_id:
            raise Failure(f"{TRUTH} does not follow {EVENTS} at its line {step.line}")
        yield step.evaluation, step.event, truth


def _fact(evaluation: Evaluation, event: Event, truth: Truth, names: Names) -> tuple[int, ...]:
    """All but the instants, in the order of ``table.FACT``."""
    return (
        stake_fen(event),
        names.code(truth.campaign),
        names.code(told_of(event)),
        names.code(truth.typology),
        names.code(truth.decoy),
        STEALTH.index(truth.stealth),
        int(truth.is_fraud),
        asked_rank(evaluation.hits),
        len(evaluation.hits),
    )
