"""A story: a fraud campaign or a look-alike that plans all of its events at once."""

import random
from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from data.instants import local_day, to_ms
from data.synthetic.calendar import START
from data.synthetic.drafts import Draft
from data.synthetic.draws import stream
from data.synthetic.world import World

_FIRST_DAY: Final = local_day(to_ms(START))


class Story(Protocol):
    """Anything that plans events of a world."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """All events of the story, in no order; those after the last day never happen."""
        ...


class Stories:
    """The planned events of several stories, by day.

    Each story draws from its own stream, named by its place in the list.
    """

    def __init__(self, world: World, stories: Iterable[Story]) -> None:
        self._days: list[list[Draft]] = [[] for _ in range(world.preset.days)]
        for number, story in enumerate(stories):
            rng = stream(world.seed, "story", number, type(story).__name__)
            for draft in story.plan(world, rng):
                day = day_of(draft)
                if 0 <= day < len(self._days):
                    self._days[day].append(draft)

    def on_day(self, day: int) -> list[Draft]:
        """The day's events, in no order."""
        return self._days[day]

    def count(self, kind: type) -> int:
        """How many events of a kind are planned."""
        return sum(isinstance(draft.event, kind) for day in self._days for draft in day)


def day_of(draft: Draft) -> int:
    """The day of an event, counted from 0."""
    return local_day(to_ms(draft.event.occurred_at)) - _FIRST_DAY
