"""The two hot calls, ``POST /v1/score`` and ``POST /v1/score/batch``, as bare ASGI.

Measured: the same work behind a framework's routing costs three times as much. What they answer
looks like every other door's, because head, auth, errors and answers are the same functions. Most
single scores pass by ASGI too: :mod:`api.protocol` asks ``admit``, ``submit`` and ``shown`` itself.
"""

import asyncio
from functools import lru_cache
from time import perf_counter
from typing import Final

import msgspec

from api.errors import body_of
from api.metrics import Metrics
from api.ports import Answer, KeyRing, Service, Tell
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
from data.decisions import ENCODER
from data.errors import InvalidInput, PostRiskError, TooLarge
from data.events import decode_event, decode_raw_list

MAX_BATCH: Final = 1_000
CHUNK: Final = 32
"""Events of a batch that are in flight together: enough to share one commit, few enough that a
single score waits some milliseconds and not a whole batch."""

CHUNKS_IN_FLIGHT: Final = 2
"""Chunks of all batches together: one computes while the other commits."""

_MAX_QUERIES: Final = 64


@lru_cache(_MAX_QUERIES)  # callers ask with the same few again and again
def _is_explained(role: str, query: bytes) -> bool:
    require(role, SCORERS)
    return wants_explanation(read_query(query, "detail").get("detail"), role)


class Scoring:
    """Scores events for whoever may: decode, ask the service, give what the role may see."""

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
        answer = await self._service.score(decode_event(body))
        return self.shown(answer, started, explained=explained)

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
        results: list[bytes] = []
        for first in range(0, len(events), CHUNK):
            async with self._chunks:
                results += await asyncio.gather(
                    *(
                        self._member(event, head, explained=explained)
                        for event in events[first : first + CHUNK]
                    )
                )
            # Let what waits at the door run before the next chunk is started.
            await asyncio.sleep(0)
        return b"[%b]" % b",".join(results)

    def admit(self, authorization: bytes | None, query: bytes) -> bool:
        """Whether the caller is shown the explanation too.

        Raises:
            PostRiskError: the caller may not score, or the query string is not one of this call.
        """
        return _is_explained(role_of(authorization, self._keys), query)

    def submit(self, body: bytes, tell: Tell) -> None:
        """Score the event in a body; ``tell`` gets what became of it, unless this raises.

        Raises:
            PostRiskError: as the contract says for the call.
        """
        self._service.submit(decode_event(body), tell)

    def shown(self, answer: Answer, started: float, *, explained: bool) -> bytes:
        """The body of an answer; it is counted, and its time since ``started`` observed."""
        self._metrics.observe_score(perf_counter() - started)
        return self._body_of(answer, explained=explained)

    def _admit(self, scope: Scope, head: Head) -> bool:
        return self.admit(head.authorization, scope["query_string"])

    def _body_of(self, answer: Answer, *, explained: bool) -> bytes:
        self._metrics.count_decision(answer.decision)
        return answer.analyst() if explained else answer.counter

    async def _member(self, event: msgspec.Raw, head: Head, *, explained: bool) -> bytes:
        try:
            body = bytes(event)
            if len(body) > EVENT_LIMIT_BYTES:
                raise TooLarge(f"the event is over {EVENT_LIMIT_BYTES} bytes")
            answer = await self._service.score(decode_event(body))
            return self._body_of(answer, explained=explained)
        except PostRiskError as error:
            return ENCODER.encode(body_of(error, head.request_id))
        except Exception as error:  # one event's accident may not spoil the others
            self._log.failed("/v1/score/batch", head.request_id, error, 0.0)
            return ENCODER.encode(body_of(error, head.request_id))
