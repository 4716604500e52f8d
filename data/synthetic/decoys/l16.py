"""L16: wedding sweets."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import items, parties, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.persons import Person
from data.synthetic.population import somebody
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class Wedding(Occasion):
    """Alike parcels of one person, who shows the own document."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One parcel to each guest."""
        host = world.cast(rng, world.population.adults)
        outlet = shipments.carrier_outlet(world, rng, host.home.district)
        for _ in range(self.size):
            event = shipments.private_parcel(
                world,
                rng,
                self.some_day(rng),
                host,
                parties.receiver(rng, _guest(world, rng, host)),
                goods=items.goods(rng, "daily", text="喜糖"),
                outlet=outlet,
            )
            yield Draft(event, self.label())


def _guest(world: World, rng: random.Random, host: Person) -> Person:
    draw = rng.random()
    if draw < 0.25:
        return somebody(rng, world.population.namesakes(host))
    if draw < 0.5:
        return somebody(rng, world.population.persons_of(host.home.district))
    return world.receivers.pick(rng)
