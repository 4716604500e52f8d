"""In what role an identifier meets events, and what its windows are asked for."""

from enum import IntEnum
from typing import Final

from risk.features import facts


class Role(IntEnum):
    """In what role an identifier met an event; windows of different roles never mix.

    An outlet opens accounts (``OUTLET``) and accepts parcels (``ACCEPTANCE``).
    """

    SENDER = 0
    RECEIVER = 1
    APPLICANT = 2
    AGENT = 3
    OUTLET = 4
    OPERATOR = 5
    BUSINESS = 6
    ACCEPTANCE = 7


SENDER: Final = int(Role.SENDER)
RECEIVER: Final = int(Role.RECEIVER)
APPLICANT: Final = int(Role.APPLICANT)
AGENT: Final = int(Role.AGENT)
OUTLET: Final = int(Role.OUTLET)
OPERATOR: Final = int(Role.OPERATOR)
BUSINESS: Final = int(Role.BUSINESS)
ACCEPTANCE: Final = int(Role.ACCEPTANCE)
"""The same as plain integers: the scoring path asks for them dozens of times an event."""

SUMS: Final[dict[int, tuple[int, ...]]] = {
    Role.SENDER: (
        facts.WEIGHT,
        facts.WEIGHT_SQUARED,
        facts.DECLARED,
        facts.COD,
        facts.NOVEL,
        facts.VAGUE,
        facts.WALK_IN,
        facts.RETURNED,
        facts.LINKED,
    ),
    Role.RECEIVER: (facts.DECLARED, facts.WEIGHT, facts.WEIGHT_SQUARED),
    Role.APPLICANT: (facts.GRANTED, facts.COUNTED),
    Role.AGENT: (),
    Role.OUTLET: (),
    Role.OPERATOR: (facts.WALK_IN,),
    Role.BUSINESS: (),
    Role.ACCEPTANCE: (),
}
"""Fields that are summed for a role."""

DISTINCTS: Final[dict[int, tuple[int, ...]]] = {
    Role.SENDER: (facts.RECEIVER, facts.PROVINCE, facts.OUTLET, facts.PHONE, facts.NAME),
    Role.RECEIVER: (
        facts.SENDER,
        facts.PERSON,
        facts.RECEIVER,
        facts.FIRST_SENDER,
        facts.FRESH_SENDER,
    ),
    Role.APPLICANT: (facts.PERSON, facts.OUTLET, facts.NAME),
    Role.AGENT: (facts.PERSON, facts.UNRELATED, facts.ORG),
    Role.OUTLET: (),
    Role.OPERATOR: (facts.WALK_IN_PERSON,),
    Role.BUSINESS: (facts.MERCHANT, facts.ACCOUNT),
    Role.ACCEPTANCE: (),
}
"""Fields whose distinct values are counted for a role."""
