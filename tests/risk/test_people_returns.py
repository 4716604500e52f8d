"""Accounts that come back: asked for by one security administrator, decided by another, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyotp
import pytest

from data.account_returns import AccountReturns, Asks
from data.accounts import Accounts
from data.api_keys import Caller
from data.audit import AuditLog
from data.errors import Conflict, Forbidden, NotFound, PostRiskError, Unauthenticated
from data.sessions import Sessions
from data.store import Store
from data.vault import Vault
from risk import people as people_module
from risk import people_returns as module
from risk.oidc import Outsider
from risk.people import People

NOW_MS = 1_800_000_000_000
MAKER, CHECKER = Caller("u-maker", "security_admin"), Caller("u-checker", "security_admin")
WHY = "back from leave, the outlet says"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (people_module, module):
        monkeypatch.setattr(each, "hash_of", lambda password: f"#{password}")
    monkeypatch.setattr(people_module, "fits", lambda kept, password: kept == f"#{password}")


@pytest.fixture
def audit(store: Store) -> AuditLog:
    return AuditLog(store.engine, lambda text: text[:32].ljust(32))


@pytest.fixture
def accounts(store: Store, vault: Vault, audit: AuditLog) -> Accounts:
    return Accounts(store, vault, audit, lambda _head: None)


@pytest.fixture
def people(store: Store, accounts: Accounts) -> Iterator[People]:
    yield People(accounts, Sessions(store), lambda: NOW_MS)


def _codes(uri: str) -> pyotp.TOTP:
    found = pyotp.parse_uri(uri)
    assert isinstance(found, pyotp.TOTP)
    return found


def _disabled(people: People) -> str:
    made = people.add("li", "analyst", one_time=False)
    people.disable("li")
    return made.id


def test_a_disabled_account_comes_back_with_a_password_to_be_changed(
    people: People, audit: AuditLog
) -> None:
    id_ = _disabled(people)
    asked = people.returns.ask(MAKER, id_, "enable", WHY)
    assert people.returns.waiting() == [asked]
    assert (asked.account, asked.maker, asked.reason) == (id_, MAKER.id, WHY)
    with pytest.raises(Unauthenticated):
        people.log_in("li", "anything")
    handed = people.returns.approve(CHECKER, asked.id)
    assert handed.password is not None and handed.seed_uri is None
    assert people.returns.waiting() == []
    with pytest.raises(Forbidden, match="password of your own"):
        people.log_in("li", handed.password)
    assert people.log_in("li", handed.password, None, "my own password").person.id == id_
    told = [entry for entry in audit.page(0, 100) if "_return" in entry.action]
    assert [
        (one.actor, one.action, one.fields) for one in sorted(told, key=lambda one: one.seq)
    ] == [
        (MAKER.id, "ask_return", f"{id_}:enable"),
        (CHECKER.id, "approve_return", f"{id_}:enable"),
    ]
    assert WHY not in str(told)


def test_lost_codes_are_made_anew_and_the_old_ones_and_sessions_end(people: People) -> None:
    made = people.add("li", "analyst", totp=True, one_time=False)
    assert made.seed_uri is not None
    old = _codes(made.seed_uri)
    opened = people.log_in("li", made.password, old.at(NOW_MS // 1000))
    asked = people.returns.ask(MAKER, made.id, "new_code", WHY)
    people.present(opened.token)
    handed = people.returns.approve(CHECKER, asked.id)
    assert handed.seed_uri is not None and handed.password is None
    with pytest.raises(Unauthenticated):
        people.log_in("li", made.password, old.at(NOW_MS // 1000))
    fresh = _codes(handed.seed_uri)
    people.log_in("li", made.password, fresh.at(NOW_MS // 1000))


def test_nobody_brings_an_account_back_alone(people: People) -> None:
    id_ = _disabled(people)
    asked = people.returns.ask(MAKER, id_, "enable", WHY)
    with pytest.raises(Forbidden) as alone:
        people.returns.approve(MAKER, asked.id)
    assert alone.value.code == "second_person_needed"
    own = Caller(id_, "security_admin")
    for act in (
        lambda: people.returns.ask(own, id_, "enable", WHY),
        lambda: people.returns.approve(own, asked.id),
        lambda: people.returns.refuse(own, asked.id),
    ):
        with pytest.raises(Forbidden) as caught:
            act()
        assert caught.value.code == "own_account"
    assert people.returns.waiting() == [asked]


def test_a_request_is_closed_once_and_then_another_may_come(people: People) -> None:
    id_ = _disabled(people)
    asked = people.returns.ask(MAKER, id_, "enable", WHY)
    with pytest.raises(Conflict) as twice:
        people.returns.ask(CHECKER, id_, "enable", WHY)
    assert twice.value.code == "already_asked"
    people.returns.refuse(MAKER, asked.id)
    for act in (people.returns.refuse, people.returns.approve):
        with pytest.raises(NotFound):
            act(CHECKER, asked.id)
    people.returns.ask(CHECKER, id_, "enable", WHY)
    with pytest.raises(Unauthenticated):
        people.log_in("li", "anything")


@pytest.mark.parametrize(
    ("asks", "disabled", "totp", "code"),
    [
        ("enable", False, False, "not_disabled"),
        ("new_code", False, False, "no_codes"),
        ("new_code", True, True, "no_codes"),
    ],
)
def test_what_an_account_does_not_need_is_refused(
    people: People,
    asks: Asks,
    disabled: bool,
    totp: bool,
    code: str,
) -> None:
    made = people.add("li", "analyst", totp=totp)
    if disabled:
        people.disable("li")
    with pytest.raises(Conflict) as caught:
        people.returns.ask(MAKER, made.id, asks, WHY)
    assert caught.value.code == code
    with pytest.raises(NotFound):
        people.returns.ask(MAKER, "u-nobody", asks, WHY)


def test_what_was_disabled_after_the_request_gets_no_codes(people: People) -> None:
    made = people.add("li", "analyst", totp=True)
    asked = people.returns.ask(MAKER, made.id, "new_code", WHY)
    people.disable("li")
    with pytest.raises(Conflict):
        people.returns.approve(CHECKER, asked.id)


def test_an_account_of_another_system_gets_no_password_here(
    store: Store, accounts: Accounts
) -> None:
    class Vouching:
        def finish(self, *_: str) -> Outsider:
            return Outsider("o-1", "li@sso", "analyst")

    oidc: Any = Vouching()
    people = People(accounts, Sessions(store), lambda: NOW_MS, oidc)
    opened = people.log_in_from_outside("code", "state", "sealed")
    people.disable("li@sso")
    asked = people.returns.ask(MAKER, opened.person.id, "enable", WHY)
    handed = people.returns.approve(CHECKER, asked.id)
    assert (handed.password, handed.seed_uri) == (None, None)
    (account,) = accounts.list_all()
    assert account.disabled_at_ms is None
    people.log_in_from_outside("code", "state", "sealed")


def test_of_two_decisions_at_once_one_holds(people: People, accounts: Accounts) -> None:
    asked = people.returns.ask(MAKER, _disabled(people), "enable", WHY)
    third = Caller("u-third", "security_admin")

    def approve(who: Caller) -> str:
        try:
            return "ok" if people.returns.approve(who, asked.id).password else "nothing"
        except PostRiskError as error:
            return error.type

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(approve, (CHECKER, third)))
    assert "ok" in answers and answers.count("ok") == 1
    assert AccountReturns(accounts).all_open() == []
