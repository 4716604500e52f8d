"""What a credit officer is shown of a merchant: limits, what is under way, the group, the last entries."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from msgspec import Struct

from data.decisions import CreditLimits
from data.errors import NotFound
from data.exposure_entries import MAX_SEQ, ExposureEntries
from data.identifiers import token_of
from data.instants import to_datetime
from data.records import ExposureEntry
from risk.engine import Engine
from risk.exposure_values import Position

MAX_ENTRIES: Final = 200
"""Of one page."""


class GroupView(Struct, frozen=True):
    """The merchants that share a limit, this one among them."""

    merchants: int
    limit_fen: int
    outstanding_fen: int


class ExposureView(Struct, frozen=True):
    """A merchant's exposure.

    Attributes:
        merchant_token: stands for the merchant in the ledger.
        as_of: the clock of the events; limits and the day are those of this instant.
        grade: of the last answered application; None if there is none.
        granted: whether an approved application stands behind the limits; if not, they are no higher than
            those of the start grade.
        limits: in force.
        outstanding_fen: reserved, and neither collected nor come back: counts against the limits.
        collected_fen: collected and not paid out: cash that the carrier holds.
        day_fen: accepted today.
        room_fen: what one more parcel may collect now.
        group: None for a merchant alone.
        entries: the last ones, newest first.
        next_before_seq: to be sent as ``before_seq`` for older ones; None where there are no more.
    """

    merchant_token: str
    as_of: str
    grade: str | None
    granted: bool
    limits: CreditLimits
    outstanding_fen: int
    collected_fen: int
    day_fen: int
    room_fen: int
    group: GroupView | None
    entries: tuple[ExposureEntry, ...]
    next_before_seq: int | None


class ExposureDesk:
    """Answers from the running book, and from the stored entries.

    Args:
        engine: whose state holds the book.
        entries: of its log.
        caught_up: lets enter what other workers have appended.
    """

    def __init__(
        self,
        engine: Engine,
        entries: ExposureEntries,
        caught_up: Callable[[], Awaitable[None]],
    ) -> None:
        self._engine = engine
        self._caught_up = caught_up
        self._entries = entries

    async def show(self, merchant_id: str, size: int, before_seq: int | None) -> ExposureView:
        """A merchant's exposure; balances hold what waits for its commit, entries do not.

        Raises:
            NotFound: nothing is known of the merchant.
            Unavailable: the database is not there.
        """
        merchant = self._engine.reader.merchant_node(merchant_id)
        return await self.of(merchant, size, before_seq)

    async def of(self, merchant: int, size: int, before_seq: int | None = None) -> ExposureView:
        """The same by a merchant's node.

        Raises:
            NotFound, Unavailable: as ``show``.
        """
        await self._caught_up()
        before = MAX_SEQ if before_seq is None else before_seq
        entries = await asyncio.to_thread(
            self._entries.last_of, token_of(merchant), size + 1, before
        )
        book = self._engine.state.exposure
        if not entries and not book.knows(merchant):
            raise NotFound("nothing is known of this merchant", param="merchant_id")
        return self._view(merchant, entries, size)

    def _view(self, merchant: int, entries: list[ExposureEntry], size: int) -> ExposureView:
        now_ms = self._engine.state.keeper.clock_ms
        now = self._engine.position(merchant)
        terms = now.terms
        shown = _whole_rows(entries, size)
        return ExposureView(
            merchant_token=token_of(merchant),
            as_of=to_datetime(now_ms).isoformat(),
            grade=now.grade,
            granted=now.signed,
            limits=CreditLimits(terms.per_parcel_fen, terms.per_day_fen, terms.outstanding_fen),
            outstanding_fen=now.outstanding_fen,
            collected_fen=now.collected_fen,
            day_fen=now.day_fen,
            room_fen=_room_fen(now),
            group=_group(now),
            entries=tuple(shown),
            next_before_seq=shown[-1].seq if len(entries) > len(shown) else None,
        )


def _room_fen(now: Position) -> int:
    terms = now.terms
    rooms = [
        terms.per_parcel_fen,
        terms.per_day_fen - now.day_fen,
        terms.outstanding_fen - now.outstanding_fen,
    ]
    if now.members > 1:
        rooms.append(terms.group_fen - now.group_outstanding_fen)
    return max(0, min(rooms))


def _group(now: Position) -> GroupView | None:
    if now.members < 2:
        return None
    return GroupView(now.members, now.terms.group_fen, now.group_outstanding_fen)


def _whole_rows(entries: list[ExposureEntry], size: int) -> list[ExposureEntry]:
    """At most ``size`` entries; a row of the log that the page would cut is left to the next."""
    shown = entries[:size]
    if len(entries) > size and entries[size].seq == shown[-1].seq != shown[0].seq:
        return [entry for entry in shown if entry.seq != entries[size].seq]
    return shown
