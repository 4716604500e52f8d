"""Accounts and log-ins of the people who work on cases.

A log-in needs a name and a password, and a one-time code where the account asks for one. Every try is
counted before its password is looked at; the fifth failed one in a row locks the account for 15 minutes.
Whatever is wrong, the answer is the same, so that nobody learns which names there are.
"""

import re
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from data.account_returns import AccountReturns
from data.accounts import MAX_TRIES, Account, Accounts, Person, new_account_id
from data.api_keys import ROLES
from data.audit import AuditEntry
from data.clock import Clock
from data.errors import Forbidden, InvalidInput, NotFound, Unauthenticated, WrongUse
from data.passwords import (
    LONGEST,
    NOBODY,
    SHORTEST,
    fits,
    hash_of,
    new_password,
    new_seed,
    seed_uri,
    step_of_code,
)
from data.sessions import IDLE_MS, Session, Sessions, new_session
from risk.oidc import Oidc
from risk.people_returns import Returns

NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
"""A login name: a staff number or a short name."""
COMMAND: Final = ("command", "system_admin")
"""Who makes accounts on the command line."""


class NewPerson(Struct, frozen=True):
    """What the one who made an account hands over; nothing of it can be had again."""

    id: str
    password: str
    seed_uri: str | None


class Opened(Struct, frozen=True):
    """A session that was opened."""

    token: str
    person: Person
    ends_at_ms: int


