"""Accounts, log-ins, lock-out and sessions, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from data.accounts import LOCK_MS, MAX_TRIES, Accounts
from data.audit import AuditLog, Head
from data.errors import Conflict, Forbidden, InvalidInput, NotFound, Unauthenticated, WrongUse
from data.instants import MINUTE_MS
from data.sessions import IDLE_MS, LONGEST_MS, Sessions
from data.store import Store
from data.vault import Vault
from risk import people as module
from risk.oidc import Outsider
from risk.people import Opened, People

START_MS = 1_800_000_000_000


class _Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_ms = START_MS

    def __call__(self) -> int:
        return self.now_ms


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slow hash has its own test; here only who may come in counts."""
    monkeypatch.setattr(module, "hash_of", lambda password: f"#{password}")
    monkeypatch.setattr(module, "fits", lambda kept, password: kept == f"#{password}")


@pytest.fixture
def clock() -> _Hand:
    return _Hand()


@pytest.fixture
def audit(store: Store) -> AuditLog:
    return AuditLog(store.engine, lambda text: text[:32].ljust(32))


@pytest.fixture
def people(store: Store, vault: Vault, audit: AuditLog, clock: _Hand) -> Iterator[People]:
    heads: list[Head] = []
    yield People(Accounts(store, vault, audit, heads.append), Sessions(store), clock)
    # Told after the commit, so threads may overtake each other.
    assert sorted(head.seq for head in heads) == list(range(1, len(heads) + 1))


def _actions(audit: AuditLog) -> list[str]:
    return [entry.action for entry in audit.page(0, 1_000)]


def _fixed(people: People, name: str = "li") -> str:
    return people.add(name, "analyst", one_time=False).password


def test_a_person_logs_in_and_out(people: People, audit: AuditLog) -> None:
    password = _fixed(people)
    opened = people.log_in("li", password)
    assert opened.person.role == "analyst"
    assert people.present(opened.token).person == opened.person
    people.log_out(opened.token)
    with pytest.raises(Unauthenticated):
        people.present(opened.token)
    assert _actions(audit) == ["new_account", "log_in", "log_out"]


def test_a_one_time_password_must_be_changed(people: People) -> None:
    handed = people.add("wang", "senior_analyst")
    with pytest.raises(Forbidden) as told:
        people.log_in("wang", handed.password)
    assert told.value.code == "password_change_needed"
    with pytest.raises(InvalidInput):
        people.log_in("wang", handed.password, new_password="short")  # noqa: S106  made up
    with pytest.raises(InvalidInput):
        people.log_in("wang", handed.password, new_password=handed.password)
    people.log_in("wang", handed.password, new_password="a long new password")  # noqa: S106  made up
    with pytest.raises(Unauthenticated):
        people.log_in("wang", handed.password)
    people.log_in("wang", "a long new password")


def test_the_fifth_failed_try_locks_for_a_quarter_of_an_hour(
    people: People, clock: _Hand, audit: AuditLog
) -> None:
    password = _fixed(people)
    for _ in range(MAX_TRIES):
        with pytest.raises(Unauthenticated):
            people.log_in("li", "wrong")
    with pytest.raises(Unauthenticated):
        people.log_in("li", password)
    clock.now_ms += LOCK_MS
    people.log_in("li", password)
    assert _actions(audit) == ["new_account", *["log_in_failed"] * 5, "lock_out", "log_in"]


def test_a_good_try_begins_the_count_anew(people: People) -> None:
    password = _fixed(people)
    for _ in range(3):
        for _ in range(MAX_TRIES - 1):
            with pytest.raises(Unauthenticated):
                people.log_in("li", "wrong")
        people.log_in("li", password)


def test_tries_at_once_do_not_pass_the_limit(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fixed(people)
    looked: list[str] = []

    def never(kept: str, _password: str) -> bool:
        looked.append(kept)
        return False

    monkeypatch.setattr(module, "fits", never)

    def attempt(_: int) -> None:
        with pytest.raises(Unauthenticated):
            people.log_in("li", "wrong")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(attempt, range(24)))
    assert sum(kept.startswith("#") for kept in looked) == MAX_TRIES


@pytest.mark.parametrize("name", ["nobody", "", "Li", "x" * 99, "a'b"])
def test_an_unknown_name_is_told_nothing_more(people: People, name: str) -> None:
    _fixed(people)
    with pytest.raises(Unauthenticated) as unknown:
        people.log_in(name, "x")
    with pytest.raises(Unauthenticated) as wrong:
        people.log_in("li", "x")
    assert str(unknown.value) == str(wrong.value)


