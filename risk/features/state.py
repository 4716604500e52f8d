"""The state: windows and graph together. ``read`` is pure, ``apply`` separate and can be undone.

Score first, learn second: an event never sees itself but as "this one too" in counts. Everything that
changes state comes through ``apply`` and ``apply_outcome``, in the order of the log.
"""

from array import array
from typing import Final

from msgspec import Struct

from data.events import (
    CLEARED_OUTCOMES,
    FRAUD_OUTCOMES,
    AccountOpening,
    Shipment,
)
from data.subject import Subject
from graph.identity import IdentityGraph, Reach, Undo
from risk.features import catalogue
from risk.features.blocks import cod, item, network, opening, party, real_name, receiver, sender
from risk.features.blocks.view import NAN, View
from risk.features.fact_of import fact_of
from risk.features.facts import Fact
from risk.features.keeper import Keeper
from risk.features.touch import Touch, touch_of
from risk.features.windows import Role

DEFAULT_MAX_IDENTIFIERS: Final = 2_000_000
_LIFTING: Final = CLEARED_OUTCOMES | {"data_error"}
_DELIVERIES: Final = {"delivered": "delivered", "refused": "failed", "undeliverable": "failed"}
_PARCEL_ROLES: Final = (Role.SENDER, Role.RECEIVER)
MAX_WAITING: Final = 10_000
"""Events that have not come yet for which outcomes are kept; the oldest goes first."""
MAX_WAITING_EACH: Final = 32
"""Outcomes kept for one such event: the last ones."""


def _blank(*blocks: catalogue.Block) -> tuple[float, ...]:
    return (NAN,) * sum(len(block.features) for block in blocks)


_NO_SHIPMENT: Final = _blank(
    catalogue.ITEM, catalogue.RECEIVER, catalogue.SENDER, catalogue.REAL_NAME
)
_NO_OPENING: Final = _blank(catalogue.OPENING_BLOCK)
_NO_COD: Final = _blank(catalogue.COD_BLOCK)


class Reading(Struct, frozen=True):
    """An event as the state sees it: the vector, and what would enter the state.

    Attributes:
        vector: one float for each feature of the catalogue, NaN where missing.
        fact: what the event leaves behind.
        touch: the keys and links that it enters.
        reach: the walk through the identity graph.
        event: the node under which the event is remembered.
    """

    vector: list[float]
    fact: Fact
    touch: Touch
    reach: Reach
    event: int


class State:
    """Windows and identity graph of one engine.

    Args:
        max_identifiers: upper bound of live identifiers in windows and in the graph.
    """

    def __init__(self, max_identifiers: int = DEFAULT_MAX_IDENTIFIERS) -> None:
        self.keeper = Keeper(max_identifiers)
        self.graph = IdentityGraph(max_identifiers)
        self._waiting: dict[int, tuple[str, ...]] = {}
        self._seq = 0

    def read(self, subject: Subject) -> Reading:
        """The features of an event over what had arrived before it. Changes nothing."""
        touch = touch_of(subject)
        view = View(subject, touch, subject.at_ms, self.graph, self.keeper.get)
        fact = fact_of(view, self._seq + 1)
        reach = self.graph.reach(touch.party)
        values = (*party.read(view), *network.read(view, reach), *_kind_blocks(view, fact))
        # Through an array, so that counts are floats like all the rest: 3.0 in every form of the code.
        vector = array("d", values).tolist()
        return Reading(vector, fact, touch, reach, subject.event_node)

    def apply(self, reading: Reading, *, granted: bool) -> Undo:
        """Let an event enter windows and graph; returns how to undo it exactly.

        Args:
            reading: what ``read`` said of the event, with nothing applied in between.
            granted: whether a Class-I account was let through: the legal cap counts those.
        """
        undo: Undo = [(setattr, (self, "_seq", self._seq))]
        self._seq += 1
        fact = reading.fact._replace(granted=1) if granted else reading.fact
        self.keeper.tick(fact.at_ms, undo)
        self.keeper.apply(fact, reading.touch.keys, reading.event, undo)
        undo += self.graph.apply(reading.touch.pairs, fact.at_ms, self.keeper.clock_ms)
        self._catch_up(reading.event, undo)
        return undo

    def apply_outcome(self, event: int, outcome: str) -> Undo:
        """Let a later fact about an event enter; one that comes before its event waits for it.

        Args:
            event: the node of the event.
            outcome: one of the contract's outcomes.
        """
        remembered = self.keeper.remembered(event)
        if remembered is None:
            return self._wait(event, outcome)
        fact, keys = remembered
        if outcome in FRAUD_OUTCOMES:
            return self.graph.confirm(_identity(fact), event, self.keeper.clock_ms)
        if outcome in _LIFTING:
            return self.graph.lift(_identity(fact), event)
        if outcome in _DELIVERIES:
            return self._delivery(keys, _DELIVERIES[outcome])
        return []

    def _delivery(self, keys: tuple[int, ...], counter: str) -> Undo:
        undo: Undo = []
        for key in keys:
            history = self.keeper.get(key)
            if history is not None and history.role in _PARCEL_ROLES:
                seen = getattr(history, counter)
                undo.append((setattr, (history, counter, seen)))
                setattr(history, counter, seen + 1)
        return undo

    def _wait(self, event: int, outcome: str) -> Undo:
        waiting = self._waiting
        before = waiting.get(event)
        if before is None and len(waiting) >= MAX_WAITING:
            undo: Undo = [(_refill, (waiting, waiting.copy()))]
            del waiting[next(iter(waiting))]
        elif before is None:
            undo = [(waiting.pop, (event,))]
        else:
            undo = [(waiting.__setitem__, (event, before))]
        waiting[event] = (*(before or ()), outcome)[-MAX_WAITING_EACH:]
        return undo

    def _catch_up(self, event: int, undo: Undo) -> None:
        if event not in self._waiting:
            return
        undo.append((_refill, (self._waiting, self._waiting.copy())))
        for outcome in self._waiting.pop(event):
            undo += self.apply_outcome(event, outcome)


def _refill(waiting: dict[int, tuple[str, ...]], before: dict[int, tuple[str, ...]]) -> None:
    """Everything as it was, down to the order in which it will be dropped."""
    waiting.clear()
    waiting.update(before)


def _kind_blocks(view: View, fact: Fact) -> tuple[float, ...]:
    event = view.subject.event
    if isinstance(event, Shipment):
        return (
            *item.read(event, fact),
            *receiver.read(view, fact),
            *sender.read(view, fact),
            *real_name.read(view, fact),
            *_NO_OPENING,
            *_NO_COD,
        )
    if isinstance(event, AccountOpening):
        return *_NO_SHIPMENT, *opening.read(view, event, fact), *_NO_COD
    return *_NO_SHIPMENT, *_NO_OPENING, *cod.read(view, event)


def _identity(fact: Fact) -> tuple[int, ...]:
    """The identifiers of the acting party, for marks of confirmed fraud."""
    nodes = (fact.person, fact.phone, fact.unit, fact.device, fact.account, fact.agent)
    return tuple(node for node in nodes if node)
