"""A figure with a permanent id, and what it is held against."""

from math import inf
from typing import Literal, TypeAlias

from msgspec import Struct

Verdict: TypeAlias = Literal["met", "missed", "WRONG", "-"]


class Target(Struct, frozen=True):
    """What a figure is held against: ``value op number``, or ``within`` two numbers."""

    op: Literal["<=", ">=", "==", "within"]
    number: float
    most: float = inf

    def holds(self, value: float) -> bool:
        """Whether a value meets the target; a NaN meets none."""
        if self.op == "<=":
            return value <= self.number
        if self.op == "within":
            return self.number <= value <= self.most
        return value >= self.number if self.op == ">=" else value == self.number

    def __str__(self) -> str:
        """As printed: ``<= 10``, or ``0.4..0.65``."""
        if self.op == "within":
            return f"{self.number:g}..{self.most:g}"
        return f"{self.op} {self.number:g}"


class Definition(Struct, frozen=True):
    """What a permanent id means.

    Attributes:
        id: ``suite.name``; never reused for another meaning.
        unit: of the value.
        what: one sentence for the report.
        target: what is aimed at, or None for a plain figure.
        proof: whether a missed target is a wrong answer (and not a slow one).
    """

    id: str
    unit: str
    what: str
    target: Target | None = None
    proof: bool = False


class Measurement(Struct, frozen=True):
    """One figure of one run.

    Attributes:
        id: permanent, as declared in ``benchmarks.catalogue``.
        value: the figure.
        unit: of the value.
        target: what it is held against, or None.
        note: what it means, and how it came about.
        proof: whether a missed target is a wrong answer.
    """

    id: str
    value: float
    unit: str
    target: Target | None
    note: str
    proof: bool = False

    @property
    def met(self) -> bool:
        """Whether the target holds; without one, always."""
        return self.target is None or self.target.holds(self.value)

    @property
    def wrong(self) -> bool:
        """A proof that failed."""
        return self.proof and not self.met

    @property
    def verdict(self) -> Verdict:
        """One word for tables."""
        if self.target is None:
            return "-"
        if self.met:
            return "met"
        return "WRONG" if self.proof else "missed"
