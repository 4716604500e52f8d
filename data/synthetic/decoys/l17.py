"""L17: a harvest is shipped."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.synthetic import calendar, items, parties, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.world import World

_EARLY: Final = ("荔枝", "杨梅", "樱桃")
_LATE: Final = ("脐橙", "大闸蟹", "猕猴桃", "茶叶")
_AUTUMN: Final = calendar.day_of("08-15")


@dataclass(frozen=True, slots=True)
class SeasonalFruit(Occasion):
    """Boxes of the season that grow in number day by day."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of one farmer to strangers."""
        farmer = world.cast(rng, world.population.adults, lambda p: p.home.kind == "village")
        text = rng.choice(_EARLY if self.start_day < _AUTUMN else _LATE)
        outlet = shipments.carrier_outlet(world, rng, farmer.home.district)
        for _ in range(self.size):
            # The square root makes the daily number grow linearly.
            day = self.start_day + int(self.days * rng.random() ** 0.5)
            event = shipments.private_parcel(
                world,
                rng,
                day,
                farmer,
                parties.receiver(rng, world.receivers.pick(rng)),
                goods=items.goods(rng, "fresh", text=text),
                outlet=outlet,
            )
            yield Draft(event, self.label())
