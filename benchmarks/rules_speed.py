"""What policies cost, per event: rules-speed-1 and rules-speed-2.

Permanent ids, fixed seed. rules-speed-1 is 100 rules over 60 features (floor 20 µs), rules-speed-2 is 200
rules over as many features as the catalogue has (floor 25 µs). ``run`` gives the figures of one and
``python -m benchmarks.rules_speed`` prints both. The answers of the compiled policy are held equal to a
naive interpreter's in ``tests/rules/test_oracle.py``.
"""

import math
import random
import time
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from risk.features.catalogue import NAMES
from rules.compile import CompiledPolicy, compile_policies
from rules.model import Parameter, Policy, ReasonText, Rule, Words
from rules.vocabulary import Vocabulary, VocabularyEntry


class Size(Struct, frozen=True):
    """How large a policy is, under a permanent id."""

    id: str
    rules: int
    features: int


HUNDRED: Final = Size("rules-speed-1", 100, 60)
CATALOGUE: Final = Size("rules-speed-2", 200, len(NAMES))
SEED: Final = 20_260_101
EVENTS: Final = 500
REPEATS: Final = 9
KIND: Final = "shipment"


def vocabulary(features: int = HUNDRED.features) -> Vocabulary:
    """Features of a shipment, every tenth a flag, and one text."""
    entries = [
        VocabularyEntry(f"f{i}", i, "flag" if i % 10 == 9 else "number", frozenset({KIND}))
        for i in range(features)
    ]
    entries.append(VocabularyEntry("pay_mode", -1, "text", frozenset({KIND})))
    return {entry.name: entry for entry in entries}


def policy(size: Size = HUNDRED, seed: int = SEED) -> Policy:
    """Rules like the shipped ones: two to five conditions, thresholds as parameters."""
    source = random.Random(seed)
    parameters = tuple(Parameter(f"p{i}", float(i), "units", "[D]") for i in range(10))
    return Policy(
        id="speed",
        version=1,
        title=Words("测速", "speed"),
        parameters=parameters,
        rules=tuple(_rule(index, source, size.features) for index in range(size.rules)),
    )


def vectors(size: Size = HUNDRED, seed: int = SEED, events: int = EVENTS) -> list[list[float]]:
    """Feature vectors with one value in five missing."""
    source = random.Random(seed + 1)
    return [[_value(i, source) for i in range(size.features)] for _ in range(events)]


def run(size: Size = HUNDRED) -> dict[str, float]:
    """The figures: microseconds an event (best of the repeats) and hits an event."""
    compiled, started = _timed(lambda: compile_policies([policy(size)], vocabulary(size.features)))
    rows = vectors(size)
    hits = sum(len(_evaluate(compiled, row)) for row in rows)
    evaluate_us = _best_us(lambda: [_evaluate(compiled, row) for row in rows], len(rows))
    first = next((i for row in rows for i in _evaluate(compiled, row)), 0)
    hit_us = _best_us(lambda: [compiled.hit(first, row, {}, {}) for row in rows], len(rows))
    return {
        "rules": float(size.rules),
        "features": float(size.features),
        "compile_ms": started * 1_000,
        "evaluate_us": evaluate_us,
        "hit_us": hit_us,
        "hits_per_event": hits / len(rows),
    }


def _rule(index: int, source: random.Random, features: int) -> Rule:
    conditions = [_condition(source, features) for _ in range(source.randint(2, 5))]
    joined = " and ".join(conditions[:-1])
    when = f"{joined} and not {conditions[-1]}" if source.random() < 0.3 else joined
    return Rule(
        id=f"B{index:03d}",
        version=1,
        typology=None,
        action="review",
        kinds=(KIND,),
        when=when,
        basis=None,
        reason=ReasonText("speed", "测速", "speed"),
        counter=None,
        customer=None,
        hit=(),
        miss=(),
    )


def _condition(source: random.Random, features: int) -> str:
    feature = source.randrange(features)
    if feature % 10 == 9:
        return f"f{feature}"
    match source.randrange(8):
        case 0:
            return 'pay_mode in ("cod", "collect")'
        case 1:
            return f"f{feature} / f{source.randrange(features)} > p{source.randrange(10)}"
        case 2:
            left, right = source.sample(range(features), 2)
            return f"(f{left} >= {source.randrange(8)} or f{right} < {source.randrange(3)})"
        case _:
            return f"f{feature} >= p{source.randrange(10)}"


def _value(index: int, source: random.Random) -> float:
    if source.random() < 0.2:
        return math.nan
    if index % 10 == 9:
        return float(source.random() < 0.5)
    return float(source.randrange(10))


def _evaluate(compiled: CompiledPolicy, row: list[float]) -> list[int]:
    return compiled.evaluate(KIND, row, {"pay_mode": "cod"}, {})


def _timed(work: Callable[[], CompiledPolicy]) -> tuple[CompiledPolicy, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def _best_us(work: Callable[[], object], events: int) -> float:
    """The least of the repeats: what the code costs, without its neighbours on the machine."""
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds) / events * 1e6


if __name__ == "__main__":
    for chosen in (HUNDRED, CATALOGUE):
        for name, value in run(chosen).items():
            print(f"{chosen.id} {name:16s} {value:10.2f}")
