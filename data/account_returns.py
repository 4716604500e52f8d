"""Accounts that are to come back: asked for by one person, decided by another, each with an audit entry."""

from typing import Any, Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from data.account_tables import ACCOUNT_RETURNS, ACCOUNTS, SESSIONS
from data.accounts import Accounts
from data.audit import AuditEntry
from data.database_errors import reading
from data.errors import Conflict, NotFound
from data.vault import random_bytes

Asks: TypeAlias = Literal["enable", "new_code"]
State: TypeAlias = Literal["open", "approved", "refused"]
_ID_BYTES: Final = 8


class AccountReturn(Struct, frozen=True):
    """One request: for whom, what it asks, why, by whom; instants in milliseconds."""

    id: str
    account_id: str
    asks: Asks
    reason: str
    maker: str
    asked_at_ms: int
    state: State
    checker: str | None
    decided_at_ms: int | None


_COLUMNS: Final = tuple(ACCOUNT_RETURNS.c[name] for name in AccountReturn.__struct_fields__)


class AccountReturns:
    """The requests of a database. Every method raises ``Unavailable`` when it is not there.

    Args:
        accounts: change together with an entry in the audit log; of the same database.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._engine = accounts.engine
        self._accounts = accounts

    def ask(self, entry: AuditEntry, asked: AccountReturn) -> None:
        """Keep a request.

        Raises:
            Conflict: one is open for this account.
        """
        with self._accounts.change(entry) as connection:
            try:
                connection.execute(insert(ACCOUNT_RETURNS), asdict(asked))
            except IntegrityError:
                raise Conflict("a request is open already", code="already_asked") from None

    def all_open(self) -> list[AccountReturn]:
        """Those that wait, the oldest first."""
        c = ACCOUNT_RETURNS.c
        query = select(*_COLUMNS).where(c.state == "open").order_by(c.asked_at_ms, c.id)
        with reading(), self._engine.connect() as connection:
            return [AccountReturn(*row) for row in connection.execute(query)]

    def decide(self, entry: AuditEntry, asked: AccountReturn, state: State, **changed: Any) -> None:
        """Close a request; ``changed`` are columns of the account, whose sessions then end.

        Raises:
            NotFound: it is not open any more.
        """
        c = ACCOUNT_RETURNS.c
        ended = {"state": state, "checker": entry.actor, "decided_at_ms": entry.at_ms}
        close = update(ACCOUNT_RETURNS).where(c.id == asked.id, c.state == "open").values(**ended)
        mine = ACCOUNTS.c.id == asked.account_id
        live = (SESSIONS.c.account_id == asked.account_id, SESSIONS.c.ended_at_ms.is_(None))
        with self._accounts.change(entry) as connection:
            if connection.execute(close).rowcount != 1:
                raise NotFound("there is no open request with this id", param="return")
            if changed:
                connection.execute(update(ACCOUNTS).where(mine).values(**changed))
                connection.execute(update(SESSIONS).where(*live).values(ended_at_ms=entry.at_ms))


def new_return_id() -> str:
    """A public id."""
    return f"r-{random_bytes(_ID_BYTES).hex()}"
