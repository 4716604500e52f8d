"""Events that came in one turn of the loop, taken up together and worked on stage by stage.

One score runs through more code and data than the processor's caches hold. Where each event is taken
from the socket to its row before the next one is looked at, all of it is fetched anew for each; where
one stage is done for all of them before the next stage begins, it is at hand. A lone event waits
for nobody.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from data.events import Event
from data.subject import Subject
from risk.answers import Answer

MOST_AT_ONCE: Final = 64
"""Events of one turn: what waits at the door behind them must not wait long."""

Tell = Callable[[Answer | Exception], None]


class Arrival:
    """An event at the door of the service.

    Attributes:
        tell: called once with the answer, or with why there is none.
        started_ns: the reading of the stopwatch when it came.
        key: of its row.
        body: the event in the one form that is kept.
        digest: keyed, of the body.
        subject: the event made ready, once it is read.
    """

    __slots__ = ("body", "digest", "event", "key", "started_ns", "subject", "tell")

    def __init__(self, event: Event, tell: Tell, started_ns: int, key: str) -> None:
        self.event = event
        self.tell = tell
        self.started_ns = started_ns
        self.key = key
        self.body = b""
        self.digest = b""
        self.subject: Subject | None = None


def teller(told: asyncio.Future[Answer]) -> Tell:
    """Tells a future, unless who waited for it has gone."""

    def tell(answer: Answer | Exception) -> None:
        if told.done():
            return
        if isinstance(answer, Exception):
            told.set_exception(answer)
        else:
            told.set_result(answer)

    return tell


class Intake:
    """The arrivals of one turn of the loop.

    Args:
        stages: what is done with each arrival, one stage for all of a turn before the next. One for
            whom a stage fails is told so, and goes no further.
    """

    def __init__(self, stages: Sequence[Callable[[Arrival], None]]) -> None:
        self._stages = stages
        self._waiting: list[Arrival] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, arrival: Arrival) -> None:
        """Put an arrival last."""
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._turn)
        self._waiting.append(arrival)

    def _turn(self) -> None:
        turn = self._waiting[:MOST_AT_ONCE]
        del self._waiting[:MOST_AT_ONCE]
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._turn)
        for stage in self._stages:
            turn = _through(stage, turn)


def _through(stage: Callable[[Arrival], None], arrivals: list[Arrival]) -> list[Arrival]:
    """Those for whom the stage went well."""
    passed = []
    for arrival in arrivals:
        try:
            stage(arrival)
        except Exception as error:  # whatever it is, somebody waits to be told
            arrival.tell(error)
        else:
            passed.append(arrival)
    return passed
