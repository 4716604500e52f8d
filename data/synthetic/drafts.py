"""Events before they have a number, with their truth and what becomes of them."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from data.events import Event

Stealth: TypeAlias = Literal["", "L0", "L1", "L2"]
Delivery: TypeAlias = Literal["ordinary", "stale", "nowhere", "unwanted"]

PENDING_ID: Final = "pending"
"""The id of every event until the whole day is in order: ids can't tell who made the event."""


@dataclass(frozen=True, slots=True)
class Label:
    """The truth of an event, as ``truth.csv`` has it; empty texts where nothing applies.

    A camouflage event of a fraudster is no fraud, yet carries the ``campaign_id``.
    """

    is_fraud: bool = False
    typology: str = ""
    campaign_id: str = ""
    stealth: Stealth = ""
    decoy: str = ""


HONEST: Final = Label()


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that is to happen.

    Attributes:
        delivery: how its delivery goes: ``stale`` is a list of old addresses, ``nowhere`` a false
            address, ``unwanted`` a parcel that nobody ordered.
    """

    event: Event
    label: Label = HONEST
    delivery: Delivery = "ordinary"
