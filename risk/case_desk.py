"""The daily work on cases: claim, hand over, escalate, merge, snooze, words, papers, unmasking.

Each method is one transaction: the change, a step in the case's log, an entry in the audit log. They block,
so they run in a thread. Who may call them at all is asked at the door (``risk.case_access.CALLS``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from msgspec import Struct

from data.api_keys import ROLES, Caller
from data.audit import AuditEntry
from data.case_filter import Filter
from data.case_rows import CaseRow
from data.case_work import CaseKeeping, CaseWork
from data.clock import Clock
from data.errors import Conflict, Forbidden, NotFound
from data.instants import DAY_MS, HOUR_MS, to_ms
from risk.case_access import (
    CALLS,
    highest_tier,
    may_see,
    require_open,
    require_owner,
    require_seen,
    require_tier,
    seen_by,
)
from risk.case_requests import (
    Comment,
    Done,
    Escalation,
    Handover,
    Merge,
    Snooze,
    Unmasking,
)
from risk.case_routing import desk_of

MAX_SNOOZE_MS: Final = 7 * DAY_MS
MAX_UNMASKED_1H: Final = 20
"""Records that one person may unmask in an hour; more needs dual control (DOMAIN 5.4)."""
UNMASK: Final = "unmask"


class Act(Struct, frozen=True):
    """A transaction on one case: its handle, the case, the instant, who acts."""

    work: CaseWork
    row: CaseRow
    now_ms: int
    caller: Caller

    def note(
        self,
        action: str,
        *,
        detail: dict[str, Any] | None = None,
        text: str | None = None,
        fields: str = "",
        reason: str = "work",
        token: str | None = None,
    ) -> None:
        """A step in the case's log and an entry in the audit log."""
        self.work.step(self.row.id, self.now_ms, self.caller.id, action, detail=detail, text=text)
        self.seen(action, fields=fields, reason=reason, token=token)

    def seen(
        self, action: str, *, fields: str = "", reason: str = "work", token: str | None = None
    ) -> None:
        """An entry in the audit log alone."""
        entry = AuditEntry(
            0,
            self.now_ms,
            self.caller.id,
            self.caller.role,
            action,
            self.row.id,
            token,
            fields,
            reason,
        )
        self.work.audit(entry)


