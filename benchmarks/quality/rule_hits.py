"""The rules over rows that were kept: which of them ask for something, and in which order people look."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.labels import UNKNOWN
from benchmarks.quality.table import Table
from risk.decide import RANK
from rules.compile import CompiledPolicy
from rules.model import Rule

_AT_ONCE: Final = 8_192
"""Rows that are made to Python's floats at a time."""


class Hits(Struct, frozen=True):
    """What rules that ask for something say of some rows.

    Attributes:
        rules: those that ask, in the policy's order; notes are left out.
        fired: shape (n_rows, n_rules).
        rank: shape (n_rows,), of the severest action asked for; 0 where no rule asks.
    """

    rules: tuple[Rule, ...]
    fired: NDArray[np.bool_]
    rank: NDArray[np.int8]


def hits_of(policy: CompiledPolicy, table: Table, rows: NDArray[np.intp]) -> Hits:
    """Run the rules over some rows of a table."""
    places = [place for place, rule in enumerate(policy.rules) if rule.action != "approve"]
    column = {place: at for at, place in enumerate(places)}
    fired = np.zeros((len(rows), len(places)), np.bool_)
    texts = [_decoded(text) for text in table.names.texts]
    for at, (vector, told) in enumerate(_rows(table, rows)):
        for place in policy.evaluate(table.kind, vector, *texts[told]):
            if place in column:
                fired[at, column[place]] = True
    rules = tuple(policy.rules[place] for place in places)
    ranks = np.array([RANK[rule.action] for rule in rules], np.int8)
    return Hits(rules, fired, np.max(fired * ranks, axis=1, initial=0).astype(np.int8))


def yields(past: Hits, observed: NDArray[np.int8]) -> NDArray[np.float64]:
    """The share of frauds among the hits of each rule, as labels have told; shape (n_rules,).

    One more hit, as good as all of them on average, keeps a rule of few hits near the middle.

    Args:
        past: of months before those that are judged.
        observed: their labels, as far as they were known by then.
    """
    known = observed != UNKNOWN
    fired, fraud = past.fired[known], observed[known] == 1
    hits, frauds = fired.sum(axis=0), fired[fraud].sum(axis=0)
    usual = frauds.sum() / max(hits.sum(), 1)
    return np.asarray((frauds + usual) / (hits + 1))


def order_of(hits: Hits, yields: NDArray[np.float64]) -> NDArray[np.float64]:
    """In which order people look: the severest action first, then the best yield of a rule; 0 is never."""
    best = np.max(hits.fired * yields, axis=1, initial=0.0)
    return np.where(hits.rank > 0, hits.rank + best / 2, 0.0)


def _rows(table: Table, rows: NDArray[np.intp]) -> Iterator[tuple[list[float], int]]:
    for at in range(0, len(rows), _AT_ONCE):
        some = rows[at : at + _AT_ONCE]
        yield from zip(
            table.vectors[some].tolist(), table.facts["told"][some].tolist(), strict=True
        )


def _decoded(text: str) -> Any:
    """Texts and free attributes; the names of typologies and campaigns are none and are never asked for."""
    return msgspec.json.decode(text) if text.startswith("[") else ({}, {})
