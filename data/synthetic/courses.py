"""How the delivery of a parcel goes, and facts that a story knows of its own events."""

from dataclasses import dataclass
from typing import Final

from data.events import OutcomeKind, Source
from data.synthetic.draws import Weighted

COD_REFUSED_SHARE: Final = 0.12


@dataclass(frozen=True, slots=True)
class Course:
    """How deliveries of one sort end.

    Attributes:
        endings: delivered, refused, returned, undeliverable or redirected, by weight.
        not_ordered: share of the delivered about which the receiver says that they ordered nothing.
        mismatch: share of the delivered about which the receiver says that it is something else.
        cod_refused: share of parcels with cash on delivery that are refused at the door.
        days: from acceptance to delivery, from and to; what comes back takes 3 to 10.
        remit_days: from delivery to the payment of collected cash, from and to.
        remitted: share of collected cash that is ever paid out.
        unpaid: share of parcels under an agreement whose freight is not paid in time.
    """

    endings: Weighted[OutcomeKind]
    not_ordered: float = 0.001
    mismatch: float = 0.001
    cod_refused: float = COD_REFUSED_SHARE
    days: tuple[int, int] = (1, 4)
    remit_days: tuple[int, int] = (3, 8)
    remitted: float = 1.0
    unpaid: float = 0.0


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that becomes known of an event, from ``first_day`` to ``last_day`` after it."""

    outcome: OutcomeKind
    source: Source
    first_day: int
    last_day: int
    amount_fen: int | None = None


_ENDINGS: Final[tuple[OutcomeKind, ...]] = (
    *("delivered", "refused", "returned", "undeliverable", "redirected"),
)


def endings(
    delivered: float,
    refused: float = 0.0,
    returned: float = 0.0,
    undeliverable: float = 0.0,
    redirected: float = 0.0,
) -> Weighted[OutcomeKind]:
    """The endings of a course, by weight."""
    return Weighted(_ENDINGS, (delivered, refused, returned, undeliverable, redirected))


ORDINARY: Final = Course(endings(97.2, 0.8, 0.7, 0.6, 0.7))
UNWANTED: Final = Course(endings(84, 9, 7), not_ordered=0.06)
"""Nobody ordered it."""
STALE: Final = Course(endings(10, 0, 15, 75))
"""The address is out of date."""
NOWHERE: Final = Course(endings(0, 0, 5, 95))
"""The address is false."""
LOCAL: Final = Course(endings(97.2, 0.8, 0.7, 0.6, 0.7), days=(0, 1))
"""It does not go far."""
RECEIVED: Final = Course(endings(1), cod_refused=0.0, days=(1, 2))
"""It comes, and soon, for later it is sent back."""
FORWARDED: Final = Course(endings(delivered=12, redirected=88), days=(0, 2))
"""The receiver has it sent to another place while it is under way."""
