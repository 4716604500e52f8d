"""The state: windows and graph together. ``read`` is pure, ``apply`` separate and can be undone.

Score first, learn second: an event never sees itself but as "this one too" in counts. Everything that
changes state comes through ``apply`` and ``apply_outcome``, in the order of the log.
"""

import struct
from typing import Final

from data.changes import Made
from data.decisions import Action, Credit
from data.events import (
    CLEARED_OUTCOMES,
    FRAUD_OUTCOMES,
    AccountOpening,
    CodApplication,
    Shipment,
)
from data.recency import Call
from data.subject import Subject
from graph.components import Reach
from graph.hubs import HubType
from graph.identity import IdentityGraph, Undo
from risk.case_book import CaseBook, Filing
from risk.exposure import ExposureBook
from risk.exposure_reads import claim_of, tie_of
from risk.exposure_terms import NO_CAPS, Caps
from risk.features import catalogue
from risk.features.blocks import (
    amounts,
    cod,
    item,
    known_frauds,
    lists,
    network,
    opening,
    operator,
    party,
    real_name,
    receiver,
    ring,
    sender,
)
from risk.features.blocks.view import NAN, View, busiest
from risk.features.fact_of import entering, fact_of
from risk.features.facts import NEVER, Fact, identity_of
from risk.features.hub_typing import Typing
from risk.features.keeper import Keeper
from risk.features.reading import Reading
from risk.features.roles import BUSINESS, RECEIVER, SENDER
from risk.features.touch import Touch, touch_of
from risk.features.waiting import Waiting
from risk.features.windows import FAST_MS
from rules.list_ledger import ListLedger

DEFAULT_MAX_IDENTIFIERS: Final = 2_000_000
_COUNTED: Final = {
    "delivered": "delivered",
    "refused": "failed",
    "undeliverable": "failed",
    "claimed": "claims",
    "complaint_not_ordered": "complaints",
    "complaint_mismatch": "complaints",
    "overdue": "overdue",
}
"""Outcome -> the counter of a history that it raises."""
_COUNTING: Final = (SENDER, RECEIVER, BUSINESS)


def _blank(*names: str) -> tuple[float, ...]:
    """What blocks say of an event that they have no meaning for."""
    return (NAN,) * sum(len(catalogue.BLOCK[name].features) for name in names)


_NO_SHIPMENT: Final = _blank("item", "receiver", "sender", "real_name", "known_frauds", "amounts")
_NO_OPENING: Final = _blank("opening")
_NO_COD: Final = _blank("cod")
_NO_RECEIVER: Final = _blank("receiver_ring")
_NO_OPERATOR: Final = _blank("operator")
_NO_EXPOSURE: Final = _blank("exposure")
_TURNED_AWAY: Final = frozenset({"hold", "decline"})
"""Decisions after which a parcel is not taken in, and so takes nothing of a limit."""
_pack: Final = struct.Struct(f"{len(catalogue.NAMES)}d").pack
"""In the machine's own order, as the arrays of the log are: on every machine we run on, little-endian."""


