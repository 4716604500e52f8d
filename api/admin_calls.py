"""Accounts, keys and the audit chain: each to the one administrator whose work it is; see docs/console.md."""

from typing import Annotated, Final

from msgspec import Meta, Struct

from api.governed import Call, Sent
from api.roles import ACCOUNT_ADMINS, ACCOUNT_READERS, AUDITORS, KEY_READERS
from data.api_keys import Caller, Role
from data.errors import Unavailable
from risk.administration import AccountView, Administration, KeysView, Verification
from risk.governance import Governance


class AccountIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A new account."""

    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._\-]{1,31}\Z")]
    role: Role
    totp: bool = False


class RoleIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Another role."""

    role: Role


class AccountsOut(Struct, frozen=True):
    """All accounts by name."""

    accounts: list[AccountView]


class AccountMade(Struct, frozen=True):
    """What is handed over once and can't be had again: a one-time password, and the seed of codes."""

    password: str
    seed_uri: str | None = None


async def _accounts(desk: Governance, _holder: Caller, _sent: Sent) -> Struct:
    return AccountsOut(await desk.beside(admin_of(desk).accounts))


async def _add(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    admin, body = admin_of(desk), sent.body
    made = await desk.beside(lambda: admin.add(holder, body.name, body.role, totp=body.totp))
    return AccountMade(made.password, made.seed_uri)


async def _reset(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    return AccountMade(await desk.beside(admin_of(desk).reset, holder, sent.id))


async def _role(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    await desk.beside(admin_of(desk).change_role, holder, sent.id, sent.body.role)
    return await _accounts(desk, holder, sent)


async def _disable(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    await desk.beside(admin_of(desk).disable, holder, sent.id)
    return await _accounts(desk, holder, sent)


async def _keys(desk: Governance, _holder: Caller, _sent: Sent) -> Struct:
    return await desk.beside(admin_of(desk).keys)


async def _verify(desk: Governance, _holder: Caller, _sent: Sent) -> Struct:
    return await desk.over_log(admin_of(desk).verify)


def admin_of(desk: Governance) -> Administration:
    """The administrators' desk.

    Raises:
        Unavailable: no accounts are kept here.
    """
    if desk.admin is None:
        raise Unavailable("no accounts are kept here", code="no_accounts")
    return desk.admin


_ID: Final = "u-0123456789abcdef"

ADMIN_CALLS: Final = (
    Call(
        "accounts", "GET", "/v1/accounts", ACCOUNT_READERS, _accounts,
        "Who has an account, with role and state.", AccountsOut,
    ),
    Call(
        "addAccount", "POST", "/v1/accounts", ACCOUNT_ADMINS, _add,
        "Make an account; its one-time password is shown this once.",
        AccountMade, AccountIn, {"name": "li.na", "role": "analyst"},
    ),
    Call(
        "resetAccount", "POST", "/v1/accounts/{account}/reset", ACCOUNT_ADMINS, _reset,
        "A new one-time password; ends sessions and any lock.", AccountMade, example_id=_ID,
    ),
    Call(
        "changeRole", "POST", "/v1/accounts/{account}/role", ACCOUNT_ADMINS, _role,
        "Give an account another role; ends its sessions.",
        AccountsOut, RoleIn, {"role": "senior_analyst"}, example_id=_ID,
    ),
    Call(
        "disableAccount", "POST", "/v1/accounts/{account}/disable", ACCOUNT_ADMINS, _disable,
        "Take an account away; its sessions end within two seconds.", AccountsOut, example_id=_ID,
    ),
    Call(
        "keys", "GET", "/v1/keys", KEY_READERS, _keys,
        "API keys without their secrets, and the versions of the vault's keys.", KeysView,
    ),
    Call(
        "verifyAudit", "POST", "/v1/audit-verifications", AUDITORS, _verify,
        "Walk the whole audit chain: how many entries hold, and the first that does not.", Verification,
    ),
)  # fmt: skip
