"""The engine: ``evaluate`` says what an event means, ``apply`` lets it enter the state.

These two calls in a loop are online scoring, replay, training, backtest and start-up. ``evaluate``
does no I/O, reads no clock and changes nothing; ``apply`` can be undone exactly.
"""

from array import array
from typing import Final

import msgspec
from msgspec import Struct

from data.decisions import (
    Action,
    AnalystDecision,
    Band,
    Decision,
    GraphFacts,
    RuleHit,
    for_analyst,
)
from data.events import AccountOpening, Event, Outcome
from data.subject import Reader, Subject
from detectors.calibrate import logit, score_1000, sigmoid
from graph.identity import Undo, take_back
from risk.bundle import Bundle
from risk.case_book import ALERTS, Filing
from risk.credit import CreditAnswer, CreditDesk
from risk.credit_texts import among, counter_of, customer_of
from risk.decide import asked_rank, by_severity, decide, with_credit
from risk.event_texts import texts_of
from risk.explain import reasons_of
from risk.exposure_terms import NO_CAPS, caps_of
from risk.exposure_texts import held_at_limit
from risk.exposure_values import Move, Position
from risk.features.catalogue import COD, INDEX
from risk.features.reading import Reading
from risk.features.state import State
from risk.graph_facts import graph_facts_of
from risk.hearing import hear
from risk.ledger import explanation_of, ledger_of, packed_places
from risk.let_through import draw_of, let_through
from risk.shadow import Shadow
from rules.compile import CompiledPolicy, Extras, Texts
from rules.limits import Group
from rules.model import Rule

PRIOR: Final = 0.001
"""Probability of fraud that is assumed where no model was fitted."""

_REPLACEMENT_AT: Final = INDEX["purpose_replacement"]


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
    filing: Filing | None = None

    def analyst_decision(self) -> AnalystDecision:
        """The decision with its whole explanation; made when asked for, since few ask."""
        explanation = explanation_of(self.reading.packed, self.ledger)
        return for_analyst(self.decision, explanation, self.hits, self.graph)


class _Score(Struct, frozen=True):
    total: float
    band: Band
    ledger: bytes
    raw: dict[str, float]


