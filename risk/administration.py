"""What the three separated administrators do: accounts (security), keys and versions (system), audit (audit).

None of them sees a customer's data, and none does another's work: the doors hold their roles apart.
"""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from data.accounts import Account
from data.api_keys import ApiKey, ApiKeys, Caller
from data.audit import AuditLog, Broken, Head
from data.clock import Clock
from data.errors import Forbidden, NotFound
from data.instants import to_datetime
from risk.people import NewPerson, People

KeyState = Literal["active", "expired", "revoked"]
AccountState = Literal["active", "new", "locked", "disabled"]


class AccountView(Struct, frozen=True):
    """An account; ``new`` has not chosen a password of its own, ``locked`` refuses everybody for a while."""

    id: str
    name: str
    role: str
    state: AccountState
    totp: bool
    created_at: str


class ApiKeyView(Struct, frozen=True):
    """An API key without its secret."""

    id: str
    role: str
    state: KeyState
    created_at: str
    expires_at: str | None


class KeysView(Struct, frozen=True):
    """Which keys there are.

    Attributes:
        vault_versions: of the keys that open sealed data; the current one seals.
        api_keys: oldest first.
    """

    vault_versions: tuple[int, ...]
    vault_current: int
    api_keys: list[ApiKeyView]


class Verification(Struct, frozen=True):
    """The audit chain, walked from its start.

    Attributes:
        entries: that hold.
        broken: the first place that does not; None for a whole chain.
        head: its end: to be written down elsewhere.
        kept: whether the home had kept an end to compare with.
    """

    entries: int
    broken: Broken | None
    head: Head
    kept: bool


class Administration:
    """The administrators' desk; its methods block, so they run in a thread.

    Args:
        people: the accounts.
        api_keys: of other systems.
        vault: versions of the vault's keys, and the current one.
        audit: the log, and what tells the end that the home has kept.
        clock: tells the present instant.

    Attributes:
        returns: accounts that are to come back.
    """

    def __init__(
        self,
        people: People,
        api_keys: ApiKeys,
        vault: tuple[tuple[int, ...], int],
        audit: tuple[AuditLog, Callable[[], Head | None]],
        clock: Clock,
    ) -> None:
        self._people = people
        self.returns = people.returns
        self._api_keys = api_keys
        self._vault = vault
        self._audit, self._kept_head = audit
        self._clock = clock

    def accounts(self) -> list[AccountView]:
        """All accounts by name."""
        now_ms = self._clock()
        return [_account(one, now_ms) for one in self._people.listed()]

    def add(self, caller: Caller, name: str, role: str, *, totp: bool) -> NewPerson:
        """Make an account; its password is shown this once and must be changed at the first log-in.

        Raises:
            WrongUse: the name or the role is not one.
            Conflict: the name is taken.
        """
        return self._people.add(name, role, totp=totp, by=(caller.id, caller.role))

    def reset(self, caller: Caller, account: str) -> str:
        """A new one-time password; ends sessions and lock.

        Raises:
            NotFound: there is no such account.
            Forbidden: it is the caller's own.
        """
        return self._people.reset(self._other(caller, account), by=(caller.id, caller.role))

    def change_role(self, caller: Caller, account: str, role: str) -> None:
        """Another role from the next log-in on; ends sessions.

        Raises:
            NotFound: there is no such account.
            WrongUse: there is no such role.
            Forbidden: it is the caller's own.
        """
        name = self._other(caller, account)
        self._people.change_role(name, role, by=(caller.id, caller.role))

    def disable(self, caller: Caller, account: str) -> None:
        """Take an account away.

        Raises:
            NotFound: there is no such account.
            Forbidden: it is the caller's own.
        """
        self._people.disable(self._other(caller, account), by=(caller.id, caller.role))

    def keys(self) -> KeysView:
        """Which keys there are; no secret is among it."""
        now_ms = self._clock()
        keys = [_key(one, now_ms) for one in self._api_keys.list_all()]
        versions, current = self._vault
        return KeysView(versions, current, keys)

    def verify(self) -> Verification:
        """Walk the whole audit chain.

        Raises:
            Unavailable: the database is not there.
        """
        kept = self._kept_head()
        entries, broken = self._audit.verify(kept)
        return Verification(entries, broken, self._audit.head(), kept is not None)

    def _other(self, caller: Caller, account: str) -> str:
        """The name of an account that is not the caller's own.

        Raises:
            NotFound, Forbidden: there is none, or it is.
        """
        if account == caller.id:
            raise Forbidden("nobody changes their own account", code="own_account")
        for one in self._people.listed():
            if one.id == account:
                return one.name
        raise NotFound("there is no account with this id", param="account")


def _account(one: Account, now_ms: int) -> AccountView:
    state: AccountState = "new" if one.one_time else "active"
    if one.disabled_at_ms is not None:
        state = "disabled"
    elif one.locked_at(now_ms):
        state = "locked"
    created_at = to_datetime(one.created_at_ms).isoformat()
    totp = one.totp_sealed is not None
    return AccountView(one.id, one.name, one.role, state, totp, created_at)


def _key(one: ApiKey, now_ms: int) -> ApiKeyView:
    state: KeyState = "active" if one.holds_at(now_ms) else "expired"
    if one.revoked_at_ms is not None:
        state = "revoked"
    ends = None if one.expires_at_ms is None else to_datetime(one.expires_at_ms).isoformat()
    return ApiKeyView(one.id, one.role, state, to_datetime(one.created_at_ms).isoformat(), ends)
