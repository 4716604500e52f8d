"""People who log in: local accounts, changed together with an entry in the audit log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, case, insert, or_, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from data.account_tables import ACCOUNTS, SESSIONS
from data.audit import AuditEntry, AuditLog, Head
from data.database_errors import reading, unavailable
from data.errors import Conflict, Forbidden, NotFound
from data.instants import MINUTE_MS
from data.store import Store
from data.vault import Vault, random_bytes

MAX_TRIES: Final = 5
LOCK_MS: Final = 15 * MINUTE_MS
"""After the fifth failed try in a row an account refuses everybody this long."""
_ID_BYTES: Final = 8


class Account(Struct, frozen=True):
    """A person as the code knows one; instants in milliseconds."""

    id: str
    name: str
    role: str
    password_hash: str
    one_time: bool
    totp_sealed: bytes | None
    totp_step: int
    tries: int
    tried_at_ms: int
    created_at_ms: int
    disabled_at_ms: int | None

    def locked_at(self, now_ms: int) -> bool:
        """Whether too many tries failed a short while ago."""
        return self.tries >= MAX_TRIES and now_ms < self.tried_at_ms + LOCK_MS


class Person(Struct, frozen=True):
    """A person as colleagues see one."""

    id: str
    name: str
    role: str


_COLUMNS: Final = tuple(ACCOUNTS.c[name] for name in Account.__struct_fields__)


class Accounts:
    """The accounts of a database. Every method raises ``Unavailable`` when it is not there.

    Args:
        store: has the database.
        vault: seals the seeds of one-time codes.
        audit: gets an entry for each change.
        told: called with the audit log's new end after each commit.
    """

    def __init__(
        self, store: Store, vault: Vault, audit: AuditLog, told: Callable[[Head], None]
    ) -> None:
        self.engine = store.engine
        self._vault = vault
        self._audit = audit
        self._told = told

    def create(self, entry: AuditEntry, account: Account) -> None:
        """Keep a new account; ``entry`` tells who made it.

        Raises:
            Conflict: the name is taken.
        """
        with self.change(entry) as connection:
            _insert(connection, account)

    def renew(self, entry: AuditEntry, name: str, now_ms: int, **changed: Any) -> None:
        """Change columns of an account that is not disabled, and end its sessions.

        Raises:
            NotFound: there is no such account.
        """
        account = self.by_name(name)
        if account is None or account.disabled_at_ms is not None:
            raise NotFound("there is no account of this name that may log in")
        open_ = (SESSIONS.c.account_id == account.id, SESSIONS.c.ended_at_ms.is_(None))
        with self.change(msgspec.structs.replace(entry, fields=account.id)) as connection:
            mine = ACCOUNTS.c.id == account.id
            connection.execute(update(ACCOUNTS).where(mine).values(**changed))
            connection.execute(update(SESSIONS).where(*open_).values(ended_at_ms=now_ms))

    def by_name(self, name: str) -> Account | None:
        """The account of a login name, disabled ones as well."""
        query = select(*_COLUMNS).where(ACCOUNTS.c.name == name)
        with reading(), self.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Account(*row)

    def list_all(self) -> list[Account]:
        """All accounts by name, disabled ones as well."""
        with reading(), self.engine.connect() as connection:
            rows = connection.execute(select(*_COLUMNS).order_by(ACCOUNTS.c.name))
            return [Account(*row) for row in rows]

    def begin_try(self, account: Account, now_ms: int) -> bool:
        """Count a try before its password is looked at; False where the account refuses everybody.

        Tries that come at once can't pass the limit together: each is counted by the database.
        """
        c = ACCOUNTS.c
        cold = c.tried_at_ms <= now_ms - LOCK_MS
        may = (c.id == account.id, c.disabled_at_ms.is_(None), or_(c.tries < MAX_TRIES, cold))
        tries = case((cold, 1), else_=c.tries + 1)
        change = update(ACCOUNTS).where(*may).values(tries=tries, tried_at_ms=now_ms)
        with reading(), self.engine.begin() as connection:
            return connection.execute(change).rowcount == 1

    def admit(
        self, entry: AuditEntry, account: Account, session: dict[str, Any], **changed: Any
    ) -> None:
        """Open a session after a good try; ``changed`` are columns of the account.

        Raises:
            Conflict: the one-time code was used by another at the same moment.
        """
        same = (ACCOUNTS.c.id == account.id, ACCOUNTS.c.totp_step == account.totp_step)
        with self.change(entry) as connection:
            change = update(ACCOUNTS).where(*same).values(tries=0, **changed)
            if connection.execute(change).rowcount != 1:
                raise Conflict("the code was used", code="code_used")
            connection.execute(insert(SESSIONS), session)

    def admit_from_outside(
        self, entry: AuditEntry, account: Account, session: dict[str, Any]
    ) -> Person:
        """Open a session for somebody whom another system vouches for; the role is what it says now.

        A name that another person has already is told apart by the first digits of the id.

        Raises:
            Forbidden: the account was disabled here.
        """
        mine = ACCOUNTS.c.id == account.id
        with self.change(entry) as connection:
            row = connection.execute(select(*_COLUMNS).where(mine)).one_or_none()
            known = _with_free_name(connection, account) if row is None else Account(*row)
            if known.disabled_at_ms is not None:
                raise Forbidden("this account was disabled", code="account_disabled")
            if row is None:
                _insert(connection, known)
            else:
                connection.execute(update(ACCOUNTS).where(mine).values(role=account.role))
            connection.execute(insert(SESSIONS), session)
        return Person(known.id, known.name, account.role)

    def dismiss(self, entry: AuditEntry, session_id: str, now_ms: int) -> None:
        """End a session."""
        with self.change(entry) as connection:
            mine = SESSIONS.c.id == session_id
            connection.execute(update(SESSIONS).where(mine).values(ended_at_ms=now_ms))

    def note(self, entry: AuditEntry) -> None:
        """An entry in the audit log alone."""
        with self.change(entry):
            pass

    def seal_seed(self, account_id: str, seed: str) -> bytes:
        """The sealed form of a seed of one-time codes."""
        return self._vault.seal(seed.encode(), _belonging(account_id))

    def seed_of(self, account: Account) -> str | None:
        """The seed of a person's one-time codes, None where they use none."""
        if account.totp_sealed is None:
            return None
        return self._vault.open(account.totp_sealed, _belonging(account.id)).decode()

    @contextmanager
    def change(self, entry: AuditEntry) -> Iterator[Connection]:
        """A transaction that ends with an entry; leaving it by an error undoes everything."""
        try:
            with self.engine.begin() as connection:
                self._audit.lock(connection)
                yield connection
                head = self._audit.add(connection, entry)
        except SQLAlchemyError as error:
            raise unavailable(error) from None
        self._told(head)


def _with_free_name(connection: Connection, account: Account) -> Account:
    """The account; where somebody else has its name, under one that nobody has."""
    same = select(ACCOUNTS.c.id).where(ACCOUNTS.c.name == account.name)
    if connection.execute(same).first() is None:
        return account
    name, at, alias = account.name.partition("@")
    digits = account.id.partition("-")[2][:8]
    return msgspec.structs.replace(account, name=f"{name}-{digits}{at}{alias}")


def _insert(connection: Connection, account: Account) -> None:
    try:
        connection.execute(insert(ACCOUNTS), msgspec.structs.asdict(account))
    except IntegrityError:
        raise Conflict("the name is taken", code="name_taken") from None


def new_account_id() -> str:
    """A public id; it says nothing about the person."""
    return f"u-{random_bytes(_ID_BYTES).hex()}"


def _belonging(account_id: str) -> bytes:
    return b"totp|" + account_id.encode()
