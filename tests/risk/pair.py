"""Two workers on one log, in one loop, each with a state and a session of its own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from data.exposure_entries import ExposureEntries
from data.store import Store
from data.subject import Reader
from data.vault import Vault
from risk.archive import Archive
from risk.features.state import State
from risk.governance import Governance
from risk.reconcile import Reconciler
from risk.shared_service import SharedScoringService
from risk.verify import Verifier
from tests.risk.builders import NOW_MS, FlakyStore, engine_with, shipped, tokeniser
from tests.risk.recovery import same_as_restored


class Worker:
    """One worker; its commits can be told to fail."""

    def __init__(self, url: str, vault: Vault, archive: Archive) -> None:
        store = FlakyStore.open(url, vault)
        assert isinstance(store, FlakyStore)
        self.store = store
        store.migrate()
        store.join_writers()
        self.faults: list[str] = []
        self.service = SharedScoringService(
            engine_with(),
            store,
            tokeniser(),
            lambda: NOW_MS,
            archive=archive,
            faulty=lambda: self.faults.append("faulty"),
        )
        self.service.start()
        self.governance = Governance(self.service, store, archive, lambda: NOW_MS)


class Pair:
    """Both workers and their archive."""

    def __init__(self, url: str, vault: Vault, folder: Path) -> None:
        self.archive = Archive(folder / "archive")
        self.archive.keep_policy(shipped())
        self.one = Worker(url, vault, self.archive)
        self.other = Worker(url, vault, self.archive)
        self.workers = (self.one, self.other)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Both take turns; at the end both have caught up with the log."""
        async with AsyncExitStack() as stack:
            for worker in self.workers:
                worker.service.begin()
                stack.push_async_callback(worker.service.end)
            yield
            for worker in self.workers:
                await worker.service.caught_up()

    def check(self, store: Store | None = None) -> None:
        """One process derives all again, the ledger is proved, and both states are the log's."""
        store = store or self.one.store
        verified = Verifier(Reader(tokeniser()), State(), self.archive).run(store.scan())
        assert (verified.differing, verified.examples) == (0, [])
        reconciler = Reconciler(Reader(tokeniser()), State(), self.archive)
        found = reconciler.run(store.scan(), ExposureEntries(store).scan())
        assert found.wrong == 0, found
        for worker in self.workers:
            same_as_restored(worker.service.engine, store)
            assert worker.faults == []


@contextmanager
def pair_on(url: str, vault: Vault, folder: Path) -> Iterator[Pair]:
    pair = Pair(url, vault, folder)
    try:
        yield pair
    finally:
        for worker in pair.workers:
            worker.store.close()