class State:
    """Windows, identity graph, open cases, exposure ledger and lists of one engine.

    Args:
        max_identifiers: upper bound of live identifiers in windows and in the graph.
        types_hubs: whether behaviour types hubs; without it only words and analysts do, to be compared.

    Attributes:
        lists: entries and proposals of lists.
    """

    def __init__(
        self, max_identifiers: int = DEFAULT_MAX_IDENTIFIERS, *, types_hubs: bool = True
    ) -> None:
        self.types_hubs = types_hubs
        self.keeper = Keeper(max_identifiers)
        self.graph = IdentityGraph(max_identifiers)
        self.exposure = ExposureBook()
        self.lists = ListLedger()
        self.cases = CaseBook(self.graph)
        self._waiting = Waiting()

    def read(self, subject: Subject, caps: Caps = NO_CAPS) -> Reading:
        """The features of an event over what had arrived before it. Changes nothing.

        Args:
            subject: the event.
            caps: limits of COD by the policy that decides; without, everything is counted, nothing
                limited.
        """
        touch, keeper = touch_of(subject), self.keeper
        devices = not isinstance(subject.event, CodApplication)
        typing = Typing(keeper.get, subject.at_ms, active=self.types_hubs)
        nearby = typing.nearby(self.graph, touch, devices=devices)
        view = View(subject, touch, self.graph, keeper, typing)
        fact = fact_of(view)
        reach = self._reach(touch, view, devices=devices)
        vector = [*party.read(view), *network.read(view, fact, reach)]
        _add_blocks_of_kind(vector, view, fact)
        vector += ring.of_party(nearby.own, nearby.own_unknown)
        other = nearby.other
        vector += ring.of_receiver(other, nearby.other_unknown) if other else _NO_RECEIVER
        claim = claim_of(self.exposure, subject, fact, keeper.clock_ms, caps)
        vector += _NO_EXPOSURE if claim is None else claim.facts
        vector += lists.read(subject, touch, self.lists.book)
        tie = tie_of(self.exposure, subject)
        enters = entering(view, fact)
        return Reading(vector, _pack(*vector), fact, enters, reach, claim=claim, tie=tie)

    def _reach(self, touch: Touch, view: View, *, devices: bool) -> Reach:
        starts, hubs = touch.party, view.hubs
        if hubs:
            starts = tuple([node for node in starts if node not in hubs])
        return self.graph.reach(starts, view.at_ms, devices=devices)

    def override_hub(self, node: int, hub: HubType, until_ms: int) -> Undo:
        """Let an analyst's word about a shared identifier hold up to an instant.

        It changes the very next score; what was scored before stays as it was. Like an outcome, it must
        come in the order of the log, or a start would build another state than this one.

        Args:
            node: the identifier.
            hub: what it is; ``UNKNOWN`` says that its behaviour deceives, ``NONE`` takes a word back.
            until_ms: from this instant on the word no longer holds.
        """
        return self.graph.type_hub(node, hub, until_ms, self.keeper.clock_ms)

    def apply(
        self,
        reading: Reading,
        filing: Filing | None = None,
        *,
        granted: bool,
        action: Action = "approve",
        credit: Credit | None = None,
    ) -> Undo:
        """Let an event enter windows and graph; returns how to undo it exactly.

        Args:
            reading: what ``read`` said of the event, with nothing applied in between.
            filing: the case that it belongs to; None for one that is no alert.
            granted: whether a Class-I account was let through: the legal cap counts those.
            action: the decision; a COD parcel that is turned away reserves nothing.
            credit: the answer to a COD application.
        """
        undo: Undo = []
        fact, touch, keeper = reading.fact, reading.touch, self.keeper
        fact.granted = granted
        keeper.apply(fact, touch.keys, undo)
        self.graph.enter(touch.pairs, fact.at_ms, keeper.clock_ms, undo, touch.inbound)
        self.exposure.begin()
        if reading.claim is not None and action not in _TURNED_AWAY:
            self.exposure.reserve(reading.claim, fact.event, keeper.clock_ms, undo)
        if reading.tie is not None:
            self.exposure.answer(reading.tie, action, credit, keeper.clock_ms, undo)
        if filing is not None:
            self.cases.enter(filing, fact.event, fact.at_ms, undo)
        if fact.event in self._waiting:
            self._catch_up(fact.event, undo)
        return undo

    def apply_outcome(self, event: int, outcome: str, at_ms: int) -> Undo:
        """Let a later fact about an event enter; one that comes before its event waits for it.

        Args:
            event: the node of the event.
            outcome: one of the contract's outcomes.
            at_ms: its own time: since when it is known.
        """
        self.exposure.begin()
        return self._told(event, outcome, at_ms)

    def _told(self, event: int, outcome: str, at_ms: int) -> Undo:
        undo = self._known(event, outcome, at_ms)
        return undo + self.exposure.tell(event, outcome) if event in self.exposure else undo

    def _known(self, event: int, outcome: str, at_ms: int) -> Undo:
        """What an outcome changes in windows and graph."""
        fact = self.keeper.remembered(event)
        if fact is None:
            return self._waiting.add(event, outcome, at_ms)
        if outcome in FRAUD_OUTCOMES:
            undo = self.graph.confirm(identity_of(fact), event, at_ms, self.keeper.clock_ms)
            return undo + self.keeper.mark(fact, min(fact.known_ms, at_ms))
        if outcome in CLEARED_OUTCOMES:
            undo = self.graph.clear(identity_of(fact), event, at_ms)
            return undo + self.keeper.mark(fact, NEVER)
        if outcome == "data_error":
            return self.graph.lift(identity_of(fact), event) + self.keeper.mark(fact, NEVER)
        if outcome == "settle_account_changed":
            return self._account_changed(fact.keys, at_ms)
        return self._counted(fact, outcome, at_ms)

    def apply_change(self, made: Made) -> Undo:
        """Let a change of the lists take force."""
        undo = self.lists.apply(made)
        for entry in self.lists.hubs_of(made):
            hub = HubType.NONE
            if entry.hub is not None and entry.state == "active":
                hub = HubType[entry.hub.upper()]
            undo += self.override_hub(entry.node, hub, entry.until_ms or 0)
        return undo

    def _counted(self, fact: Fact, outcome: str, at_ms: int) -> Undo:
        """What an outcome adds to the counters of the event's histories."""
        if outcome not in _COUNTED:
            return []
        undo = self._count(fact.keys, _COUNTED[outcome])
        if outcome == "delivered" and at_ms - fact.at_ms <= FAST_MS:
            undo += self._count(fact.keys, "signed_fast")
        return undo

    def _account_changed(self, keys: tuple[int, ...], at_ms: int) -> Undo:
        undo: Undo = []
        for key in keys:
            history = self.keeper.get(key)
            if history is not None and history.role == BUSINESS:
                before = history.account_changed_ms
                undo.append(Call(setattr, history, "account_changed_ms", before))
                history.account_changed_ms = max(before, at_ms)
        return undo

    def _count(self, keys: tuple[int, ...], counter: str) -> Undo:
        undo: Undo = []
        for key in keys:
            history = self.keeper.get(key)
            if history is not None and history.role in _COUNTING:
                seen = getattr(history, counter)
                undo.append(Call(setattr, history, counter, seen))
                setattr(history, counter, seen + 1)
        return undo

    def _catch_up(self, event: int, undo: Undo) -> None:
        for outcome, at_ms in self._waiting.take(event, undo):
            undo += self._told(event, outcome, at_ms)


def _add_blocks_of_kind(vector: list[float], view: View, fact: Fact) -> None:
    event = view.subject.event
    if isinstance(event, Shipment):
        vector += item.read(event, fact)
        of_sender, of_receiver = busiest(view.of_party()), busiest(view.of_other())
        vector += receiver.read(view, fact, of_receiver)
        vector += sender.read(view, fact, of_sender)
        vector += real_name.read(view, fact)
        vector += known_frauds.read(view, fact, of_sender, of_receiver)
        vector += amounts.read(view.at_ms, fact, of_sender, of_receiver)
        vector += _NO_OPENING
        vector += _NO_COD
        vector += operator.read(view)
    elif isinstance(event, AccountOpening):
        vector += _NO_SHIPMENT
        vector += opening.read(view, event, fact)
        vector += _NO_COD
        vector += operator.read(view)
    else:
        vector += _NO_SHIPMENT
        vector += _NO_OPENING
        vector += cod.read(view, event)
        vector += _NO_OPERATOR
