"""SH-13: goods are ordered for the return-freight insurance, and go back unopened."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import items, places, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import RECEIVED
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.merchants import Merchant
from data.synthetic.persons import Person
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class FreightInsurance(Campaign):
    """Orders of many names to one place; the same parcels leave it within three days.

    The orders carry the campaign, but only the returns are frauds.
    """

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """An order for each return, and those that they keep."""
        buyers = self._buyers(world, rng)
        shops = [world.market.any(rng, self.start_day) for _ in range(int(self.lever("shops")))]
        outlet = shipments.carrier_outlet(world, rng, buyers[0].home.district)
        for number in range(self.size):
            shop, buyer = rng.choice(shops), buyers[number % len(buyers)]
            day, content = self.some_day(rng), items.goods(rng, shop.trade)
            while chance(rng, self.lever("kept")):
                yield self._order(
                    world, rng, day, shop, buyer, content=items.goods(rng, shop.trade)
                )
            yield self._order(world, rng, day, shop, buyer, content=content)
            back = shipments.return_parcel(
                world,
                rng,
                day + rng.randrange(3, 5),
                buyer,
                shop,
                goods=_weighed_again(rng, content),
                outlet=outlet,
            )
            yield Draft(back, self.label())
        yield from self.camouflage(world, rng, buyers)

    def _buyers(self, world: World, rng: random.Random) -> list[Person]:
        """Lent accounts of people of the district, with the ring's phones and place."""
        district = rng.choice(world.districts)
        place = (
            rng.choice(world.pools.stations[district.code])
            if self.variant == "station"
            else places.flat(rng, places.estate(rng, district))
        )
        near = world.population.adults_of(district)
        count = max(8, self.size // 8)
        people = [world.cast(rng, near) for _ in range(count)]
        phones = self.phones(world, rng, world.spare_phone(rng))
        return [p.reached_at(place, phones[n % len(phones)]) for n, p in enumerate(people)]

    def _order(
        self,
        world: World,
        rng: random.Random,
        day: int,
        shop: Merchant,
        buyer: Person,
        *,
        content: Goods,
    ) -> Draft:
        event = shipments.merchant_parcel(world, rng, day, shop, buyer, goods=content, cod=False)
        return Draft(event, self.cover_label(), RECEIVED)


def _weighed_again(rng: random.Random, content: Goods) -> Goods:
    """The same thing on another scale."""
    return Goods(content.item, items.on_scale(rng, content.weight_grams + rng.randrange(-10, 11)))
