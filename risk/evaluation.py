"""Everything that one event means to the engine: see :class:`Evaluation`."""

import msgspec
from msgspec import Struct

from data.decisions import AnalystDecision, Decision, GraphFacts, RuleHit, for_analyst
from risk.case_book import Filing
from risk.features.reading import Reading
from risk.ledger import explanation_of
from risk.policy_looks import Look
from risk.shadow import Shadow


class Evaluation(Struct, frozen=True):
    """Everything that one event means to the engine.

    Attributes:
        reading: the vector and what would enter the state.
        raw_scores: detector -> raw score.
        decision: the answer at counter detail; its ``duration_ms`` is 0 until somebody measured it.
        ledger: the explanation, packed: see ``risk.ledger``.
        hits: the rules that fired, with their evidence.
        graph: what the identity graph knew.
        granted: whether a Class-I account was let through.
        shadow: what the challenger says; None where there is none.
        looks: what policy versions in shadow would have done, where that differs.
        filing: the case that it belongs to; None where no person is asked for.
    """

    reading: Reading
    raw_scores: dict[str, float]
    decision: Decision
    ledger: bytes
    hits: tuple[RuleHit, ...]
    graph: GraphFacts
    granted: bool
    shadow: Shadow | None = None
    looks: tuple[Look, ...] = ()
    filing: Filing | None = None

    def analyst_decision(self) -> AnalystDecision:
        """The decision with its whole explanation; made when asked for, since few ask."""
        explanation = explanation_of(self.reading.packed, self.ledger)
        return for_analyst(self.decision, explanation, self.hits, self.graph)


def with_duration(decision: Decision, duration_ms: float) -> Decision:
    """The decision with the time it took; the only part of it that two runs may differ in."""
    return msgspec.structs.replace(decision, duration_ms=duration_ms)
