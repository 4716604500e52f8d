"""A store whose commits wait until the gate is opened, as behind a slow network."""

import threading
from collections.abc import Sequence

from data.records import Kept
from tests.risk.builders import FlakyStore


class GatedStore(FlakyStore):
    """Written from a thread, like any database that may hang; counts the commits that were tried."""

    gate: threading.Event
    tried = 0
    embedded = False

    def append(self, records: Sequence[Kept]) -> None:
        self.tried += 1
        assert self.gate.wait(30)
        super().append(records)


def gated_over(store: FlakyStore) -> GatedStore:
    """A second store over the same database; its gate is closed."""
    made = GatedStore(store.engine, store._vault)
    made.gate = threading.Event()
    return made
