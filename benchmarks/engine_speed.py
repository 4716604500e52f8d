"""What one event costs in process, by kind and by phase, over a whole simulated stream.

The phases are those of ``ScoringService.score`` before the commit: *subject* parses the event's texts
(caches start empty and fill as they do when serving), *state* reads windows and graph, *judge* scores,
explains and decides, *apply* lets the event enter, *record* makes the row of the log.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import fsum
from time import perf_counter, perf_counter_ns
from typing import Final

from benchmarks.catalogue import KINDS, PHASES, measured
from benchmarks.measurement import Measurement
from benchmarks.stage import Stage, lines_of
from benchmarks.stats import median, percentile
from data.decisions import Explanation
from data.events import Event, OutcomeLine
from data.identifiers import Kind, Tokeniser
from data.normalise.address import parse_address
from risk.bootstrap import engine_of, home_of, tokeniser_of
from risk.engine import Engine
from risk.ledger import explanation_of
from risk.records import canonical_body, event_record
from risk.replay import Replay, replay_file
from risk.settings import Settings

Costs = dict[str, list[list[float]]]
"""Kind -> for each event the microseconds of each phase."""

_WARM: Final = 200


def engine_speed(stage: Stage) -> list[Measurement]:
    """Phases by kind, the whole, and the largest error of the ledger."""
    settings = Settings(stage.trained)
    home = home_of(settings)
    lines = lines_of(stage.events)
    # A first pass over a part loads what numba has compiled; its engine is thrown away.
    time_stream(engine_of(settings, home), tokeniser_of(home), lines[:_WARM])
    gc.collect()
    gc.freeze()
    costs, error = time_stream(engine_of(settings, home), tokeniser_of(home), lines)
    gc.unfreeze()
    return [
        *_by_kind(costs),
        *_over_all(costs),
        measured("speed.ledger_error", error),
        _replay_speed(stage, Replay(engine_of(settings, home), tokeniser_of(home))),
    ]


def _replay_speed(stage: Stage, replay: Replay) -> Measurement:
    """``postrisk replay`` on one core, from the file to the file of whole decisions."""
    started = perf_counter()
    met = replay_file(replay, stage.events, stage.folder / "decisions.jsonl")
    rate = met.events / (perf_counter() - started)
    note = f"{met.events:,} events, and {met.outcomes:,} outcomes on the way"
    return measured("speed.replay_events_per_second", rate, note)


def time_stream(
    engine: Engine, tokeniser: Tokeniser, lines: Sequence[Event | OutcomeLine]
) -> tuple[Costs, float]:
    """Score a stream; returns the costs and the largest error of the ledger."""
    costs: Costs = defaultdict(list)
    error = 0.0
    for line in lines:
        if isinstance(line, OutcomeLine):
            engine.apply_outcome(line)
            continue
        phases_us, explanation = _timed(engine, tokeniser, line)
        costs[str(line.__struct_config__.tag)].append(phases_us)
        error = max(error, ledger_error(explanation))
    return costs, error


def _timed(engine: Engine, tokeniser: Tokeniser, event: Event) -> tuple[list[float], Explanation]:
    marks = [perf_counter_ns()]
    subject = engine.reader.read(event)
    marks.append(perf_counter_ns())
    reading = engine.state.read(subject)
    marks.append(perf_counter_ns())
    evaluation = engine.judge(subject, reading)
    marks.append(perf_counter_ns())
    engine.apply(evaluation)
    marks.append(perf_counter_ns())
    body = canonical_body(event)
    digest, answer = tokeniser.digest(body), evaluation.decision
    event_record(1, event, evaluation, answer, body=body, body_digest=digest, received_at_ms=0)
    marks.append(perf_counter_ns())
    spans = pairwise(marks)
    explanation = explanation_of(evaluation.reading.packed, evaluation.ledger)
    return [(after - before) / 1e3 for before, after in spans], explanation


def ledger_error(explanation: Explanation) -> float:
    """``|base + sum of contributions - total|``, summed exactly."""
    parts = [part.contribution for part in explanation.contributions]
    return abs(fsum([explanation.base, *parts, -explanation.total]))


def _by_kind(costs: Costs) -> list[Measurement]:
    figures = []
    for kind in KINDS:
        rows = costs[kind]
        note = f"{len(rows):,} events"
        for at, phase in enumerate(PHASES):
            value = median(row[at] for row in rows)
            figures.append(measured(f"speed.{kind}.{phase}_us", value, note))
        total = median(sum(row) for row in rows)
        figures.append(measured(f"speed.{kind}.total_us", total, note))
    return figures


def _over_all(costs: Costs) -> list[Measurement]:
    totals = [sum(row) for rows in costs.values() for row in rows]
    return [
        measured("speed.event_mean_us", sum(totals) / len(totals), f"{len(totals):,} events"),
        measured("speed.event_p99_us", percentile(totals, 0.99)),
    ]


def text_speed(lines: Sequence[Event | OutcomeLine]) -> list[Measurement]:
    """One address and one token, without any cache."""
    addresses = sorted({text for line in lines for text in _addresses(line)})
    tokeniser = Tokeniser(bytes(32))
    numbers = [f"1390000{number:04d}" for number in range(5_000)]
    return [
        measured(
            "speed.address_us",
            _each_us(parse_address, addresses),
            f"{len(addresses):,} different addresses",
        ),
        measured(
            "speed.token_us", _each_us(lambda text: tokeniser.node(Kind.PHONE, text), numbers)
        ),
    ]


def _addresses(line: Event | OutcomeLine) -> list[str]:
    parties = (getattr(line, role, None) for role in ("sender", "receiver", "applicant"))
    return [party.address for party in parties if party is not None and party.address]


def _each_us(call: Callable[[str], object], texts: Sequence[str]) -> float:
    """Mean microseconds a text, the best of three passes."""
    passes = []
    for _ in range(3):
        started = perf_counter_ns()
        for text in texts:
            call(text)
        passes.append((perf_counter_ns() - started) / 1e3 / len(texts))
    return min(passes)
