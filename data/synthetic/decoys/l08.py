"""L08: the post vehicle's pension day in a village."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final

from data.events import AccountOpening, Event
from data.synthetic import calendar, parties
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.openings import account_opening
from data.synthetic.world import World

_CANNOT_WALK: Final = 3


@dataclass(frozen=True, slots=True)
class PensionDay(Occasion):
    """Minutes apart, at one outlet; a cadre acts for three who can't walk."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Openings of the villagers of 60 and older, as many as are free."""
        villages = world.population.villages
        villagers = world.free(villages[self.number % len(villages)])
        elders = [p for p in villagers if p.age_years >= 60]
        adults = [p for p in villagers if 30 <= p.age_years < 60]
        if not elders or not adults:
            return
        cadre = rng.choice(adults)
        outlet = world.outlets.near(rng, cadre.home.district, "bank")
        at = calendar.within_hours(rng, self.start_day, 9, 10)
        for number, elder in enumerate(elders[: self.size]):
            world.taken.add(elder.number)
            agent = parties.identified(rng, cadre) if number < _CANNOT_WALK else None
            event = account_opening(
                world,
                rng,
                0,
                elder,
                purpose="养老金",
                outlet=outlet,
                at=at,
                agent=agent,
                agent_relation="村干部" if agent else None,
            )
            yield Draft(event, self.label())
            at += timedelta(milliseconds=rng.randrange(3 * 60_000, 14 * 60_000))
