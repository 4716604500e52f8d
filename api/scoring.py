"""The two hot doors, ``POST /v1/score`` and ``POST /v1/score/batch``, as bare ASGI.

Measured: the same work behind a framework's routing costs three times as much. What they answer
looks like every other door's, because head, auth, errors and answers are the same functions.
"""

import asyncio
from collections.abc import Sequence
from time import perf_counter
from typing import Final

import msgspec

from api.errors import ErrorBody, body_of
from api.metrics import Metrics
from api.ports import KeyRing, Service
from api.query import read_query
from api.request_log import RequestLog
from api.roles import SCORERS, require, wants_explanation
from api.security import role_of
from api.wire import (
    BATCH_LIMIT_BYTES,
    EVENT_LIMIT_BYTES,
    Head,
    Receive,
    Scope,
    read_body,
)
from data.decisions import ENCODER, AnalystDecision, Decision, for_counter
from data.errors import InvalidInput, PostRiskError, TooLarge
from data.events import decode_event, decode_raw_list

MAX_BATCH: Final = 1_000
CHUNK: Final = 32
"""Events of a batch that are in flight together: enough to share one commit, few enough that a
single score waits some milliseconds and not a whole batch."""

CHUNKS_IN_FLIGHT: Final = 2
"""Chunks of all batches together: one computes while the other commits."""


class Scoring:
    """Scores events for whoever may: decode, ask the service, encode what the role may see."""

    def __init__(self, service: Service, keys: KeyRing, metrics: Metrics, log: RequestLog) -> None:
        self._service = service
        self._keys = keys
        self._metrics = metrics
        self._log = log
        self._chunks = asyncio.Semaphore(CHUNKS_IN_FLIGHT)

    async def score(self, scope: Scope, head: Head, receive: Receive) -> bytes:
        """The answer to one event; the time from its last byte to its commit is observed.

        Raises:
            PostRiskError: as the contract says for the call.
            ClientGone: the caller hung up.
        """
        explained = self._admit(scope, head)
        body = await read_body(receive, head.content_length, EVENT_LIMIT_BYTES)
        started = perf_counter()
        decision = await self._decide(body)
        answer = ENCODER.encode(decision if explained else for_counter(decision))
        self._metrics.observe_score(perf_counter() - started)
        return answer

    async def batch(self, scope: Scope, head: Head, receive: Receive) -> bytes:
        """One result for each event of a JSON array, in order; a bad one is an error in its place.

        Raises:
            PostRiskError: the call as a whole is refused.
            ClientGone: the caller hung up.
        """
        explained = self._admit(scope, head)
        body = await read_body(receive, head.content_length, BATCH_LIMIT_BYTES)
        events = decode_raw_list(body)
        if not 1 <= len(events) <= MAX_BATCH:
            raise InvalidInput(f"send 1 to {MAX_BATCH} events", code="batch_size")
        results: list[Decision | ErrorBody] = []
        for first in range(0, len(events), CHUNK):
            async with self._chunks:
                results += await self._chunk(
                    events[first : first + CHUNK], head, explained=explained
                )
            # Let what waits at the door run before the next chunk is started.
            await asyncio.sleep(0)
        return ENCODER.encode(results)

    def _admit(self, scope: Scope, head: Head) -> bool:
        role = role_of(head.authorization, self._keys)
        require(role, SCORERS)
        return wants_explanation(read_query(scope["query_string"], "detail").get("detail"), role)

    async def _decide(self, body: bytes) -> AnalystDecision:
        decision = await self._service.score(decode_event(body))
        self._metrics.count_decision(decision)
        return decision

    async def _chunk(
        self, events: Sequence[msgspec.Raw], head: Head, *, explained: bool
    ) -> list[Decision | ErrorBody]:
        answers = await asyncio.gather(*(self._member(event, head) for event in events))
        if explained:
            return list(answers)
        return [for_counter(one) if isinstance(one, AnalystDecision) else one for one in answers]

    async def _member(self, event: msgspec.Raw, head: Head) -> AnalystDecision | ErrorBody:
        try:
            body = bytes(event)
            if len(body) > EVENT_LIMIT_BYTES:
                raise TooLarge(f"the event is over {EVENT_LIMIT_BYTES} bytes")
            return await self._decide(body)
        except PostRiskError as error:
            return body_of(error, head.request_id)
        except Exception as error:  # one event's accident may not spoil the others
            self._log.failed("/v1/score/batch", head.request_id, error, 0.0)
            return body_of(error, head.request_id)
