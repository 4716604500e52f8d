"""L32: the phone of the village shop."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from data.events import AccountOpening, Event
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.openings import account_opening
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class VillagePhone(Occasion):
    """Neighbours over many days, with one phone."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Openings of villagers of 45 and older, as many as are free."""
        villages = world.population.villages
        # From the last village on: the pension days begin with the first.
        villagers = villages[-1 - self.number % len(villages)]
        keeper = villagers[0]
        old = [p for p in world.free(villagers[1:]) if p.age_years >= 45]
        for person in old[: self.size]:
            world.taken.add(person.number)
            event = account_opening(world, rng, self.some_day(rng), person, phone=keeper.phone)
            yield Draft(event, self.label())