class Engine:
    """Scores events one by one.

    Args:
        reader: makes subjects of events.
        state: windows and graph.
        bundle: what was learnt: the champion, which decides.
        policy: compiled rules.
        challenger: scores the same vectors without any part in a decision; None for none. One that
            is the champion too isn't asked twice.
    """

    def __init__(
        self,
        reader: Reader,
        state: State,
        bundle: Bundle,
        policy: CompiledPolicy,
        challenger: Bundle | None = None,
    ) -> None:
        self.reader = reader
        self.state = state
        self.policy = policy
        self.challenger = challenger
        self._desk: CreditDesk | None = None
        self._caps = NO_CAPS if policy.cod is None else caps_of(policy.cod.table)
        self.take(bundle)

    def take(self, bundle: Bundle) -> None:
        """Let another bundle decide from the next event on.

        Between two events of one loop nothing else runs, so no event is scored by half of each.
        """
        self.bundle = bundle
        self._places = {kind: packed_places(m.places) for kind, m in bundle.models.items()}
        if self.policy.cod is not None:
            self._desk = CreditDesk(self.policy.cod, bundle.scorecard)

    def evaluate(self, event: Event) -> Evaluation:
        """What an event means, over what had arrived before it."""
        return self.judged(self.reader.read(event))

    def judged(self, subject: Subject) -> Evaluation:
        """The same of an event whose texts are read."""
        return self.judge(subject, self.read(subject))

    def read(self, subject: Subject) -> Reading:
        """What the state says of a subject, under the limits of this policy."""
        return self.state.read(subject, self._caps)

    def judge(self, subject: Subject, reading: Reading) -> Evaluation:
        """The decision about a vector: scores, rules, ladder, reasons."""
        event, vector, packed = subject.event, reading.vector, reading.packed
        kind: str = event.__struct_config__.tag  # type: ignore[assignment]  # a str: see data.events
        texts = texts_of(subject)
        indices = self.policy.evaluate(kind, vector, texts, event.extra)
        draw = draw_of(subject.event_node) if indices else 0.0
        rules = [self.policy.rules[index] for index in indices]
        asking = [rule for rule in rules if rule.let_through <= draw and rule.action != "approve"]
        asked = asked_rank(asking)
        score = self._score(kind, packed, asked)
        credit = None
        if kind == COD and self._desk is not None:
            credit = self._desk.answer(vector, subject.at_ms, _group(reading))
        decision = self._decision(event.event_id, packed, kind, score, asking, credit=credit)
        if reading.claim is not None and reading.claim.breach:
            decision = held_at_limit(decision, reading.claim.breach)
        filing = None
        if decision.decision in ALERTS:
            filing = self.state.cases.file(reading.touch, subject.at_ms)
            decision = msgspec.structs.replace(decision, case_id=filing.case_id)
        return Evaluation(
            reading,
            score.raw,
            decision,
            score.ledger,
            self._hits(indices, vector, texts, event.extra, draw) if indices else (),
            graph_facts_of(reading),
            self.grants(event, decision.decision, vector),
            None if self.challenger is None else self._shadow(kind, packed, asked),
            filing,
        )

    def _hits(
        self, indices: list[int], vector: list[float], texts: Texts, extra: Extras, draw: float
    ) -> tuple[RuleHit, ...]:
        # As floats: a count of 3 would be read back from the log as 3.0, and differ in its bytes.
        numbers = array("d", vector).tolist()
        hits = [self.policy.hit(index, numbers, texts, extra) for index in indices]
        for place, index in enumerate(indices):
            share = self.policy.rules[index].let_through
            if share > draw:
                hits[place] = let_through(hits[place], draw, share)
        return tuple(hits)

    def apply(self, evaluation: Evaluation) -> Undo:
        """Let an evaluated event enter the state; nothing else may have entered in between."""
        decision = evaluation.decision
        return self.state.apply(
            evaluation.reading,
            evaluation.filing,
            granted=evaluation.granted,
            action=decision.decision,
            credit=decision.credit,
        )

    @property
    def moves(self) -> list[Move]:
        """What the last ``apply`` or ``apply_outcome`` entered into the exposure ledger."""
        return self.state.exposure.moves

    def position(self, merchant: int) -> Position:
        """Where a COD merchant stands now, by its node and the clock of the events."""
        now_ms = self.state.keeper.clock_ms
        return self.state.exposure.position(merchant, now_ms, now_ms, self._caps)

    def apply_outcome(self, outcome: Outcome) -> Undo:
        """Let a later fact about an event enter the state."""
        return hear(self.state, self.reader.event_node(outcome.event_id), outcome)

    def undo(self, undo: Undo) -> None:
        """Take the last change back."""
        take_back(undo)

    def grants(self, event: Event, action: str, vector: list[float]) -> bool:
        """Whether an action lets a new Class-I account through (a replacement is none)."""
        return (
            isinstance(event, AccountOpening)
            and event.account_class == "I"
            and action in ("approve", "step_up")
            and vector[_REPLACEMENT_AT] != 1.0
        )

    def _score(self, kind: str, vector: bytes, asked: int) -> _Score:
        model = self.bundle.models.get(kind)
        if model is None:
            total = logit(PRIOR)
            return _Score(total, "low", ledger_of(total, total, b"", b""), {})
        found = model.score(vector, asked)
        ledger = ledger_of(found.base, found.total, found.contributions, self._places[kind])
        return _Score(found.total, model.bands.band(found.total), ledger, found.raw)

    def _shadow(self, kind: str, vector: bytes, asked: int) -> Shadow | None:
        """The challenger's say about a vector; it needs no ledger, since nobody reads its reasons."""
        challenger = self.challenger
        if challenger is None or challenger.id == self.bundle.id:
            return None
        model = challenger.models.get(kind)
        if model is None:
            return Shadow(challenger.id, logit(PRIOR), "low", {})
        found = model.score(vector, asked)
        return Shadow(challenger.id, found.total, model.bands.band(found.total), found.raw)

    def _decision(
        self,
        event_id: str,
        vector: bytes,
        kind: str,
        score: _Score,
        rules: list[Rule],
        *,
        credit: CreditAnswer | None,
    ) -> Decision:
        of_fraud: Action = decide(score.band, rules)
        action = with_credit(of_fraud, credit) if kind == COD else of_fraud
        probability = sigmoid(score.total)
        ranked = by_severity(rules) if rules else rules
        flagged = (action if credit is None else of_fraud) != "approve"
        reasons = reasons_of(ranked, vector, score.ledger, flagged=flagged)
        return Decision(
            event_id=event_id,
            kind=kind,
            decision=action,
            score=score_1000(probability),
            probability=probability,
            band=score.band,
            typology=next((rule.typology for rule in ranked if rule.typology), None),
            reasons=tuple(reasons if credit is None else among(reasons, len(ranked), credit)),
            counter=counter_of(action, of_fraud, ranked, credit),
            customer=customer_of(kind, of_fraud, ranked, credit),
            credit=None if credit is None else credit.credit,
            case_id=None,
            bundle=self.bundle.id,
            policy=self.policy.id,
            degraded=self._degraded(kind),
            duration_ms=0.0,
        )

    def _degraded(self, kind: str) -> tuple[str, ...]:
        """What was missing: without grades and a scorecard a COD application goes to a person."""
        missing = () if kind in self.bundle.models else ("no_model",)
        return (*missing, "no_credit_model") if kind == COD and self._desk is None else missing


def with_duration(decision: Decision, duration_ms: float) -> Decision:
    """The decision with the time it took; the only part of it that two runs may differ in."""
    return msgspec.structs.replace(decision, duration_ms=duration_ms)


def _group(reading: Reading) -> Group | None:
    """Whom an applicant shares a limit with, as the exposure ledger knows; None if it knows of none."""
    tie = reading.tie
    if tie is None or not tie.others:
        return None
    return Group(tie.others + 1, tie.others_fen)
