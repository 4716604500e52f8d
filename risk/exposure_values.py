"""What the exposure book takes and tells: claims, ties, entries to be, positions."""

from msgspec import Struct

from data.recency import Link
from risk.exposure_terms import Terms


class Claim(Struct, frozen=True):
    """What a COD parcel would take of its merchant's limits.

    Attributes:
        breach: the first limit that it does not fit in: ``parcel``, ``day``, ``outstanding``, ``group``;
            empty if it fits in all.
        facts: the features of the block ``exposure``.
    """

    merchant: int
    amount_fen: int
    day: int
    breach: str
    facts: tuple[float, ...]


class Tie(Struct, frozen=True):
    """What an application says of its merchant's group.

    Attributes:
        keys: settlement account and legal representative.
        others: how many other merchants there are in the group that these keys make.
        others_fen: what those have outstanding.
    """

    merchant: int
    keys: tuple[int, ...]
    others: int
    others_fen: int


class Move(Struct, frozen=True):
    """An entry to be, with nodes in place of tokens; see ``data.records.ExposureEntry``."""

    kind: str
    cause: str
    merchant: int
    group: int
    event: int
    amount_fen: int
    outstanding_fen: int
    collected_fen: int
    group_outstanding_fen: int


class Position(Struct, frozen=True):
    """Where a merchant stands at an instant."""

    terms: Terms
    grade: str | None
    signed: bool
    outstanding_fen: int
    collected_fen: int
    day_fen: int
    members: int
    group: int
    group_outstanding_fen: int


class Reservation(Link):
    """A parcel under way."""

    __slots__ = ("amount_fen", "collected", "event", "merchant")

    def __init__(self, event: int, merchant: int, amount_fen: int) -> None:
        super().__init__()
        self.event = event
        self.merchant = merchant
        self.amount_fen = amount_fen
        self.collected = False
