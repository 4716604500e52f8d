"""The room of cases in a process of its own: reviewers' reading takes the interpreter from nobody's score.

The process is a fresh interpreter at the other end of a pair of sockets. A call is one frame there and one
back, as ``multiprocessing`` sends values to its own processes; many may be under way. It ends when this end
is closed, even by ``kill -9``. If it dies itself, what waits is told so, and the next call starts another.
"""

import asyncio
import contextlib
import signal
import socket
import struct
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any, Final, TypeAlias, cast

from data.errors import PostRiskError, Unavailable
from risk.case_room import CaseRoom, P, T, Work

_SPAWN: Final = get_context("spawn")
_LENGTH: Final = struct.Struct("!i")
"""Before each value, as ``multiprocessing.connection`` has it (of less than 2 GiB)."""
_ACT, _ASK = range(2)
_GRACE_SECONDS: Final = 20.0

Call: TypeAlias = tuple[int, int, Callable[..., Any], tuple[Any, ...], dict[str, Any]]
"""Number of the call, its lane, the method without its object, what it is given."""
Said: TypeAlias = tuple[int, bool, Any]
"""Number of the call, whether it went well, its result or its error."""


class CaseProcess:
    """Keeps the process; its coroutines are for one event loop.

    Args:
        opened: makes the room, over there; a function of a module with arguments that can be pickled.
    """

    def __init__(self, opened: Callable[[], CaseRoom]) -> None:
        self._opened = opened
        self._numbers = count(1)
        self._link: _Link | None = None
        self._begin()
        self._linking = asyncio.Lock()

    @property
    def process_id(self) -> int:
        """Of the process that is there now, or was last."""
        return self._process.pid or 0

    async def act(self, work: Work[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Do something: see ``Room.act``."""
        return await self._call(_ACT, work, given, named)

    async def ask(self, work: Work[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Ask something: see ``Room.ask``."""
        return await self._call(_ASK, work, given, named)

    async def close(self) -> None:
        """Let the process end what is under way, and wait for that."""
        await asyncio.to_thread(self.end)
        if self._link is not None:
            await self._link.ended()

    def end(self) -> None:
        """The same where no loop runs; it may have ended."""
        with contextlib.suppress(OSError):  # it has
            self._end.shutdown(socket.SHUT_WR)
        self._process.join(_GRACE_SECONDS)
        self._process.kill()
        self._process.join()
        if self._link is None:  # else it is the link's, to be closed on the loop
            self._end.close()

    async def _call(
        self, lane: int, work: Callable[..., T], given: tuple[Any, ...], named: dict[str, Any]
    ) -> T:
        link = await self._linked()
        found: T = await link.call((next(self._numbers), lane, work, given, named))
        return found

    async def _linked(self) -> "_Link":
        async with self._linking:
            if self._link is not None and self._link.is_lost:
                await asyncio.to_thread(self.end)
                self._begin()
                self._link = None
            if self._link is None:
                loop = asyncio.get_running_loop()
                _, self._link = await loop.create_connection(_Link, sock=self._end)
            return self._link

    def _begin(self) -> None:
        self._end, theirs = socket.socketpair()
        self._end.setblocking(False)  # noqa: FBT003  the socket's own form
        self._process = _SPAWN.Process(target=_serve, args=(self._opened, theirs), name="case-room")
        self._process.start()
        theirs.close()


class _Link(asyncio.Protocol):
    """This end: calls out, results in.

    Attributes:
        is_lost: whether the other end is gone.
    """

    def __init__(self) -> None:
        self.is_lost = False
        self._lost = asyncio.get_running_loop().create_future()
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._read = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self._transport = cast("asyncio.Transport", transport)

    async def call(self, call: Call) -> Any:
        """Send a call, wait for what it says."""
        if self.is_lost:
            raise _gone()
        waiting = self._waiting[call[0]] = asyncio.get_running_loop().create_future()
        body = ForkingPickler.dumps(call)
        self._transport.write(_LENGTH.pack(len(body)) + bytes(body))
        try:
            return await waiting
        finally:
            del self._waiting[call[0]]

    async def ended(self) -> None:
        """Wait until it is lost."""
        self._transport.close()
        await self._lost

    def data_received(self, data: bytes) -> None:
        """Take what has come; tell of each result that is whole."""
        self._read += data
        while len(self._read) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(self._read)[0]
            if len(self._read) < end:
                return
            said: Said = ForkingPickler.loads(self._read[_LENGTH.size : end])
            del self._read[:end]
            self._tell(said)

    def connection_lost(self, _error: Exception | None) -> None:
        """Tell all who wait."""
        self.is_lost = True
        self._lost.set_result(None)
        for number in list(self._waiting):
            self._tell((number, False, _gone()))

    def _tell(self, said: Said) -> None:
        number, went_well, result = said
        waiting = self._waiting.get(number)
        if waiting is None or waiting.done():
            return  # the caller hung up
        if went_well:
            waiting.set_result(result)
        else:
            waiting.set_exception(result)


def _gone() -> Unavailable:
    return Unavailable("the process that reads cases has ended; try again", code="no_cases")


def _serve(opened: Callable[[], CaseRoom], end: socket.socket) -> None:
    """In the process: answer until the other end is closed."""
    for sig in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sig, signal.SIG_IGN)  # a terminal tells all; the parent decides when to end
    with closing(opened()) as room, Connection(end.detach()) as parent:
        send = partial(_send, parent, threading.Lock())
        lanes = (ThreadPoolExecutor(1, "act"), ThreadPoolExecutor(1, "ask"))
        with contextlib.suppress(EOFError, OSError):  # it is closed, maybe in the middle of a call
            while True:
                call: Call = parent.recv()
                lanes[call[1]].submit(_answer, room, call, send)
        for lane in lanes:
            lane.shutdown()


def _answer(room: CaseRoom, call: Call, send: Callable[[Said], None]) -> None:
    number, _, work, given, named = call
    try:
        said: Said = (number, True, room.do(work, *given, **named))
    except PostRiskError as error:
        said = (number, False, error)
    except Exception as error:  # an accident: told by name and place, for its text may hold a datum
        said = (number, False, RuntimeError(f"{type(error).__name__} in {work.__qualname__}"))
    send(said)


def _send(parent: Connection, lock: threading.Lock, said: Said) -> None:
    # When it is closed, nobody waits any more.
    with contextlib.suppress(OSError), lock:
        parent.send(said)
