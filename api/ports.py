"""What the doors need of the engine and of the keys: two protocols, which tests fake."""

from typing import Protocol

from data.decisions import AnalystDecision
from data.events import Event, Outcome


class Service(Protocol):
    """The scoring service as the doors see it."""

    async def score(self, event: Event) -> AnalystDecision:
        """The decision about an event, after it was committed.

        Raises:
            Conflict: the id is known with another body.
            Unavailable: nothing was kept; the same call may be sent again.
        """
        ...

    async def record_outcome(self, outcome: Outcome) -> bool:
        """Keep a later fact; True if it is new, False if the same fact was known.

        Raises:
            Conflict: the id is known with another body.
            Unavailable: nothing was kept; the same call may be sent again.
        """
        ...

    async def decision(self, event_id: str) -> AnalystDecision:
        """The stored decision about an event.

        Raises:
            NotFound: no event with this id was scored.
        """
        ...

    @property
    def ready(self) -> bool:
        """Whether a score would be answered now."""
        ...

    @property
    def not_ready_reason(self) -> str | None:
        """Why not, in words without personal data; None when ready."""
        ...

    def gauges(self) -> dict[str, float]:
        """Present figures for ``/metrics``: snake_case name without prefix -> value."""
        ...


class KeyRing(Protocol):
    """The API keys that are valid now."""

    def role_of(self, secret: str) -> str | None:
        """The role of the key with this secret, or None if there is no such valid key."""
        ...