class People:
    """Makes accounts, lets people in and out.

    Args:
        accounts: keeps them.
        sessions: finds who is logged in.
        clock: tells the present instant; a log-in has no event whose time would count.
        oidc: vouches for people of another system; None where there is none.

    Attributes:
        returns: accounts that are to come back, by two people.
    """

    def __init__(
        self, accounts: Accounts, sessions: Sessions, clock: Clock, oidc: Oidc | None = None
    ) -> None:
        self._accounts = accounts
        self._oidc = oidc
        self._sessions = sessions
        self._clock = clock
        self.returns = Returns(AccountReturns(accounts), accounts, clock)

    def add(
        self,
        name: str,
        role: str,
        *,
        totp: bool = False,
        one_time: bool = True,
        by: tuple[str, str] = COMMAND,
    ) -> NewPerson:
        """Make an account with a password of its own.

        Args:
            name: to log in with.
            role: what the person may do.
            totp: whether one-time codes are asked for too.
            one_time: whether the password must be changed at the first log-in.
            by: id and role of who does it.

        Raises:
            WrongUse: the name or the role is not one.
            Conflict: the name is taken.
        """
        if not NAME.fullmatch(name):
            raise WrongUse("a name is 2 to 32 of a-z 0-9 . _ - and begins with a letter or digit")
        _require_role(role)
        account_id, password, now_ms = new_account_id(), new_password(), self._clock()
        seed = new_seed() if totp else None
        sealed = None if seed is None else self._accounts.seal_seed(account_id, seed)
        account = Account(
            id=account_id,
            name=name,
            role=role,
            password_hash=hash_of(password),
            one_time=one_time,
            totp_sealed=sealed,
            totp_step=0,
            tries=0,
            tried_at_ms=0,
            created_at_ms=now_ms,
            disabled_at_ms=None,
        )
        fields = f"{account_id}:{role}"
        self._accounts.create(_entry(now_ms, by, "new_account", fields), account)
        return NewPerson(account_id, password, None if seed is None else seed_uri(seed, name))

    def reset(self, name: str, *, one_time: bool = True, by: tuple[str, str] = COMMAND) -> str:
        """A new password for somebody who lost theirs; ends their sessions and any lock.

        Raises:
            NotFound: there is no such account.
        """
        password, now_ms = new_password(), self._clock()
        entry = _entry(now_ms, by, "reset_password")
        changed = {"password_hash": hash_of(password), "one_time": one_time, "tries": 0}
        self._accounts.renew(entry, name, now_ms, **changed)
        return password

    def change_role(self, name: str, role: str, *, by: tuple[str, str] = COMMAND) -> None:
        """Give an account another role; its sessions end within two seconds.

        Raises:
            NotFound: there is no such account.
            WrongUse: there is no such role.
        """
        _require_role(role)
        now_ms = self._clock()
        entry = replace(_entry(now_ms, by, "change_role"), reason=role)
        self._accounts.renew(entry, name, now_ms, role=role)

    def disable(self, name: str, *, by: tuple[str, str] = COMMAND) -> None:
        """Take an account away; its sessions end within two seconds.

        Raises:
            NotFound: there is no such account.
        """
        now_ms = self._clock()
        entry = _entry(now_ms, by, "disable_account")
        self._accounts.renew(entry, name, now_ms, disabled_at_ms=now_ms)

    def listed(self) -> list[Account]:
        """All accounts by name."""
        return self._accounts.list_all()

    def colleagues(self) -> list[Person]:
        """Those who may log in, by name."""
        return [
            Person(a.id, a.name, a.role)
            for a in self._accounts.list_all()
            if a.disabled_at_ms is None
        ]

    def log_in(
        self, name: str, password: str, code: str | None = None, new_password: str | None = None
    ) -> Opened:
        """Open a session; blocks for the time of a slow hash.

        Raises:
            Unauthenticated: name, password or code is wrong, or the account is locked or gone.
            Forbidden: the password was set by another, and no new one was sent.
            InvalidInput: the new password is too short, too long or the old one.
        """
        now_ms = self._clock()
        account = self._accounts.by_name(name) if NAME.fullmatch(name) else None
        counted = account is not None and self._accounts.begin_try(account, now_ms)
        right = fits(account.password_hash if account and counted else NOBODY, password)
        if account is None or not counted:
            raise _refused()
        step = self._step(account, code, now_ms)
        if not right or step is None:
            self._failed(account, now_ms)
            raise _refused()
        changed: dict[str, object] = {"totp_step": step}
        if new_password is not None:
            changed |= _renewed(password, new_password)
        elif account.one_time:
            raise Forbidden("choose a password of your own", code="password_change_needed")
        token, row = new_session(account.id, now_ms)
        entry = _entry(now_ms, (account.id, account.role), "log_in")
        self._accounts.admit(entry, account, row, **changed)
        person = Person(account.id, account.name, account.role)
        return Opened(token, person, now_ms + IDLE_MS)

    @property
    def outside(self) -> Oidc:
        """The other system.

        Raises:
            NotFound: there is none.
        """
        if self._oidc is None:
            raise NotFound("there is no single sign-on here", code="no_oidc")
        return self._oidc

    def log_in_from_outside(self, code: str, state: str, sealed: str) -> Opened:
        """Open a session for whom the other system vouches; blocks while it is asked.

        Raises:
            NotFound: there is no other system.
            Unauthenticated: it vouches for nobody.
            Forbidden: the person has no role here, or the account was disabled.
            Unavailable: it does not answer.
        """
        who, now_ms = self.outside.finish(code, state, sealed), self._clock()
        account = Account(
            id=who.id,
            name=who.name,
            role=who.role,
            password_hash=NOBODY,
            one_time=False,
            totp_sealed=None,
            totp_step=0,
            tries=0,
            tried_at_ms=0,
            created_at_ms=now_ms,
            disabled_at_ms=None,
        )
        token, row = new_session(account.id, now_ms)
        entry = _entry(now_ms, (who.id, who.role), "log_in", "oidc")
        person = self._accounts.admit_from_outside(entry, account, row)
        return Opened(token, person, now_ms + IDLE_MS)

    def present(self, token: str) -> Session:
        """The session of a token.

        Raises:
            Unauthenticated: it is not one, or is over.
        """
        session = self._sessions.find(token, self._clock())
        if session is None:
            raise Unauthenticated("no session is open; log in", code="no_session")
        return session

    def log_out(self, token: str) -> Session:
        """End a session; other servers refuse it within two seconds.

        Raises:
            Unauthenticated: as ``present``.
        """
        session, now_ms = self.present(token), self._clock()
        person = session.person
        entry = _entry(now_ms, (person.id, person.role), "log_out")
        self._accounts.dismiss(entry, session.id, now_ms)
        return session

    def _step(self, account: Account, code: str | None, now_ms: int) -> int | None:
        """The step of a good code; the account's own where none is asked for; None for a bad one."""
        seed = self._accounts.seed_of(account)
        if seed is None:
            return account.totp_step
        return None if code is None else step_of_code(seed, code, now_ms, account.totp_step)

    def _failed(self, account: Account, now_ms: int) -> None:
        who = (account.id, account.role)
        self._accounts.note(_entry(now_ms, who, "log_in_failed"))
        after = self._accounts.by_name(account.name)
        if after is not None and after.tries >= MAX_TRIES:
            self._accounts.note(_entry(now_ms, who, "lock_out"))


def _require_role(role: str) -> None:
    if role not in ROLES:
        raise WrongUse(f"no such role; the roles are: {', '.join(ROLES)}", code="unknown_role")


def _renewed(old: str, new: str) -> dict[str, object]:
    if not SHORTEST <= len(new) <= LONGEST or new == old:
        raise InvalidInput(
            f"a new password has {SHORTEST} to {LONGEST} characters and is not the old one",
            param="new_password",
        )
    return {"password_hash": hash_of(new), "one_time": False}


def _refused() -> Unauthenticated:
    return Unauthenticated(
        f"name, password or code is wrong, or {MAX_TRIES} failed tries locked the account for a while",
        code="bad_login",
    )


def _entry(now_ms: int, who: tuple[str, str], action: str, fields: str = "") -> AuditEntry:
    return AuditEntry(0, now_ms, *who, action, None, None, fields, "session")
