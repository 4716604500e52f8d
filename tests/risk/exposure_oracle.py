"""The exposure ledger recounted from scratch over a plain log: no balances, no undo, no groups kept."""

from dataclasses import dataclass, field
from datetime import datetime

from data.decisions import Credit
from data.instants import local_day, to_ms
from risk.features.catalogue import credit_features
from rules.cod_book import shipped_book

ENDS = {"remitted", "refused", "returned", "undeliverable", "data_error"}
TABLE = shipped_book(credit_features()).table
CAPS = {grade.grade: grade.outstanding_fen for grade in TABLE.grades}
START = next(g for g in TABLE.grades if g.grade == TABLE.assumptions.start_grade)
Limits = tuple[int, int, int, int]


@dataclass
class Parcel:
    event_id: str
    merchant: str
    amount_fen: int
    at_ms: int
    accepted: bool


@dataclass
class Applied:
    merchant: str
    keys: tuple[str, ...]
    action: str
    credit: Credit


@dataclass
class Ledger:
    """The log, in order; every question is answered by reading all of it."""

    parcels: list[Parcel] = field(default_factory=list)
    outcomes: list[tuple[str, str]] = field(default_factory=list)
    applications: list[Applied] = field(default_factory=list)

    def balances(self, merchant: str) -> tuple[int, int]:
        """Outstanding, and collected."""
        outstanding, collected = 0, 0
        for parcel in self.parcels:
            told = {said for about, said in self.outcomes if about == parcel.event_id}
            if parcel.merchant == merchant and parcel.accepted and not told & ENDS:
                outstanding += 0 if "delivered" in told else parcel.amount_fen
                collected += parcel.amount_fen if "delivered" in told else 0
        return outstanding, collected

    def outstanding(self, merchant: str) -> int:
        return self.balances(merchant)[0]

    def day(self, merchant: str, at_ms: int) -> int:
        today = local_day(at_ms)
        return sum(
            parcel.amount_fen
            for parcel in self.parcels
            if parcel.merchant == merchant and parcel.accepted and local_day(parcel.at_ms) == today
        )

    def group(self, merchant: str, keys: tuple[str, ...] | None = None) -> set[str]:
        """All that are tied to a merchant, itself among them; by these keys of its own, if given."""
        held = {applied.merchant: applied.keys for applied in self.applications}
        if keys is not None:
            held[merchant] = keys
        found = {merchant}
        while True:
            ties = {key for member in found for key in held.get(member, ())}
            more = {member for member, own in held.items() if ties & set(own)} | found
            if more == found:
                return found
            found = more

    def limits(self, merchant: str, at_ms: int) -> Limits:
        start = (
            START.per_parcel_fen,
            START.per_day_fen,
            START.outstanding_fen,
            START.outstanding_fen,
        )
        standing: Limits | None = None
        grade, valid_ms, signed = "A", 10**18, False
        for applied in self.applications:
            if applied.merchant != merchant:
                continue
            limits, until = applied.credit.limits, applied.credit.valid_until
            new = (limits.per_parcel_fen, limits.per_day_fen, limits.outstanding_fen, 0)
            new_ms = to_ms(datetime.fromisoformat(until))
            if applied.action in ("approve", "step_up"):
                standing, grade, valid_ms, signed = new, applied.credit.grade, new_ms, True
            else:
                standing = new if standing is None else _least(standing, new)
                grade, valid_ms = max(grade, applied.credit.grade), min(valid_ms, new_ms)
        if standing is None:
            return start
        own = (*standing[:3], CAPS[grade])
        return own if signed and at_ms <= valid_ms else _least(own, start)

    def fits(self, merchant: str, amount_fen: int, at_ms: int) -> bool:
        parcel, day, outstanding, shared = self.limits(merchant, at_ms)
        group = self.group(merchant)
        together = sum(self.outstanding(member) for member in group) + amount_fen
        return (
            amount_fen <= parcel
            and self.day(merchant, at_ms) + amount_fen <= day
            and self.outstanding(merchant) + amount_fen <= outstanding
            and (len(group) == 1 or together <= shared)
        )


def _least(one: Limits, other: Limits) -> Limits:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )
