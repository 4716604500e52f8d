"""``postrisk notify`` and ``postrisk notices``: a test notice, a list, dead ones sent anew."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.clock import wall_clock_ms
from data.notices import notice_of
from data.outbox import Outbox
from risk.bootstrap import home_of, store_of
from risk.settings import Settings
from tests.api.commands.running import ROOT, Console
from tests.risk.notify.receiver import SECRET, Receiver, receiving, status


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def told_home(home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> Path:
    home.mkdir(mode=0o700)
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    (home / "notices.yaml").write_text(
        f"subscribers: [{{id: hook, webhook: '{receiver.url}', secret_env: HOOK_SECRET}}]\n"
        "allowed_hosts: ['127.0.0.1']\n",
        encoding="utf-8",
    )
    return home


def _add(home: Path) -> None:
    store = store_of(Settings(home), home_of(Settings(home)))
    Outbox(store.engine).add([notice_of("case.high", "C-1", wall_clock_ms(), data={})])
    store.close()


def test_a_test_notice_says_whether_it_was_taken(
    console: Console, told_home: Path, receiver: Receiver
) -> None:
    assert console.succeed("notices", "test", "hook", "--home", told_home) == "hook took it\n"
    assert receiver.ids[0].startswith("notices_test-")
    receiver.answers = [status(500)]
    line = console.refusal(1, "notices", "test", "hook", "--home", told_home)
    assert line == "hook did not take it: status_500"
    line = console.refusal(2, "notices", "test", "nobody", "--home", told_home)
    assert line == "there is no such subscriber; there are: hook"


def test_a_dead_notice_is_seen_and_sent_anew(
    console: Console, told_home: Path, receiver: Receiver
) -> None:
    receiver.answers = [status(410)]
    _add(told_home)
    assert console.succeed("notify", "--once", "--home", told_home) == "1 deliveries tried\n"
    assert '"error": "status_410"' in console.err
    assert receiver.url not in console.err
    said = console.succeed("notices", "list", "--status", "dead", "--home", told_home)
    assert said.splitlines()[0].endswith("case_high-C-1  hook  dead  1 tries  status_410")
    assert said.splitlines()[1] == "0 waiting, 0 sent, 1 dead"
    said = console.succeed("notices", "retry", "case_high-C-1", "--home", told_home)
    assert said == "1 deliveries will be tried anew\n"
    console.succeed("notify", "--once", "--home", told_home)
    assert receiver.ids == ["case_high-C-1"] * 2
    assert "0 waiting, 1 sent, 0 dead" in console.succeed("notices", "list", "--home", told_home)


def test_what_is_called_wrongly(console: Console, told_home: Path, tmp_path: Path) -> None:
    line = console.refusal(2, "notices", "retry", "--home", told_home)
    assert line == "name one notice, or say --all"
    line = console.refusal(1, "notices", "retry", "case_high-C-9", "--home", told_home)
    assert line == "no dead delivery of a notice with this id"
    assert console.succeed("notices", "retry", "--all", "--home", told_home).startswith("0 ")
    line = console.refusal(2, "notify", "--home", tmp_path / "other")
    assert "write notices.yaml" in line


def test_a_running_sender_sends_and_stops_when_told(told_home: Path, receiver: Receiver) -> None:
    _add(told_home)
    command = [sys.executable, "-m", "api.cli", "notify", "--home", str(told_home)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline() == "PostRisk tells 1 subscribers\n"
            assert '"event": "notice_sent"' in process.stderr.readline()
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            process.kill()
    assert receiver.ids == ["case_high-C-1"]


def test_a_fault_that_a_check_finds_is_told(
    console: Console, told_home: Path, receiver: Receiver
) -> None:
    store = store_of(Settings(told_home), home_of(Settings(told_home)))
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO exposure_entries VALUES (7, 0, 'reserve', '', 'a', 'a', 'b', 1, 1, 0, 1)"
        )
    store.close()
    console.refusal(1, "exposure", "check", "--home", told_home)
    console.succeed("notify", "--once", "--home", told_home)
    assert receiver.ids[0].startswith("integrity_fault-exposure-")
    assert b'"code":"exposure_differs"' in receiver.calls[0].body
