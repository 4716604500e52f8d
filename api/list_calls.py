"""``/v1/lists``: entries on identifiers, two people for each; see docs/lists.md."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, TypeVar, get_args

from msgspec import Struct

from api.governed import Call, Sent, one_of, whole_number
from api.list_wire import (
    CsvIn,
    EntriesOut,
    EntryOut,
    EntryState,
    ListingsIn,
    ProposalOut,
    ProposalsOut,
    ProposalState,
    ReasonIn,
)
from api.roles import LIST_APPROVERS, LIST_AUTHORS
from api.wire import BATCH_LIMIT_BYTES
from data.api_keys import Caller
from data.changes import LIST_NAMES
from data.clock import wall_clock_ms
from data.instants import to_datetime
from risk.governance import Governance
from risk.list_import import ImportReport
from rules.list_ledger import Entry, Proposal

_T = TypeVar("_T")
_LIMIT: Final = 1_000
_PAGE: Final = {
    "limit": (
        "At most so many; the newest come first.",
        {"type": "integer", "minimum": 1, "maximum": _LIMIT, "default": 100},
    )
}


async def _propose(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    return proposal_out(await desk.propose(holder.id, sent.body.entries))


async def _import(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    return await desk.import_csv(holder.id, sent.body.csv)


async def _proposals(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    state = one_of(sent.query, "state", get_args(ProposalState))
    limit = whole_number(sent.query, "limit", 100, _LIMIT)
    chosen = (p for p in desk.lists.proposals() if state is None or p.state == state)
    return ProposalsOut([proposal_out(proposal) for proposal in _newest(chosen, limit)])


async def _approve(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    return proposal_out(await desk.approve(holder.id, sent.id))


async def _refuse(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    return proposal_out(await desk.refuse(holder.id, sent.id, sent.body.reason))


async def _entries(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    state = one_of(sent.query, "state", get_args(EntryState))
    name = one_of(sent.query, "list", LIST_NAMES)
    limit = whole_number(sent.query, "limit", 100, _LIMIT)
    now_ms = wall_clock_ms()
    chosen = (
        entry
        for entry in desk.lists.entries()
        if name in (None, entry.list) and state in (None, _state(entry, now_ms))
    )
    return EntriesOut([_entry(entry, now_ms) for entry in _newest(chosen, limit)])


async def _one(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    return _entry(desk.lists.entry(sent.id), wall_clock_ms())


async def _lift(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    return proposal_out(await desk.lift(holder.id, sent.id, sent.body.reason))


def _newest(some: Iterable[_T], limit: int) -> list[_T]:
    return list(some)[: -limit - 1 : -1]


def _state(entry: Entry, now_ms: int) -> EntryState:
    over = entry.until_ms is not None and entry.until_ms <= now_ms
    return "expired" if over and entry.state == "active" else entry.state


def _entry(entry: Entry, now_ms: int) -> EntryOut:
    return EntryOut(
        id=entry.id,
        list=entry.list,
        kind=entry.kind,
        masked=entry.masked,
        source=entry.source,
        reason=entry.reason,
        legal_basis=entry.legal_basis,
        since=_at(entry.since_ms),
        until=_at(entry.until_ms),
        appeal=entry.appeal,
        rule=entry.rule,
        hub=entry.hub,
        state=_state(entry, now_ms),
        author=entry.author,
        proposed_at=to_datetime(entry.proposed_at_ms),
        approver=entry.approver,
        approved_at=_at(entry.approved_at_ms),
        lifted_at=_at(entry.lifted_at_ms),
        lift_reason=entry.lift_reason,
    )


def proposal_out(proposal: Proposal) -> ProposalOut:
    """A proposal as it is shown."""
    return ProposalOut(
        id=proposal.id,
        asks=proposal.asks,
        entries=list(proposal.entries[:100]),
        count=len(proposal.entries),
        author=proposal.author,
        at=to_datetime(proposal.at_ms),
        reason=proposal.reason,
        state=proposal.state,
        decided_by=proposal.decided_by,
        decided_at=_at(proposal.decided_at_ms),
    )


def _at(instant_ms: int | None) -> datetime | None:
    return None if instant_ms is None else to_datetime(instant_ms)


def _one_of(options: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(options)}


_READERS: Final = LIST_AUTHORS | LIST_APPROVERS
_EXAMPLE: Final = {
    "entries": [
        {
            "list": "watch",
            "kind": "phone",
            "value": "13912345670",
            "source": "internal",
            "reason": "three parcels of this phone were empty",
            "until": "2035-01-01T00:00:00+08:00",
        }
    ]
}
LIST_CALLS: Final = (
    Call(
        "proposeListings",
        "POST",
        "/v1/lists/proposals",
        LIST_AUTHORS,
        _propose,
        "Ask for entries of lists; without effect until a second person approves.",
        ProposalOut,
        ListingsIn,
        _EXAMPLE,
    ),
    Call(
        "proposals",
        "GET",
        "/v1/lists/proposals",
        _READERS,
        _proposals,
        "What was asked for, the newest first.",
        ProposalsOut,
        query={"state": ("In one state.", _one_of(get_args(ProposalState))), **_PAGE},
    ),
    Call(
        "approveProposal",
        "POST",
        "/v1/lists/proposals/{proposal}/approve",
        LIST_APPROVERS,
        _approve,
        "Let a proposal take force, from the very next score on; by another key than its author's.",
        ProposalOut,
        example_id="P1",
    ),
    Call(
        "refuseProposal",
        "POST",
        "/v1/lists/proposals/{proposal}/refuse",
        LIST_APPROVERS,
        _refuse,
        "Close a proposal without effect.",
        ProposalOut,
        ReasonIn,
        {"reason": "the phone was re-issued since"},
        example_id="P1",
    ),
    Call(
        "importListings",
        "POST",
        "/v1/lists/import",
        LIST_AUTHORS,
        _import,
        "Ask for the entries of a CSV file: good lines become one proposal, bad ones are told of.",
        ImportReport,
        CsvIn,
        {
            "csv": "list,kind,value,source,reason\nregister,outlet,350200-017,internal,opened in 2019\n"
        },
        limit_bytes=BATCH_LIMIT_BYTES,
    ),
    Call(
        "entries",
        "GET",
        "/v1/lists/entries",
        _READERS,
        _entries,
        "Entries of lists, the newest first; identifiers are masked.",
        EntriesOut,
        query={
            "list": ("Of one list.", _one_of(LIST_NAMES)),
            "state": ("In one state.", _one_of(get_args(EntryState))),
            **_PAGE,
        },
    ),
    Call(
        "entry",
        "GET",
        "/v1/lists/entries/{entry}",
        _READERS,
        _one,
        "One entry.",
        EntryOut,
        example_id="E1-1",
    ),
    Call(
        "liftEntry",
        "POST",
        "/v1/lists/entries/{entry}/lift",
        LIST_AUTHORS,
        _lift,
        "Ask for an entry to be lifted; a second person approves the proposal.",
        ProposalOut,
        ReasonIn,
        {"reason": "the appeal was upheld"},
        example_id="E1-1",
    ),
)
