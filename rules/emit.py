"""Python source for checked expressions; only typed nodes come in, so only our own words go out.

Numbers, flags and texts of an event are loaded once into locals ``n12``, ``t0``, ``x0`` of the
generated function. Constants are written by ``repr``. The functions of ``HELPERS`` are all that the
source can call besides ``.get`` and ``.append``.
"""

import math
from collections.abc import Mapping
from typing import Final

from rules.expression import (
    All,
    Arithmetic,
    Comparison,
    Condition,
    Constant,
    Extra,
    Fact,
    Function,
    Membership,
    Negative,
    Not,
    Presence,
    Some,
    Term,
    Truth,
    ValueType,
    type_of,
)


def divide(left: float, right: float) -> float:
    """A quotient; NaN, which is missing, for a divisor of zero."""
    return left / right if right else math.nan


def least(*values: float) -> float:
    """The smallest; NaN if any is NaN, whatever their order."""
    return math.nan if any(map(math.isnan, values)) else min(values)


def greatest(*values: float) -> float:
    """The largest; NaN if any is NaN, whatever their order."""
    return math.nan if any(map(math.isnan, values)) else max(values)


def number_of(value: object) -> float:
    """A free attribute as a number; NaN for all else, flags and huge integers too."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    try:
        number = float(value)
    except OverflowError:
        return math.nan
    return number if math.isfinite(number) else math.nan


def flag_of(value: object) -> float:
    """A free attribute as a flag, 1.0 or 0.0; NaN for all else."""
    return float(value) if isinstance(value, bool) else math.nan


def text_of(value: object) -> str | None:
    """A free attribute as a text; None for all else."""
    return value if isinstance(value, str) else None


HELPERS: Final[Mapping[str, object]] = {
    "nan": math.nan,
    "absolute": abs,
    "divide": divide,
    "least": least,
    "greatest": greatest,
    "number_of": number_of,
    "flag_of": flag_of,
    "text_of": text_of,
}
_FUNCTIONS: Final = {"min": "least", "max": "greatest", "abs": "absolute"}
_READERS: Final[Mapping[ValueType, str]] = {
    "number": "number_of",
    "flag": "flag_of",
    "text": "text_of",
    "any": "",
}


class Frame:
    """The locals of one generated function, each loaded once."""

    def __init__(self) -> None:
        self._loads: dict[str, str] = {}

    def local(self, fact: Fact | Extra) -> str:
        """The local name of a fact."""
        load, prefix = _load(fact)
        if load not in self._loads:
            self._loads[load] = f"{prefix}{len(self._loads)}"
        return self._loads[load]

    def prologue(self) -> list[str]:
        """The lines that load every local asked for so far."""
        return [f"    {name} = {load}" for load, name in self._loads.items()]


def condition(node: Condition, frame: Frame) -> str:
    """A Python expression that is truthy exactly where the condition holds."""
    match node:
        case All(parts=parts):
            return f"({' and '.join(condition(part, frame) for part in parts)})"
        case Some(parts=parts):
            return f"({' or '.join(condition(part, frame) for part in parts)})"
        case Not(operand=operand):
            return f"(not {condition(operand, frame)})"
        case Truth(operand=operand):
            return f"({term(operand, frame)} == 1.0)"
        case _:
            return _leaf(node, frame)


def term(node: Term, frame: Frame) -> str:
    """A Python expression for the value of a term."""
    match node:
        case Constant(value=value):
            return repr(value)
        case Fact() | Extra():
            return frame.local(node)
        case Negative(operand=operand):
            return f"(-{term(operand, frame)})"
        case Function(name=name, arguments=arguments):
            return f"{_FUNCTIONS[name]}({', '.join(term(a, frame) for a in arguments)})"
        case Arithmetic(operator="/", left=left, right=right):
            return _quotient(left, right, frame)
        case Arithmetic(operator=operator, left=left, right=right):
            return f"({term(left, frame)} {operator} {term(right, frame)})"


def _load(fact: Fact | Extra) -> tuple[str, str]:
    if isinstance(fact, Extra):
        return f"{_READERS[fact.type]}(x.get({fact.name!r}))", "x"
    if fact.type == "text":
        return f"t.get({fact.name!r})", "t"
    return f"n[{fact.index}]", "n"


def _leaf(node: Presence | Comparison | Membership, frame: Frame) -> str:
    match node:
        case Presence(operand=operand, known=known):
            is_known = _known(operand, term(operand, frame))
            return is_known if known else f"(not {is_known})"
        case Membership(operand=operand, options=options, negated=negated):
            value = term(operand, frame)
            listed = f"({', '.join(repr(option.value) for option in options)},)"
            if not negated:
                return f"({value} in {listed})"
            return f"({_known(operand, value)} and {value} not in {listed})"
        case Comparison(operator="!="):
            return _different(node, frame)
        case Comparison(operator="==", left=left, right=right) if type_of(left) == "text":
            # None == None is true to Python, and nothing that is missing is equal to anything
            equal = f"{term(left, frame)} == {term(right, frame)}"
            constant = isinstance(left, Constant) or isinstance(right, Constant)
            return f"({equal})" if constant else f"({_known(left, term(left, frame))} and {equal})"
        case Comparison(operator=operator, left=left, right=right):
            return f"({term(left, frame)} {operator} {term(right, frame)})"


def _different(node: Comparison, frame: Frame) -> str:
    left, right = term(node.left, frame), term(node.right, frame)
    if type_of(node.left) != "text":
        # NaN != NaN is true to Python; smaller or larger is false for whatever is missing
        return f"({left} < {right} or {left} > {right})"
    known = f"{_known(node.left, left)} and {_known(node.right, right)}"
    return f"({known} and {left} != {right})"


def _known(node: Term, value: str) -> str:
    if isinstance(node, Constant):
        return "True"
    if type_of(node) in ("text", "any"):
        return f"({value} is not None)"
    return f"({value} == {value})"


def _quotient(left: Term, right: Term, frame: Frame) -> str:
    if isinstance(right, Constant) and right.value:
        return f"({term(left, frame)} / {right.value!r})"
    return f"divide({term(left, frame)}, {term(right, frame)})"
