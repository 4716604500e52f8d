"""The engine: ``evaluate`` says what an event means, ``apply`` lets it enter the state.

These two calls in a loop are online scoring, replay, training, backtest and start-up. ``evaluate``
does no I/O, reads no clock and changes nothing; ``apply`` can be undone exactly.
"""

from collections.abc import Set
from typing import Final

import msgspec
from msgspec import Struct

from data.changes import STATE_CHANGES, Made
from data.decisions import Action, Band, Decision
from data.events import AccountOpening, Event, Outcome
from data.recency import Call
from data.subject import Reader, Subject
from detectors.calibrate import logit, score_1000, sigmoid
from graph.identity import Undo, take_back
from risk.bundle import Bundle
from risk.case_book import ALERTS
from risk.credit import CreditAnswer
from risk.credit_texts import among, counter_of, customer_of
from risk.decide import asked_rank, by_severity, decide, with_credit
from risk.decider import Decider
from risk.evaluation import Evaluation
from risk.event_texts import texts_of
from risk.explain import reasons_of
from risk.exposure_reads import shared_by
from risk.exposure_texts import held_at_limit
from risk.exposure_values import Move, Position
from risk.features.blocks.lists import suppressed_nodes
from risk.features.catalogue import INDEX
from risk.features.feature import COD
from risk.features.reading import Reading
from risk.features.state import State
from risk.firing import draw_of, hits_of, share_draw
from risk.graph_facts import graph_facts_of
from risk.hearing import hear
from risk.ledger import ledger_of, packed_places
from risk.policy_book import PolicyBook
from risk.policy_looks import looks_of
from risk.policy_sets import PolicyCompiler, PolicySets
from risk.shadow import Shadow
from rules.compile import CompiledPolicy
from rules.model import Rule

PRIOR: Final = 0.001
"""Probability of fraud that is assumed where no model was fitted."""

_REPLACEMENT_AT: Final = INDEX["purpose_replacement"]
_NONE: Final[frozenset[str]] = frozenset()


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
        self.compiler = PolicyCompiler(policy)
        self.sets = PolicySets(policy)
        self.policies = PolicyBook()
        self.challenger = challenger
        self.take(bundle)

    def take(self, bundle: Bundle) -> None:
        """Let another bundle decide from the next event on.

        Between two events of one loop nothing else runs, so no event is scored by half of each.
        """
        self.bundle = bundle
        self._places = {kind: packed_places(m.places) for kind, m in bundle.models.items()}
        self._live = Decider(self.sets.live, bundle)
        partly = self.sets.partly
        self._partly = None if partly is None else Decider(partly, bundle)

    @property
    def policy(self) -> CompiledPolicy:
        """The rules that decide, for all events or for all but a share of them."""
        return self.sets.live

    def evaluate(self, event: Event) -> Evaluation:
        """What an event means, over what had arrived before it."""
        return self.judged(self.reader.read(event))

    def judged(self, subject: Subject) -> Evaluation:
        """The same of an event whose texts are read."""
        return self.judge(subject, self.read(subject))

    def read(self, subject: Subject) -> Reading:
        """What the state says of a subject, under the limits of the policy that decides about it."""
        return self.state.read(subject, self._decider_of(subject).caps)

    def judge(self, subject: Subject, reading: Reading) -> Evaluation:
        """The decision about a vector: scores, rules, ladder, reasons."""
        event, vector, packed = subject.event, reading.vector, reading.packed
        kind: str = event.__struct_config__.tag  # type: ignore[assignment]  # a str: see data.events
        texts = texts_of(event)
        by = self._decider_of(subject)
        policy = by.policy
        indices = policy.evaluate(kind, vector, texts, event.extra)
        draw = draw_of(subject.event_node) if indices else 0.0
        rules = [policy.rules[index] for index in indices]
        asking = [rule for rule in rules if rule.let_through <= draw and rule.action != "approve"]
        silenced = self._silenced(subject, reading) if asking else _NONE
        if silenced:
            asking = [rule for rule in asking if rule.id not in silenced or rule.basis is not None]
        asked = asked_rank(asking)
        score = self._score(kind, packed, asked)
        credit = None
        if kind == COD and by.desk is not None:
            credit = by.desk.answer(vector, subject.at_ms, shared_by(reading.tie))
        decision = self._decision(event.event_id, packed, kind, score, asking, by=by, credit=credit)
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
            hits_of(policy, indices, vector, texts, event.extra, draw, silenced) if indices else (),
            graph_facts_of(reading),
            self.grants(event, decision.decision, vector),
            None if self.challenger is None else self._shadow(kind, packed, asked),
            looks_of(self.sets.watched, kind, vector, texts, event.extra, score.band, asking)
            if self.sets.watched
            else (),
            filing,
        )

    def _decider_of(self, subject: Subject) -> Decider:
        """What decides about an event: its own id draws whether it is in the share."""
        partly = self._partly
        if partly is not None and share_draw(subject.event_node) < self.sets.share:
            return partly
        return self._live

    def _silenced(self, subject: Subject, reading: Reading) -> Set[str]:
        book = self.state.lists.book
        if not book.suppressing:
            return _NONE
        return book.silenced(suppressed_nodes(subject, reading.touch), subject.at_ms)

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
        return self.state.exposure.position(merchant, now_ms, now_ms, self._live.caps)

    def apply_outcome(self, outcome: Outcome) -> Undo:
        """Let a later fact about an event enter the state."""
        return hear(self.state, self.reader.event_node(outcome.event_id), outcome)

    def apply_change(self, made: Made, sets: PolicySets | None = None) -> Undo:
        """Let a change of lists, limits or policies take force from the next event on.

        Args:
            made: the change.
            sets: what then decides; None while a log is read, of which only the end decides: see
                ``settle_policies``.
        """
        self.state.exposure.begin()
        if isinstance(made.what, STATE_CHANGES):
            return self.state.apply_change(made)
        undo: Undo = [Call(self._take_policies, self.policies, self.sets)]
        self._take_policies(self.policies.after(made), sets or self.sets)
        return undo

    def settle_policies(self) -> None:
        """Let decide what the book says, after a log was read.

        Raises:
            Conflict: a published version doesn't stand together with this engine's own policies.
        """
        self._take_policies(self.policies, self.compiler.sets(self.policies))

    def _take_policies(self, book: PolicyBook, sets: PolicySets) -> None:
        self.policies = book
        self.sets = sets
        self.take(self.bundle)  # grades and points may be others

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
        by: Decider,
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
            policy=by.policy.id,
            degraded=self._degraded(kind, by),
            duration_ms=0.0,
        )

    def _degraded(self, kind: str, by: Decider) -> tuple[str, ...]:
        """What was missing: without grades and a scorecard a COD application goes to a person."""
        missing = () if kind in self.bundle.models else ("no_model",)
        return (*missing, "no_credit_model") if kind == COD and by.desk is None else missing
