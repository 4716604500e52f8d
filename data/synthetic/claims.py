"""Compensation for lost and broken parcels: who asks for it, and who gets it."""

import random
from typing import Final

from data.synthetic.courses import Fact
from data.synthetic.draws import chance

PAID_SHARE: Final = 0.7
_DELIVERED_BY_DAY: Final = 4


def compensation(
    rng: random.Random, amount_fen: int, share: float, *, paid_share: float = PAID_SHARE
) -> tuple[Fact, ...]:
    """The facts of a claim for one parcel, once it must have come.

    Args:
        rng: the stream to draw from.
        amount_fen: what is asked for.
        share: probability that it is asked for at all.
        paid_share: probability that the carrier pays what is asked.
    """
    if not chance(rng, share):
        return ()
    asked = Fact("claimed", "customer", _DELIVERED_BY_DAY, 10, amount_fen)
    if not chance(rng, paid_share):
        return (asked,)
    return (asked, Fact("claim_paid", "carrier", 11, 30, amount_fen))
