"""``GET /v1/decisions/{event_id}``: the stored decision, at the detail of the caller's role."""

import re
from typing import Final

from api.errors import malformed_id
from api.ports import KeyRing, Service
from api.query import read_query
from api.roles import EXPLAINED, READERS, require
from api.security import role_of
from api.wire import Head, Scope

_EVENT_ID: Final = re.compile(r"[A-Za-z0-9._:\-]{1,64}")


async def stored_decision(service: Service, keys: KeyRing, head: Head, scope: Scope) -> bytes:
    """The stored decision; analysts get the whole of it without asking.

    Raises:
        PostRiskError: as the contract says for the call.
    """
    role = role_of(head.authorization, keys)
    require(role, READERS)
    read_query(scope["query_string"])
    event_id = scope["path_params"]["event_id"]
    if not _EVENT_ID.fullmatch(event_id):
        raise malformed_id()
    answer = await service.decision(event_id)
    return answer.analyst() if role in EXPLAINED else answer.counter
