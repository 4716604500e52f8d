"""The API and the console as two processes, as in production, and people who may log in."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import httpx
from argon2 import PasswordHasher

from api.examples import ACCOUNT_OPENING, COD_APPLICATION
from data.api_keys import ApiKeys
from data.clock import wall_clock_ms
from risk import people as people_module
from risk.bootstrap import home_of, people_of, store_of
from risk.settings import Settings
from rules.load import shipped_text

ROOT: Final = Path(__file__).parents[3]
CREW: Final = (
    ("li", "analyst"),
    ("wang", "senior_analyst"),
    ("zhao", "senior_analyst"),
    ("chen", "cod_officer"),
    ("sun", "approver"),
    ("zhou", "strategy_admin"),
    ("wu", "strategy_approver"),
    ("sec", "security_admin"),
    ("sec2", "security_admin"),
    ("sys", "system_admin"),
    ("aud", "audit_admin"),
)
_START_SECONDS: Final = 60.0
_QUICK: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def chromium() -> str | None:
    """Where Debian's browser is, if it is there."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Town:
    """What runs, and who may use it."""

    def __init__(self, api: str, console: str, key: str, passwords: dict[str, str]) -> None:
        self.api = api
        self.console = console
        self.passwords = passwords
        self._http = httpx.Client(
            base_url=api, headers={"Authorization": f"Bearer {key}"}, trust_env=False, timeout=20
        )

    def score(self, event: dict[str, Any]) -> dict[str, Any]:
        """The whole decision on an event."""
        answer = self._http.post("/v1/score", params={"detail": "analyst"}, json=event)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def first_version(self) -> str:
        """The policy version that was drafted first; one is drafted where there is none."""
        token = self._token("zhou")
        known = self._http.get("/v1/policies", headers=token).json()["versions"]
        if known:
            return str(known[0]["id"])
        text = "# ours\n" + shipped_text("shipment-lure")
        kept = self._http.post("/v1/policies", json={"text": text}, headers=token)
        assert kept.status_code == 200, kept.text
        return str(kept.json()["id"])

    def _token(self, name: str) -> dict[str, str]:
        body = {"name": name, "password": self.passwords[name]}
        opened = self._http.post("/v1/sessions", json=body).json()
        return {"Authorization": f"Bearer {opened['token']}"}

    def close(self) -> None:
        self._http.close()


def opening(number: int) -> dict[str, Any]:
    """A Class-I account for one and the same person: the second one is declined."""
    return ACCOUNT_OPENING | {
        "event_id": f"walk:account:{number}",
        "occurred_at": f"2025-03-14T10:{number:02d}:00+08:00",
        "account_class": "I",
        "existing_cards": 0,
    }


@contextmanager
def town(home: Path, prepare: Callable[[str], None] = lambda _console: None) -> Iterator[Town]:
    """Both processes over a new home; ``prepare`` is told the console's URL before they start."""
    key, passwords = _settle(home)
    api_port, console_port = _free_port(), _free_port()
    api, console = f"http://127.0.0.1:{api_port}", f"http://127.0.0.1:{console_port}"
    prepare(f"{console}/console")
    serve = _start("serve", "--port", api_port, "--home", home)
    shown = _start("console", "--api", api, "--port", console_port)
    try:
        _await(f"{api}/readyz", serve)
        _await(f"{console}/console/login", shown)
        place = Town(api, f"{console}/console", key, passwords)
        yield place
        place.close()
    finally:
        for process in (shown, serve):
            process.terminate()
            process.wait(30)


def _settle(home: Path) -> tuple[str, dict[str, str]]:
    settings = Settings(home)
    folder = home_of(settings)
    store = store_of(settings, folder)
    people = people_of(folder, store)
    # A hash names its own cost: a cheap one makes all log-ins quick, and is checked like any other.
    with patch.object(people_module, "hash_of", _QUICK.hash):
        passwords = {name: people.add(name, role, one_time=False).password for name, role in CREW}
    _, key = ApiKeys(store).create("analyst", wall_clock_ms())
    store.close()
    return key, passwords


def _start(*arguments: object) -> subprocess.Popen[bytes]:
    program = "import sys; from api.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", program, *(str(argument) for argument in arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends:
        assert process.poll() is None, "the process ended"
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


def application(number: int) -> dict[str, Any]:
    """The same person asks for cash on delivery for a firm, with an advance."""
    return COD_APPLICATION | {
        "event_id": f"walk:cod:{number}",
        "occurred_at": f"2025-03-16T10:{number:02d}:00+08:00",
        "contact_phone": ACCOUNT_OPENING["applicant"]["phone"],
        "merchant_id": f"m-walk-{number}",
        "advance_requested": True,
    }
