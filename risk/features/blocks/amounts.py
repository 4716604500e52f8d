"""Declared values that are usual here. See ``catalogue.AMOUNTS``.

Means are over the parcels before this one: what is unusual must not raise what it is held against.
"""

from risk.features import facts
from risk.features.blocks.view import NAN
from risk.features.facts import Fact
from risk.features.windows import D7, D30, History


def read(
    at_ms: int, fact: Fact, sender: History | None, receiver: History | None
) -> tuple[float, float, float, float]:
    """The values of the block, over the busiest histories of both sides."""
    month = _mean(sender, at_ms, D30)
    return (
        fact.declared_fen / month if month > 0.0 else NAN,
        _mean(sender, at_ms, D7),
        month,
        _mean(receiver, at_ms, D30),
    )


def _mean(history: History | None, at_ms: int, length_ms: int) -> float:
    """Mean declared value of a window; exact integers until the division."""
    if history is None:
        return NAN
    span = history.span(at_ms, length_ms)
    parcels = span[1] - span[0]
    return history.total(facts.DECLARED, span) / parcels if parcels else NAN
