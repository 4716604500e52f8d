"""``/v1/credit``: applications with their points, and limits by hand by two people; see docs/credit.md."""

from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from api.governed import Call, Sent, one_of, whole_number
from api.list_wire import ReasonIn
from api.roles import CREDIT_OFFICERS, CREDIT_READERS, CREDIT_SIGNERS
from data.api_keys import Caller
from data.decisions import CreditLimits
from data.events import Instant
from data.instants import to_ms
from risk.credit_views import ApplicationItem, CreditFile, OverrideView
from risk.governance import Governance
from rules.limits import MAX_FEN

_LIMIT: Final = 200
_MOST: Final = 999_999_999
OVERRIDE_STATES: Final = (
    "proposed",
    "active",
    "expired",
    "refused",
    "replaced",
    "withdrawn",
)
Fen = Annotated[int, Meta(ge=0, le=MAX_FEN)]


class LimitsIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Limits by hand: of a parcel no more than of a day, of a day no more than outstanding."""

    per_parcel_fen: Fen
    per_day_fen: Fen
    outstanding_fen: Fen
    until: Instant
    reason: Annotated[str, Meta(min_length=10, max_length=500)]


class ApplicationsOut(Struct, frozen=True):
    """Some applications; ``next_before_seq`` is sent as ``before_seq`` for older ones, None at the end."""

    applications: list[ApplicationItem]
    next_before_seq: int | None


class OverridesOut(Struct, frozen=True):
    """Limits by hand."""

    overrides: list[OverrideView]


async def _recent(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    limit = whole_number(sent.query, "limit", 50, _LIMIT)
    before = sent.query.get("before_seq")
    before_seq = None if before is None else whole_number(sent.query, "before_seq", 1, _MOST)
    found = await desk.credit.recent(limit, before_seq)
    return ApplicationsOut(found, found[-1].seq if len(found) == limit else None)


async def _file(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    return await desk.credit.file(holder, sent.id)


async def _propose(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    body = sent.body
    limits = CreditLimits(body.per_parcel_fen, body.per_day_fen, body.outstanding_fen)
    return await desk.credit.propose(holder, sent.id, limits, to_ms(body.until), body.reason)


async def _overrides(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    state = one_of(sent.query, "state", OVERRIDE_STATES)
    limit = whole_number(sent.query, "limit", 50, _LIMIT)
    found = [one for one in desk.credit.overrides() if state in (None, one.state)]
    return OverridesOut(found[: -limit - 1 : -1])


async def _sign(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    return await desk.credit.sign(holder, sent.id)


async def _refuse(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    return await desk.credit.refuse(holder, sent.id, sent.body.reason)


async def _withdraw(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    return await desk.credit.withdraw(holder, sent.id, sent.body.reason)


_PAGE: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "limit": (
        "At most so many; the newest come first.",
        {"type": "integer", "minimum": 1, "maximum": _LIMIT, "default": 50},
    )
}
_OLDER: Final = {
    "before_seq": (
        "Only those before this place in the log; from `next_before_seq`.",
        {"type": "integer", "minimum": 1, "maximum": _MOST},
    )
}
_STATE: Final = {"state": ("In one state.", {"type": "string", "enum": list(OVERRIDE_STATES)})}
_WHY: Final = {"reason": "three months of paid invoices were seen"}
_LIMITS: Final = {
    "per_parcel_fen": 300_000,
    "per_day_fen": 2_000_000,
    "outstanding_fen": 10_000_000,
    "until": "2035-01-01T00:00:00+08:00",
    "reason": "three months of paid invoices were seen",
}
_EVENT: Final = "demo:cod:1"
_ID: Final = "L17"

CREDIT_CALLS: Final = (
    Call(
        "applications", "GET", "/v1/credit/applications", CREDIT_READERS, _recent,
        "Applications for cash on delivery, the newest first.",
        ApplicationsOut, query=_PAGE | _OLDER,
    ),
    Call(
        "creditFile", "GET", "/v1/credit/applications/{event}", CREDIT_READERS, _file,
        "How an application was graded: points, limits, exposure, reasons. The view is written down.",
        CreditFile, example_id=_EVENT,
    ),
    Call(
        "proposeLimits", "POST", "/v1/credit/applications/{event}/limits", CREDIT_OFFICERS, _propose,
        "Ask for the limits of an application's merchant to be set by hand, up to an instant.",
        OverrideView, LimitsIn, _LIMITS, example_id=_EVENT,
    ),
    Call(
        "limitOverrides", "GET", "/v1/credit/limits", CREDIT_READERS, _overrides,
        "Limits by hand, the newest first.", OverridesOut, query=_STATE | _PAGE,
    ),
    Call(
        "signLimits", "POST", "/v1/credit/limits/{override}/sign", CREDIT_SIGNERS, _sign,
        "Let limits by hand take force, from the merchant's next parcel on; by another than their author.",
        OverrideView, example_id=_ID,
    ),
    Call(
        "refuseLimits", "POST", "/v1/credit/limits/{override}/refuse", CREDIT_SIGNERS, _refuse,
        "Close a proposal of limits without effect.",
        OverrideView, ReasonIn, _WHY, example_id=_ID,
    ),
    Call(
        "withdrawLimits", "POST", "/v1/credit/limits/{override}/withdraw", CREDIT_SIGNERS, _withdraw,
        "End limits by hand before their time.",
        OverrideView, ReasonIn, _WHY, example_id=_ID,
    ),
)  # fmt: skip
