"""The ledger recounted from the log with plain sums: it shares no code with the book."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from benchmarks.exposure.traffic import GROUPS, TIED
from data.decisions import DECODER
from data.events import CodApplication, Shipment, decode_event, decode_outcome
from data.instants import local_day, to_ms
from data.records import ChangeRecord, EventRecord, LogRecord
from risk.bootstrap import shipped_policy

_ENDS: Final = ("remitted", "refused", "returned", "undeliverable", "data_error")
_GRADES: Final = "ABCDEF"


@dataclass
class Recount:
    """What plain sums over the log say.

    Attributes:
        over_limit: parcels that were accepted above a limit of their merchant or group.
    """

    reservations: int = 0
    held: int = 0
    releases: int = 0
    over_limit: int = 0
    decided: dict[str, str] = field(default_factory=dict)
    outcomes: set[str] = field(default_factory=set)
    outstanding_fen: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    collected_fen: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _held: dict[str, tuple[str, int]] = field(default_factory=dict)
    _days_fen: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    _open: dict[str, tuple[str, int]] = field(default_factory=dict)
    _limits: dict[str, tuple[int, int, int, int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what the grade table gives to a merchant without a grant."""
        cod = shipped_policy().cod
        assert cod is not None
        self._caps = {grade.grade: grade for grade in cod.table.grades}
        self._start = self._caps[cod.table.assumptions.start_grade]

    def add(self, record: LogRecord) -> None:
        """Count one row of the log, in order."""
        if isinstance(record, ChangeRecord):
            return
        if not isinstance(record, EventRecord):
            self.outcomes.add(record.outcome_id)
            self._told(record.event_id, decode_outcome(record.body).outcome)
            return
        self.decided[record.event_id] = record.decision
        event = decode_event(record.body)
        if isinstance(event, Shipment):
            self._parcel(event, record.decision)
        elif isinstance(event, CodApplication):
            self._granted(event, record)

    def _granted(self, event: CodApplication, record: EventRecord) -> None:
        credit = DECODER.decode(record.answer).credit
        assert credit is not None, "the shipped policy grades"
        given = credit.limits
        until_ms = to_ms(event.occurred_at) + self._caps[credit.grade].valid_days * 86_400_000
        signed = record.decision in ("approve", "step_up")
        self._limits[event.merchant_id] = (
            given.per_parcel_fen,
            given.per_day_fen,
            given.outstanding_fen,
            self._caps[credit.grade].outstanding_fen,
            until_ms if signed else 0,
        )

    def _parcel(self, event: Shipment, decision: str) -> None:
        if decision in ("hold", "decline"):
            self.held += 1
            return
        merchant, amount_fen = event.merchant_id or "", event.cod_amount_fen
        at_ms = to_ms(event.occurred_at)
        day = (merchant, local_day(at_ms))
        self.reservations += 1
        self.outstanding_fen[merchant] += amount_fen
        self._days_fen[day] += amount_fen
        self._open[event.event_id] = (merchant, amount_fen)
        per_parcel, per_day, outstanding, group = self._in_force(merchant, at_ms)
        self.over_limit += (
            amount_fen > per_parcel
            or self._days_fen[day] > per_day
            or self.outstanding_fen[merchant] > outstanding
            or self._group_fen(merchant) > group
        )

    def _in_force(self, merchant: str, at_ms: int) -> tuple[int, int, int, int]:
        start = self._start
        low = (
            start.per_parcel_fen,
            start.per_day_fen,
            start.outstanding_fen,
            start.outstanding_fen,
        )
        if merchant not in self._limits:
            return low
        one, two, three, four, until_ms = self._limits[merchant]
        own = (one, two, three, four)
        if at_ms <= until_ms:
            return own
        return (min(one, low[0]), min(two, low[1]), min(three, low[2]), min(four, low[3]))

    def _group_fen(self, merchant: str) -> int:
        number = int(merchant[1:])
        if number >= GROUPS * TIED or merchant not in self._limits:
            return self.outstanding_fen[merchant]
        first = number // TIED * TIED
        return sum(self.outstanding_fen[f"M{other}"] for other in range(first, first + TIED))

    def _told(self, event_id: str, outcome: str) -> None:
        if event_id in self._open and (outcome in _ENDS or outcome == "delivered"):
            merchant, amount_fen = self._open.pop(event_id)
            self.outstanding_fen[merchant] -= amount_fen
            if outcome == "delivered":
                self.collected_fen[merchant] += amount_fen
                self._held[event_id] = (merchant, amount_fen)
        elif event_id in self._held and outcome in _ENDS:
            merchant, amount_fen = self._held.pop(event_id)
            self.collected_fen[merchant] -= amount_fen
        else:
            return
        self.releases += outcome in _ENDS
