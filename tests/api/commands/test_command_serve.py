"""``postrisk serve`` as an operator meets it: a process of its own, over HTTP."""

import signal
import time
from pathlib import Path

import httpx
import pytest

from api.server import bind
from data.home import Home
from tests.api.commands.running import Console, python, serving
from tests.risk.builders import outcome, shipment_body

HEAVY = ("pyod", "shap", "sklearn", "lightgbm", "pandas", "networkx", "optbinning")
SCORE_ONE = """
import asyncio, sys
from pathlib import Path
from api.commands import serve
from risk.settings import Settings
from tests.risk.builders import shipment
home = serve.home_of(Settings(Path(sys.argv[1])))
settings = Settings(home.path, bundle=Path(sys.argv[2]))
store = serve.store_of(settings, home)
service = serve.service_of(settings, home, store)
service.start()
serve.app_of(service, store)
answer = asyncio.run(service.score(shipment()))
assert answer.analyst_decision().explanation.contributions
store.close()
print(sorted(set(sys.argv[3].split(",")) & {name.partition(".")[0] for name in sys.modules}))
"""


def test_serve_answers_verifies_and_stops_in_order(
    console: Console, home: Path, bundle_folder: Path
) -> None:
    key = console.succeed("key", "new", "--role", "analyst", "--home", home).strip()
    headers = {"Authorization": f"Bearer {key}"}
    started = time.perf_counter()
    with serving("--home", home, "--bundle", bundle_folder) as (process, url):
        body = shipment_body()
        answer = httpx.post(f"{url}/v1/score?detail=analyst", json=body, headers=headers)
        print(f"first answer {time.perf_counter() - started:.2f} s after the start")  # noqa: T201  told, not held
        assert answer.status_code == 200
        assert answer.json()["explanation"]["contributions"]
        assert httpx.get(f"{url}/readyz").status_code == 200
        again = httpx.post(f"{url}/v1/score?detail=analyst", json=body, headers=headers)
        assert again.content == answer.content
        assert httpx.post(f"{url}/v1/score", json=body).status_code == 401
        fact = {
            name: getattr(outcome(), name)
            for name in ("outcome_id", "event_id", "outcome", "source")
        } | {"occurred_at": "2025-03-20T09:00:00+08:00"}
        assert httpx.post(f"{url}/v1/outcomes", json=fact, headers=headers).json()["new"]
        found = httpx.get(f"{url}/v1/decisions/sh-1", headers=headers)
        assert found.json() == answer.json()
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
        assert process.returncode == 0
        assert "Traceback" not in errors
    assert "1 decisions and 1 outcomes derived again: 0 differ" in console.succeed(
        "verify", "--home", home
    )


def test_a_restarted_server_remembers(console: Console, home: Path) -> None:
    key = console.succeed("key", "new", "--role", "api_client", "--home", home).strip()
    headers = {"Authorization": f"Bearer {key}"}
    answers = []
    for _ in range(2):
        with serving("--home", home) as (process, url):
            answer = httpx.post(f"{url}/v1/score", json=shipment_body(), headers=headers)
            answers.append(answer.content)
            process.kill()
    assert answers[0] == answers[1]


def test_the_serving_process_holds_no_heavy_library(home: Path, bundle_folder: Path) -> None:
    ended = python(SCORE_ONE, [home, bundle_folder, ",".join(HEAVY)])
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == "[]"


def test_a_port_in_use_is_one_clear_line(console: Console, home: Path) -> None:
    taken = bind("127.0.0.1", 0)
    port = taken.getsockname()[1]
    line = console.refusal(1, "serve", "--port", port, "--home", home)
    taken.close()
    assert line == f"port {port} of 127.0.0.1 is in use; choose another"


def test_an_unknown_host_is_a_failure(console: Console, home: Path) -> None:
    line = console.refusal(1, "serve", "--host", "no-such-host.invalid", "--home", home)
    assert "is not known" in line


def test_a_home_in_use_is_one_clear_line(console: Console, home: Path) -> None:
    with Home(home).lock():
        line = console.refusal(1, "serve", "--port", 0, "--home", home)
    assert line == "home is in use by another process"


def test_a_damaged_bundle_is_a_failure(console: Console, home: Path, tmp_path: Path) -> None:
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "manifest.json").write_bytes(b"{}")
    line = console.refusal(1, "serve", "--port", 0, "--home", home, "--bundle", tmp_path / "bundle")
    assert "is not a bundle's manifest" in line


@pytest.mark.parametrize("url", ["postgresql://me@127.0.0.1:1/db", "sqlite:////no/such/folder/x"])
def test_a_database_that_is_not_there_is_a_failure(console: Console, home: Path, url: str) -> None:
    line = console.refusal(1, "serve", "--port", 0, "--home", home, "--database", url)
    assert "can't open the database" in line


def test_a_second_writer_of_one_postgres_is_refused(
    console: Console, home: Path, tmp_path: Path, postgres_url: str
) -> None:
    with serving("--home", home, "--database", postgres_url):
        other = tmp_path / "other"
        arguments = ("serve", "--port", 0, "--home", other, "--database", postgres_url)
        assert console.refusal(1, *arguments) == "another process writes to this database"
