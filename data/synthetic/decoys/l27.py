"""L27: a trade fair."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import parties, places, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class TradeFair(Occasion):
    """The company's account at an outlet that never saw it, with a clerk's phone."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels to visitors of the fair, at one outlet, within days."""
        shop = world.market.any_that(rng, self.start_day, lambda s: s.monthly_account)
        clerk = world.cast(rng, world.population.adults)
        hall = places.office(rng, rng.choice(world.districts))
        outlet = world.outlets.near(rng, hall.district, "express")
        for _ in range(self.size):
            event = shipments.account_parcel(
                world,
                rng,
                self.some_day(rng),
                shop,
                clerk,
                receiver=parties.receiver(rng, world.receivers.pick(rng)),
                phone=clerk.phone,
                address=hall,
                outlet=outlet,
            )
            yield Draft(event, self.label())
