"""Other bundles for a running engine: loaded and checked in a thread, taken between two events.

The loop goes on answering while a thread reads, hashes and checks. What was taken is in the archive
before it scores its first event; what is refused changes nothing.
"""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Final, Literal

from msgspec import Struct

from data.errors import PostRiskError
from risk.bundle import Bundle
from risk.engine import Engine
from risk.watch import BundleWatch

LOOK_SECONDS: Final = 0.5
"""Between two looks; a bundle is taken after it has lain still for one to two of these."""


class Reload(Struct, frozen=True):
    """What became of a bundle that was put into a watched folder.

    Attributes:
        role: what it was put there for.
        bundle: id of the one that scores from now on; None if it was refused.
        refusal: why; None if it was taken.
    """

    role: Literal["champion", "challenger"]
    bundle: str | None
    refusal: str | None


class Reloads:
    """Looks after the bundles of one engine for as long as it is entered (``async with``).

    Args:
        engine: takes the bundles; used by this event loop only.
        champion: where the bundle that decides is put.
        challenger: where its challenger is put; None if no challenger is wanted.
        told: called in the loop with each change and each refusal.
        look_seconds: between two looks.
    """

    def __init__(
        self,
        engine: Engine,
        champion: BundleWatch,
        challenger: BundleWatch | None,
        told: Callable[[Reload], None],
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._engine = engine
        self._champion = champion
        self._challenger = challenger
        self._told = told
        self._look_seconds = look_seconds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="bundles")
        self._task: asyncio.Task[None] | None = None
        self._changes = 0
        self._refusals = 0

    def gauges(self) -> dict[str, float]:
        """Present figures for metrics."""
        return {
            "bundle_changes_total": self._changes,
            "bundle_refusals_total": self._refusals,
        }

    async def __aenter__(self) -> None:
        """Begin to look."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End; a load that is under way is waited for and thrown away."""
        assert self._task is not None, "entered"  # noqa: S101  narrows the type
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self._thread.shutdown()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._look_seconds)
            bundle = await self._found("champion", self._champion)
            if bundle is not None and bundle.id != self._engine.bundle.id:
                self._engine.take(bundle)
                self._changed("champion", bundle)
            bundle = await self._found("challenger", self._challenger)
            if bundle is not None and bundle.id != _id_of(self._engine.challenger):
                self._engine.challenger = bundle
                self._changed("challenger", bundle)

    async def _found(
        self, role: Literal["champion", "challenger"], watch: BundleWatch | None
    ) -> Bundle | None:
        """A checked bundle that was put into a folder, or None."""
        if watch is None:
            return None
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, watch.look)
        except Exception as error:  # whatever a broken bundle raises, the old one goes on
            self._refusals += 1
            self._told(Reload(role, None, _words(error)))
            return None

    def _changed(self, role: Literal["champion", "challenger"], bundle: Bundle) -> None:
        self._changes += 1
        self._told(Reload(role, bundle.id, None))


def _id_of(bundle: Bundle | None) -> str | None:
    return None if bundle is None else bundle.id


def _words(error: Exception) -> str:
    return error.message if isinstance(error, PostRiskError) else type(error).__qualname__
