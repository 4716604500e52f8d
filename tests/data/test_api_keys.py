import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from data.api_keys import ROLES, ApiKey, ApiKeys
from data.errors import NotFound, Unavailable, WrongUse
from data.store import Store
from data.vault import Vault

NOW_MS = 1_700_000_000_000


@pytest.fixture
def keys(store: Store) -> ApiKeys:
    return ApiKeys(store)


def test_a_key_is_found_by_its_secret(keys: ApiKeys) -> None:
    key_id, secret = keys.create("counter", NOW_MS)
    assert keys.find(secret, NOW_MS) == ApiKey(key_id, "counter", NOW_MS, None, None)


def test_a_key_looks_as_documented(keys: ApiKeys) -> None:
    key_id, secret = keys.create("analyst", NOW_MS)
    assert re.fullmatch(rf"prk_{key_id}[A-Za-z0-9_-]{{43}}", secret)


def test_keys_are_told_apart(keys: ApiKeys) -> None:
    made = dict(keys.create(role, NOW_MS) for role in ROLES)
    found = [keys.find(secret, NOW_MS) for secret in made.values()]
    assert [(key.id, key.role) for key in found if key] == list(zip(made, ROLES, strict=True))


def test_the_roles_are_those_of_the_domain() -> None:
    assert len(ROLES) == len(set(ROLES)) == 12
    assert {"counter", "courier", "api_client", "audit_admin", "strategy_approver"} <= set(ROLES)


@pytest.mark.parametrize("role", ["", "root", "Counter", "counter "])
def test_an_unknown_role_is_refused(keys: ApiKeys, role: str) -> None:
    with pytest.raises(WrongUse, match="no such role") as caught:
        keys.create(role, NOW_MS)
    assert caught.value.code == "unknown_role"
    assert keys.list_all() == []


def test_a_key_ends_at_its_expiry(keys: ApiKeys) -> None:
    _, secret = keys.create("counter", NOW_MS, NOW_MS + 1000)
    assert keys.find(secret, NOW_MS + 999) is not None
    assert keys.find(secret, NOW_MS + 1000) is None


def test_a_key_that_would_be_expired_at_once_is_refused(keys: ApiKeys) -> None:
    with pytest.raises(WrongUse, match="expired at once"):
        keys.create("counter", NOW_MS, NOW_MS)


def test_a_revoked_key_is_not_found_but_listed(keys: ApiKeys) -> None:
    key_id, secret = keys.create("counter", NOW_MS)
    keys.revoke(key_id, NOW_MS + 5)
    keys.revoke(key_id, NOW_MS + 9)
    assert keys.find(secret, NOW_MS + 5) is None
    assert keys.list_all() == [ApiKey(key_id, "counter", NOW_MS, None, NOW_MS + 5)]


def test_revoking_one_key_leaves_the_others(keys: ApiKeys) -> None:
    first, _ = keys.create("counter", NOW_MS)
    _, second = keys.create("counter", NOW_MS)
    keys.revoke(first, NOW_MS)
    assert keys.find(second, NOW_MS) is not None


def test_revoking_an_unknown_key_says_so(keys: ApiKeys) -> None:
    with pytest.raises(NotFound):
        keys.revoke("0" * 16, NOW_MS)


def test_the_list_is_oldest_first(keys: ApiKeys) -> None:
    made = [keys.create("counter", NOW_MS - n)[0] for n in range(5)]
    assert [key.id for key in keys.list_all()] == made[::-1]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(4, 62))
def test_a_key_with_one_wrong_character_is_unknown(keys: ApiKeys, place: int) -> None:
    _, secret = keys.create("counter", NOW_MS)
    other = "A" if secret[place] != "A" else "B"
    assert keys.find(secret[:place] + other + secret[place + 1 :], NOW_MS) is None


@pytest.mark.parametrize("key", ["", "prk_", "x" * 63, "prk_" + "0" * 59, "\ud800" * 63, "é" * 63])
def test_odd_keys_are_unknown(sqlite_url: str, vault: Vault, key: str) -> None:
    store = Store.open(sqlite_url, vault)
    store.migrate()
    assert ApiKeys(store).find(key, NOW_MS) is None
    store.close()


def test_the_secret_is_nowhere_in_the_database(keys: ApiKeys, store: Store) -> None:
    _, secret = keys.create("counter", NOW_MS)
    with store.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM api_keys")).all()
    assert len(rows) == 1
    assert secret[20:] not in repr(rows)
    assert secret[20:].encode() not in b"".join(v for v in rows[0] if isinstance(v, bytes))


def test_a_missing_database_is_unavailable(keys: ApiKeys, store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE api_keys"))
    with pytest.raises(Unavailable):
        keys.list_all()