def test_a_code_is_asked_for_and_holds_once(people: People, clock: _Hand) -> None:
    handed = people.add("zhao", "analyst", totp=True, one_time=False)
    assert handed.seed_uri is not None
    codes = pyotp.parse_uri(handed.seed_uri)
    assert isinstance(codes, pyotp.TOTP)
    code = codes.at(clock.now_ms // 1000)
    with pytest.raises(Unauthenticated):
        people.log_in("zhao", handed.password)
    people.log_in("zhao", handed.password, code)
    with pytest.raises(Unauthenticated):
        people.log_in("zhao", handed.password, code)
    clock.now_ms += MINUTE_MS
    people.log_in("zhao", handed.password, codes.at(clock.now_ms // 1000))


def test_a_session_ends_by_idleness_and_by_the_length_of_a_shift(
    people: People, clock: _Hand
) -> None:
    password = _fixed(people)
    idle = people.log_in("li", password)
    clock.now_ms += IDLE_MS
    with pytest.raises(Unauthenticated):
        people.present(idle.token)
    busy = people.log_in("li", password)
    for _ in range(LONGEST_MS // (IDLE_MS - MINUTE_MS)):
        clock.now_ms += IDLE_MS - MINUTE_MS
        assert people.present(busy.token).ends_at_ms > clock.now_ms
    clock.now_ms += IDLE_MS - MINUTE_MS
    with pytest.raises(Unauthenticated):
        people.present(busy.token)


def test_a_disabled_account_is_out_at_once(people: People) -> None:
    password = _fixed(people)
    opened = people.log_in("li", password)
    people.disable("li")
    with pytest.raises(Unauthenticated):
        people.present(opened.token)
    with pytest.raises(Unauthenticated):
        people.log_in("li", password)
    assert people.colleagues() == []
    assert [account.name for account in people.listed()] == ["li"]


def test_a_name_is_taken_once_and_must_be_one(people: People) -> None:
    _fixed(people)
    with pytest.raises(Conflict):
        _fixed(people)
    with pytest.raises(WrongUse):
        people.add("张三", "analyst")
    with pytest.raises(WrongUse):
        people.add("li2", "king")
    with pytest.raises(NotFound):
        people.disable("nobody")


def test_a_token_that_was_changed_is_none(people: People) -> None:
    opened: Opened = people.log_in("li", _fixed(people))
    turned = opened.token[:-1] + ("A" if opened.token[-1] != "A" else "B")
    for token in (turned, "", "prs_" + "0" * 16 + "A" * 43):
        with pytest.raises(Unauthenticated):
            people.present(token)


class _Vouching:
    """Another system that vouches for whom the test says."""

    def __init__(self) -> None:
        self.who = Outsider("o-0123456789abcdef", "li@sso", "analyst")

    def finish(self, code: str, state: str, sealed: str) -> Outsider:
        assert (code, state, sealed) == ("c", "s", "x")
        return self.who


def test_who_comes_from_outside_has_an_account_whose_role_follows(
    store: Store, vault: Vault, audit: AuditLog, clock: _Hand
) -> None:
    outside = _Vouching()
    accounts = Accounts(store, vault, audit, lambda _head: None)
    people = People(accounts, Sessions(store), clock, outside)  # type: ignore[arg-type]  # as much of it as is used
    first = people.log_in_from_outside("c", "s", "x")
    assert people.present(first.token).person.role == "analyst"
    outside.who = Outsider("o-0123456789abcdef", "li@sso", "senior_analyst")
    second = people.log_in_from_outside("c", "s", "x")
    assert second.person.id == first.person.id
    assert people.present(first.token).person.role == "senior_analyst"
    assert _actions(audit) == ["log_in", "log_in"]
    assert [account.name for account in people.listed()] == ["li@sso"]
    with pytest.raises(Unauthenticated):  # no password of theirs opens anything here
        people.log_in("li@sso", "nobody has this password")
    people.disable("li@sso")
    with pytest.raises(Unauthenticated):
        people.present(second.token)
    with pytest.raises(Forbidden):
        people.log_in_from_outside("c", "s", "x")


def test_two_people_of_one_name_are_two(
    store: Store, vault: Vault, audit: AuditLog, clock: _Hand
) -> None:
    outside = _Vouching()
    accounts = Accounts(store, vault, audit, lambda _head: None)
    people = People(accounts, Sessions(store), clock, outside)  # type: ignore[arg-type]  # as much of it as is used
    people.log_in_from_outside("c", "s", "x")
    outside.who = Outsider("o-fedcba9876543210", "li@sso", "analyst")
    assert people.log_in_from_outside("c", "s", "x").person.name == "li-fedcba98@sso"
    assert people.log_in_from_outside("c", "s", "x").person.name == "li-fedcba98@sso"
    assert len(people.listed()) == 2


def test_without_another_system_there_is_none(people: People) -> None:
    with pytest.raises(NotFound):
        people.log_in_from_outside("c", "s", "x")
