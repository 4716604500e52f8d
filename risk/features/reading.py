"""What the state says of an event, and what of it would enter the state."""

from graph.components import Reach
from risk.exposure_values import Claim, Tie
from risk.features.facts import Fact
from risk.features.touch import Touch


class Reading:
    """An event as the state sees it: the vector, and what would enter the state.

    Attributes:
        vector: one float for each feature of the catalogue, NaN where missing.
        packed: the same as little-endian float64.
        fact: what the event leaves behind.
        touch: the keys and links that it enters.
        reach: the walk through the identity graph.
        claim: what a COD parcel would take of its merchant's limits; None for all else.
        tie: whom a COD application's merchant would share a limit with; None for all else.
        hubs: the event's own identifiers that many share and nothing explains.
    """

    __slots__ = ("claim", "fact", "hubs", "packed", "reach", "tie", "touch", "vector")

    def __init__(
        self,
        vector: list[float],
        packed: bytes,
        fact: Fact,
        touch: Touch,
        reach: Reach,
        *,
        claim: Claim | None,
        tie: Tie | None,
        hubs: tuple[int, ...] = (),
    ) -> None:
        self.vector = vector
        self.packed = packed
        self.fact = fact
        self.touch = touch
        self.reach = reach
        self.claim = claim
        self.tie = tie
        self.hubs = hubs
