"""Notices that pile up: one warning for a pile, another only after it has gone."""

import asyncio
from collections.abc import Callable

import pytest

from data.errors import Unavailable
from data.outbox import NoticeCounts, Outbox
from risk.notice_pile import PILE, NoticePile


class FakeOutbox(Outbox):
    """Says what it is told to."""

    def __init__(self, *waiting: int) -> None:
        self._waiting = list(waiting)
        self.looks = 0

    def totals(self) -> NoticeCounts:
        self.looks += 1
        if self._waiting[0] < 0:
            self._waiting.pop(0)
            raise Unavailable("gone")
        return NoticeCounts(self._waiting.pop(0), 7, 2)


@pytest.mark.parametrize(
    ("waiting", "warnings"),
    [
        ((0, PILE - 1), 0),
        ((PILE,), 1),
        ((PILE, PILE + 5, 9 * PILE), 1),
        ((PILE, PILE // 2, PILE), 1),
        ((PILE, PILE // 2 - 1, PILE), 2),
    ],
)
def test_a_pile_is_told_of_once(waiting: tuple[int, ...], warnings: int) -> None:
    told: list[NoticeCounts] = []
    pile = NoticePile(FakeOutbox(*waiting), told.append)
    assert pile.counts() == {}
    for _ in waiting:
        pile.look()
    assert len(told) == warnings
    assert pile.counts() == {"waiting": waiting[-1], "sent": 7, "failed": 2}


async def _until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0.001)


def test_it_looks_as_long_as_it_is_entered_and_outlives_a_lost_database() -> None:
    outbox = FakeOutbox(-1, 5, *([6] * 100_000))
    pile = NoticePile(outbox, lambda _counts: None, look_seconds=0.001)

    async def life() -> None:
        async with pile:
            await _until(lambda: pile.counts().get("waiting") == 6)

    asyncio.run(life())
    seen = outbox.looks
    assert seen >= 3
