import pytest
from sqlalchemy import insert

from api import keyring
from api.keyring import HOLD_MS, StoredKeyRing
from data.account_tables import ACCOUNTS, SESSIONS
from data.api_keys import ApiKeys, Caller
from data.sessions import IDLE_MS, Sessions, new_session
from data.store import Store


class Clock:
    def __init__(self) -> None:
        self.now_ms = 1_700_000_000_000

    def __call__(self) -> int:
        return self.now_ms


def test_a_key_has_its_role_and_others_have_none(store: Store) -> None:
    clock = Clock()
    keys = ApiKeys(store)
    _, key = keys.create("analyst", clock.now_ms)
    ring = StoredKeyRing(keys, Sessions(store), clock)
    assert ring.role_of(key) == "analyst"
    assert ring.role_of(key[:-1]) is None
    assert ring.role_of("") is None


def test_a_revoked_key_is_refused_after_the_hold_at_the_latest(store: Store) -> None:
    clock = Clock()
    keys = ApiKeys(store)
    key_id, key = keys.create("analyst", clock.now_ms)
    ring = StoredKeyRing(keys, Sessions(store), clock)
    assert ring.role_of(key) == "analyst"
    keys.revoke(key_id, clock.now_ms)
    clock.now_ms += HOLD_MS + 1
    assert ring.role_of(key) is None


def test_a_key_expires_to_the_millisecond_even_while_it_is_remembered(store: Store) -> None:
    clock = Clock()
    keys = ApiKeys(store)
    _, key = keys.create("analyst", clock.now_ms, clock.now_ms + 100)
    ring = StoredKeyRing(keys, Sessions(store), clock)
    clock.now_ms += 99
    assert ring.role_of(key) == "analyst"
    clock.now_ms += 1
    assert ring.role_of(key) is None


def test_a_remembered_key_costs_no_query(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    keys = ApiKeys(store)
    _, key = keys.create("counter", clock.now_ms)
    ring = StoredKeyRing(keys, Sessions(store), clock)
    ring.role_of(key)
    monkeypatch.setattr(keys, "find", None)
    assert ring.role_of(key) == "counter"


def test_the_memory_of_keys_is_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "_MAX_HELD", 10)
    ring = StoredKeyRing(ApiKeys(store), Sessions(store), Clock())
    for number in range(50):
        ring.role_of(f"unknown-{number}")
    assert len(ring._held) == 10


def test_a_session_is_held_by_its_person_and_no_longer_than_it_lasts(store: Store) -> None:
    clock = Clock()
    token, row = new_session("u-1", clock.now_ms)
    person = {"id": "u-1", "name": "li", "role": "analyst", "password_hash": "", "one_time": False}
    counted = {"totp_step": 0, "tries": 0, "tried_at_ms": 0, "created_at_ms": 0}
    with store.engine.begin() as connection:
        connection.execute(insert(ACCOUNTS), person | counted)
        connection.execute(insert(SESSIONS), row)
    ring = StoredKeyRing(ApiKeys(store), Sessions(store), clock)
    assert ring.caller_of(token) == Caller("u-1", "analyst")
    assert ring.caller_of(token[:-1] + "!") is None
    clock.now_ms += IDLE_MS
    assert ring.caller_of(token) is None
