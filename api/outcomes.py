"""``POST /v1/outcomes``: a later fact about an event, kept even when it comes before its event."""

import msgspec

from api.ports import KeyRing, Service
from api.query import read_query
from api.roles import SCORERS, require, require_outcome
from api.security import role_of
from api.wire import EVENT_LIMIT_BYTES, Head, Receive, Scope, read_body
from data.decisions import ENCODER
from data.events import decode_outcome


class OutcomeReceipt(msgspec.Struct, frozen=True):
    """What was kept; ``new`` is False when the very same fact was known already."""

    outcome_id: str
    event_id: str
    new: bool


async def record_outcome(
    service: Service, keys: KeyRing, head: Head, scope: Scope, receive: Receive
) -> bytes:
    """Keep one fact and say whether it was new.

    Raises:
        PostRiskError: as the contract says for the call.
        ClientGone: the caller hung up.
    """
    role = role_of(head.authorization, keys)
    require(role, SCORERS)
    read_query(scope["query_string"])
    body = await read_body(receive, head.content_length, EVENT_LIMIT_BYTES)
    outcome = decode_outcome(body)
    require_outcome(role, outcome)
    new = await service.record_outcome(outcome)
    return ENCODER.encode(OutcomeReceipt(outcome.outcome_id, outcome.event_id, new))
