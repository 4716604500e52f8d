"""What else the identifiers of a case did: parcels, accounts and credit on one line of time.

Out of the live memory, so it reaches as far as the windows do. It changes nothing, but it belongs to the
event loop: the memory changes between two steps of it.
"""

from typing import Final, TypeAlias

from msgspec import Struct

from data.identifiers import Kind
from data.instants import to_datetime
from data.records import OutcomeRecord
from data.subject import Subject
from risk.case_book import keys_of
from risk.features.roles import APPLICANT, BUSINESS, RECEIVER, SENDER
from risk.features.state import State
from risk.features.touch import touch_of

MOST_EVENTS: Final = 300
_MOST_EACH: Final = 50
_WHAT: Final = {
    SENDER: "parcel_sent",
    RECEIVER: "parcel_received",
    APPLICANT: "account_opening",
    BUSINESS: "cod_application",
}
_KIND_NAMES: Final = {int(kind): kind.name.lower() for kind in Kind}
_Found: TypeAlias = tuple[int, str, set[int], str | None]
"""Instant, what, kinds of the shared identifiers, the alert."""


class TraceItem(Struct, frozen=True):
    """Something that happened to a shared identifier.

    Attributes:
        what: parcel_sent, parcel_received, account_opening, cod_application, or outcome and its name.
        over: kinds of the identifiers that it shares with the case, as ``phone``.
        event_id: of an alert of the case; None for others, whose ids the memory does not hold.
    """

    at: str
    what: str
    over: list[str]
    event_id: str | None


class Trace(Struct, frozen=True):
    """The line of time, oldest first; ``cut`` where the bound was met."""

    items: list[TraceItem]
    cut: bool


class Traced(Struct, frozen=True):
    """What the memory is asked about.

    Attributes:
        alerts: ids of the case's alerts by the nodes of their events.
        nodes: the identifiers that tie them together.
    """

    alerts: dict[int, str]
    nodes: list[int]


def traced(subjects: dict[str, Subject]) -> Traced:
    """What the memory is asked about the alerts of a case, given by event id."""
    alerts = {subject.event_node: event_id for event_id, subject in subjects.items()}
    nodes = dict.fromkeys(node for one in subjects.values() for node in keys_of(touch_of(one)))
    return Traced(alerts, list(nodes))


def trace_of(state: State, traced: Traced, outcomes: list[OutcomeRecord]) -> Trace:
    """What the windows hold of a case's identifiers, with what was told of its alerts.

    Args:
        state: the live memory.
        traced: its identifiers and alerts.
        outcomes: of these alerts.
    """
    met: dict[int, tuple[int, int, set[int]]] = {}
    for node in traced.nodes:
        for role in _WHAT:
            history = state.keeper.get(node << 3 | role)
            for fact in [] if history is None else history.facts[-_MOST_EACH:]:
                over = met.setdefault(fact.event, (fact.at_ms, role, set()))[2]
                over.add(node & 15)
    found: list[_Found] = [
        (at_ms, _WHAT[role], over, traced.alerts.get(event))
        for event, (at_ms, role, over) in met.items()
    ]
    found += [(o.occurred_at_ms, f"outcome:{o.outcome}", set(), o.event_id) for o in outcomes]
    found.sort(key=lambda one: one[0])
    # Only those that are shown are put into words: the loop that does it scores too.
    items = [_item(*one) for one in found[-MOST_EVENTS:]]
    return Trace(items, cut=len(found) > MOST_EVENTS)


def _item(at_ms: int, what: str, over: set[int], event_id: str | None) -> TraceItem:
    kinds = sorted(_KIND_NAMES[kind] for kind in over)
    return TraceItem(to_datetime(at_ms).isoformat(), what, kinds, event_id)
