"""A workshop for telephones."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.events import Shipment
from data.synthetic import items, parties, places, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.persons import Person
from data.synthetic.population import somebody
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class PhoneRepair(Occasion):
    """Phones of many senders to one room, in the names of three or four repairers."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels to the workshop, and the phones that it sends back."""
        near = world.population.adults_of(rng.choice(world.districts))
        room = places.office(rng, somebody(rng, near).home.district)
        staff = [world.cast(rng, near).reached_at(room) for _ in range(rng.randrange(3, 5))]
        for _ in range(self.size):
            yield Draft(self._parcel(world, rng, rng.choice(staff)), self.label())

    def _parcel(self, world: World, rng: random.Random, repairer: Person) -> Shipment:
        day, content = self.some_day(rng), items.goods(rng, "phones")
        draw = rng.random()
        if draw < 0.3:
            shop = world.market.any_that(rng, day, lambda s: s.trade in ("phones", "electronics"))
            return shipments.merchant_parcel(
                world, rng, day, shop, repairer, goods=content, cod=False
            )
        owner = somebody(rng, world.population.adults)
        sender, taker = (repairer, owner) if draw < 0.5 else (owner, repairer)
        receiver = parties.receiver(rng, taker)
        return shipments.private_parcel(world, rng, day, sender, receiver, goods=content)
