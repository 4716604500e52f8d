"""Servers and commands as processes of their own, as a user would start them."""

import contextlib
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import IO, Final

from data.errors import Failure

ROOT: Final = Path(__file__).resolve().parents[1]
_PYTHON: Final = (
    "env", "-u", "PYTHONDONTWRITEBYTECODE", f"PYTHONPATH={ROOT}", sys.executable, "-P",
)  # fmt: skip
"""Children run the form of the code that this is part of, the source or the installed one. numba and
Python keep what they compiled, as they do for a user; ``env`` becomes the command."""

_ANNOUNCED: Final = re.compile(rb"answers at http://127\.0\.0\.1:(\d+)")
_START_SECONDS: Final = 120.0
_STOP_SECONDS: Final = 40.0
_COMMAND_SECONDS: Final = 900.0
_SHOWN: Final = 400


def postrisk(*arguments: str | Path) -> str:
    """Run a ``postrisk`` command to its end; returns what it printed.

    Raises:
        Failure: it ended with another code than 0.
    """
    code, printed, told = try_postrisk(*arguments)
    if code:
        raise Failure(f"postrisk {arguments[0]} ended with {code}: {told[-_SHOWN:]}")
    return printed


def try_postrisk(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a ``postrisk`` command."""
    command = [*_PYTHON, "-m", "api.cli", *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_COMMAND_SECONDS, check=False
    )
    return done.returncode, done.stdout, done.stderr


def serve_command(home: Path, *, options: Sequence[str] = (), log: Sequence[str] = ()) -> list[str]:
    """``postrisk serve`` over a home on a free port.

    Args:
        home: of keys, and of the log if nothing else is said.
        options: Python's own.
        log: from :func:`log_options`.
    """
    serve = ["-m", "api.cli", "serve", "--home", str(home), "--port", "0", *log]
    return [*_PYTHON, *options, *serve]


def log_options(database: str | None, workers: int = 1) -> tuple[str, ...]:
    """Options of ``postrisk serve`` for a log elsewhere than in the home, and for its workers."""
    of_database = () if database is None else ("--database", database)
    return of_database if workers == 1 else (*of_database, "--workers", str(workers))


def module_command(module: str, *arguments: str) -> list[str]:
    """A module of this package as a program."""
    return [*_PYTHON, "-m", module, *arguments]


class Server:
    """A server process that announces ``… answers at http://127.0.0.1:PORT`` on stdout.

    Use it in a ``with``: leaving stops it, if nothing has before.

    Args:
        command: what to start.
        log: file for its stderr.
        start_seconds: how long it may take to announce itself; a long log takes long to restore.

    Attributes:
        started: monotonic seconds before the process was started.
        announced: monotonic seconds when its URL was read.
        port: that it listens on.

    Raises:
        Failure: it ended, or said nothing in time.
    """

    def __init__(
        self, command: Sequence[str], log: Path, start_seconds: float = _START_SECONDS
    ) -> None:
        self.started = monotonic()
        self._start_seconds = start_seconds
        self._log = log
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, bufsize=0
            )
        assert self._process.stdout is not None, "asked for a pipe"
        try:
            self.port = self._announced_port(self._process.stdout)
        except BaseException:
            self.kill()
            raise
        self.announced = monotonic()

    def __enter__(self) -> "Server":
        """The running server."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.stop()

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def kill(self) -> None:
        """``kill -9``, and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._wait()

    def stop(self) -> None:
        """An orderly stop; a server that does not end in time is killed."""
        if self._process.poll() is None:
            self._process.terminate()
        self._wait()

    def _wait(self) -> None:
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _announced_port(self, stream: IO[bytes]) -> int:
        said = b""
        for chunk in _chunks(stream, self.started + self._start_seconds):
            said += chunk
            found = _ANNOUNCED.search(said + b" ")
            if found and b"\n" in said[found.start() :]:
                return int(found[1])
        tail = self._log.read_text(errors="replace")[-_SHOWN:]
        raise Failure(f"the server did not start: {tail}")


def _chunks(stream: IO[bytes], deadline: float) -> Iterator[bytes]:
    """What comes through a pipe, until its end or the deadline."""
    while (left := deadline - monotonic()) > 0:
        ready, _, _ = select.select([stream], [], [], left)
        chunk = os.read(stream.fileno(), 4096) if ready else b""
        if not chunk:
            return
        yield chunk
