"""Prove the exposure ledger from the log: every entry again, every balance again, nothing left over.

The log of events and outcomes is replayed in order, as at a start, and what it moves is compared with the
entries that were stored in the same transactions. Beside that stands plain arithmetic over the stored
entries, which knows nothing of the book: one reservation a parcel, one end at most, and their difference
is the balance.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec import Struct

from data.identifiers import token_of
from data.records import EventRecord, ExposureEntry, LogRecord
from data.subject import Reader
from risk.archive import Archive
from risk.bundle import NO_BUNDLE
from risk.engine import Engine
from risk.features.catalogue import vocabulary
from risk.features.state import State
from risk.records import entries_of
from risk.restore import restore_row
from rules.compile import compile_policies

MAX_EXAMPLES: Final = 10
ADDED: Final = frozenset({"reserve"})


class Reconciliation(Struct):
    """What was compared; the last six must be 0.

    Attributes:
        rows: events and outcomes of the log.
        entries: stored.
        reservations: parcels that reserved.
        reserved_fen: by all of them.
        collected_fen: of it turned into cash that the carrier holds.
        released_fen: ended, by outcomes.
        lapsed_fen: ended, by age.
        open_fen: neither ended nor collected, by the log.
        held_fen: collected and not paid out, by the log.
        missing: entries that the log moves and the ledger lacks.
        foreign: entries that nothing in the log has moved.
        differing: rows whose entries are others than stored.
        over_limit: reservations above a limit that was in force.
        twice: parcels that reserved or ended more than once, or ended without a reservation.
        leaked_fen: sum over merchants by how much stored entries and the log's balances differ.
        examples: places in the log of the first rows that differ.
    """

    rows: int = 0
    entries: int = 0
    reservations: int = 0
    reserved_fen: int = 0
    collected_fen: int = 0
    released_fen: int = 0
    lapsed_fen: int = 0
    open_fen: int = 0
    held_fen: int = 0
    missing: int = 0
    foreign: int = 0
    differing: int = 0
    over_limit: int = 0
    twice: int = 0
    leaked_fen: int = 0
    examples: list[int] = []

    @property
    def wrong(self) -> int:
        """How many things are not as they must be."""
        found = self.missing + self.foreign + self.differing + self.over_limit + self.twice
        return found + bool(self.leaked_fen)


class Reconciler:
    """Replays a log beside its ledger.

    Args:
        reader: makes subjects of events.
        state: empty.
        archive: gives the policies whose limits were in force.
    """

    def __init__(self, reader: Reader, state: State, archive: Archive) -> None:
        self._reader = reader
        self._state = state
        self._archive = archive
        self._engines: dict[str, Engine] = {}
        self._any = Engine(reader, state, NO_BUNDLE, compile_policies([], vocabulary()))
        self._sums = _Sums()
        self._found = Reconciliation()

    def run(
        self,
        records: Iterable[LogRecord],
        entries: Iterable[ExposureEntry],
        told: Callable[[], object] = lambda: None,
    ) -> Reconciliation:
        """Compare all rows of a log that nobody writes to meanwhile.

        Args:
            records: in order of ``seq``.
            entries: in order of ``seq`` and place.
            told: called after each row.

        Raises:
            Failure: a policy that decided is not in the archive, or a row does not open.
        """
        found, stored = self._found, _Peekable(entries)
        for record in records:
            moved = self._moved(record)
            self._foreign(stored.below(record.seq))
            self._compare(record.seq, moved, stored.below(record.seq + 1))
            found.rows += 1
            told()
        self._foreign(stored.rest())
        self._settle()
        return found

    def _moved(self, record: LogRecord) -> tuple[ExposureEntry, ...]:
        """What a row moves, by the log alone; a reservation above a limit is counted."""
        reading = restore_row(self._engine_of(record), record)
        moved = entries_of(record.seq, self._state.exposure.moves)
        claim = None if reading is None else reading.claim
        if claim is not None and claim.breach:
            self._found.over_limit += any(entry.kind in ADDED for entry in moved)
        return moved

    def _engine_of(self, record: LogRecord) -> Engine:
        """An engine with the limits that were in force; an outcome needs none, and takes any."""
        if not isinstance(record, EventRecord):
            return self._any
        engine = self._engines.get(record.policy)
        if engine is None:
            policy = self._archive.policy(record.policy)
            engine = Engine(self._reader, self._state, NO_BUNDLE, policy)
            self._engines[record.policy] = engine
        return engine

    def _compare(
        self, seq: int, moved: tuple[ExposureEntry, ...], stored: list[ExposureEntry]
    ) -> None:
        for entry in stored:
            self._sums.add(entry)
        if list(moved) == stored:
            return
        self._found.missing += max(0, len(moved) - len(stored))
        self._found.differing += 1
        if len(self._found.examples) < MAX_EXAMPLES:
            self._found.examples.append(seq)

    def _foreign(self, entries: list[ExposureEntry]) -> None:
        for entry in entries:
            self._sums.add(entry)
        self._found.foreign += len(entries)

    def _settle(self) -> None:
        found, sums = self._found, self._sums
        found.entries, found.reservations, found.twice = sums.entries, sums.reserved, sums.twice
        found.reserved_fen, found.released_fen = sums.reserved_fen, sums.released_fen
        found.lapsed_fen, found.collected_fen = sums.lapsed_fen, sums.collected_fen
        book = self._state.exposure.balances().items()
        balances = {token_of(merchant): both for merchant, both in book}
        found.open_fen = sum(outstanding for outstanding, _ in balances.values())
        found.held_fen = sum(collected for _, collected in balances.values())
        for merchant in sums.balances.keys() | balances.keys():
            stored, derived = sums.balances.get(merchant, (0, 0)), balances.get(merchant, (0, 0))
            found.leaked_fen += abs(stored[0] - derived[0]) + abs(stored[1] - derived[1])


class _Sums:
    """Arithmetic over stored entries."""

    def __init__(self) -> None:
        self.entries = 0
        self.reserved = 0
        self.twice = 0
        self.reserved_fen = 0
        self.released_fen = 0
        self.collected_fen = 0
        self.lapsed_fen = 0
        self.balances: dict[str, tuple[int, int]] = {}
        self._open: dict[str, int] = {}
        self._collected: dict[str, int] = {}
        self._ended: set[str] = set()

    def add(self, entry: ExposureEntry) -> None:
        """Count one entry."""
        self.entries += 1
        event, amount_fen = entry.event_token, entry.amount_fen
        if entry.kind in ADDED:
            self.reserved += 1
            self.reserved_fen += amount_fen
            self._book(entry, amount_fen, 0)
            self.twice += event in self._open or event in self._collected or event in self._ended
            self._open[event] = amount_fen
        elif entry.kind == "collect":
            self.collected_fen += amount_fen
            self._book(entry, -amount_fen, amount_fen)
            self.twice += self._open.pop(event, None) != amount_fen
            self._collected[event] = amount_fen
        else:
            self._end(entry)

    def _end(self, entry: ExposureEntry) -> None:
        event, amount_fen = entry.event_token, entry.amount_fen
        if entry.kind == "lapse":
            self.lapsed_fen += amount_fen
        else:
            self.released_fen += amount_fen
        if event in self._collected:
            self._book(entry, 0, -amount_fen)
            self.twice += self._collected.pop(event) != amount_fen
        else:
            self._book(entry, -amount_fen, 0)
            self.twice += self._open.pop(event, None) != amount_fen
        self._ended.add(event)

    def _book(self, entry: ExposureEntry, outstanding_fen: int, collected_fen: int) -> None:
        before = self.balances.get(entry.merchant_token, (0, 0))
        after = (before[0] + outstanding_fen, before[1] + collected_fen)
        self.balances[entry.merchant_token] = after


class _Peekable:
    """Entries in their order, taken up to a place in the log."""

    def __init__(self, entries: Iterable[ExposureEntry]) -> None:
        self._entries: Iterator[ExposureEntry] = iter(entries)
        self._next = next(self._entries, None)

    def below(self, seq: int) -> list[ExposureEntry]:
        """Those of rows before a place."""
        taken: list[ExposureEntry] = []
        while self._next is not None and self._next.seq < seq:
            taken.append(self._next)
            self._next = next(self._entries, None)
        return taken

    def rest(self) -> list[ExposureEntry]:
        """All that are left."""
        taken = [] if self._next is None else [self._next, *self._entries]
        self._next = None
        return taken
