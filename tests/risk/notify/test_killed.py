"""kill -9 at the worst moments: between commit and send, and between send and its note."""

import signal
import subprocess
import sys
from pathlib import Path

from data.clock import wall_clock_ms
from data.outbox import Outbox
from risk.bootstrap import home_of, store_of
from risk.notify.sender import LEASE_MS
from risk.settings import Settings
from tests.risk.notify.receiver import SECRET, Receiver, receiving

ROOT = Path(__file__).parents[3]
HIGH = "case_high-C-20250314-000001"

_COMMIT = """
import os, signal, sys
from pathlib import Path
from risk.bootstrap import home_of, store_of
from risk.settings import Settings
from tests.data.test_notices import an_alert
from tests.databases import an_event
from data.clock import wall_clock_ms
settings = Settings(Path(sys.argv[1]))
store = store_of(settings, home_of(settings))
store.append([an_event(1, alert=an_alert(), received_at_ms=wall_clock_ms())])
os.kill(os.getpid(), signal.SIGKILL)
"""
_SEND_AND_DIE = """
import os, signal, sys
from risk.notify.post import Poster
post = Poster.post
def post_and_die(*given):
    post(*given)
    os.kill(os.getpid(), signal.SIGKILL)
Poster.post = post_and_die
from api.cli import main
main(["notify", "--once", "--home", sys.argv[1]])
"""


def _run(program: str, home: Path) -> int:
    return subprocess.run(
        [sys.executable, "-c", program, str(home)], cwd=ROOT, check=False, timeout=100
    ).returncode


def _notify(home: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "notify", "--once", "--home", str(home)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _home(tmp_path: Path, receiver: Receiver) -> Path:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    (home / "notices.yaml").write_text(
        f"subscribers: [{{id: hook, webhook: '{receiver.url}',"
        f" secret_file: '{tmp_path / 'secret'}', events: [case.high]}}]\n"
        "allowed_hosts: ['127.0.0.1']\n",
        encoding="utf-8",
    )
    return home


def _let_leases_end(home: Path) -> None:
    """As if a minute had passed."""
    store = store_of(Settings(home), home_of(Settings(home)))
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE notice_deliveries SET next_at_ms = next_at_ms - ?", (LEASE_MS,)
        )
    store.close()


def test_a_notice_whose_process_was_killed_before_it_was_sent_or_noted_still_arrives(
    tmp_path: Path,
) -> None:
    with receiving() as receiver:
        home = _home(tmp_path, receiver)
        assert _run(_COMMIT, home) == -signal.SIGKILL
        assert receiver.ids == []

        assert _run(_SEND_AND_DIE, home) == -signal.SIGKILL
        assert receiver.ids == [HIGH]

        assert _notify(home) == "0 deliveries tried\n"  # its lease still holds
        _let_leases_end(home)
        assert _notify(home) == "1 deliveries tried\n"
        assert receiver.ids == [HIGH, HIGH]
        assert receiver.calls[0].body == receiver.calls[1].body

        store = store_of(Settings(home), home_of(Settings(home)))
        assert Outbox(store.engine).counts() == {"sent": 1}
        assert Outbox(store.engine).claim("hook", wall_clock_ms(), LEASE_MS, 1) == []
        store.close()
