"""Runs the doors: one uvicorn in this process, with uvloop, httptools and a protocol of our own.

The socket is bound first, so a taken port is one clear line and not a traceback from a loop.
"""

import errno
import signal
import socket
import sys
from collections.abc import Callable
from time import monotonic
from types import FrameType
from typing import Final

import uvicorn

from api.app import HttpApp
from api.protocol import ScoreProtocol
from data.errors import Failure

_BACKLOG: Final = 2048
_GRACE_SECONDS: Final = 30
SWITCH_SECONDS: Final = 0.000_5
"""A thread that reads a case for a reviewer lets the loop, which scores, in after so long; Python's own
5 ms would stand before each of a score's calls to the system."""


def bind(host: str, port: int) -> socket.socket:
    """A listening address of our own; port 0 takes a free one.

    Raises:
        Failure: the port is in use, or the address is not one of this machine.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise Failure(f"the host {host} is not known", code="bad_host") from None
    listener = socket.socket(family, kind)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        # Listening shows a second server on the same port now and not later.
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise _why_not(error, host, port) from None
    listener.set_inheritable(True)
    return listener


def serve(
    app: HttpApp,
    host: str,
    port: int,
    *,
    drain_seconds: float = 0.0,
    started: Callable[[str], None] | None = None,
) -> None:
    """Bind and :func:`serve_on`.

    Raises:
        Failure: the port can't be had, or the app did not start.
    """
    serve_on(app, bind(host, port), drain_seconds=drain_seconds, started=started)


def serve_on(
    app: HttpApp,
    listener: socket.socket,
    *,
    drain_seconds: float = 0.0,
    started: Callable[[str], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is under way and return.

    Args:
        app: the doors.
        listener: from :func:`bind`; closed at the end.
        drain_seconds: how long ``/readyz`` says no while calls are still taken, so that a load
            balancer can turn away before the door closes.
        started: told the URL once calls are answered.

    Raises:
        Failure: the app did not start.
    """
    server = _Server(app, listener, drain_seconds, started)
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        server.run(sockets=[listener])
    finally:
        sys.setswitchinterval(before)
        listener.close()
    if not server.started:
        raise Failure("the server did not start", code="not_started")


def url_of(listener: socket.socket) -> str:
    """The URL that a listener answers at."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    def __init__(
        self,
        app: HttpApp,
        listener: socket.socket,
        drain_seconds: float,
        announce: Callable[[str], None] | None,
    ) -> None:
        super().__init__(_config(app))
        self._app = app
        self._url = url_of(listener)
        self._drain_seconds = drain_seconds
        self._exit_at: float | None = None
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell where."""
        await super().startup(sockets=sockets)
        if self.started and self._announce is not None:
            self._announce(self._url)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Drain on the first signal; a second SIGINT doesn't wait.

        uvicorn's own handler raises the signal again at the end, which would make an orderly stop
        look like a killed process.
        """
        del frame
        if self._exit_at is not None and sig == signal.SIGINT:
            self.force_exit = True
            return
        if self._exit_at is None:
            self._app.readiness.drain()
            self._exit_at = monotonic() + self._drain_seconds

    async def on_tick(self, counter: int) -> bool:
        """Leave once the drain is over; uvicorn asks ten times a second."""
        if self._exit_at is not None and monotonic() >= self._exit_at:
            self.should_exit = True
        return await super().on_tick(counter)


def _config(app: HttpApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=ScoreProtocol,
        loop="uvloop",
        access_log=False,
        log_config=None,
        proxy_headers=False,  # nothing here asks where a caller is
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


def _why_not(error: OSError, host: str, port: int) -> Failure:
    if error.errno == errno.EADDRINUSE:
        return Failure(f"port {port} of {host} is in use; choose another", code="port_in_use")
    if error.errno == errno.EACCES:
        return Failure(f"port {port} needs rights that this user has not", code="port_denied")
    return Failure(f"{host} port {port} can't be opened", code="bad_address")
