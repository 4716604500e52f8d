"""What the engine answers: frozen values in the contract's own names."""

from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

Action: TypeAlias = Literal["approve", "step_up", "review", "hold", "decline"]
Band: TypeAlias = Literal["low", "medium", "high", "critical"]
Colour: TypeAlias = Literal["green", "amber", "red"]

LADDER: Final[tuple[Action, ...]] = ("approve", "step_up", "review", "hold", "decline")
"""The decision ladder, mildest first: of several actions the highest holds."""


class Reason(Struct, frozen=True):
    """One cause of a score or of a rule, in words; ``contribution`` is in the ledger's unit."""

    code: str
    zh: str
    en: str
    contribution: float


class CounterText(Struct, frozen=True):
    """One sentence and one action for the clerk; never names a list or another person."""

    colour: Colour
    zh: str
    en: str


class CustomerText(Struct, frozen=True):
    """The reason, what to bring and where to appeal, for the customer."""

    zh: str
    en: str
    appeal: str


class CreditLimits(Struct, frozen=True):
    """Limits of cash on delivery, in fen."""

    per_parcel_fen: int
    per_day_fen: int
    outstanding_fen: int


class Credit(Struct, frozen=True):
    """The answer to a COD application."""

    grade: str
    score: int
    pd: float
    expected_loss_fen: int
    limits: CreditLimits
    payout_cycle_days: int
    deposit_ratio: float
    advance_allowed: bool
    valid_until: str


class Contribution(Struct, frozen=True):
    """What one feature adds to the total; ``value`` is None where the feature is missing."""

    feature: str
    value: float | None
    contribution: float


class Explanation(Struct, frozen=True):
    """The additive ledger: ``base + Σ contribution = total`` to 1e-9."""

    base: float
    total: float
    contributions: tuple[Contribution, ...]


class Evidence(Struct, frozen=True):
    """One measured value of a rule that fired, beside the threshold that it met."""

    name: str
    value: float | str | bool | None
    threshold: float | str | bool | None


class RuleHit(Struct, frozen=True):
    """A rule that fired."""

    id: str
    version: int
    action: Action
    evidence: tuple[Evidence, ...]


class GraphFacts(Struct, frozen=True):
    """What the identity graph knows of the event's identifiers; nodes are shown by kind only.

    Attributes:
        component_size: identifiers tied to this event's, counted up to a stated bound.
        distinct: for instance ``{"persons_on_sender_phone": 4}``.
        hops_to_confirmed: links between this event and the nearest confirmed fraud, or None.
        path: the kinds of identifier on the way there, nearest first.
    """

    component_size: int
    distinct: dict[str, int]
    hops_to_confirmed: int | None
    path: tuple[str, ...]


class Decision(Struct, frozen=True, omit_defaults=False):
    """The decision at counter detail; see ``AnalystDecision`` for the whole."""

    event_id: str
    kind: str
    decision: Action
    score: int
    probability: float
    band: Band
    typology: str | None
    reasons: tuple[Reason, ...]
    counter: CounterText
    customer: CustomerText | None
    credit: Credit | None
    case_id: str | None
    bundle: str
    policy: str
    degraded: tuple[str, ...]
    duration_ms: float


class AnalystDecision(Decision, frozen=True):
    """A decision with its whole explanation."""

    explanation: Explanation
    rules: tuple[RuleHit, ...]
    graph: GraphFacts


_COUNTER_FIELDS: Final = Decision.__struct_fields__


def for_analyst(
    decision: Decision,
    explanation: Explanation,
    rules: tuple[RuleHit, ...],
    graph: GraphFacts,
) -> AnalystDecision:
    """The decision with what only an analyst may see."""
    counter = {name: getattr(decision, name) for name in _COUNTER_FIELDS}
    return AnalystDecision(**counter, explanation=explanation, rules=rules, graph=graph)


ENCODER: Final = msgspec.json.Encoder()
DECODER: Final = msgspec.json.Decoder(Decision)
