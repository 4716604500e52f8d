"""The parameters and pages of the calls on cases that read: the queue, the figures, the audit log."""

import re
from typing import Final

from msgspec import Struct

from data.api_keys import Caller
from data.audit import AuditEntry
from data.case_filter import Filter
from data.case_reads import Counts, Place
from data.errors import InvalidInput
from risk.case_page import CaseItem
from risk.case_requests import BulkResult
from risk.case_room import Queue
from risk.case_routing import BANDS, DESKS
from risk.cases import Cases

MOST_ITEMS: Final = 200
_KINDS: Final = ("shipment", "account_opening", "cod_application")
_STATUSES: Final = ("open", "second", "closing", "closed", "merged")
_AWAITS: Final = ("signature", "blind")
_TYPOLOGY: Final = re.compile(r"(AO|SH|CR|IN)-[0-9]{2}")
_OWNER: Final = re.compile(r"[A-Za-z0-9_.\-]{1,64}")
CURSOR: Final = r"[0-9]{1,14}\.[0-9]{1,15}\.C-[0-9]{8}-[0-9]{6,12}"
"""Instant of the first page, urgency and id of the last row. Callers give back what they were given."""
_MOST_SEQ: Final = (1 << 62) - 1


class QueueAnswer(Struct, frozen=True):
    """A page of the queue; ``next`` is the cursor of the next one, None at the end."""

    items: list[CaseItem]
    counts: Counts
    next: str | None

    @classmethod
    def of(cls, queue: Queue) -> "QueueAnswer":
        """The page with its cursor as text."""
        if queue.next is None:
            return cls(queue.items, queue.counts, None)
        place = queue.next
        cursor = f"{place.now_ms}.{place.urgency}.{place.case_id}"
        return cls(queue.items, queue.counts, cursor)


class BulkAnswer(Struct, frozen=True):
    """What became of each case."""

    results: list[BulkResult]


class AuditPage(Struct, frozen=True):
    """Entries in order; ``next`` is the place to go on after, None at the end."""

    entries: list[AuditEntry]
    next: int | None


def queue_of(query: dict[str, str], caller: Caller) -> tuple[Filter, Place | None, int]:
    """Which cases, after which place, how many.

    Raises:
        InvalidInput: a parameter is not one of its values.
    """
    band = _one_of(query, "band", BANDS)
    owner = query.get("owner")
    if owner is not None and not _OWNER.fullmatch(owner):
        raise InvalidInput("me, none, or the id of a key", param="owner")
    wanted = Filter(
        band=None if band is None else BANDS.index(band),
        typology=_matching(query, "typology", _TYPOLOGY),
        kind=_one_of(query, "kind", _KINDS),
        status=_one_of(query, "status", _STATUSES),
        owner=caller.id if owner == "me" else None if owner == "none" else owner,
        unowned=owner == "none",
        overdue=_one_of(query, "overdue", ("true", "false")) == "true",
        tier=None if "tier" not in query else _number(query, "tier", 1, 1, 3),
        desk=_one_of(query, "desk", DESKS),
        awaits=_one_of(query, "awaits", _AWAITS),
    )
    return wanted, _place(query.get("cursor")), _number(query, "limit", 50, 1, MOST_ITEMS)


def days_of(query: dict[str, str]) -> int:
    """Of how many days figures are asked for.

    Raises:
        InvalidInput: not 1 to 366.
    """
    return _number(query, "days", 30, 1, 366)


async def audit_page(cases: Cases, query: dict[str, str]) -> AuditPage:
    """A page of the audit log.

    Raises:
        InvalidInput: a parameter is no number within its bounds.
    """
    most = _number(query, "limit", 100, 1, 1_000)
    entries = await cases.audit(_number(query, "after", 0, 0, _MOST_SEQ), most)
    return AuditPage(entries, entries[-1].seq if len(entries) == most else None)


def _one_of(query: dict[str, str], name: str, known: tuple[str, ...]) -> str | None:
    value = query.get(name)
    if value is not None and value not in known:
        raise InvalidInput(f"one of {', '.join(known)}", param=name)
    return value


def _matching(query: dict[str, str], name: str, shape: "re.Pattern[str]") -> str | None:
    value = query.get(name)
    if value is not None and not shape.fullmatch(value):
        raise InvalidInput("such as SH-01", param=name)
    return value


def _number(query: dict[str, str], name: str, default: int, least: int, most: int) -> int:
    text = query.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,19}", text) or not least <= int(text) <= most:
        raise InvalidInput(f"a whole number from {least} to {most}", param=name)
    return int(text)


def _place(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    if not re.fullmatch(CURSOR, cursor):
        raise InvalidInput("not a cursor of this call", param="cursor")
    now, urgency, case_id = cursor.split(".")
    return Place(int(now), int(urgency), case_id)
