"""Cases as the doors see them: transactions in threads, judgements into the log, pages out of both.

Acts run in one thread, one after the other, as the audit chain wants it; questions run in another. What a
judgement tells the log goes through the scoring service like any other outcome, so graph, windows and
labels learn it at once, and a restart learns it again.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol, TypeVar

from msgspec import Struct

from data.api_keys import Caller
from data.audit import AuditEntry, AuditLog, Head
from data.case_figures import CaseFigures
from data.case_filter import Filter
from data.case_reads import CaseReads, Counts, Place
from data.case_rows import CLOSING, CaseRow
from data.case_work import CaseKeeping
from data.clock import Clock
from data.errors import NotFound, PostRiskError
from data.events import Event, Outcome, decode_event
from data.identifiers import Tokeniser
from data.store import Store
from data.subject import Reader
from data.vault import Vault
from risk.case_access import CALLS, require_seen, seen_by
from risk.case_appeals import Appeals
from risk.case_bulk import given, require_act
from risk.case_desk import CaseDesk
from risk.case_disposal import Disposals
from risk.case_figures import Metrics, metrics_of
from risk.case_links import CaseLinks, case_links
from risk.case_page import CaseItem, PageMaker, item_of
from risk.case_papers import CasePapers
from risk.case_requests import (
    AppealDecision,
    Bulk,
    BulkResult,
    Disposal,
    Done,
    Escalation,
    Handover,
    SecondLook,
    Snooze,
    Unmasking,
)
from risk.case_routing import BANDS
from risk.case_sheet import Around, CaseSheet, is_blind, sheet_of
from risk.engine import Engine
from risk.masked_parties import clear_values, person_token
from risk.view_log import ViewLog

_T = TypeVar("_T")
_AT_ONCE: Final = 64
"""Outcomes of one judgement that wait for a commit together."""


class Log(Protocol):
    """What cases need of the scoring service."""

    engine: Engine
    """Its state is the live memory; to be read on the event loop only."""

    async def record_outcome(self, outcome: Outcome) -> bool:
        """Keep a fact; False if it was known.

        Raises:
            Unavailable: nothing was kept.
        """
        ...

    async def caught_up(self) -> None:
        """Let enter what other workers have appended.

        Raises:
            Unavailable: the log can't be read.
        """
        ...


class Queue(Struct, frozen=True):
    """A page of the queue: ``next`` where there is more."""

    items: list[CaseItem]
    counts: Counts
    next: Place | None


class AppealView(Struct, frozen=True):
    """What became of an appeal."""

    id: int
    case_id: str
    status: str
    result: str | None


class Unmasked(Struct, frozen=True):
    """Personal data in clear; None where the event has none."""

    event_id: str
    values: dict[str, str | None]


class Cases:
    """The cases of a store. Its coroutines are for one event loop; they need a started service.

    Args:
        store: keeps cases beside the log.
        vault: seals texts and papers.
        tokeniser: for the chain of the audit log and the draw of second looks.
        log: takes judgements.
        clock: tells the present instant.
        told: gets the audit log's new end, to keep it elsewhere.
    """

    def __init__(
        self,
        store: Store,
        vault: Vault,
        tokeniser: Tokeniser,
        log: Log,
        clock: Clock,
        *,
        told: Callable[[Head], None] = lambda _head: None,
    ) -> None:
        self._audit = AuditLog(store.engine, tokeniser.digest)
        keeping = CaseKeeping(store.engine, vault, self._audit, told)
        self._store = store
        self._reads = CaseReads(store, vault)
        self._figures = CaseFigures(self._reads)
        self._pages = PageMaker(self._reads, Reader(tokeniser))
        self._reader = Reader(tokeniser)
        self._log = log
        self._clock = clock
        self.desk = CaseDesk(keeping, clock)
        self.views = ViewLog(keeping, clock)
        self.papers = CasePapers(self.desk)
        self.disposals = Disposals(self.desk, tokeniser.digest)
        self.appeals = Appeals(self.desk)
        self._actors = ThreadPoolExecutor(1, thread_name_prefix="cases")
        self._readers = ThreadPoolExecutor(1, thread_name_prefix="case-reader")

    async def act(self, work: Callable[..., _T], *given: object) -> _T:
        """An act of ``desk``, ``papers`` or ``appeals``, in its thread."""
        return await asyncio.get_running_loop().run_in_executor(self._actors, work, *given)

    async def note(
        self, caller: Caller, action: str, token: str | None, fields: str, reason: str
    ) -> None:
        """An entry in the audit log: see ``ViewLog.note``."""
        await self.act(self.views.note, caller, action, token, fields, reason)

    async def queue(self, caller: Caller, wanted: Filter, after: Place | None, most: int) -> Queue:
        """A page of the queue, most urgent first, with true counts of all that the filter finds."""
        now_ms = self._clock() if after is None else after.now_ms
        seen = seen_by(caller, wanted)
        rows = await self._ask(self._reads.queue, seen, now_ms, after, most)
        counts = await self._ask(self._reads.counts, seen, now_ms)
        last = Place(now_ms, rows[-1][1], rows[-1][0].id) if len(rows) == most else None
        return Queue([item_of(row) for row, _ in rows], counts, last)

    async def page(self, caller: Caller, case_id: str) -> CaseSheet:
        """All that a case's page needs; the view is written down before anything is shown.

        Raises:
            NotFound: there is no such case for the caller.
        """
        row = require_seen(caller, await self._ask(self._reads.case, case_id))
        await self.act(self.desk.viewed, caller, row)
        body = await self._ask(self._pages.body, row)
        around = await self._ask(self._around, row, list(body.subjects))
        await self._log.caught_up()
        allowed = tuple(name for name, roles in CALLS.items() if caller.role in roles)
        engine = self._log.engine
        return sheet_of(caller, row, body, around, engine.state, bundle=engine.bundle, may=allowed)

    async def links(self, caller: Caller, case_id: str) -> CaseLinks:
        """What lies around a case in the identity graph; the view is written down.

        Raises:
            NotFound: there is no such case for the caller.
        """
        row = require_seen(caller, await self._ask(self._reads.case, case_id))
        await self.act(self.desk.viewed, caller, row, "view_links")
        body = await self._ask(self._pages.body, row)
        around = await self._ask(self._around, row, list(body.subjects))
        blind = is_blind(caller, around.dispositions)
        return case_links(self._log.engine.state, body.subjects, around.outcomes, blind=blind)

    async def dispose(self, caller: Caller, case_id: str, body: Disposal) -> Done:
        """Say what a case was, tell the log, close it; see ``Disposals.dispose``."""
        said = await self.act(self.disposals.dispose, caller, case_id, body)
        return await self._complete(case_id) if said.status == CLOSING else said

    async def look_again(self, caller: Caller, case_id: str, body: SecondLook) -> Done:
        """The second look at a disposition; see ``Disposals.look_again``."""
        said = await self.act(self.disposals.look_again, caller, case_id, body)
        return await self._complete(case_id) if said.status == CLOSING else said

    async def decide_appeal(
        self, caller: Caller, case_id: str, appeal_id: int, body: AppealDecision
    ) -> AppealView:
        """Decide an appeal; a lift takes effect before this returns."""
        row = await self.act(self.appeals.decide, caller, case_id, appeal_id, body)
        if row.status == "lifting":
            await self._lift(case_id, appeal_id)
        return AppealView(row.id, row.case_id, "decided", row.result)

    async def unmask(self, caller: Caller, case_id: str, body: Unmasking) -> Unmasked:
        """Fields of an alert in clear, once it is written down who sees them and why."""
        event = await self._ask(self._event, body.event_id)
        values = clear_values(event, body.fields)
        token = person_token(self._reader.read(event), body.fields[0])
        await self.act(self.desk.unmask, caller, case_id, body, token)
        return Unmasked(body.event_id, values)

    async def bulk(self, caller: Caller, body: Bulk) -> list[BulkResult]:
        """One act upon many cases, each by itself; refused as a whole where none could take it."""
        require_act(body)
        return [await self._one_of(caller, case_id, body) for case_id in body.case_ids]

    async def metrics(self, days: int) -> Metrics:
        """Figures of the last days."""
        return await self._ask(metrics_of, self._figures, self._clock(), days, BANDS)

    async def audit(self, after_seq: int, most: int) -> list[AuditEntry]:
        """Entries of the audit log after a place."""
        return await self._ask(self._audit.page, after_seq, most)

    async def complete(self) -> int:
        """Complete what a crash left half done; gives how many judgements that were."""
        cases, lifts = await self._ask(self._reads.unfinished)
        for case_id in cases:
            await self._complete(case_id)
        for case_id, appeal_id in lifts:
            await self._lift(case_id, appeal_id)
        return len(cases) + len(lifts)

    def close(self) -> None:
        """Wait for what is under way, and stop the threads."""
        self._actors.shutdown()
        self._readers.shutdown()

    async def _complete(self, case_id: str) -> Done:
        outcomes = await self.act(self.disposals.outcomes, case_id)
        for start in range(0, len(outcomes), _AT_ONCE):
            some = outcomes[start : start + _AT_ONCE]
            await asyncio.gather(*(self._log.record_outcome(one) for one in some))
        return await self.act(self.disposals.close, case_id)

    async def _lift(self, case_id: str, appeal_id: int) -> None:
        outcome = await self.act(self.appeals.lift, case_id, appeal_id)
        if outcome is not None:
            await self._log.record_outcome(outcome)
        await self.act(self.appeals.lifted, case_id, appeal_id)

    async def _one_of(self, caller: Caller, case_id: str, body: Bulk) -> BulkResult:
        try:
            await self._do_one(caller, case_id, body)
        except PostRiskError as error:
            return BulkResult(case_id, done=False, code=error.code, message=error.message)
        return BulkResult(case_id, done=True)

    async def _do_one(self, caller: Caller, case_id: str, body: Bulk) -> None:
        if body.action == "release":
            await self.act(self.desk.release, caller, case_id)
        elif body.action == "escalate":
            await self.act(self.desk.escalate, caller, case_id, Escalation(body.reason))
        elif body.action == "assign":
            to = given(body.to, "to")
            await self.act(self.desk.assign, caller, case_id, Handover(to, body.reason))
        elif body.action == "snooze":
            until = given(body.until, "until")
            await self.act(self.desk.snooze, caller, case_id, Snooze(until, body.reason))
        else:
            await self.dispose(caller, case_id, given(body.disposal, "disposal"))

    def _event(self, event_id: str) -> Event:
        record = self._store.find_event(event_id)
        if record is None:
            raise NotFound("the case has no such event", param="event_id")
        return decode_event(record.body)

    def _around(self, row: CaseRow, event_ids: list[str]) -> Around:
        return Around(
            self._reads.dispositions(row.id),
            self._reads.appeals(row.id),
            self._reads.steps(row.id),
            self._reads.files(row.id),
            self._reads.outcomes(event_ids),
        )

    async def _ask(self, question: Callable[..., _T], *given: object) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, question, *given)
