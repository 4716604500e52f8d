"""``postrisk serve --workers 2`` as an operator meets it: two processes, one port, one log in PostgreSQL."""

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import sleep

import httpx
import pytest
from msgspec import to_builtins

from data.api_keys import ApiKeys
from data.records import EventRecord, OutcomeRecord
from data.store import Store
from risk.bootstrap import home_of, store_of
from risk.settings import Settings
from rules.load import shipped_text
from tests.api.commands.running import Console, serving
from tests.api.commands.workers_traffic import Traffic, at_once
from tests.risk.builders import NOW_MS, demo_lines
from tests.risk.test_exposure import parcel

STRICT = shipped_text("cod-grades").replace("start_grade: {value: D", "start_grade: {value: E")


class Site:
    """A home and a database with keys of every role that is asked for."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        self.url = url
        self._settings = Settings(home, url)

    def store(self) -> closing[Store]:
        return closing(store_of(self._settings, home_of(self._settings)))

    def keys(self, role: str, count: int = 1) -> list[str]:
        with self.store() as store:
            return [ApiKeys(store).create(role, NOW_MS)[1] for _ in range(count)]

    @contextmanager
    def served(self) -> Iterator[tuple[subprocess.Popen[str], str]]:
        arguments = ("--home", self.home, "--database", self.url, "--workers", 2)
        with serving(*arguments) as (process, url):
            yield process, url
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=60)
            assert process.returncode == 0
            assert "Traceback" not in errors

    def verified(self, console: Console) -> str:
        options = ("--home", self.home, "--database", self.url)
        ledger = console.succeed("exposure", "check", *options)
        assert "0 over a limit" in ledger
        return console.succeed("verify", *options)


@pytest.fixture
def site(home: Path, postgres_url: str) -> Site:
    return Site(home, postgres_url)


@contextmanager
def at_both(url: str, key: str) -> Iterator[list[httpx.Client]]:
    """A connection to each of two workers, by number: one connection stays with who took it."""
    found: dict[float, httpx.Client] = {}
    tried: list[httpx.Client] = []
    headers = {"Authorization": f"Bearer {key}"}
    while len(found) < 2:
        client = httpx.Client(base_url=url, headers=headers, timeout=30)
        tried.append(client)
        found.setdefault(gauge(client, "postrisk_worker"), client)
    yield [found[number] for number in sorted(found)]
    for client in tried:
        client.close()


def gauge(client: httpx.Client, name: str) -> float:
    lines = client.get("/metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(p) for p in children if b"spawn_main" in Path(f"/proc/{p}/cmdline").read_bytes()]


def test_mixed_traffic_with_a_killed_worker_is_what_one_process_derives(
    console: Console, site: Site
) -> None:
    (key,) = site.keys("api_client")
    lines = demo_lines()[:1200]
    with site.served() as (process, url):
        before = workers_of(process)
        traffic = Traffic(url, key, lines)
        with traffic.running(callers=8):
            while traffic.sent < len(lines) // 3:
                sleep(0.005)
            os.kill(before[0], signal.SIGKILL)
        with at_both(url, key) as clients:  # the killed one is back
            assert {gauge(client, "postrisk_log_seq") for client in clients} == {len(lines)}
        assert before[1] in workers_of(process)
    assert (traffic.refused, traffic.differing) == ([], [])
    with site.store() as store:
        rows = list(store.scan())
        assert [row.seq for row in rows] == list(range(1, len(lines) + 1))
        events = {row.event_id: row.answer for row in rows if isinstance(row, EventRecord)}
        outcomes = sum(isinstance(row, OutcomeRecord) for row in rows)
    assert events == traffic.answers
    told = f"{len(events):,} decisions and {outcomes:,} outcomes derived again: 0 differ"
    assert told in site.verified(console)


def test_limits_claims_and_policies_hold_over_both(console: Console, site: Site) -> None:
    (scorer,) = site.keys("api_client")
    (author,), (publisher,) = site.keys("strategy_admin"), site.keys("strategy_approver")
    reviewers = site.keys("senior_analyst", 64)
    with site.served() as (_, url), at_both(url, scorer) as clients:
        found = at_once(64, lambda n: _held(clients[n % 2], n))
        assert Counter(found)[1] > 50  # a limit that 64 parcels at once can't pass
        with at_both(url, reviewers[0]) as desks:
            case_id = desks[0].get("/v1/cases").json()["items"][0]["case_id"]
            claimed = at_once(64, lambda n: _claimed(desks[n % 2], reviewers[n], case_id))
        assert Counter(claimed) == {200: 1, 409: 63}
        with at_both(url, author) as authors, at_both(url, publisher) as publishers:
            version = authors[0].post("/v1/policies", json={"text": STRICT}).json()["id"]
            assert published(publishers[1], f"/v1/policies/{version}/publish", {"share": 1})
            # The next score of either decides by it, and either tells so.
            assert [_held(c, 100 + n, f"m-{n}") for n, c in enumerate(clients)] == [1, 1]
            assert len({c.get("/v1/policies").json()["deciding"] for c in publishers}) == 1
            assert published(publishers[0], "/v1/policy-rollbacks", {"reason": "too strict"})
            assert [_held(c, 200 + n, f"m-2{n}") for n, c in enumerate(clients)] == [0, 0]
    assert "0 differ" in site.verified(console)


def published(client: httpx.Client, path: str, body: dict[str, object]) -> bool:
    return client.post(path, json=body).status_code == 200


def _held(client: httpx.Client, number: int, merchant: str = "m-1") -> int:
    body = to_builtins(parcel(number, merchant, cod_amount_fen=100_000))
    answer = client.post("/v1/score", json=body | {"kind": "shipment"})
    assert answer.status_code == 200
    return int(answer.json()["decision"] == "hold")


def _claimed(client: httpx.Client, key: str, case_id: str) -> int:
    headers = {"Authorization": f"Bearer {key}"}
    return client.post(f"/v1/cases/{case_id}/claim", headers=headers).status_code


def test_a_sole_server_and_workers_refuse_each_other(
    console: Console, site: Site, tmp_path: Path
) -> None:
    other = ("serve", "--port", 0, "--home", tmp_path / "other", "--database", site.url)
    with site.served():
        assert console.refusal(1, *other) == "another process writes to this database"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--workers", 2), "--database postgresql://USER@HOST/DATABASE"),
        (("--workers", 2, "--database", "sqlite:///x.sqlite"), "needs a log that processes"),
        (("--state", "redis://127.0.0.1"), "workers share the log, not a state"),
    ],
)
def test_what_can_not_be_shared_is_refused_with_what_to_do(
    console: Console, home: Path, options: tuple[object, ...], why: str
) -> None:
    assert why in console.refusal(2, "serve", "--port", 0, "--home", home, *options)
    assert not home.exists()
