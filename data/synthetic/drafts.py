"""Events before they have a number, with their truth and what becomes of them."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from data.events import Event
from data.synthetic.courses import ORDINARY, Course, Fact

Level: TypeAlias = Literal["L0", "L1", "L2"]
"""How well a fraud hides: naive, careful, evasive."""

LEVELS: Final[tuple[Level, ...]] = ("L0", "L1", "L2")

PENDING_ID: Final = "pending"
"""The id of every event until its turn comes: ids can't tell who made the event."""


@dataclass(frozen=True, slots=True)
class Label:
    """The truth of an event, as ``truth.csv`` has it; empty texts where nothing applies.

    A camouflage event of a fraudster is no fraud, yet carries the ``campaign_id``.
    """

    is_fraud: bool = False
    typology: str = ""
    campaign_id: str = ""
    stealth: Literal["", "L0", "L1", "L2"] = ""
    decoy: str = ""


HONEST: Final = Label()


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that is to happen.

    Attributes:
        course: how its delivery goes, if it is a parcel.
        facts: what else becomes known of it.
    """

    event: Event
    label: Label = HONEST
    course: Course = ORDINARY
    facts: tuple[Fact, ...] = ()
