"""What merchants have under way in cash on delivery: reserved, collected, released (DOMAIN 4.1, 4.4).

The balances follow from the log alone. An accepted parcel reserves its amount: outstanding, it counts against
the limits. ``delivered`` turns that into collected cash, which the carrier holds and which is no claim on the
merchant any more (H, the natural collateral of DOMAIN 4.1). What ends it (:data:`ENDS`) closes it, once.
``claim`` reads and changes nothing; ``reserve``, ``tell`` and ``answer`` are steps of the state's ``apply``
and can be undone exactly. Integers only.

- Outcomes of an unknown event wait in the state and are told again when it comes. A second end, or one
  against the first, finds nothing to release.
- A reservation of which nothing was told for ``LAPSE_MS`` of the keeper's clock lapses with a later parcel.
- A day is one of China Standard Time. The day of a parcel that is dated absurdly is the nearest that can be
  true: at most ``LATENESS_MS`` behind the clock, and an hour ahead of it.
"""

from collections.abc import Iterable
from typing import Final

from data.decisions import Action, Credit
from data.instants import DAY_MS, local_day
from data.recency import Call, Recency
from graph.identity import Undo
from risk.exposure_groups import Account, Ties
from risk.exposure_terms import NO_CAPS, UNLIMITED_FEN, Caps, after_answer, terms_of
from risk.exposure_values import Claim, Move, Position, Reservation, Tie
from risk.features.keeper import LATENESS_MS, STEP_MS
from risk.limit_overrides import LimitOverrides

MAX_PARCEL_FEN: Final = 10**15
ENDS: Final = frozenset({"remitted", "refused", "returned", "undeliverable", "data_error"})
"""Outcomes after which a parcel counts no more. A written-off one still does: a loss gives no room back."""
LAPSE_MS: Final = 45 * DAY_MS
"""Longer than the longest way of an honest parcel: 10 days to the door, 15 to dispute, 14 to the pay-out
[D: DOMAIN 6.1, ``dispute_days`` and grade E of the grade table]."""
MAX_OPEN: Final = 2_000_000
"""Reservations at once; beyond it the oldest lapse."""
MAX_APPLICANTS: Final = 1_000_000
"""Merchants whose grants and ties are kept; beyond it those of the one that applied longest ago go."""
_LAPSED_AT_ONCE: Final = 4
_DAYS_KEPT: Final = LATENESS_MS // DAY_MS + 1
_NAN: Final = float("nan")


