"""Which alerts are one case: the engine's own memory of open cases, changed by apply and undone exactly.

The written rule. An alert is a decision that asks for a person (``ALERTS``). Its cluster keys are the
person, organisation, phone, unit and merchant of both parties; a shared place is no key, and neither is
a phone or a unit with more than ``HUB_DEGREE`` neighbours in the identity graph. Each key remembers the
newest case that had it. An alert joins the newest of these that still takes alerts: nobody has judged
any of its alerts, its last alert is at most 72 hours of event time away, and it is not full. Otherwise
it opens a case, linked to the newest one that would take no more. (DOMAIN 6.1; 72 hours is from there.)

A case's id is the day of the event that opened it and a running number, so that replaying a log gives the
same bytes again. Bounded: beyond ``MAX_CASES`` or ``MAX_ALERTS`` the case opened longest ago is forgotten.
"""

from datetime import date
from typing import Final

from data.events import CLEARED_OUTCOMES, FRAUD_OUTCOMES, Outcome
from data.identifiers import Kind
from data.instants import HOUR_MS, local_day
from data.recency import Call
from graph.identity import HUB_DEGREE, IdentityGraph, Undo
from risk.features.touch import Touch

ALERTS: Final = frozenset({"review", "hold", "decline"})
"""Decisions that ask for a person; a step-up is settled at the counter."""
WINDOW_MS: Final = 72 * HOUR_MS
MAX_ALERTS_EACH: Final = 1_000
MAX_CASES: Final = 20_000
MAX_ALERTS: Final = 200_000
JUDGED: Final = FRAUD_OUTCOMES | CLEARED_OUTCOMES | {"suspicious_unproven", "data_error"}
"""Verdicts; one of an analyst ends the grouping of a case."""

_KEYS: Final = frozenset(
    int(kind) for kind in (Kind.PERSON, Kind.ORG, Kind.PHONE, Kind.UNIT, Kind.MERCHANT)
)
_CAN_BE_HUBS: Final = frozenset((int(Kind.PHONE), int(Kind.UNIT)))
_ALL_KINDS: Final = (1 << 16) - 1
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_LAST_ORDINAL: Final = date.max.toordinal()


class Filing:
    """Where an alert belongs.

    Attributes:
        case_id: as ``C-20250314-000123``.
        opens: whether the alert is the first of its case.
        linked_to: the earlier case that would take no more, of one that opens; None without one.
        keys: cluster keys of the alert.
    """

    __slots__ = ("case_id", "keys", "linked_to", "opens")

    def __init__(
        self, case_id: str, keys: list[int], linked_to: str | None = None, *, opens: bool
    ) -> None:
        self.case_id = case_id
        self.keys = keys
        self.linked_to = linked_to
        self.opens = opens


class OpenCase:
    """What is remembered of a case."""

    __slots__ = ("events", "id", "judged", "keys", "last_ms", "number")

    def __init__(self, id_: str, number: int, at_ms: int) -> None:
        self.id = id_
        self.number = number
        self.last_ms = at_ms
        self.judged = False
        self.keys: list[int] = []
        self.events: list[int] = []


