"""The credit officers' desk: applications with their whole sum, and limits by hand by two people."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from data.api_keys import Caller
from data.applications import Applications
from data.changes import (
    LimitChange,
    LimitsProposed,
    LimitsRefused,
    LimitsSigned,
    LimitsWithdrawn,
)
from data.clock import Clock
from data.decisions import DECODER, Credit, CreditLimits
from data.errors import InvalidInput, NotFound
from data.events import decode_event
from data.exposure_entries import MAX_SEQ, ExposureEntries
from data.identifiers import token_of
from data.instants import DAY_MS, to_datetime
from data.records import EventRecord
from data.store import Store
from data.subject import Subject
from risk.archive import Archive
from risk.credit import CreditDesk
from risk.credit_points import CreditPoints, points_of
from risk.credit_views import (
    ApplicationItem,
    CreditFile,
    OverrideView,
    item_of,
    override_view,
)
from risk.exposure_desk import ExposureDesk, ExposureView
from risk.limit_overrides import LimitOverrides, Override
from risk.masked_labels import masked_number
from risk.masked_parties import masked_parties
from risk.service import ScoringService
from rules.limits import MAX_FEN

_T = TypeVar("_T")
LONGEST_DAYS: Final = 366
"""Of limits by hand: as long as the best grade holds [D: DOMAIN 4.4]."""
_ENTRIES: Final = 10
Note = Callable[[Caller, str, str | None, str, str], Awaitable[None]]
"""Writes down who did what: action, token, fields, reason."""


async def unnoted(*_noted: object) -> None:
    """Writes nothing down: where no audit log is kept."""


class CreditFiles:
    """Answers credit officers. Its coroutines are for the service's event loop.

    Args:
        service: takes the changes.
        store: the log.
        archive: gives the books and scorecards that decided.
        clock: tells what has expired.
        note: writes into the audit log.
    """

    def __init__(
        self, service: ScoringService, store: Store, archive: Archive, clock: Clock, note: Note
    ) -> None:
        self._service = service
        self._store = store
        self._archive = archive
        self._clock = clock
        self._note = note
        self._applications = Applications(store)
        self._exposures = ExposureDesk(service.engine, ExposureEntries(store), service.caught_up)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="credit")

    async def recent(self, size: int, before_seq: int | None) -> list[ApplicationItem]:
        """Applications, newest first.

        Raises:
            Unavailable: the database is not there.
        """
        rows = await self._beside(self._applications.last, size, before_seq or MAX_SEQ)
        return [item_of(row) for row in rows]

    async def file(self, caller: Caller, event_id: str) -> CreditFile:
        """One application; that it was looked at is written down before it is shown.

        Raises:
            NotFound: there is no such application.
            Unavailable: the database is not there.
        """
        record, subject = await self._application(event_id)
        decision = DECODER.decode(record.answer)
        worked = None
        if decision.credit is not None:
            worked = await self._beside(self._worked, record, decision.credit)
        token = token_of(subject.merchant) if subject.merchant else None
        await self._note(caller, "view_credit", token, "masked", "work")
        return CreditFile(
            event_id,
            to_datetime(record.occurred_at_ms).isoformat(),
            decision.decision,
            decision.case_id,
            masked_number(getattr(subject.event, "merchant_id", "")),
            masked_parties(subject),
            decision.credit,
            worked,
            decision.customer,
            await self._exposure(subject.merchant),
            [self._view(one) for one in self._overrides_of(subject.merchant)],
        )

    async def propose(
        self, caller: Caller, event_id: str, limits: CreditLimits, until_ms: int, reason: str
    ) -> OverrideView:
        """Ask for the limits of an application's merchant to be set by hand.

        Raises:
            NotFound: there is no such application.
            InvalidInput: the limits are in no order, or the end is not within a year.
            Conflict: the merchant has a proposal that waits.
        """
        _, subject = await self._application(event_id)
        _check(limits, until_ms, self._clock())
        asked = LimitsProposed(subject.merchant, event_id, limits, until_ms, reason)
        seq = await self._change(caller, "propose_limits", asked, subject.merchant)
        return self.override(f"L{seq}")

    async def sign(self, caller: Caller, id_: str) -> OverrideView:
        """Let limits by hand take force, from the merchant's next parcel on.

        Raises:
            NotFound, Conflict: they are not there, or decided already.
            Forbidden: the caller asked for them.
        """
        return await self._decided(caller, "sign_limits", LimitsSigned(id_))

    async def refuse(self, caller: Caller, id_: str, reason: str) -> OverrideView:
        """Refuse limits that were asked for.

        Raises:
            NotFound, Conflict: they are not there, or decided already.
        """
        return await self._decided(caller, "refuse_limits", LimitsRefused(id_, reason))

    async def withdraw(self, caller: Caller, id_: str, reason: str) -> OverrideView:
        """End limits by hand before their time: those that were worked out hold again.

        Raises:
            NotFound, Conflict: they are not there, or not in force.
        """
        return await self._decided(caller, "withdraw_limits", LimitsWithdrawn(id_, reason))

    def override(self, id_: str) -> OverrideView:
        """Limits by hand by their id.

        Raises:
            NotFound: there are none.
        """
        return self._view(self._book.override(id_))

    def overrides(self) -> list[OverrideView]:
        """All limits by hand, oldest first."""
        return [self._view(one) for one in self._book.overrides()]

    @property
    def _book(self) -> LimitOverrides:
        return self._service.engine.state.exposure.overrides

    async def _application(self, event_id: str) -> tuple[EventRecord, Subject]:
        record = await self._beside(self._store.find_event, event_id)
        if record is None or record.kind != "cod_application":
            raise NotFound("there is no application with this id", param="event")
        return record, self._service.engine.reader.read(decode_event(record.body))

    def _worked(self, record: EventRecord, credit: Credit) -> CreditPoints | None:
        """The sum, with what decided then; blocks."""
        engine = self._service.engine
        policy, bundle = engine.policy, engine.bundle
        if policy.id != record.policy:
            policy = self._archive.policy(record.policy)
        if bundle.id != record.bundle:
            bundle = self._archive.bundle(record.bundle)
        if policy.cod is None:
            return None
        desk = CreditDesk(policy.cod, bundle.scorecard)
        return points_of(desk, record.vector, credit, fitted=bundle.scorecard is not None)

    async def _exposure(self, merchant: int) -> ExposureView | None:
        try:
            return await self._exposures.of(merchant, _ENTRIES)
        except NotFound:
            return None

    def _overrides_of(self, merchant: int) -> list[Override]:
        return [one for one in self._book.overrides() if one.merchant == merchant][::-1]

    async def _decided(
        self, caller: Caller, action: str, change: LimitsSigned | LimitsRefused | LimitsWithdrawn
    ) -> OverrideView:
        merchant = self._book.override(change.override).merchant
        await self._change(caller, action, change, merchant)
        return self.override(change.override)

    async def _change(self, caller: Caller, action: str, change: LimitChange, merchant: int) -> int:
        self._book.check(caller.id, change)  # and refuse before anything is written down
        await self._note(caller, action, token_of(merchant), "limits", "work")
        made = await self._service.make_change(
            caller.id, change, lambda: self._book.check(caller.id, change)
        )
        return made.seq

    def _view(self, one: Override) -> OverrideView:
        return override_view(one, self._clock())

    async def _beside(self, work: Callable[..., _T], *given: object) -> _T:
        """Work in the thread, while scores go on."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, *given)


def _check(limits: CreditLimits, until_ms: int, now_ms: int) -> None:
    """Refuse limits that contradict each other, and an end that is no end.

    Raises:
        InvalidInput: with the field.
    """
    if not 0 <= limits.per_parcel_fen <= limits.per_day_fen:
        raise InvalidInput("must lie between 0 and the limit of a day", param="per_parcel_fen")
    if not limits.per_day_fen <= limits.outstanding_fen <= MAX_FEN:
        raise InvalidInput("must be no less than the limit of a day", param="outstanding_fen")
    if not now_ms < until_ms <= now_ms + LONGEST_DAYS * DAY_MS:
        raise InvalidInput(f"must be within {LONGEST_DAYS} days from now", param="until")
