"""Three separated administrators over HTTP: accounts, keys, audit; nobody does another's work."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from data.accounts import Accounts
from data.api_keys import ApiKeys
from data.audit import AuditLog, Head
from data.case_tables import AUDIT
from data.sessions import Sessions
from data.store import Store
from data.vault import Vault
from risk.administration import Administration
from risk.people import People
from tests.api.fakes import ROLES
from tests.api.governing import GoverningCaller
from tests.risk.builders import NOW_MS, tokeniser

SECURITY, SYSTEM, AUDITOR = "security_admin", "system_admin", "audit_admin"
WHY = {"asks": "enable", "reason": "back from leave, the outlet says"}


class AdminCaller(GoverningCaller):
    """An app with accounts, keys and an audit log of its own."""

    def __init__(self, store: Store, vault: Vault, folder: Path) -> None:
        super().__init__(store, folder)
        self.heads: list[Head] = []
        audit = AuditLog(store.engine, tokeniser().digest)
        accounts = Accounts(store, vault, audit, self.heads.append)
        self.people = People(accounts, Sessions(store), lambda: NOW_MS)
        kept = (audit, lambda: self.heads[-1] if self.heads else None)
        self.keys = ApiKeys(store)
        self.governance.admin = Administration(
            self.people, self.keys, ((1, 2), 2), kept, lambda: NOW_MS
        )


@pytest.fixture
def desk(sqlite_url: str, vault: Vault, tmp_path: Path) -> Iterator[AdminCaller]:
    store = Store.open(sqlite_url, vault)
    store.migrate()
    yield AdminCaller(store, vault, tmp_path)
    store.close()


def made(desk: AdminCaller, name: str = "li.na", role: str = "analyst") -> dict[str, Any]:
    """A new account as the list has it, with its password."""
    body = {"name": name, "role": role}
    answer: dict[str, Any] = desk.good("POST", "/v1/accounts", body, SECURITY)
    listed = desk.good("GET", "/v1/accounts", role=SECURITY)["accounts"]
    found: dict[str, Any] = next(one for one in listed if one["name"] == name)
    return answer | found


def test_a_new_account_must_choose_a_password_of_its_own(desk: AdminCaller) -> None:
    account = made(desk)
    assert (account["role"], account["state"], account["totp"]) == ("analyst", "new", False)
    opened = desk.people.log_in("li.na", account["password"], None, "a password of my own")
    assert opened.person.role == "analyst"
    assert desk.good("GET", "/v1/accounts", role=AUDITOR)["accounts"][0]["state"] == "active"


def test_roles_are_changed_passwords_reset_and_accounts_taken_away(desk: AdminCaller) -> None:
    account = made(desk)
    path = f"/v1/accounts/{account['id']}"
    opened = desk.people.log_in("li.na", account["password"], None, "a password of my own")
    desk.good("POST", f"{path}/role", {"role": "senior_analyst"}, SECURITY)
    with pytest.raises(Exception, match="log in"):
        desk.people.present(opened.token)
    again = desk.good("POST", f"{path}/reset", None, SECURITY)["password"]
    assert desk.people.log_in("li.na", again, None, "another of my own").person.role == (
        "senior_analyst"
    )
    listed = desk.good("POST", f"{path}/disable", None, SECURITY)["accounts"]
    assert listed[0]["state"] == "disabled"
    assert desk.refused("POST", f"{path}/reset", None, SECURITY)[0] == 404


def test_what_is_no_name_no_role_or_taken_is_refused(desk: AdminCaller) -> None:
    made(desk)
    again = {"name": "li.na", "role": "analyst"}
    assert desk.refused("POST", "/v1/accounts", again, SECURITY)[:2] == (409, "name_taken")
    for body, field in (({"name": "Li Na", "role": "analyst"}, "name"),
                        ({"name": "li.na2", "role": "king"}, "role")):  # fmt: skip
        assert desk.refused("POST", "/v1/accounts", body, SECURITY)[0::2] == (422, field)
    assert desk.refused("POST", "/v1/accounts/u-0/disable", None, SECURITY)[0] == 404


def test_nobody_changes_their_own_account(desk: AdminCaller) -> None:
    for act, body in (("role", {"role": "analyst"}), ("reset", None), ("disable", None)):
        path = f"/v1/accounts/id-{SECURITY}/{act}"
        assert desk.refused("POST", path, body, SECURITY)[:2] == (403, "own_account")


def test_the_audit_log_names_who_made_an_account_and_shows_a_change(desk: AdminCaller) -> None:
    account = made(desk)
    desk.good("POST", f"/v1/accounts/{account['id']}/role", {"role": "approver"}, SECURITY)
    walked = desk.good("POST", "/v1/audit-verifications", None, AUDITOR)
    assert (walked["entries"], walked["broken"], walked["kept"]) == (2, None, True)
    assert walked["head"]["chain"] == desk.heads[-1].chain
    with desk.store.engine.begin() as connection:
        rows = connection.execute(AUDIT.select().order_by(AUDIT.c.seq)).all()
        assert [(row.actor, row.action) for row in rows] == [
            (f"id-{SECURITY}", "new_account"),
            (f"id-{SECURITY}", "change_role"),
        ]
        connection.execute(update(AUDIT).where(AUDIT.c.seq == 1).values(action="nothing"))
    broken = desk.good("POST", "/v1/audit-verifications", None, AUDITOR)["broken"]
    assert (broken["seq"], "changed" in broken["why"]) == (1, True)


def test_keys_are_shown_without_their_secrets(desk: AdminCaller) -> None:
    key_id, secret = desk.keys.create("api_client", NOW_MS - 10)
    desk.keys.create("analyst", NOW_MS - 5, NOW_MS - 1)
    desk.keys.revoke(key_id, NOW_MS)
    answer = desk.call("GET", "/v1/keys", None, SYSTEM)
    assert secret not in answer.text
    found = answer.json()
    assert (found["vault_versions"], found["vault_current"]) == ([1, 2], 2)
    assert [one["state"] for one in found["api_keys"]] == ["revoked", "expired"]


CALLS: list[tuple[str, str, Any, set[str]]] = [
    ("GET", "/v1/accounts", None, {SECURITY, AUDITOR}),
    ("POST", "/v1/accounts", {"name": "someone", "role": "analyst"}, {SECURITY}),
    ("POST", "/v1/accounts/u-0/reset", None, {SECURITY}),
    ("POST", "/v1/accounts/u-0/role", {"role": "analyst"}, {SECURITY}),
    ("POST", "/v1/accounts/u-0/disable", None, {SECURITY}),
    ("GET", "/v1/account-returns", None, {SECURITY, AUDITOR}),
    ("POST", "/v1/accounts/u-0/returns", WHY, {SECURITY}),
    ("POST", "/v1/account-returns/r-0/approve", None, {SECURITY}),
    ("POST", "/v1/account-returns/r-0/refuse", None, {SECURITY}),
    ("GET", "/v1/keys", None, {SYSTEM}),
    ("POST", "/v1/audit-verifications", None, {AUDITOR}),
]


@pytest.mark.parametrize("role", ROLES)
def test_every_call_for_every_role(desk: AdminCaller, role: str) -> None:
    for method, path, body, allowed in CALLS:
        answer = desk.call(method, path, body, role)
        assert (answer.status_code != 403) == (role in allowed), (path, role)


def test_without_accounts_each_call_is_503(desk: AdminCaller) -> None:
    desk.governance.admin = None
    for method, path, body, allowed in CALLS:
        assert desk.refused(method, path, body, sorted(allowed)[-1])[:2] == (503, "no_accounts")
