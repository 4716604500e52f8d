"""What a rule that fired measured: found statically in its expression, computed only at a hit."""

import math
from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

from data.decisions import Evidence
from rules.emit import Frame, condition, term
from rules.expression import (
    Comparison,
    Condition,
    Constant,
    Leaf,
    Membership,
    Presence,
    Term,
    Truth,
    ValueType,
    describe,
    leaves,
    type_of,
)

Value: TypeAlias = float | str | bool | None
Measured: TypeAlias = tuple[bool, Value, Value]


class Slot(Struct, frozen=True):
    """One comparison of a rule: the name it measures, and the type of its value."""

    name: str
    type: ValueType


def slots_of(node: Condition) -> tuple[Slot, ...]:
    """The comparisons of an expression that measure something, in order."""
    return tuple(Slot(describe(named), type_of(named)) for _, _, named in _measuring(node))


def source(node: Condition, function: str) -> str:
    """A function that gives ``(speaks for the hit, value, threshold)`` for each slot."""
    frame = Frame()
    rows = []
    for leaf, positive, named in _measuring(node):
        holds = condition(leaf, frame)
        speaks = holds if positive else f"(not {holds})"
        threshold = _threshold(leaf, named, frame, positive=positive)
        rows.append(f"        ({speaks}, {term(named, frame)}, {threshold}),")
    lines = [f"def {function}(n, t, x):", *frame.prologue(), "    return ("]
    return "\n".join([*lines, *rows, "    )"])


def evidence_of(slots: Iterable[Slot], measured: Iterable[Measured]) -> tuple[Evidence, ...]:
    """The measured values that speak for the hit, each once."""
    found = {
        Evidence(slot.name, _shown(value, slot.type), _shown(threshold, slot.type)): None
        for slot, (speaks, value, threshold) in zip(slots, measured, strict=True)
        if speaks
    }
    return tuple(found)


def _measuring(node: Condition) -> Iterable[tuple[Leaf, bool, Term]]:
    for leaf, positive in leaves(node):
        named = _named(leaf)
        if not isinstance(named, Constant):
            yield leaf, positive, named


def _named(leaf: Leaf) -> Term:
    """The measured side of a comparison: the left one, unless that is the constant."""
    if isinstance(leaf, Comparison):
        return leaf.right if isinstance(leaf.left, Constant) else leaf.left
    return leaf.operand


def _threshold(leaf: Leaf, named: Term, frame: Frame, *, positive: bool) -> str:
    match leaf:
        case Presence():
            return "None"
        case Truth():
            return repr(float(positive))
        case Membership(options=options):
            return repr(", ".join(map(_listed, options)))
        case Comparison(left=left, right=right):
            return term(left if named is right else right, frame)


def _listed(option: Constant) -> str:
    return option.value if isinstance(option.value, str) else f"{option.value:g}"


def _shown(value: Value, type_: ValueType) -> Value:
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return bool(value) if type_ == "flag" else value
    return value
