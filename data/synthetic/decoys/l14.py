"""L14: who comes home for the holidays."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from data.events import AccountOpening, Event
from data.synthetic import places
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.geography import DISTRICTS
from data.synthetic.openings import account_opening
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class Returnees(Occasion):
    """Villagers at the outlet of their village, with the phone and mostly the address of elsewhere.

    The great return is at Spring Festival, which no world has; the National Day is the next best.
    """

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One opening for each, within the holidays; as many as are free."""
        villages = world.population.villages
        # From the middle on: other occasions begin with the first or the last.
        place = (len(villages) // 2 + self.number) % len(villages)
        grown = [p for p in world.free(villages[place]) if 19 <= p.age_years < 55]
        elsewhere = rng.choice(DISTRICTS)
        for person in grown[: self.size]:
            world.taken.add(person.number)
            away = places.flat(rng, places.estate(rng, elsewhere))
            event = account_opening(
                world,
                rng,
                self.some_day(rng),
                person,
                phone=world.spare_phone(rng),
                address=away if chance(rng, 0.6) else None,
            )
            yield Draft(event, self.label())
