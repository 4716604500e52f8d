"""``/v1/hubs``: shared identifiers that wait for a word of what they are; see docs/lists.md."""

import asyncio
import re
from typing import Annotated, Final

from msgspec import Meta, Struct

from api.governed import Call, Sent
from api.list_calls import proposal_out
from api.list_wire import ProposalOut
from api.roles import LIST_APPROVERS, LIST_AUTHORS
from data.api_keys import Caller
from data.changes import HubName
from data.errors import NotFound
from data.events import Instant
from data.instants import to_ms
from risk.governance import Governance
from risk.hub_desk import HubsOut, hub_listing, hub_views, hubs_out

_KEY: Final = re.compile(r"[0-9a-f]{16}")


class HubWordIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What a shared identifier is; ``unknown`` says that its behaviour deceives."""

    hub: HubName
    until: Instant
    reason: Annotated[str, Meta(min_length=10, max_length=500)]


async def _hubs(desk: Governance, _holder: Caller, _sent: Sent) -> Struct:
    found = []
    for view in hub_views(desk.engine.state):
        if view is not None:
            found.append(view)
        await asyncio.sleep(0)  # scores go on between two steps of the walk
    return hubs_out(found)


async def _propose(desk: Governance, holder: Caller, sent: Sent) -> Struct:
    if not _KEY.fullmatch(sent.id):
        raise NotFound("there is no shared identifier with this key", param="hub")
    body = sent.body
    until_ms, now_ms = to_ms(body.until), desk.clock()
    change = hub_listing(
        desk.lists, sent.id, body.hub, until_ms=until_ms, reason=body.reason, now_ms=now_ms
    )
    return proposal_out(await desk.proposed(holder.id, change))


HUB_CALLS: Final = (
    Call(
        "hubs", "GET", "/v1/hubs", LIST_AUTHORS | LIST_APPROVERS, _hubs,
        "Shared identifiers with what they did; first those that nothing explains.", HubsOut,
    ),
    Call(
        "proposeHub", "POST", "/v1/hubs/{hub}/proposals", LIST_AUTHORS, _propose,
        "Ask for a word of what a shared identifier is; a second person approves the proposal.",
        ProposalOut, HubWordIn,
        {"hub": "dorm", "until": "2035-01-01T00:00:00+08:00", "reason": "asked the outlet: a dormitory"},
        example_id="0123456789abcde3",
    ),
)  # fmt: skip
