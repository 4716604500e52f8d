"""What lives as long as the server: cases, the watch over bundles, the look at the outbox."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from risk.cases import Cases
from risk.reload import Reloads
from risk.service import ScoringService


@asynccontextmanager
async def lifetime(
    service: ScoringService,
    cases: Cases | None,
    reloads: Reloads | None,
    *beside: AbstractAsyncContextManager[None] | None,
) -> AsyncIterator[None]:
    """Complete the judgements that a crash left half done, look for bundles; end both at the end.

    Args:
        service: has something to run, where there are several workers.
        cases: of the store.
        reloads: watches over bundles.
        beside: what else lives as long, such as the look at the outbox, or the console of the demo.

    Raises:
        Unavailable: the database is not there at the start.
    """
    async with AsyncExitStack() as stack:
        service.begin()
        stack.push_async_callback(service.end)
        if cases is not None:
            stack.push_async_callback(cases.close)
            await cases.complete()
        if reloads is not None:
            await stack.enter_async_context(reloads)
        for one in beside:
            if one is not None:
                await stack.enter_async_context(one)
        yield
