"""What was sent to a server and what it acknowledged: the memory that a crash can't take."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from benchmarks.connection import Answer, Caller, encode_request
from benchmarks.stage import request_of
from data.events import Event, OutcomeLine

Line = Event | OutcomeLine


def id_of(line: Line) -> str:
    """The id under which a line is idempotent."""
    return line.outcome_id if isinstance(line, OutcomeLine) else line.event_id


class Ledger:
    """Lines sent, by id, and the answers that came.

    Args:
        key: an analyst's.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        self.sent: dict[str, Line] = {}
        self.answers: dict[str, bytes] = {}
        self.failures = 0

    async def tell(self, caller: Caller, line: Line) -> Answer:
        """Send a line and note its answer.

        Raises:
            ConnectionResetError: the server went away; the line is in doubt.
        """
        self.sent.setdefault(id_of(line), line)
        answer = await caller.ask(request_of(line, self.key))
        if answer.status != 200:
            self.failures += 1
        elif id_of(line) not in self.answers:
            self.answers[id_of(line)] = answer.body
        return answer

    def events(self, ids: Iterable[str]) -> list[str]:
        """Those of the ids that are events."""
        return [id_ for id_ in ids if not isinstance(self.sent[id_], OutcomeLine)]


async def tell_in_order(ledger: Ledger, port: int, lines: Iterable[Line]) -> None:
    """Send lines one after another over one connection."""
    caller = await Caller.connect(port)
    for line in lines:
        await ledger.tell(caller, line)
    caller.close()


async def stored_answers(ledger: Ledger, port: int, ids: Sequence[str]) -> dict[str, Answer]:
    """What ``GET /v1/decisions`` says of each event."""
    caller = await Caller.connect(port)
    answers = {}
    for id_ in ids:
        answers[id_] = await caller.ask(encode_request("GET", f"/v1/decisions/{id_}", ledger.key))
    caller.close()
    return answers


async def tell_at_once(port: int, request: bytes, copies: int) -> list[Answer]:
    """The answers to copies of one request that are sent at the same moment."""
    callers = await asyncio.gather(*(Caller.connect(port) for _ in range(copies)))
    answers = await asyncio.gather(*(caller.ask(request) for caller in callers))
    for caller in callers:
        caller.close()
    return list(answers)


def value_of(body: bytes, *, timed: bool = True) -> dict[str, Any]:
    """A JSON answer as a value; ``timed=False`` leaves ``duration_ms`` out."""
    value: dict[str, Any] = msgspec.json.decode(body)
    if not timed:
        value.pop("duration_ms", None)
    return value
