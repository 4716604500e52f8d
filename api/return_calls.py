"""Accounts that come back, by two security administrators; see docs/console.md."""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from api.admin_calls import AccountsOut, admin_of
from api.governed import Call, Sent
from api.roles import ACCOUNT_ADMINS, ACCOUNT_READERS
from data.api_keys import Caller
from risk.governance import Governance
from risk.people_returns import Returned, ReturnView


class ReturnIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What an account needs: to be enabled, or a new seed of its one-time codes."""

    asks: Literal["enable", "new_code"]
    reason: Annotated[str, Meta(min_length=10, max_length=500)]


class ReturnsOut(Struct, frozen=True):
    """Requests that wait, the oldest first."""

    returns: list[ReturnView]


async def _waiting(desk: Governance, _holder: Caller, _sent: Sent) -> Struct:
    return ReturnsOut(await desk.beside(admin_of(desk).returns.waiting))


async def _ask(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    body = sent.body
    return await desk.beside(admin_of(desk).returns.ask, holder, sent.id, body.asks, body.reason)


async def _approve(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    return await desk.beside(admin_of(desk).returns.approve, holder, sent.id)


async def _refuse(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    await desk.beside(admin_of(desk).returns.refuse, holder, sent.id)
    return AccountsOut(await desk.beside(admin_of(desk).accounts))


_ACCOUNT: Final = "u-0123456789abcdef"
_ID: Final = "r-0123456789abcdef"

RETURN_CALLS: Final = (
    Call(
        "accountReturns", "GET", "/v1/account-returns", ACCOUNT_READERS, _waiting,
        "Accounts that are to come back, as far as they wait for a second person.", ReturnsOut,
    ),
    Call(
        "askReturn", "POST", "/v1/accounts/{account}/returns", ACCOUNT_ADMINS, _ask,
        "Ask for a disabled account to be enabled, or for new one-time codes; another person approves.",
        ReturnView, ReturnIn, {"asks": "enable", "reason": "back from leave, asked by the outlet"},
        example_id=_ACCOUNT,
    ),
    Call(
        "approveReturn", "POST", "/v1/account-returns/{return}/approve", ACCOUNT_ADMINS, _approve,
        "Let an account come back; by another person than who asked. What is handed over is shown this once.",
        Returned, example_id=_ID,
    ),
    Call(
        "refuseReturn", "POST", "/v1/account-returns/{return}/refuse", ACCOUNT_ADMINS, _refuse,
        "Close a request without effect.", AccountsOut, example_id=_ID,
    ),
)  # fmt: skip
