"""Entries in the audit log for what people see and do outside of cases."""

from data.api_keys import Caller
from data.audit import AuditEntry
from data.case_work import CaseKeeping
from data.clock import Clock


class ViewLog:
    """Writes down who saw or did what; blocks, so it runs in a thread.

    Args:
        keeping: opens transactions on the audit log.
        clock: tells the present instant.
    """

    def __init__(self, keeping: CaseKeeping, clock: Clock) -> None:
        self._keeping = keeping
        self._clock = clock

    def note(
        self, caller: Caller, action: str, token: str | None, fields: str, reason: str
    ) -> None:
        """One entry.

        Args:
            caller: who.
            action: what, as a code.
            token: of whom; None where nobody's data were seen.
            fields: what was seen or changed, by name.
            reason: a code of why.

        Raises:
            Unavailable: the database is not there.
        """
        entry = AuditEntry(
            0, self._clock(), caller.id, caller.role, action, None, token, fields, reason
        )
        with self._keeping.work() as work:
            work.audit(entry)
