"""What lives as long as the server: cases and the watch over bundles."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from risk.cases import Cases
from risk.reload import Reloads


@asynccontextmanager
async def lifetime(cases: Cases | None, reloads: Reloads | None) -> AsyncIterator[None]:
    """Complete the judgements that a crash left half done, look for bundles; end both at the end.

    Raises:
        Unavailable: the database is not there at the start.
    """
    async with AsyncExitStack() as stack:
        if cases is not None:
            stack.callback(cases.close)
            await cases.complete()
        if reloads is not None:
            await stack.enter_async_context(reloads)
        yield
