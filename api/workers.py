"""Several worker processes on one listening socket: started, watched, started again, stopped.

Each is a fresh interpreter that inherits the socket; the kernel gives a connection to whichever asks first,
so one that starts or has died holds up nobody. A worker that ends by itself is started again; what keeps
one from starting the first time ends the whole, as it would a single server. Workers end with this
process, however it ends.
"""

import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any, Final, TypeAlias

from data.errors import Failure, PostRiskError

GRACE_SECONDS: Final = 40
"""For what is under way at the end: more than a worker's own."""
PAUSE_SECONDS: Final = 1.0
"""Before a worker that could not start is started again."""
_SPAWN: Final = multiprocessing.get_context("spawn")

Serve: TypeAlias = Callable[[int, socket.socket, Callable[[], None]], None]
"""Serves in a worker: its number from 1, the socket, and what to call once it answers."""


class _Worker:
    """One process, and the pipe by which it says that it answers and learns that its parent is gone."""

    def __init__(self, number: int, serve: Serve, listener: socket.socket) -> None:
        self.number = number
        self.ready = False
        self.pipe, theirs = _SPAWN.Pipe()
        self.process: BaseProcess = _SPAWN.Process(
            target=_work, args=(serve, number, listener, theirs), name=f"worker-{number}"
        )
        self.process.start()
        theirs.close()


class Workers:
    """The workers of one server.

    Args:
        count: how many.
        serve: what each does; a function of a module with arguments that can be pickled.
        listener: the socket that all accept from.
        started: called once, when all answer.
    """

    def __init__(
        self, count: int, serve: Serve, listener: socket.socket, started: Callable[[], None]
    ) -> None:
        self._count = count
        self._serve = serve
        self._listener = listener
        self._started = started
        self._workers: list[_Worker] = []
        self._answering: set[int] = set()
        self._announced = False
        self._stopping, self._stop = socket.socketpair()

    def run(self) -> None:
        """Keep all workers running until SIGTERM or SIGINT, then let each finish its work.

        Raises:
            Failure: a worker ended before all have answered.
        """
        before = {sig: signal.signal(sig, self._told) for sig in (signal.SIGTERM, signal.SIGINT)}
        try:
            self._workers = [self._new(number + 1) for number in range(self._count)]
            while self._watch():
                pass
        finally:
            self._end()
            for sig, handler in before.items():
                signal.signal(sig, handler)

    def _told(self, _sig: int, _frame: FrameType | None) -> None:
        self._stop.send(b"x")

    def _new(self, number: int) -> _Worker:
        return _Worker(number, self._serve, self._listener)

    def _watch(self) -> bool:
        """Wait for the next thing to happen; whether to go on."""
        pipes: dict[Any, _Worker] = {w.pipe: w for w in self._workers if not w.ready}
        ends: dict[Any, _Worker] = {w.process.sentinel: w for w in self._workers}
        for happened in wait([self._stopping, *pipes, *ends]):
            if happened is self._stopping:
                return False
            if happened in pipes:
                self._hear(pipes[happened])
            elif happened in ends:
                self._replace(ends[happened])
        return True

    def _hear(self, worker: _Worker) -> None:
        try:
            worker.pipe.recv_bytes()
        except EOFError:  # it has ended, which its sentinel tells too
            worker.process.join()
            return
        worker.ready = True
        self._answering.add(worker.number)
        if len(self._answering) == self._count and not self._announced:
            self._announced = True
            self._started()

    def _replace(self, worker: _Worker) -> None:
        worker.process.join()
        worker.pipe.close()
        if not self._announced:
            raise Failure(f"worker {worker.number} did not start", code="not_started")
        if not worker.ready:  # it could not start again: what it lacks may come back
            wait([self._stopping], PAUSE_SECONDS)
        self._workers[self._workers.index(worker)] = self._new(worker.number)

    def _end(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(GRACE_SECONDS)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.pipe.close()
        self._stopping.close()
        self._stop.close()


def _work(serve: Serve, number: int, listener: socket.socket, pipe: Connection) -> None:
    """In the worker."""
    threading.Thread(target=_end_with_parent, args=(pipe,), daemon=True).start()
    try:
        serve(number, listener, lambda: pipe.send_bytes(b"answers"))
    except PostRiskError as error:
        print(f"postrisk: worker {number}: {error}", file=sys.stderr)  # noqa: T201  the one line
        sys.exit(1)


def end_this_process() -> None:
    """End a worker in good order; its parent starts it again."""
    os.kill(os.getpid(), signal.SIGTERM)


def _end_with_parent(pipe: Connection) -> None:
    """Wait until the parent's end of the pipe is closed: it is gone, even by ``kill -9``."""
    try:
        pipe.recv_bytes()
    except (EOFError, OSError):
        end_this_process()
