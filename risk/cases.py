"""Cases as the doors see them: transactions elsewhere, judgements into the log, pages out of both.

Whatever waits for the database happens in the room (``risk.case_room``), which may be another process. What a
judgement tells the log goes through the scoring service like any other outcome, so graph, windows and
labels learn it at once, and a restart learns it again.
"""

import asyncio
from typing import Final, Protocol

from msgspec import Struct

from data.api_keys import Caller
from data.audit import AuditEntry
from data.case_filter import Filter
from data.case_reads import CaseReads, Place
from data.case_rows import CLOSING
from data.errors import PostRiskError
from data.events import Outcome
from risk.case_appeals import Appeals
from risk.case_bulk import given, require_act
from risk.case_desk import CaseDesk
from risk.case_disposal import Disposals
from risk.case_figures import Metrics
from risk.case_links import CaseLinks, case_links
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
from risk.case_room import CaseRoom, P, Queue, Room, T, Unmasked, Work
from risk.case_sheet import CaseSheet, completed
from risk.engine import Engine
from risk.view_log import ViewLog

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


class AppealView(Struct, frozen=True):
    """What became of an appeal."""

    id: int
    case_id: str
    status: str
    result: str | None


class Cases:
    """The cases of a store. Its coroutines are for one event loop; they need a started service.

    Args:
        room: where the database is asked.
        log: takes judgements.
    """

    def __init__(self, room: Room, log: Log) -> None:
        self._room = room
        self._log = log

    async def act(self, work: Work[P, T], *given: P.args, **named: P.kwargs) -> T:
        """An act of one of the room's parts, such as ``CaseDesk.claim``."""
        return await self._room.act(work, *given, **named)

    async def note(
        self, caller: Caller, action: str, token: str | None, fields: str, reason: str
    ) -> None:
        """An entry in the audit log: see ``ViewLog.note``."""
        await self.act(ViewLog.note, caller, action, token, fields, reason)

    async def queue(self, caller: Caller, wanted: Filter, after: Place | None, most: int) -> Queue:
        """A page of the queue, most urgent first, with true counts of all that the filter finds."""
        return await self._room.ask(CaseRoom.queue, caller, wanted, after, most)

    async def page(self, caller: Caller, case_id: str) -> CaseSheet:
        """All that a case's page needs; the view is written down before anything is shown.

        Raises:
            NotFound: there is no such case for the caller.
        """
        row = await self.act(CaseRoom.enter, caller, case_id, "view_case")
        drawn = await self._room.ask(CaseRoom.draw, caller, row)
        await self._log.caught_up()
        return completed(drawn, self._log.engine.state, self._log.engine.bundle)

    async def links(self, caller: Caller, case_id: str) -> CaseLinks:
        """What lies around a case in the identity graph; the view is written down.

        Raises:
            NotFound: there is no such case for the caller.
        """
        row = await self.act(CaseRoom.enter, caller, case_id, "view_links")
        middle = await self._room.ask(CaseRoom.middle, caller, row)
        return case_links(self._log.engine.state, middle)

    async def dispose(self, caller: Caller, case_id: str, body: Disposal) -> Done:
        """Say what a case was, tell the log, close it; see ``Disposals.dispose``."""
        said = await self.act(Disposals.dispose, caller, case_id, body)
        return await self._complete(case_id) if said.status == CLOSING else said

    async def look_again(self, caller: Caller, case_id: str, body: SecondLook) -> Done:
        """The second look at a disposition; see ``Disposals.look_again``."""
        said = await self.act(Disposals.look_again, caller, case_id, body)
        return await self._complete(case_id) if said.status == CLOSING else said

    async def decide_appeal(
        self, caller: Caller, case_id: str, appeal_id: int, body: AppealDecision
    ) -> AppealView:
        """Decide an appeal; a lift takes effect before this returns."""
        row = await self.act(Appeals.decide, caller, case_id, appeal_id, body)
        if row.status == "lifting":
            await self._lift(case_id, appeal_id)
        return AppealView(row.id, row.case_id, "decided", row.result)

    async def unmask(self, caller: Caller, case_id: str, body: Unmasking) -> Unmasked:
        """Fields of an alert in clear, once it is written down who sees them and why."""
        return await self.act(CaseRoom.unmask, caller, case_id, body)

    async def bulk(self, caller: Caller, body: Bulk) -> list[BulkResult]:
        """One act upon many cases, each by itself; refused as a whole where none could take it."""
        require_act(body)
        return [await self._one_of(caller, case_id, body) for case_id in body.case_ids]

    async def metrics(self, days: int) -> Metrics:
        """Figures of the last days."""
        return await self._room.ask(CaseRoom.metrics, days)

    async def audit(self, after_seq: int, most: int) -> list[AuditEntry]:
        """Entries of the audit log after a place."""
        return await self._room.ask(CaseRoom.audit, after_seq, most)

    async def complete(self) -> int:
        """Complete what a crash left half done; gives how many judgements that were."""
        cases, lifts = await self._room.ask(CaseReads.unfinished)
        for case_id in cases:
            await self._complete(case_id)
        for case_id, appeal_id in lifts:
            await self._lift(case_id, appeal_id)
        return len(cases) + len(lifts)

    async def close(self) -> None:
        """Wait for what is under way, and leave the room."""
        await self._room.close()

    async def _complete(self, case_id: str) -> Done:
        outcomes = await self.act(Disposals.outcomes, case_id)
        for start in range(0, len(outcomes), _AT_ONCE):
            some = outcomes[start : start + _AT_ONCE]
            await asyncio.gather(*(self._log.record_outcome(one) for one in some))
        return await self.act(Disposals.close, case_id)

    async def _lift(self, case_id: str, appeal_id: int) -> None:
        outcome = await self.act(Appeals.lift, case_id, appeal_id)
        if outcome is not None:
            await self._log.record_outcome(outcome)
        await self.act(Appeals.lifted, case_id, appeal_id)

    async def _one_of(self, caller: Caller, case_id: str, body: Bulk) -> BulkResult:
        try:
            await self._do_one(caller, case_id, body)
        except PostRiskError as error:
            return BulkResult(case_id, done=False, code=error.code, message=error.message)
        return BulkResult(case_id, done=True)

    async def _do_one(self, caller: Caller, case_id: str, body: Bulk) -> None:
        if body.action == "release":
            await self.act(CaseDesk.release, caller, case_id)
        elif body.action == "escalate":
            await self.act(CaseDesk.escalate, caller, case_id, Escalation(body.reason))
        elif body.action == "assign":
            to = given(body.to, "to")
            await self.act(CaseDesk.assign, caller, case_id, Handover(to, body.reason))
        elif body.action == "snooze":
            until = given(body.until, "until")
            await self.act(CaseDesk.snooze, caller, case_id, Snooze(until, body.reason))
        else:
            await self.dispose(caller, case_id, given(body.disposal, "disposal"))
