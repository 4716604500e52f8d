"""What is usual among events of a kind, to hold a case's values against: of the bundle's training card."""

from collections.abc import Iterable

from msgspec import Struct

from data.decisions import Contribution
from risk.bundle import Bundle


class Usual(Struct, frozen=True):
    """The first and the ninth decile of a feature's known values in training."""

    low: float
    high: float


def usual_of(bundle: Bundle, kind: str, parts: Iterable[Contribution]) -> dict[str, Usual]:
    """The usual range of each feature that the training card knows; none of a bundle without a card.

    Args:
        bundle: that scores now.
        kind: of event.
        parts: the contributions whose features are wanted.
    """
    card = None if bundle.card is None else bundle.card.kinds.get(kind)
    if card is None:
        return {}
    found: dict[str, Usual] = {}
    for part in parts:
        baseline = card.baselines.get(part.feature)
        if baseline is not None and baseline.edges:
            found[part.feature] = Usual(baseline.edges[0], baseline.edges[-1])
    return found
