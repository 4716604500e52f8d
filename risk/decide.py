"""From score and rules to one action, by a written precedence.

1. Each rule that fired asks for its action; the band of the score asks for one too (``BAND_ACTION``).
2. The highest on the ladder holds: approve < step_up < review < hold < decline.
3. Of a COD application the grade asks for an action too, by the grade table; no grade asks to decline.
4. A machine declines alone only for legal caps and confirmed lists: the policy check refuses any other
   rule that declines, and no band asks for more than a review. A person decides the rest (PIPL art. 24).
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from data.decisions import LADDER, Action, Band, RuleHit
from risk.credit import CreditAnswer
from rules.model import Rule

BAND_ACTION: Final[dict[Band, Action]] = {
    "low": "approve",
    "medium": "approve",
    "high": "step_up",
    "critical": "review",
}
"""What a score alone asks for. Anomaly is not guilt: it never holds or declines."""

RANK: Final = {action: rank for rank, action in enumerate(LADDER)}


class Bands(Struct, frozen=True):
    """Log-odds from which a band begins; set by the share of training events above them."""

    medium: float
    high: float
    critical: float

    def band(self, log_odds: float) -> Band:
        """The band of a score."""
        if log_odds >= self.critical:
            return "critical"
        if log_odds >= self.high:
            return "high"
        return "medium" if log_odds >= self.medium else "low"


def decide(band: Band, fired: Sequence[Rule]) -> Action:
    """The action that holds."""
    action = BAND_ACTION[band]
    for rule in fired:
        if RANK[rule.action] > RANK[action]:
            action = rule.action
    return action


def asked_rank(fired: Sequence[Rule | RuleHit]) -> int:
    """The rank of the severest action that rules ask for; 0 if none asks."""
    highest = 0
    for one in fired:
        highest = max(highest, RANK[one.action])
    return highest


def with_credit(action: Action, credit: CreditAnswer | None) -> Action:
    """The action on a COD application: the higher of both; without a grade a person decides."""
    asked: Action = "review" if credit is None else credit.action
    return asked if RANK[asked] > RANK[action] else action


def by_severity(fired: Sequence[Rule]) -> list[Rule]:
    """Rules with the highest action first; equals stay in policy order."""
    return sorted(fired, key=lambda rule: -RANK[rule.action])
