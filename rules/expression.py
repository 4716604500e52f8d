"""The checked form of a rule's expression: typed nodes, nothing left to doubt.

Terms are values that may be missing. Numbers and flags are floats, missing is NaN; texts are
``str``, missing is None. Conditions are plainly true or false: a comparison with a missing value is
false, ``!=`` too, and ``not`` turns that round.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

ValueType: TypeAlias = Literal["number", "flag", "text", "any"]
Operator: TypeAlias = Literal["+", "-", "*", "/"]
Comparator: TypeAlias = Literal["<", "<=", ">", ">=", "==", "!="]
FunctionName: TypeAlias = Literal["min", "max", "abs"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal or a parameter; a flag is 0.0 or 1.0."""

    value: float | str
    type: ValueType


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the vocabulary."""

    name: str
    index: int
    type: ValueType


@dataclass(frozen=True, slots=True)
class Extra:
    """A free attribute of the event; a value of another type than ``type`` is missing."""

    name: str
    type: ValueType


@dataclass(frozen=True, slots=True)
class Negative:
    """``-operand``."""

    operand: "Term"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Missing where a side is missing or the divisor is zero."""

    operator: Operator
    left: "Term"
    right: "Term"


@dataclass(frozen=True, slots=True)
class Function:
    """``min``, ``max`` or ``abs``: missing where an argument is missing."""

    name: FunctionName
    arguments: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """``known(operand)`` or ``missing(operand)``."""

    operand: "Term"
    known: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides are texts (``==`` and ``!=`` only) or both are numbers."""

    operator: Comparator
    left: "Term"
    right: "Term"


@dataclass(frozen=True, slots=True)
class Membership:
    """``operand in (…)`` or ``operand not in (…)``; false where the operand is missing."""

    operand: "Term"
    options: tuple[Constant, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Truth:
    """A flag as a condition: true where it is 1, false where it is 0 or missing."""

    operand: "Term"


@dataclass(frozen=True, slots=True)
class Not:
    """The other truth value."""

    operand: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    """``and`` of two or more conditions."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """``or`` of two or more conditions."""

    parts: tuple["Condition", ...]


Term: TypeAlias = Constant | Fact | Extra | Negative | Arithmetic | Function
Condition: TypeAlias = Presence | Comparison | Membership | Truth | Not | All | Some
Leaf: TypeAlias = Presence | Comparison | Membership | Truth


def type_of(term: Term) -> ValueType:
    """The type of a term's value."""
    match term:
        case Constant() | Fact() | Extra():
            return term.type
        case _:
            return "number"


def leaves(condition: Condition, *, positive: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """The comparisons of an expression in order; each with False if an odd number of nots holds it.

    A leaf that speaks for the rule's hit is one whose truth equals that flag.
    """
    match condition:
        case Not(operand=operand):
            yield from leaves(operand, positive=not positive)
        case All(parts=parts) | Some(parts=parts):
            for part in parts:
                yield from leaves(part, positive=positive)
        case _:
            yield condition, positive


def describe(term: Term) -> str:
    """A term as a reader would write it.

    >>> describe(Arithmetic("/", Fact("paid_fen", 0, "number"), Fact("weight_grams", 1, "number")))
    'paid_fen / weight_grams'
    """
    match term:
        case Constant(value=value):
            return f"{value:g}" if isinstance(value, float) else repr(value)
        case Fact(name=name):
            return name
        case Extra(name=name):
            return f"extra.{name}"
        case Negative(operand=operand):
            return f"-{_bracketed(operand)}"
        case Arithmetic(operator=operator, left=left, right=right):
            return f"{_bracketed(left)} {operator} {_bracketed(right)}"
        case Function(name=function, arguments=arguments):
            return f"{function}({', '.join(map(describe, arguments))})"


def _bracketed(term: Term) -> str:
    text = describe(term)
    return f"({text})" if isinstance(term, Arithmetic) else text
