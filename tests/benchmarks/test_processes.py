"""Starting, killing and stopping servers."""

import sys
from pathlib import Path
from time import monotonic

import pytest

from benchmarks.processes import Server, serve_command
from data.errors import Failure

SLOWLY = (
    "import sys, time\n"
    "print('no port yet', flush=True)\n"
    "sys.stdout.write('PostRisk answers at http://127.0.0.1:12'); sys.stdout.flush()\n"
    "time.sleep(0.1); print('345', flush=True); time.sleep(60)\n"
)


def test_a_port_is_read_whole_and_a_kill_ends_it(tmp_path: Path) -> None:
    server = Server([sys.executable, "-c", SLOWLY], tmp_path / "log")
    assert server.port == 12345
    assert server.started < server.announced
    server.kill()
    server.stop()
    assert not (Path("/proc") / str(server.pid) / "exe").exists()


def test_leaving_stops_it_in_order(tmp_path: Path) -> None:
    started = monotonic()
    with Server([sys.executable, "-c", SLOWLY], tmp_path / "log"):
        pass
    assert monotonic() - started < 20


def test_a_server_that_dies_is_told_with_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('port is taken')"]
    with pytest.raises(Failure, match="port is taken"):
        Server(command, tmp_path / "log")


def test_servers_keep_what_they_compile(tmp_path: Path) -> None:
    command = serve_command(tmp_path, options=("-X", "importtime"))
    assert command[:3] == ["env", "-u", "PYTHONDONTWRITEBYTECODE"]
    assert command[-2:] == ["--port", "0"]
    assert command.index("-X") < command.index("-m")
