"""What policy versions in shadow have said since this process began, by committed events."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct, field

from data.errors import PostRiskError
from risk.pending import Pending
from risk.policy_looks import Look
from risk.policy_sets import Watched


class Looked(Struct):
    """One version.

    Attributes:
        events: looked at.
        hits: rule -> events on which it fired.
        moves: (action as it was, action with the version) -> events, only where they differ.
    """

    events: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)


class LookCounts:
    """Counts of all versions that were ever in shadow here."""

    def __init__(self) -> None:
        self._of: dict[str, Looked] = {}

    def of(self, version: str) -> Looked:
        """The counts of a version; empty where it never looked."""
        return self._of.get(version, Looked())

    def follow(self, pending: Pending, watched: Sequence[Watched], looks: Sequence[Look]) -> None:
        """Count an event once its row is kept; a failed commit counts for nothing."""
        if not watched:
            return

        def count(error: PostRiskError | None) -> None:
            if error is None:
                self.count(watched, looks)

        pending.waiters.append(count)

    def count(self, watched: Sequence[Watched], looks: Sequence[Look]) -> None:
        """Count an event whose row is kept."""
        for one in watched:
            self._of.setdefault(one.version, Looked()).events += 1
        for look in looks:
            counts = self._of[look.version]
            counts.hits.update(look.fired)
            if look.would != look.did:
                counts.moves[look.did, look.would] += 1
