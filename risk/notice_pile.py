"""How many notices wait, were sent or failed, beside the server: for its figures, and for one warning.

The server writes notices, another process sends them. Where that one is not there, or its subscribers
take nothing, the first who can tell is the server.
"""

import asyncio
import contextlib
from collections.abc import Callable
from types import TracebackType
from typing import Final

from data.errors import Unavailable
from data.outbox import NoticeCounts, Outbox

PILE: Final = 1_000
"""Notices waiting at once that are told of; again only after they have fallen below half. [D]"""
_LOOK_SECONDS: Final = 30.0


class NoticePile:
    """Looks at the outbox now and then, as long as it is entered.

    Args:
        outbox: of the server's database.
        told: called once when notices have piled up.
        look_seconds: between two looks.
    """

    def __init__(
        self,
        outbox: Outbox,
        told: Callable[[NoticeCounts], None],
        look_seconds: float = _LOOK_SECONDS,
    ) -> None:
        self._outbox = outbox
        self._told = told
        self._look_seconds = look_seconds
        self._warned = False
        self._task: asyncio.Task[None] | None = None
        self._last: NoticeCounts | None = None

    def counts(self) -> dict[str, int]:
        """What the last look saw, by state; nothing before the first."""
        if self._last is None:
            return {}
        return {"waiting": self._last.waiting, "sent": self._last.sent, "failed": self._last.failed}

    def look(self) -> None:
        """Count, and tell of a pile that is new; blocks while the database is asked.

        Raises:
            Unavailable: it is not there.
        """
        found = self._last = self._outbox.totals()
        if found.waiting >= PILE and not self._warned:
            self._warned = True
            self._told(found)
        elif found.waiting < PILE // 2:
            self._warned = False

    async def __aenter__(self) -> None:
        """Begin to look."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End."""
        assert self._task is not None, "entered"  # noqa: S101  narrows the type
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(
                Unavailable
            ):  # scores tell of that; the next look may see more
                await asyncio.to_thread(self.look)
            await asyncio.sleep(self._look_seconds)
