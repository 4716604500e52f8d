"""Stories: campaigns and look-alikes, each planned as a whole when its first day comes."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import ClassVar, Final, Protocol

from data.events import Event
from data.instants import local_day, to_ms
from data.synthetic.calendar import START
from data.synthetic.drafts import Draft
from data.synthetic.draws import stream
from data.synthetic.world import World

_FIRST_DAY: Final = local_day(to_ms(START))


class Story(Protocol):
    """Anything that plans events of a world."""

    kind: ClassVar[type[Event]]

    @property
    def size(self) -> int:
        """How many events of its kind it plans, about."""
        ...

    @property
    def first_day(self) -> int:
        """No event of it happens before."""
        ...

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """All events of the story, in no order; those after the last day never happen."""
        ...


class Stories:
    """The planned events of several stories, a day at a time.

    Only the events of stories that have begun and not ended are in memory. Each story draws from
    its own stream, named by its place in the list.
    """

    def __init__(self, world: World, stories: Sequence[Story]) -> None:
        self._world = world
        self._stories = stories
        self._starting: dict[int, list[int]] = defaultdict(list)
        for number, story in enumerate(stories):
            self._starting[story.first_day].append(number)
        self._days: dict[int, list[Draft]] = defaultdict(list)

    def on_day(self, day: int) -> list[Draft]:
        """The day's events in order of time; ask for the days one after the other."""
        for number in self._starting.pop(day, ()):
            self._begin(number)
        return sorted(self._days.pop(day, []), key=lambda draft: draft.event.occurred_at)

    def count(self, kind: type[Event]) -> int:
        """How many events of a kind there will be, about."""
        return sum(story.size for story in self._stories if story.kind is kind)

    def _begin(self, number: int) -> None:
        story = self._stories[number]
        rng = stream(self._world.seed, "story", number, type(story).__name__)
        for draft in story.plan(self._world, rng):
            day = day_of(draft)
            if story.first_day <= day < self._world.preset.days:
                self._days[day].append(draft)


def day_of(draft: Draft) -> int:
    """The day of an event, counted from 0."""
    return local_day(to_ms(draft.event.occurred_at)) - _FIRST_DAY
