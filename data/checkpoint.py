"""Moves SQLite's write-ahead log into the database file beside the writer, not in its way.

By default the commit that fills a thousand pages also copies them and syncs twice: one answer in a few
hundred then waits for all of it. Here a thread of its own copies them (``PASSIVE``: it never makes the
writer wait), and the writer does it itself only when the log has grown far beyond that all the same.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

EVERY_ROWS: Final = 500
"""Rows between two runs: some thousand pages of 4 KiB with the index, as SQLite's own default."""
_TRIES: Final = 4
"""Passes of one run: what was committed during a pass is little, and the next one takes it."""
_CHECKPOINT: Final = "PRAGMA wal_checkpoint(PASSIVE)"


class Checkpointer:
    """Runs checkpoints of one SQLite database.

    Args:
        engine: of the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="checkpoint")
        self._running: Future[None] | None = None
        self._rows = 0

    def committed(self, rows: int) -> None:
        """Take note of a commit; begins a run when it is time."""
        self._rows += rows
        if self._rows >= EVERY_ROWS and (self._running is None or self._running.done()):
            self._rows = 0
            self._running = self._thread.submit(self._run)

    def close(self) -> None:
        """Wait for a run under way."""
        self._thread.shutdown()

    def _run(self) -> None:
        # Whatever is wrong with the disk, the next commit meets it too and tells its caller.
        with suppress(SQLAlchemyError), self._engine.connect() as connection:
            for _ in range(_TRIES):
                _, pages, moved = connection.exec_driver_sql(_CHECKPOINT).one()
                if pages == moved:
                    return
