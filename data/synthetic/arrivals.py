"""The order of arrival: some events come late or out of order, and some lines come again.

What comes late has the time at which it happened, as with a terminal that was off line. Outcomes
come from head office and are in time. Shares: assumptions listed in docs/simulator.md.
"""

import heapq
import math
import random
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from data.events import OutcomeLine
from data.instants import to_ms
from data.synthetic.draws import stream
from data.synthetic.simulate import Line

LATE_SHARE: Final = 0.01
DELAYED_SHARE: Final = 0.005
REPEATED_SHARE: Final = 0.003

_HOUR_MS: Final = 3_600_000
_LATE_MS: Final = (_HOUR_MS, 24 * _HOUR_MS)
_DELAYED_MS: Final = (1_000, 60_000)
_AGAIN_MS: Final = (1_000, 6 * _HOUR_MS)


class Arrival(NamedTuple):
    """A line as it arrives.

    Attributes:
        line: what was sent.
        late: it comes more than an hour after it happened.
        delayed: it comes seconds after it happened.
        repeated: it has come before, with the same body.
    """

    line: Line
    late: bool = False
    delayed: bool = False
    repeated: bool = False


class _Held(NamedTuple):
    due_ms: int
    serial: int
    arrival: Arrival


def arrivals(lines: Iterable[Line], seed: int) -> Iterator[Arrival]:
    """The lines of a world in order of arrival; in memory are those that wait, a day at most.

    Args:
        lines: in order of ``occurred_at``.
        seed: the world's seed.
    """
    rng, held = stream(seed, "arrivals"), list[_Held]()
    for serial, line in enumerate(lines):
        now_ms = to_ms(line.record.occurred_at)
        yield from _due(held, now_ms)
        if isinstance(line.record, OutcomeLine):
            yield Arrival(line)
            continue
        arrival, arrives_ms = _sent(rng, line, now_ms)
        if arrives_ms > now_ms:
            heapq.heappush(held, _Held(arrives_ms, serial, arrival))
        else:
            yield arrival
        if rng.random() < REPEATED_SHARE:
            again_ms = arrives_ms + _log_uniform_ms(rng, _AGAIN_MS)
            heapq.heappush(held, _Held(again_ms, serial, Arrival(line, repeated=True)))
    yield from _due(held, None)


def _due(held: list[_Held], now_ms: int | None) -> Iterator[Arrival]:
    """What has come by an instant, or everything."""
    while held and (now_ms is None or held[0].due_ms <= now_ms):
        yield heapq.heappop(held).arrival


def _sent(rng: random.Random, line: Line, now_ms: int) -> tuple[Arrival, int]:
    """How an event comes, and when."""
    draw = rng.random()
    if draw < LATE_SHARE:
        return Arrival(line, late=True), now_ms + _log_uniform_ms(rng, _LATE_MS)
    if draw < LATE_SHARE + DELAYED_SHARE:
        return Arrival(line, delayed=True), now_ms + _log_uniform_ms(rng, _DELAYED_MS)
    return Arrival(line), now_ms


def _log_uniform_ms(rng: random.Random, span_ms: tuple[int, int]) -> int:
    low_ms, high_ms = span_ms
    return round(math.exp(rng.uniform(math.log(low_ms), math.log(high_ms))))
