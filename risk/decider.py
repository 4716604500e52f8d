"""One policy ready to decide: its rules, and what follows from its book of COD grades."""

from risk.bundle import Bundle
from risk.credit import CreditDesk
from risk.exposure_terms import NO_CAPS, caps_of
from rules.compile import CompiledPolicy


class Decider:
    """A policy with all that decides beside its rules.

    Args:
        policy: compiled rules, with the book of COD grades where there is one.
        bundle: gives the scorecard.

    Attributes:
        desk: answers COD applications; None without grades.
        caps: limits of those to whom nothing was granted, and of groups.
    """

    __slots__ = ("caps", "desk", "policy")

    def __init__(self, policy: CompiledPolicy, bundle: Bundle) -> None:
        cod = policy.cod
        self.policy = policy
        self.desk = None if cod is None else CreditDesk(cod, bundle.scorecard)
        self.caps = NO_CAPS if cod is None else caps_of(cod.table)