class CaseDesk:
    """What people do with cases.

    Args:
        keeping: opens transactions.
        clock: tells the present instant; the work of people has no event whose time would count.
    """

    def __init__(self, keeping: CaseKeeping, clock: Clock) -> None:
        self._keeping = keeping
        self._clock = clock

    @contextmanager
    def act(self, caller: Caller, case_id: str, *, follow: bool = False) -> Iterator[Act]:
        """A transaction on a case that exists for the caller.

        Args:
            caller: who acts.
            case_id: of the case.
            follow: of a merged case take the one that it went into.

        Raises:
            NotFound: it does not.
            Unavailable: the database is not there.
        """
        with self._keeping.work() as work:
            row = require_seen(caller, work.case(case_id))
            if follow and row.merged_into is not None:
                row = require_seen(caller, work.case(row.merged_into))
            yield Act(work, row, self._clock(), caller)

    def claim(self, caller: Caller, case_id: str) -> Done:
        """Lock a case for oneself; again is no harm.

        Raises:
            Conflict: another holds it, or it is not open.
            Forbidden: it is with a higher tier.
        """
        with self.act(caller, case_id) as act:
            require_open(act.row)
            require_tier(caller, act.row)
            if act.row.owner == caller.id:
                return done(act.row)
            if not act.work.take(case_id, caller.id, act.now_ms):
                raise Conflict("somebody else works on the case", code="case_taken")
            act.note("claim")
            return done(act.work.case(case_id))

    def next(self, caller: Caller) -> Done:
        """Lock the most urgent case that is free, awake and of the caller's tier.

        Raises:
            NotFound: there is none.
        """
        wanted = Filter(status="open", unowned=True, awake=True, tiers_up_to=highest_tier(caller))
        with self._keeping.work() as work:
            now_ms = self._clock()
            row = work.most_urgent(seen_by(caller, wanted), now_ms)
            if row is None or not work.take(row.id, caller.id, now_ms):
                raise NotFound("no case waits for you", code="queue_empty")
            Act(work, row, now_ms, caller).note("claim", detail={"next": True})
            return done(work.case(row.id))

    def release(self, caller: Caller, case_id: str) -> Done:
        """Unlock a case; an expert may unlock another's.

        Raises:
            Conflict: it is not open, or not the caller's.
        """
        with self.act(caller, case_id) as act:
            require_owner(caller, act.row, or_senior=True)
            act.note("release", detail={"was": act.row.owner})
            return done(act.work.change(case_id, owner=None))

    def assign(self, caller: Caller, case_id: str, body: Handover) -> Done:
        """Hand a case to somebody, whoever holds it.

        Raises:
            Conflict: it is not open.
            NotFound: that person may not work on it.
        """
        with self.act(caller, case_id) as act:
            require_open(act.row)
            return self._hand(act, "assign", body)

    def transfer(self, caller: Caller, case_id: str, body: Handover) -> Done:
        """Hand one's own case to somebody.

        Raises:
            Conflict: it is not open, or not the caller's.
            NotFound: that person may not work on it.
        """
        with self.act(caller, case_id) as act:
            require_owner(caller, act.row)
            return self._hand(act, "transfer", body)

    def escalate(self, caller: Caller, case_id: str, body: Escalation) -> Done:
        """Give a case to the next tier; nobody holds it then.

        Raises:
            Conflict: it is at the highest tier, not open, or not the caller's.
        """
        with self.act(caller, case_id) as act:
            require_owner(caller, act.row, or_senior=True)
            tier = act.row.tier + 1
            if tier > 3:
                raise Conflict("there is no higher tier", code="highest_tier")
            desk = desk_of(tier, act.row.typology, act.row.kind)
            act.note("escalate", detail={"tier": tier, "desk": desk}, text=body.reason)
            return done(act.work.change(case_id, tier=tier, desk=desk, owner=None))

    def merge(self, caller: Caller, case_id: str, body: Merge) -> Done:
        """Put a case into another one; later alerts of it follow.

        Raises:
            Conflict: one of them is not open, or they are the same, or are being changed.
            NotFound: one does not exist for the caller.
        """
        if body.into == case_id:
            raise Conflict("a case can't be merged into itself", code="same_case")
        with self.act(caller, case_id) as act:
            act.work.lock_both(case_id, body.into)
            source = act.work.case(case_id)  # as it is now that nobody else can change it
            require_owner(caller, source, or_senior=True)
            target = require_seen(caller, act.work.case(body.into))
            require_open(target)
            act.work.absorb(target, source)
            act.work.redirect(case_id, target.id)
            act.note("merge", detail={"into": target.id}, text=body.reason)
            act.work.step(target.id, act.now_ms, caller.id, "absorb", detail={"from": case_id})
            closed = {"closed_at_ms": act.now_ms, "owner": None, "snoozed_until_ms": None}
            merged = act.work.change(case_id, status="merged", merged_into=target.id, **closed)
            return done(merged)

    def snooze(self, caller: Caller, case_id: str, body: Snooze) -> Done:
        """Let a case sleep; its clock runs on.

        Raises:
            Conflict: it is not open, or not the caller's, or the end is past or over seven days away.
        """
        with self.act(caller, case_id) as act:
            require_owner(caller, act.row)
            until_ms = to_ms(body.until)
            if not act.now_ms < until_ms <= act.now_ms + MAX_SNOOZE_MS:
                raise Conflict(
                    "must be later than now, by 7 days at most", code="bad_until", param="until"
                )
            act.note("snooze", detail={"until_ms": until_ms}, text=body.reason)
            return done(act.work.change(case_id, snoozed_until_ms=until_ms))

    def comment(self, caller: Caller, case_id: str, body: Comment) -> Done:
        """Leave a word, on a closed case too."""
        with self.act(caller, case_id) as act:
            act.note("comment", text=body.text)
            return done(act.row)

    def unmask(self, caller: Caller, case_id: str, body: Unmasking, token: str) -> None:
        """Write down that personal data are about to be shown.

        Raises:
            Conflict: the case is not open, or not the caller's.
            Forbidden: the caller has unmasked too many within the hour.
            NotFound: the event is not of this case.
        """
        with self.act(caller, case_id) as act:
            require_owner(caller, act.row, or_senior=True)
            if all(alert.event_id != body.event_id for alert in act.work.alerts(case_id)):
                raise NotFound("the case has no such event", param="event_id")
            since_ms = act.now_ms - HOUR_MS
            if act.work.audited_since(caller.id, UNMASK, since_ms) >= MAX_UNMASKED_1H:
                raise Forbidden(
                    f"more than {MAX_UNMASKED_1H} records an hour need a second person",
                    code="unmask_limit",
                )
            fields = ",".join(sorted(body.fields))
            act.note(UNMASK, detail={"why": body.why}, fields=fields, reason=body.why, token=token)

    def viewed(self, caller: Caller, row: CaseRow, action: str = "view_case") -> None:
        """Write down that somebody looked at a case's page or its links, masked."""
        why = "own_case" if row.owner == caller.id else "queue"
        with self._keeping.work() as work:
            Act(work, row, self._clock(), caller).seen(action, fields="masked", reason=why)

    def _hand(self, act: Act, action: str, body: Handover) -> Done:
        receiver = self._worker(act, body.to)
        act.note(action, detail={"to": receiver.id}, text=body.reason)
        return done(act.work.change(act.row.id, owner=receiver.id))

    def _worker(self, act: Act, key_id: str) -> Caller:
        """A person to whom a case may be given.

        Raises:
            NotFound: there is no such key, or its role may not work on this case.
        """
        role = act.work.role_of(key_id, act.now_ms)
        receiver = Caller(key_id, role or "")
        fits = role in ROLES and role in CALLS["claimCase"] and may_see(receiver, act.row)
        if not fits or act.row.tier > highest_tier(receiver):
            raise NotFound(
                "nobody of this id may work on the case", code="unknown_person", param="to"
            )
        return receiver


def done(row: CaseRow, second: str | None = None) -> Done:
    """What a caller is told of a case after an act."""
    return Done(row.id, row.status, row.owner, row.tier, row.desk, second)
