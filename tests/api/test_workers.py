"""Workers are started, started again, and ended with their parent, however it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

import pytest

ROOT = Path(__file__).parents[2]


@contextmanager
def hosted(how: object = "well") -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.api.worker_host", str(how)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def port_of(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def who(port: int) -> tuple[int, int]:
    """Number and process id of whoever takes a connection; asked again where it died with it."""
    while True:
        with suppress(ConnectionError, json.JSONDecodeError):
            with socket.create_connection(("127.0.0.1", port)) as connection:
                number, pid = json.loads(connection.makefile().read())
            return number, pid


def both(port: int) -> dict[int, int]:
    """The process ids of both workers."""
    found = dict([who(port)])
    while len(found) < 2:
        found.update([who(port)])
    return found


def is_there(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    return False


def test_both_accept_from_one_socket_and_end_in_good_order() -> None:
    with hosted() as process:
        pids = both(port_of(process))
        process.terminate()
        assert process.wait(30) == 0
        assert not any(map(is_there, pids.values()))


def test_a_killed_worker_is_started_again_while_the_other_answers() -> None:
    with hosted() as process:
        port = port_of(process)
        before = both(port)
        os.kill(before[1], signal.SIGKILL)
        assert who(port)[1] != before[1]
        while (after := both(port))[1] == before[1]:
            sleep(0.01)
        assert after[2] == before[2]


def test_a_worker_that_can_not_start_again_is_tried_again(tmp_path: Path) -> None:
    with hosted(tmp_path / "marker") as process:
        port = port_of(process)
        before = both(port)
        os.kill(before[1], signal.SIGKILL)
        while both(port)[1] == before[1]:
            sleep(0.01)
        assert (tmp_path / "marker").read_bytes() == b"failed once"


def test_a_worker_that_never_starts_ends_all_with_its_reason() -> None:
    with hosted("never") as process:
        assert process.wait(60) == 1
        assert process.stderr is not None
        assert process.stderr.read().splitlines() == [
            "postrisk: worker 2: worker two has no database",
            "worker 2 did not start",
        ]


@pytest.mark.parametrize("sig", [signal.SIGKILL, signal.SIGINT], ids=lambda sig: sig.name)
def test_workers_do_not_outlive_their_parent(sig: signal.Signals) -> None:
    with hosted() as process:
        pids = both(port_of(process))
        process.send_signal(sig)
        process.wait(30)
        while any(map(is_there, pids.values())):
            sleep(0.01)
