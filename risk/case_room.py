"""Where questions about cases are asked and acts upon them done: everything that waits for the database.

It knows nothing of the live memory, so it can stand in a thread beside the scoring (``risk.case_threads``) or
in a process of its own (``risk.case_process``). What it gives and takes are plain values, which can go there.
"""

from collections.abc import Callable
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar

from msgspec import Struct

from data.api_keys import Caller
from data.audit import AuditEntry, AuditLog, Head
from data.case_figures import CaseFigures
from data.case_filter import Filter
from data.case_reads import CaseReads, Counts, Place
from data.case_rows import CaseRow
from data.case_work import CaseKeeping
from data.clock import Clock
from data.errors import NotFound
from data.events import decode_event
from data.identifiers import Tokeniser
from data.store import Store
from data.subject import Reader
from data.vault import Vault
from risk.case_access import require_seen, seen_by
from risk.case_appeals import Appeals
from risk.case_desk import CaseDesk
from risk.case_disposal import Disposals
from risk.case_figures import Metrics, metrics_of
from risk.case_links import Middle, middle_of
from risk.case_page import CaseItem, PageMaker, item_of
from risk.case_papers import CasePapers
from risk.case_requests import Unmasking
from risk.case_routing import BANDS
from risk.case_sheet import Around, Drawn, drawn, is_blind
from risk.masked_parties import clear_values, person_token
from risk.view_log import ViewLog

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[Any, P], T]
"""A method of ``CaseRoom``, or of one of its parts, without the object: ``CaseDesk.claim``."""


class Room(Protocol):
    """A way to a :class:`CaseRoom` that holds up no event loop. Two lanes: acts wait for acts alone."""

    async def act(self, work: Work[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Do something; acts are done one after the other, as the audit chain wants it.

        Raises:
            PostRiskError: what the work itself raises.
            Unavailable: the room is not there; whether it was done is not known.
        """
        ...

    async def ask(self, work: Work[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Ask something; raises as ``act`` does."""
        ...

    async def close(self) -> None:
        """Wait for what is under way, and end."""
        ...


class Queue(Struct, frozen=True):
    """A page of the queue: ``next`` where there is more."""

    items: list[CaseItem]
    counts: Counts
    next: Place | None


class Unmasked(Struct, frozen=True):
    """Personal data in clear; None where the event has none."""

    event_id: str
    values: dict[str, str | None]


class CaseRoom:
    """The cases of a store; each method blocks.

    Args:
        store: keeps cases beside the log.
        vault: seals texts and papers.
        tokeniser: for the chain of the audit log and the draw of second looks.
        clock: tells the present instant.
        told: gets the audit log's new end, to keep it elsewhere.
    """

    def __init__(
        self,
        store: Store,
        vault: Vault,
        tokeniser: Tokeniser,
        clock: Clock,
        *,
        told: Callable[[Head], None] = lambda _head: None,
    ) -> None:
        self._audit = AuditLog(store.engine, tokeniser.digest)
        keeping = CaseKeeping(store.engine, vault, self._audit, told)
        self._store = store
        self._reader = Reader(tokeniser)
        self._clock = clock
        self.reads = CaseReads(store, vault)
        self._figures = CaseFigures(self.reads)
        self._pages = PageMaker(self.reads, Reader(tokeniser))
        self.desk = CaseDesk(keeping, clock)
        self.views = ViewLog(keeping, clock)
        self.papers = CasePapers(self.desk)
        self.disposals = Disposals(self.desk, tokeniser.digest)
        self.appeals = Appeals(self.desk)
        parts = (self, self.reads, self.desk, self.views, self.papers, self.disposals, self.appeals)
        self._parts: Final = {type(part).__name__: part for part in parts}

    def do(self, work: Work[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Call a method of this room, or of the part whose method it is."""
        owner, _, _ = work.__qualname__.partition(".")
        return work(self._parts[owner], *given, **named)

    def close(self) -> None:
        """Let go of the store's connections."""
        self._store.close()

    def queue(self, caller: Caller, wanted: Filter, after: Place | None, most: int) -> Queue:
        """A page of the queue, most urgent first, with true counts of all that the filter finds."""
        now_ms = self._clock() if after is None else after.now_ms
        seen = seen_by(caller, wanted)
        rows = self.reads.queue(seen, now_ms, after, most)
        last = Place(now_ms, rows[-1][1], rows[-1][0].id) if len(rows) == most else None
        return Queue([item_of(row) for row, _ in rows], self.reads.counts(seen, now_ms), last)

    def enter(self, caller: Caller, case_id: str, view: str) -> CaseRow:
        """A case that somebody is about to be shown; the view is written down first.

        Raises:
            NotFound: there is no such case for the caller.
        """
        row = require_seen(caller, self.reads.case(case_id))
        self.desk.viewed(caller, row, view)
        return row

    def draw(self, caller: Caller, row: CaseRow) -> Drawn:
        """The page of a case, but for what the live memory knows."""
        body = self._pages.body(row)
        event_ids = list(body.subjects)
        around = Around(
            self.reads.dispositions(row.id),
            self.reads.appeals(row.id),
            self.reads.steps(row.id),
            self.reads.files(row.id),
            self.reads.outcomes(event_ids),
        )
        return drawn(caller, row, body, around)

    def middle(self, caller: Caller, row: CaseRow) -> Middle:
        """What the picture of a case begins from."""
        subjects = self._pages.subjects(row)
        blind = is_blind(caller, self.reads.dispositions(row.id))
        return middle_of(subjects, self.reads.outcomes(list(subjects)), blind=blind)

    def unmask(self, caller: Caller, case_id: str, body: Unmasking) -> Unmasked:
        """Fields of an alert in clear, once it is written down who sees them and why.

        Raises:
            NotFound: there is no such case for the caller, or it has no such event.
        """
        record = self._store.find_event(body.event_id)
        if record is None:
            raise NotFound("the case has no such event", param="event_id")
        event = decode_event(record.body)
        values = clear_values(event, body.fields)
        token = person_token(self._reader.read(event), body.fields[0])
        self.desk.unmask(caller, case_id, body, token)
        return Unmasked(body.event_id, values)

    def metrics(self, days: int) -> Metrics:
        """Figures of the last days."""
        return metrics_of(self._figures, self._clock(), days, BANDS)

    def audit(self, after_seq: int, most: int) -> list[AuditEntry]:
        """Entries of the audit log after a place."""
        return self._audit.page(after_seq, most)
