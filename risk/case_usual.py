"""What is usual, to hold a case's values against: among events like it, else among all of its kind.

Both are of the bundle's training card; none is made up where the card does not know it.
"""

from collections.abc import Iterable

from msgspec import Struct

from risk.bundle import Bundle
from risk.peers import Peers


class Usual(Struct, frozen=True):
    """The first and the ninth decile of a feature's known values in training.

    Attributes:
        peers: whether it is of the event's own group; else of all events of the kind.
    """

    low: float
    high: float
    peers: bool = False


def usual_of(
    bundle: Bundle, kind: str, features: Iterable[str], peers: Peers | None
) -> dict[str, Usual]:
    """The usual range of each feature that the training card knows; none of a bundle without a card.

    Args:
        bundle: that scores now.
        kind: of event.
        features: names of those that are wanted.
        peers: the group of the event; None where it is not known.
    """
    card = None if bundle.card is None else bundle.card.kinds.get(kind)
    if card is None:
        return {}
    ranges = {} if peers is None else card.peers.get(peers.name, {})
    found: dict[str, Usual] = {}
    for name in features:
        own, baseline = ranges.get(name), card.baselines.get(name)
        if own is not None:
            found[name] = Usual(own.low, own.high, peers=True)
        elif baseline is not None and baseline.edges:
            found[name] = Usual(baseline.edges[0], baseline.edges[-1])
    return found