class CaseBook:
    """The open cases of one engine.

    Args:
        graph: tells which keys are hubs.
    """

    def __init__(self, graph: IdentityGraph) -> None:
        self._graph = graph
        self._cases: dict[str, OpenCase] = {}
        self._by_key: dict[int, OpenCase] = {}
        self._by_event: dict[int, OpenCase] = {}
        self._number = 0

    def __len__(self) -> int:
        return len(self._cases)

    def file(self, touch: Touch, at_ms: int) -> Filing:
        """Where an alert belongs. Changes nothing."""
        keys = keys_of(touch)
        taking: OpenCase | None = None
        past: OpenCase | None = None
        for key in keys:
            case = self._by_key.get(key)
            if case is None or (taking is not None and case.number <= taking.number):
                continue
            if not _takes(case, at_ms):
                past = case if past is None or case.number > past.number else past
            elif not self._is_hub(key):
                taking = case
        if taking is not None:
            return Filing(taking.id, keys, opens=False)
        linked_to = None if past is None else past.id
        return Filing(_id_of(self._number + 1, at_ms), keys, linked_to, opens=True)

    def enter(self, filing: Filing, event: int, at_ms: int, undo: Undo) -> None:
        """Let an alert enter its case.

        Args:
            filing: from ``file``, or :func:`filed` for one that stands in the log.
            event: the node of the event.
            at_ms: its own time.
            undo: gets the steps back.
        """
        case = self._cases.get(filing.case_id)
        if case is None:
            case = self._open(filing.case_id, at_ms, undo)
        undo.append(Call(self._leave, case, event, case.last_ms, len(case.keys)))
        case.last_ms = max(case.last_ms, at_ms)
        case.events.append(event)
        self._by_event[event] = case
        for key in filing.keys:
            before = self._by_key.get(key)
            if before is not case:
                undo.append(Call(self._set_key, key, before))
                self._by_key[key] = case
                case.keys.append(key)

    def hear(self, event: int, outcome: Outcome, undo: Undo) -> None:
        """Let an outcome end the grouping of its case, where an analyst judged."""
        case = self._by_event.get(event)
        if case is None or case.judged or outcome.source != "analyst":
            return
        if outcome.outcome in JUDGED:
            undo.append(Call(_take_on, case))
            case.judged = True

    def events_of(self, case_id: str) -> list[int]:
        """The nodes of a case's alerts, in order; empty where the case is not remembered."""
        case = self._cases.get(case_id)
        return [] if case is None else list(case.events)

    def _is_hub(self, key: int) -> bool:
        if key & 15 not in _CAN_BE_HUBS:
            return False
        return self._graph.sharers(key, _ALL_KINDS, 0) > HUB_DEGREE

    def _open(self, case_id: str, at_ms: int, undo: Undo) -> OpenCase:
        number = int(case_id.rpartition("-")[2])
        undo.append(Call(setattr, self, "_number", self._number))
        self._number = max(self._number, number)
        while len(self._cases) >= MAX_CASES or len(self._by_event) >= MAX_ALERTS:
            self._forget(next(iter(self._cases.values())), undo)
        case = OpenCase(case_id, number, at_ms)
        undo.append(Call(self._cases.pop, case_id))
        self._cases[case_id] = case
        return case

    def _forget(self, case: OpenCase, undo: Undo) -> None:
        own = [key for key in case.keys if self._by_key.get(key) is case]
        undo.append(Call(self._remember, case, own))
        del self._cases[case.id]
        for key in own:
            self._by_key.pop(key, None)
        for event in case.events:
            self._by_event.pop(event, None)

    def _remember(self, case: OpenCase, keys: list[int]) -> None:
        """The reverse of ``_forget``: first again in the order of those to be forgotten."""
        cases = dict(self._cases)
        self._cases.clear()
        self._cases[case.id] = case
        self._cases.update(cases)
        for key in keys:
            self._by_key[key] = case
        for event in case.events:
            self._by_event[event] = case

    def _leave(self, case: OpenCase, event: int, last_ms: int, keys: int) -> None:
        case.last_ms = last_ms
        case.events.pop()
        del case.keys[keys:]
        self._by_event.pop(event, None)

    def _set_key(self, key: int, before: OpenCase | None) -> None:
        if before is None:
            self._by_key.pop(key, None)
        else:
            self._by_key[key] = before


def keys_of(touch: Touch) -> list[int]:
    """The cluster keys of an event's parties, each once."""
    keys: list[int] = []
    for node in touch.party + touch.other:
        if node & 15 in _KEYS and node not in keys:
            keys.append(node)
    return keys


def filed(case_id: str, touch: Touch) -> Filing:
    """The filing of an alert whose case stands in the log."""
    return Filing(case_id, keys_of(touch), opens=False)


def _take_on(case: OpenCase) -> None:
    case.judged = False


def _takes(case: OpenCase, at_ms: int) -> bool:
    near = -WINDOW_MS <= at_ms - case.last_ms <= WINDOW_MS
    return near and not case.judged and len(case.events) < MAX_ALERTS_EACH


def _id_of(number: int, at_ms: int) -> str:
    day = date.fromordinal(min(max(_EPOCH_ORDINAL + local_day(at_ms), 1), _LAST_ORDINAL))
    return f"C-{day.year:04d}{day.month:02d}{day.day:02d}-{number:06d}"
