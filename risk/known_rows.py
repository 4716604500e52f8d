"""Whether an id was seen, and the row that it has."""

from data.records import LogRecord
from risk.group_commit import GroupCommit
from risk.known_ids import KnownIds
from risk.lookups import Lookups
from risk.pending import digest_of, require_same


class KnownRows:
    """Rows by key: those on their way to the disk, and those on it.

    Args:
        commit: holds the former.
        known: keys of the latter, and perhaps of none.
        lookups: asks for the latter.
    """

    def __init__(self, commit: GroupCommit, known: KnownIds, lookups: Lookups) -> None:
        self._commit = commit
        self._known = known
        self._lookups = lookups

    def is_new(self, key: str) -> bool:
        """Whether an id was certainly never seen."""
        return self._commit.find(key) is None and not self._known.maybe(key)

    async def row(self, key: str, digest: bytes) -> LogRecord | None:
        """The committed row of an id, or None if it was never seen.

        Between the last look and the caller's next step nothing else runs, so two equal requests
        can't both find nothing.

        Raises:
            Conflict: the id is known with another body.
            Unavailable: the row was under way, and its commit failed.
        """
        pending = self._commit.find(key)
        if pending is None and self._known.maybe(key):
            record = await self._lookups.row(key)
            if record is not None:
                require_same(key, digest_of(record), digest)
                return record
            pending = self._commit.find(key)
        if pending is None:
            return None
        require_same(key, digest_of(pending.record), digest)
        await pending.committed()
        return pending.record
