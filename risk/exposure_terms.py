"""Which limits a COD merchant has at an instant: granted ones, and those of whom nothing was granted.

- The latest application that was approved (or approved after a step-up) sets the limits.
- One that goes to a person (review, hold, decline) sets nothing higher: until somebody has signed, of
  what is in force and what it proposed the lower holds, limit by limit.
- A merchant without a granted application, and one whose grant has run out or was never signed, has no
  more than the start grade of the grade table gives (``start_grade`` in ``rules/cod/grades.yaml``).
- What a group of merchants has under way may not go above the cap of the grade of the one that ships, as
  in :func:`rules.limits.granted`.
"""

from datetime import datetime
from typing import Final

from msgspec import Struct

from data.decisions import Action, Credit
from data.instants import to_ms
from rules.limits import GRADES, GradeTable

UNLIMITED_FEN: Final = 10**18
"""No limit. Balances are held below it, so that they fit in 64 bits whatever an event says."""
SIGNED: Final = frozenset({"approve", "step_up"})
"""Decisions on an application that let its limits stand."""


class Terms(Struct, frozen=True):
    """Limits in force, in fen.

    Attributes:
        group_fen: what all merchants of the group may have outstanding.
    """

    per_parcel_fen: int
    per_day_fen: int
    outstanding_fen: int
    group_fen: int


UNLIMITED: Final = Terms(UNLIMITED_FEN, UNLIMITED_FEN, UNLIMITED_FEN, UNLIMITED_FEN)


class Caps(Struct, frozen=True):
    """What a policy says of limits.

    Attributes:
        start: limits of a merchant to whom nothing was granted.
        group_fen: grade -> what its group may have outstanding.
    """

    start: Terms
    group_fen: dict[str, int]


NO_CAPS: Final = Caps(UNLIMITED, {})
"""Of a policy without a grade table: everything is counted, nothing is limited."""


class Grant(Struct, frozen=True):
    """What an application was answered with.

    Attributes:
        signed: whether it was approved; if not, it was only proposed.
    """

    grade: str
    per_parcel_fen: int
    per_day_fen: int
    outstanding_fen: int
    valid_until_ms: int
    signed: bool


def caps_of(table: GradeTable) -> Caps:
    """The caps of a grade table."""
    caps = {grade.grade: grade.outstanding_fen for grade in table.grades}
    start = next(g for g in table.grades if g.grade == table.assumptions.start_grade)
    limits = (start.per_parcel_fen, start.per_day_fen, start.outstanding_fen)
    return Caps(Terms(*limits, start.outstanding_fen), caps)


def terms_of(grant: Grant | None, caps: Caps, at_ms: int) -> Terms:
    """The limits of a merchant at an instant.

    Args:
        grant: what it was granted, or None.
        caps: of the policy that decides.
        at_ms: the instant.
    """
    if grant is None:
        return caps.start
    group_fen = caps.group_fen.get(grant.grade, grant.outstanding_fen)
    terms = Terms(grant.per_parcel_fen, grant.per_day_fen, grant.outstanding_fen, group_fen)
    return terms if grant.signed and at_ms <= grant.valid_until_ms else _lower(terms, caps.start)


def after_answer(before: Grant | None, action: Action, credit: Credit) -> Grant:
    """What stands after an application was answered.

    Args:
        before: what stood until then.
        action: the decision.
        credit: its grade and limits.
    """
    limits = credit.limits
    new = Grant(
        credit.grade,
        limits.per_parcel_fen,
        limits.per_day_fen,
        limits.outstanding_fen,
        to_ms(datetime.fromisoformat(credit.valid_until)),
        action in SIGNED,
    )
    if new.signed or before is None:
        return new
    return Grant(
        max(before.grade, new.grade, key=GRADES.index),
        min(before.per_parcel_fen, new.per_parcel_fen),
        min(before.per_day_fen, new.per_day_fen),
        min(before.outstanding_fen, new.outstanding_fen),
        min(before.valid_until_ms, new.valid_until_ms),
        before.signed,
    )


def _lower(one: Terms, other: Terms) -> Terms:
    return Terms(
        min(one.per_parcel_fen, other.per_parcel_fen),
        min(one.per_day_fen, other.per_day_fen),
        min(one.outstanding_fen, other.outstanding_fen),
        min(one.group_fen, other.group_fen),
    )
