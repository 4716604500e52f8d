"""How somebody comes back whose account was disabled, or who has lost the device that makes their codes.

One security administrator asks and says why, another one approves: neither can let a friend in alone, and
nobody takes part in what concerns their own account. Both acts stand in the audit log.
"""

from msgspec import Struct

from data.account_returns import AccountReturn, AccountReturns, Asks, new_return_id
from data.accounts import Account, Accounts
from data.api_keys import Caller
from data.audit import AuditEntry
from data.clock import Clock
from data.errors import Conflict, Forbidden, NotFound
from data.instants import to_datetime
from data.passwords import NOBODY, hash_of, new_password, new_seed, seed_uri


class ReturnView(Struct, frozen=True):
    """A request that waits for a second person."""

    id: str
    account: str
    asks: Asks
    reason: str
    maker: str
    asked_at: str


class Returned(Struct, frozen=True):
    """What is handed over once: a one-time password, or the address of new codes.

    Both are None for an account of another system, which keeps the password itself.
    """

    password: str | None = None
    seed_uri: str | None = None


class Returns:
    """Requests and their decisions; the methods block.

    Args:
        returns: keeps them.
        accounts: of the people.
        clock: tells the present instant.
    """

    def __init__(self, returns: AccountReturns, accounts: Accounts, clock: Clock) -> None:
        self._returns = returns
        self._accounts = accounts
        self._clock = clock

    def waiting(self) -> list[ReturnView]:
        """Open requests, the oldest first."""
        return [_view(one) for one in self._returns.all_open()]

    def ask(self, caller: Caller, account_id: str, asks: Asks, reason: str) -> ReturnView:
        """Ask for an account to come back; without effect until another administrator approves.

        Args:
            caller: the maker.
            account_id: whose account.
            asks: ``enable`` for a disabled account, ``new_code`` for one that asks for codes.
            reason: why.

        Raises:
            NotFound: there is no such account.
            Forbidden: it is the caller's own.
            Conflict: the account does not need it, or a request is open.
        """
        account = self._account(caller, account_id)
        _require_need(account, asks)
        now_ms = self._clock()
        asked = AccountReturn(
            new_return_id(), account_id, asks, reason, caller.id, now_ms, "open", None, None
        )
        self._returns.ask(_entry(caller, now_ms, "ask_return", asked), asked)
        return _view(asked)

    def approve(self, caller: Caller, return_id: str) -> Returned:
        """Let the account come back; its sessions and any lock end.

        Raises:
            NotFound: no request with this id is open.
            Forbidden: the caller asked for it, or it is their own account.
            Conflict: the account does not need it any more.
        """
        asked = self._open(return_id)
        if asked.maker == caller.id:
            raise Forbidden("another person has to approve", code="second_person_needed")
        account = self._account(caller, asked.account_id)
        _require_need(account, asked.asks)
        entry = _entry(caller, self._clock(), "approve_return", asked)
        if asked.asks == "new_code":
            seed = new_seed()
            sealed = self._accounts.seal_seed(account.id, seed)
            self._returns.decide(entry, asked, "approved", totp_sealed=sealed, totp_step=0, tries=0)
            return Returned(seed_uri=seed_uri(seed, account.name))
        if account.password_hash == NOBODY:
            self._returns.decide(entry, asked, "approved", disabled_at_ms=None)
            return Returned()
        password = new_password()
        fresh = {"password_hash": hash_of(password), "one_time": True, "tries": 0}
        self._returns.decide(entry, asked, "approved", disabled_at_ms=None, **fresh)
        return Returned(password)

    def refuse(self, caller: Caller, return_id: str) -> None:
        """Close a request without effect; who asked may do so too.

        Raises:
            NotFound: no request with this id is open.
            Forbidden: it is the caller's own account.
        """
        asked = self._open(return_id)
        self._account(caller, asked.account_id)
        entry = _entry(caller, self._clock(), "refuse_return", asked)
        self._returns.decide(entry, asked, "refused")

    def _open(self, return_id: str) -> AccountReturn:
        for one in self._returns.all_open():
            if one.id == return_id:
                return one
        raise NotFound("there is no open request with this id", param="return")

    def _account(self, caller: Caller, account_id: str) -> Account:
        if account_id == caller.id:
            raise Forbidden("nobody changes their own account", code="own_account")
        for one in self._accounts.list_all():
            if one.id == account_id:
                return one
        raise NotFound("there is no account with this id", param="account")


def _require_need(account: Account, asks: Asks) -> None:
    disabled = account.disabled_at_ms is not None
    if asks == "enable" and not disabled:
        raise Conflict("the account is not disabled", code="not_disabled")
    if asks == "new_code" and (disabled or account.totp_sealed is None):
        raise Conflict("the account asks for no codes, or is disabled", code="no_codes")


def _view(one: AccountReturn) -> ReturnView:
    asked_at = to_datetime(one.asked_at_ms).isoformat()
    return ReturnView(one.id, one.account_id, one.asks, one.reason, one.maker, asked_at)


def _entry(caller: Caller, now_ms: int, action: str, asked: AccountReturn) -> AuditEntry:
    fields = f"{asked.account_id}:{asked.asks}"
    return AuditEntry(0, now_ms, caller.id, caller.role, action, None, None, fields, "session")
