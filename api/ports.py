"""What the doors need of the engine and of the keys: protocols, which tests fake."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

from data.api_keys import Caller
from data.decisions import Decision
from data.events import Event, Outcome
from risk.exposure_desk import ExposureView


class Answer(Protocol):
    """A committed decision, ready to be sent."""

    @property
    def counter(self) -> bytes:
        """The JSON of the counter detail: the very bytes that the log keeps."""
        ...

    @property
    def decision(self) -> Decision:
        """The decision, for figures."""
        ...

    def analyst(self) -> bytes:
        """The JSON with explanation, rules and graph, made on demand."""
        ...


Tell: TypeAlias = Callable[[Answer | Exception], None]
"""Is given what became of an event."""


class Service(Protocol):
    """The scoring service as the doors see it."""

    def submit(self, event: Event, tell: Tell) -> None:
        """Score an event now; ``tell`` gets its answer after the commit, or the error instead of it.

        It is called exactly once, from the event loop, unless this call raises.

        Raises:
            Conflict: the id is known with another body.
            Unavailable: nothing was kept; the same call may be sent again.
        """
        ...

    async def score(self, event: Event) -> Answer:
        """The answer to an event, after it was committed.

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

    async def decision(self, event_id: str) -> Answer:
        """The stored answer to an event.

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

    def band_pairs(self) -> dict[tuple[str, str], int]:
        """Committed events by the bands of champion and challenger; empty without a challenger."""
        ...


class Exposures(Protocol):
    """The exposure ledger as a credit officer asks it."""

    async def show(self, merchant_id: str, size: int, before_seq: int | None) -> ExposureView:
        """A merchant's limits, balances and last entries.

        Raises:
            NotFound: nothing is known of the merchant.
            Unavailable: the database is not there.
        """
        ...


class KeyRing(Protocol):
    """The API keys that are valid now."""

    def role_of(self, secret: str) -> str | None:
        """The role of the key with this secret, or None if there is no such valid key."""
        ...

    def caller_of(self, secret: str) -> Caller | None:
        """Id and role of the key with this secret, or None if there is no such valid key."""
        ...
