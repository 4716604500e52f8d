"""SH-09: a mule receives stolen goods under many names, and sends them on."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.events import Shipment
from data.synthetic import items, parties, places, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.persons import Person
from data.synthetic.world import World

_RESOLD = frozenset({"electronics", "phones", "cosmetics", "jewellery"})


@dataclass(frozen=True, slots=True)
class ReshippingMule(Campaign):
    """As many parcels go out of a flat as come in, some days later."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Pairs of a shop's parcel to the mule and the mule's parcel to a buyer."""
        mule = world.cast(rng, world.population.adults)
        phones = self.phones(world, rng, mule.phone)
        buyers = self._buyers(world, rng)
        for number in range((self.size + 1) // 2):
            day = self.some_day(rng)
            shop = world.market.any_that(rng, day, lambda s: s.trade in _RESOLD)
            name = self._name(world, rng, mule)
            taker = name.reached_at(mule.home, phones[number % len(phones)])
            event = shipments.merchant_parcel(world, rng, day, shop, taker, cod=False)
            yield Draft(event, self.label())
            if 2 * number + 1 < self.size:
                onward = self._onward(world, rng, day, mule, rng.choice(buyers), trade=shop.trade)
                yield Draft(onward, self.label())
        yield from self.camouflage(world, rng, [mule])

    def _name(self, world: World, rng: random.Random, mule: Person) -> Person:
        own = chance(rng, self.lever("own_name"))
        return mule if own else world.receivers.pick(rng)

    def _buyers(self, world: World, rng: random.Random) -> list[Person]:
        """Those who get the goods: at a store that sends abroad, or at a flat."""
        adults = world.population.adults
        buyers = []
        for number in range(int(self.lever("destinations"))):
            person = world.cast(rng, adults)
            flat = places.flat(rng, places.estate(rng, person.home.district))
            store = rng.choice(world.pools.consolidation) if number == 0 else flat
            buyers.append(person.reached_at(store))
        return buyers

    def _onward(
        self,
        world: World,
        rng: random.Random,
        day: int,
        mule: Person,
        buyer: Person,
        *,
        trade: str,
    ) -> Shipment:
        """Packed anew, after the four days in which the goods come."""
        return shipments.private_parcel(
            world,
            rng,
            day + rng.randrange(5, 8),
            mule,
            parties.receiver(rng, buyer),
            goods=items.goods(rng, trade),
        )