class ExposureBook:
    """The balances of all merchants.

    Args:
        max_open: most reservations at once.

    Attributes:
        overrides: limits that people set by hand.
        moves: what the last step of the state has entered.
    """

    def __init__(self, max_open: int = MAX_OPEN) -> None:
        self._max_open = max_open
        self._accounts: dict[int, Account] = {}
        self._open: dict[int, Reservation] = {}
        self._waiting = Recency()
        self._applied = Recency()
        self._applicants = 0
        self._days: dict[int, dict[int, int]] = {}
        self._ties = Ties(self._accounts)
        self.overrides = LimitOverrides()
        self.moves: list[Move] = []

    def __contains__(self, event: int) -> bool:
        """Whether a parcel has not ended, by the node of its event."""
        return event in self._open

    def knows(self, merchant: int) -> bool:
        """Whether a merchant has anything under way, or has applied."""
        return merchant in self._accounts

    def balances(self) -> dict[int, tuple[int, int]]:
        """What merchants have outstanding, and collected; without those who have neither."""
        found = {m: (a.outstanding_fen, a.collected_fen) for m, a in self._accounts.items()}
        return {merchant: both for merchant, both in found.items() if any(both)}

    def begin(self) -> None:
        """Forget the moves of the step before."""
        if self.moves:
            self.moves = []

    def claim(self, merchant: int, cod_fen: int, at_ms: int, clock_ms: int, caps: Caps) -> Claim:
        """What a parcel would take, and whether it fits.

        Args:
            merchant: its node.
            cod_fen: above 0.
            at_ms: when it was accepted.
            clock_ms: of the keeper; 0 before the first event.
            caps: of the policy that decides.
        """
        amount_fen = min(cod_fen, MAX_PARCEL_FEN)
        now = self.position(merchant, at_ms, clock_ms, caps)
        terms, outstanding_fen = now.terms, now.outstanding_fen
        own_fen, day_fen = outstanding_fen + amount_fen, now.day_fen + amount_fen
        group_fen, breach, over_fen = now.group_outstanding_fen + amount_fen, "", 0
        # Of several the narrowest is named, so it comes last: it says most of what to do.
        if now.members > 1 and group_fen > terms.group_fen:
            breach, over_fen = "group", group_fen - terms.group_fen
        if own_fen > terms.outstanding_fen:
            breach, over_fen = "outstanding", max(over_fen, own_fen - terms.outstanding_fen)
        if day_fen > terms.per_day_fen:
            breach, over_fen = "day", max(over_fen, day_fen - terms.per_day_fen)
        if amount_fen > terms.per_parcel_fen:
            breach, over_fen = "parcel", max(over_fen, amount_fen - terms.per_parcel_fen)
        facts = (
            float(outstanding_fen),
            _ratio(own_fen, terms.outstanding_fen),
            _ratio(day_fen, terms.per_day_fen),
            _ratio(amount_fen, terms.per_parcel_fen),
            _ratio(group_fen, terms.group_fen) if now.members > 1 else _NAN,
            float(over_fen),
        )
        return Claim(merchant, amount_fen, local_day(_near(at_ms, clock_ms)), breach, facts)

    def position(self, merchant: int, at_ms: int, clock_ms: int, caps: Caps = NO_CAPS) -> Position:
        """Where a merchant stands at an instant; one of whom nothing is known has nothing under way."""
        near_ms = _near(at_ms, clock_ms)
        account = self._accounts.get(merchant)
        grant = None if account is None else account.grant
        group = None if account is None else account.group
        outstanding_fen = 0 if account is None else account.outstanding_fen
        return Position(
            self.overrides.terms(merchant, terms_of(grant, caps, near_ms), near_ms),
            None if grant is None else grant.grade,
            grant is not None and grant.signed,
            outstanding_fen,
            0 if account is None else account.collected_fen,
            self._days.get(local_day(near_ms), {}).get(merchant, 0),
            1 if group is None else len(group.members),
            merchant if group is None else group.members[0],
            outstanding_fen if group is None else group.outstanding_fen,
        )

    def tie(self, merchant: int, keys: Iterable[int]) -> Tie:
        """What keys would tie a merchant to."""
        known = tuple(sorted({key for key in keys if key}))
        others = self._ties.others(merchant, known)
        others_fen = sum(self._accounts[other].outstanding_fen for other in others)
        return Tie(merchant, known, len(others), others_fen)

    def reserve(self, claim: Claim, event: int, clock_ms: int, undo: Undo) -> None:
        """Let an accepted parcel take its amount, once."""
        if event in self._open:
            return
        self._forget_days(clock_ms, undo)
        self._lapse(clock_ms, undo)
        account = self._account(claim.merchant, undo)
        days = self._days.setdefault(claim.day, {})
        before_fen = days.get(claim.merchant, 0)
        undo.append(Call(self._set_day, claim.day, claim.merchant, before_fen))
        days[claim.merchant] = before_fen + claim.amount_fen
        reservation = Reservation(event, claim.merchant, claim.amount_fen)
        self._open[event] = reservation
        undo.append(Call(self._open.pop, event))
        undo.append(self._waiting.touch(reservation, clock_ms))
        self._change(account, claim.amount_fen, 0, undo)
        self._enter("reserve", "", account, reservation)

    def tell(self, event: int, outcome: str) -> Undo:
        """Let an outcome of a parcel enter; of one that reserved nothing, or no more, nothing changes."""
        undo: Undo = []
        reservation = self._open.get(event)
        if reservation is None:
            return undo
        if outcome in ENDS:
            self._end(reservation, "release", outcome, undo)
        elif outcome == "delivered" and not reservation.collected:
            account, amount_fen = self._accounts[reservation.merchant], reservation.amount_fen
            undo.append(Call(setattr, reservation, "collected", reservation.collected))
            reservation.collected = True
            self._change(account, -amount_fen, amount_fen, undo)
            self._enter("collect", outcome, account, reservation)
        return undo

    def answer(
        self, tie: Tie, action: Action, credit: Credit | None, clock_ms: int, undo: Undo
    ) -> None:
        """Let an answered application set limits and ties."""
        account = self._account(tie.merchant, undo)
        if account.before is account:
            undo.append(Call(setattr, self, "_applicants", self._applicants))
            self._applicants += 1
        undo.append(self._applied.touch(account, clock_ms))
        if credit is not None:
            undo.append(Call(setattr, account, "grant", account.grant))
            account.grant = after_answer(account.grant, action, credit)
        self._ties.tie(account, tie.keys, undo)
        oldest = self._applied.oldest()
        if self._applicants > MAX_APPLICANTS and isinstance(oldest, Account):
            self._forget(oldest, undo)

    def _account(self, merchant: int, undo: Undo) -> Account:
        account = self._accounts.get(merchant)
        if account is None:
            account = self._accounts[merchant] = Account(merchant)
            undo.append(Call(self._accounts.pop, merchant))
        return account

    def _change(self, account: Account, due_fen: int, collected_fen: int, undo: Undo) -> None:
        undo.append(Call(_put, account, account.outstanding_fen, account.collected_fen))
        _put(account, account.outstanding_fen + due_fen, account.collected_fen + collected_fen)

    def _end(self, reservation: Reservation, kind: str, cause: str, undo: Undo) -> None:
        account, amount_fen = self._accounts[reservation.merchant], reservation.amount_fen
        if reservation.collected:
            self._change(account, 0, -amount_fen, undo)
        else:
            self._change(account, -amount_fen, 0, undo)
        undo.append(self._waiting.drop(reservation))
        undo.append(Call(self._open.__setitem__, reservation.event, reservation))
        del self._open[reservation.event]
        self._enter(kind, cause, account, reservation)
        self._drop_idle(account, undo)

    def _lapse(self, clock_ms: int, undo: Undo) -> None:
        for _ in range(_LAPSED_AT_ONCE):
            oldest = self._waiting.oldest()
            if not isinstance(oldest, Reservation):
                return
            full = len(self._open) >= self._max_open
            if not full and oldest.touched_ms + LAPSE_MS > clock_ms:
                return
            self._end(oldest, "lapse", "", undo)

    def _forget(self, account: Account, undo: Undo) -> None:
        """Let go of what an application had set; what is under way stays."""
        undo.append(self._applied.drop(account))
        undo.append(Call(setattr, self, "_applicants", self._applicants))
        self._applicants -= 1
        undo.append(Call(setattr, account, "grant", account.grant))
        account.grant = None
        self._ties.tie(account, (), undo)
        self._drop_idle(account, undo)

    def _drop_idle(self, account: Account, undo: Undo) -> None:
        # One that applied stands in the list of those, and goes with it.
        if account.before is account and account.idle():
            undo.append(Call(self._accounts.__setitem__, account.merchant, account))
            del self._accounts[account.merchant]

    def _set_day(self, day: int, merchant: int, amount_fen: int) -> None:
        days = self._days[day]
        if amount_fen:
            days[merchant] = amount_fen
            return
        del days[merchant]
        if not days:
            del self._days[day]

    def _forget_days(self, clock_ms: int, undo: Undo) -> None:
        oldest = local_day(clock_ms) - _DAYS_KEPT
        for day in [day for day in self._days if day < oldest]:
            undo.append(Call(self._days.__setitem__, day, self._days.pop(day)))

    def _enter(self, kind: str, cause: str, account: Account, reservation: Reservation) -> None:
        group = account.group
        self.moves.append(
            Move(
                kind,
                cause,
                account.merchant,
                account.merchant if group is None else group.members[0],
                reservation.event,
                reservation.amount_fen,
                account.outstanding_fen,
                account.collected_fen,
                account.outstanding_fen if group is None else group.outstanding_fen,
            )
        )


def _put(account: Account, outstanding_fen: int, collected_fen: int) -> None:
    """Set an account's balances, and move its group's with them."""
    if account.group is not None:
        account.group.outstanding_fen += outstanding_fen - account.outstanding_fen
    account.outstanding_fen = outstanding_fen
    account.collected_fen = collected_fen


def _near(at_ms: int, clock_ms: int) -> int:
    """The instant, or the nearest one that can be true."""
    return min(max(at_ms, clock_ms - LATENESS_MS), clock_ms + STEP_MS) if clock_ms else at_ms


def _ratio(part_fen: int, limit_fen: int) -> float:
    """Missing where there is no limit, or one of nothing."""
    return part_fen / limit_fen if 0 < limit_fen < UNLIMITED_FEN else _NAN
