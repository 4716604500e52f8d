"""Bodies and answers of ``/v1/policies``."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from risk.governance import SMALLEST_SHARE
from risk.policy_book import Life
from risk.policy_trial import MAX_EVENTS

Share = Annotated[float, Meta(ge=SMALLEST_SHARE, le=1.0)]
Events = Annotated[int, Meta(ge=1, le=MAX_EVENTS)]


class DraftIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A policy file."""

    text: Annotated[str, Meta(min_length=1)]


class PublishIn(Struct, frozen=True, forbid_unknown_fields=True):
    """For which share of events a version decides; 1 is all."""

    share: Share = 1.0


class TrialIn(Struct, frozen=True, forbid_unknown_fields=True):
    """How many places of the log to look at, the newest."""

    events: Events = 20_000


class VersionOut(Struct, frozen=True):
    """A version; ``share`` is 1 where it decides all, 0 where it decides nothing."""

    id: str
    policy: str
    life: Life
    share: float
    author: str
    drafted_at: datetime
    publisher: str | None
    published_at: datetime | None


class WholeVersionOut(VersionOut, frozen=True):
    """A version with its text."""

    text: str


class PoliciesOut(Struct, frozen=True):
    """What decides, and all versions, the oldest first.

    Attributes:
        deciding: the id that answers name.
        partly: the id that answers of the share name; None if there is none.
        policies: id and version of each policy, grade table and scorecard that decides.
        can_roll_back: publications and retirements that can be taken back.
    """

    deciding: str
    partly: str | None
    policies: dict[str, int]
    can_roll_back: int
    versions: list[VersionOut]


class DiffOut(Struct, frozen=True):
    """What differs from what decides now, as a unified diff; empty where nothing does."""

    version: str
    against: str
    lines: list[str]


class LookedOut(Struct, frozen=True):
    """What a version in shadow has said since the server started.

    Attributes:
        events: looked at.
        hits: rule -> events.
        moves: "action as it was -> action with it" -> events.
    """

    version: str
    events: int
    hits: dict[str, int]
    moves: dict[str, int]
