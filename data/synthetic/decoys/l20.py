"""L20: a new housing estate."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.events import Shipment
from data.synthetic import parties, places, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import MERCHANT_TRADES
from data.synthetic.persons import Person
from data.synthetic.places import Address
from data.synthetic.population import somebody
from data.synthetic.private import seller_parcel
from data.synthetic.world import World

_ROADS: Final = ("规划一路", "规划三路", "纬三路", "经七路", "开发大道东延线", "滨湖新区环路")
_NAMES: Final = ("云熙府", "天樾府", "未来悦城", "印象澜庭", "江语城", "和樾府", "麓鸣花园")
_PARCELS_AN_OWNER: Final = 3


@dataclass(frozen=True, slots=True)
class NewEstate(Occasion):
    """First parcels to and from its people, all of whom are there."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Shops' parcels to new owners, often cash on delivery, and parcels that they send."""
        district = rng.choice(world.districts)
        site = Address("home", district, rng.choice(_ROADS), rng.choice(_NAMES))
        people = world.population.adults_of(district)
        owners = [
            somebody(rng, people).reached_at(places.flat(rng, site))
            for _ in range(max(1, self.size // _PARCELS_AN_OWNER))
        ]
        for _ in range(self.size):
            owner = rng.choice(owners)
            yield Draft(self._parcel(world, rng, owner), self.label())

    def _parcel(self, world: World, rng: random.Random, owner: Person) -> Shipment:
        day = self.some_day(rng)
        if chance(rng, 0.6):
            shop = world.market.by_volume(rng, day)
            return shipments.merchant_parcel(
                world, rng, day, shop, owner, cod=shop.uses_cod and chance(rng, 0.5)
            )
        receiver = parties.receiver(rng, world.receivers.pick(rng))
        trade = MERCHANT_TRADES.pick(rng)
        return seller_parcel(world, rng, day, owner, receiver, trade=trade, cod_share=0.4)
