"""``/v1/policies``: the life of policy versions, and what they would have done; see docs/policies.md."""

import difflib
from typing import Any, Final, Literal

from msgspec import Struct

from api.governed import Call, Handler, Sent
from api.list_wire import ReasonIn
from api.policy_wire import (
    DiffOut,
    DraftIn,
    LookedOut,
    PoliciesOut,
    PublishIn,
    TrialIn,
    VersionOut,
    WholeVersionOut,
)
from api.roles import POLICY_AUTHORS, POLICY_PUBLISHERS, POLICY_READERS
from data.api_keys import Caller
from data.errors import NotFound
from data.instants import to_datetime
from risk.governance import Governance
from risk.policy_trial import Search, Trial
from rules.load import shipped_text


async def _draft(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    return _version(desk, await desk.draft(holder.id, sent.body.text))


async def _all(desk: Governance, _holder: Caller, _sent: Sent) -> Struct:
    return _policies(desk)


async def _one(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    version = desk.policies.version(sent.id)
    shown = _version(desk, sent.id)
    fields = {name: getattr(shown, name) for name in VersionOut.__struct_fields__}
    return WholeVersionOut(**fields, text=version.text)


async def _diff(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    version = desk.policies.version(sent.id)
    against, before = text_in_force(desk, version.policy)
    lines = difflib.unified_diff(
        before.splitlines(), version.text.splitlines(), against, sent.id, lineterm=""
    )
    return DiffOut(sent.id, against, list(lines))


async def _shadow(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    await desk.shadow(holder.id, sent.id)
    return _version(desk, sent.id)


async def _looked(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    desk.policies.version(sent.id)
    looked = desk.service.looks.of(sent.id)
    moves = {f"{did} -> {would}": count for (did, would), count in looked.moves.items()}
    return LookedOut(sent.id, looked.events, dict(looked.hits), moves)


async def _publish(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    await desk.publish(holder.id, sent.id, sent.body.share)
    return _version(desk, sent.id)


async def _roll_back(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    await desk.roll_back(holder.id, sent.body.reason)
    return _policies(desk)


async def _retire(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    await desk.retire(holder.id, sent.id)
    return _version(desk, sent.id)


async def _try_out(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    return await desk.try_out(sent.id, sent.body.events)


async def _search(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    return await desk.search(sent.id, sent.body.events)


def _version(desk: Governance, id_: str) -> VersionOut:
    book = desk.policies
    version, life = book.version(id_), book.life_of(id_)
    partly = book.standing.partly
    share = 1.0 if life == "live" else partly[1] if partly and life == "partly_live" else 0.0
    published_at = None
    if version.published_at_ms is not None:
        published_at = to_datetime(version.published_at_ms)
    return VersionOut(
        version.id,
        version.policy,
        life,
        share,
        version.author,
        to_datetime(version.drafted_at_ms),
        version.publisher,
        published_at,
    )


def _policies(desk: Governance) -> PoliciesOut:
    sets, book = desk.engine.sets, desk.policies
    cod = sets.live.cod
    tables = () if cod is None else (cod.table, cod.scorecard)
    return PoliciesOut(
        sets.live.id,
        None if sets.partly is None else sets.partly.id,
        {file.id: file.version for file in (*sets.live.policies, *tables)},
        len(book.before),
        [_version(desk, id_) for id_ in book.versions],
    )


def text_in_force(desk: Governance, policy: str) -> tuple[str, str]:
    """What decides in a policy's place now: its name and text; nothing where there is none."""
    live = desk.policies.standing.live.get(policy)
    if live is not None:
        return (live, desk.policies.version(live).text) if live else ("nothing", "")
    try:
        return f"shipped {policy}", shipped_text(policy)
    except NotFound:
        return "nothing", ""


_ID: Final = "gifts-to-strangers@1-0a1b2c3d"
_TEXT: Final = "id: gifts-to-strangers\nversion: 1\n…"


def _call(  # noqa: PLR0917  a row of a table
    name: str,
    path: str,
    roles: frozenset[str],
    handler: Handler,
    summary: str,
    answer: type,
    takes: type | None = None,
    example: dict[str, Any] | None = None,
    *,
    get: bool = False,
) -> Call:
    example_id = _ID if "{" in path else ""
    method: Literal["GET", "POST"] = "GET" if get else "POST"
    whole = "/v1/policy-rollbacks" if path == "-rollbacks" else f"/v1/policies{path}"
    return Call(
        name, method, whole, roles, handler, summary, answer, takes, example, example_id=example_id
    )


POLICY_CALLS: Final = (
    _call(
        "draftPolicy",
        "",
        POLICY_AUTHORS,
        _draft,
        "Keep a policy file as a version, without effect; its mistakes stand in `problems` of the 422.",
        VersionOut,
        DraftIn,
        {"text": _TEXT},
    ),
    _call(
        "policies",
        "",
        POLICY_READERS,
        _all,
        "What decides, and all versions.",
        PoliciesOut,
        get=True,
    ),
    _call(
        "policyVersion",
        "/{version}",
        POLICY_READERS,
        _one,
        "One version with its text.",
        WholeVersionOut,
        get=True,
    ),
    _call(
        "policyDiff",
        "/{version}/diff",
        POLICY_READERS,
        _diff,
        "What differs from what decides in its place now.",
        DiffOut,
        get=True,
    ),
    _call(
        "shadowPolicy",
        "/{version}/shadow",
        POLICY_AUTHORS,
        _shadow,
        "Let a version look at every live event, without effect; at most four at once.",
        VersionOut,
    ),
    _call(
        "policyLooks",
        "/{version}/shadow",
        POLICY_READERS,
        _looked,
        "What a version in shadow has said since the server started.",
        LookedOut,
        get=True,
    ),
    _call(
        "publishPolicy",
        "/{version}/publish",
        POLICY_PUBLISHERS,
        _publish,
        "Let a version decide, for a share of events or for all; by another key than its author's.",
        VersionOut,
        PublishIn,
        {"share": 0.1},
    ),
    _call(
        "retirePolicy",
        "/{version}/retire",
        POLICY_PUBLISHERS,
        _retire,
        "End a version; one that decided leaves its policy out.",
        VersionOut,
    ),
    _call(
        "rollBackPolicies",
        "-rollbacks",
        POLICY_PUBLISHERS,
        _roll_back,
        "Let decide again what decided before the last publication or retirement.",
        PoliciesOut,
        ReasonIn,
        {"reason": "too many parcels held at the fair"},
    ),
    _call(
        "tryPolicy",
        "/{version}/backtest",
        POLICY_AUTHORS,
        _try_out,
        "What a version would have done to the last events of the log, in money and in hours of review.",
        Trial,
        TrialIn,
        {"events": 20_000},
    ),
    _call(
        "searchParcels",
        "/{version}/search",
        POLICY_AUTHORS,
        _search,
        "Which parcels that are still under way a version's rules hit.",
        Search,
        TrialIn,
        {"events": 20_000},
    ),
)
