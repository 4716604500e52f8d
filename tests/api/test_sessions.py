"""Log-ins over HTTP: what a session's token opens, and what it does not."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.app import HttpApp, create_app
from api.keyring import StoredKeyRing
from api.roles import COLLEAGUES
from data.accounts import Accounts
from data.api_keys import ApiKeys
from data.audit import AuditLog
from data.sessions import IDLE_MS, Sessions
from data.store import Store
from data.vault import Vault
from risk import people as module
from risk.people import People
from tests.api.caller import Caller
from tests.api.fakes import ROLES, FakeService, NoLog

_START_MS = 1_800_000_000_000


class Desk:
    """An app with one analyst, over a store."""

    def __init__(self, store: Store, vault: Vault) -> None:
        self.now_ms = _START_MS
        sessions = Sessions(store)
        audit = AuditLog(store.engine, lambda text: text[:32].ljust(32))
        accounts = Accounts(store, vault, audit, lambda _head: None)
        self.people = People(accounts, sessions, lambda: self.now_ms)
        keys = StoredKeyRing(ApiKeys(store), sessions, lambda: self.now_ms)
        self.log = NoLog()
        self.app: HttpApp = create_app(FakeService(), keys, people=self.people, log=self.log)
        self.password = self.people.add("li", "analyst", one_time=False).password

    def call(self, method: str, path: str, body: Any = None, token: str = "") -> httpx.Response:
        return asyncio.run(self._call(method, path, body, token))

    async def _call(self, method: str, path: str, body: Any, token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
            return await client.request(method, path, json=body, headers=headers)

    def log_in(self, **more: Any) -> httpx.Response:
        body = {"name": "li", "password": self.password, **more}
        return self.call("POST", "/v1/sessions", body)


@pytest.fixture
def desk(sqlite_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(module, "hash_of", lambda password: f"#{password}")
    monkeypatch.setattr(module, "fits", lambda kept, password: kept == f"#{password}")
    store = Store.open(sqlite_url, vault)
    store.migrate()
    yield Desk(store, vault)
    store.close()


def test_a_token_opens_what_the_role_may(desk: Desk) -> None:
    opened = desk.log_in()
    assert opened.status_code == 200
    assert opened.headers["cache-control"] == "no-store"
    token = opened.json()["token"]
    assert opened.json()["person"]["role"] == "analyst"
    assert desk.call("GET", "/v1/sessions/current", token=token).status_code == 200
    assert desk.call("GET", "/v1/decisions/none", token=token).status_code == 404
    assert desk.call("GET", "/v1/cases/metrics", token=token).status_code == 403
    names = desk.call("GET", "/v1/people", token=token).json()["people"]
    assert [person["name"] for person in names] == ["li"]


def test_a_token_is_over_after_log_out_and_after_idleness(desk: Desk) -> None:
    token = desk.log_in().json()["token"]
    assert desk.call("DELETE", "/v1/sessions/current", token=token).status_code == 200
    desk.now_ms += 2_000
    assert desk.call("GET", "/v1/people", token=token).status_code == 401
    token = desk.log_in().json()["token"]
    desk.now_ms += IDLE_MS
    assert desk.call("GET", "/v1/people", token=token).status_code == 401
    assert desk.call("GET", "/v1/sessions/current", token=token).status_code == 401


@pytest.mark.parametrize(
    ("body", "status", "param"),
    [
        ({"password": "no"}, 401, None),
        ({"name": "nobody"}, 401, None),
        ({"code": "12"}, 422, "code"),
        ({"name": ""}, 422, "name"),
        ({"remember": True}, 422, "remember"),
        ({"new_password": "short"}, 422, "new_password"),
    ],
)
def test_what_is_wrong_is_said_and_no_word_of_the_password(
    desk: Desk, body: dict[str, Any], status: int, param: str | None
) -> None:
    answer = desk.log_in(**body)
    assert (answer.status_code, answer.json()["error"]["param"]) == (status, param)
    assert desk.password not in answer.text
    assert desk.password not in str(vars(desk.log))


def test_an_api_key_is_no_session(desk: Desk) -> None:
    assert desk.call("GET", "/v1/sessions/current", token="prk_" + "0" * 59).status_code == 401
    assert desk.call("GET", "/v1/sessions/current").status_code == 401


@pytest.mark.parametrize("role", ROLES)
def test_colleagues_are_known_to_those_who_work_together(door: Caller, role: str) -> None:
    assert door.get("/v1/people", role).status_code == (503 if role in COLLEAGUES else 403)
