"""SH-04: a gift house sends cheap things under the waybills of many shops."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.synthetic import items, places, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import Course, endings
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.world import World

_NOT_ORDERED = Course(endings(95, refused=3, returned=2), not_ordered=0.06, mismatch=0.02)


@dataclass(frozen=True, slots=True)
class GiftHouse(Campaign):
    """Shops of many trades whose parcels leave from one store, too light for what they say."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Gifts to strangers; each shop keeps its name and number, and its own phone at L2."""
        count = max(5, min(40, self.size // rng.randrange(3, 20)))
        shops = [world.market.any(rng, self.start_day) for _ in range(count)]
        first = places.warehouse(rng, rng.choice(world.districts))
        moves = range(int(self.lever("stores")) - 1)
        stores = [first, *(first.with_room(rng.randrange(1, 20), 0, "") for _ in moves)]
        phones = self.phones(world, rng, world.spare_phone(rng))
        grams = rng.randrange(3, 13) * 10
        for number in range(self.size):
            shop = shops[number % count]
            phone = shop.phone if self.stealth == "L2" else phones[number % len(phones)]
            event = shipments.merchant_parcel(
                world,
                rng,
                self.some_day(rng),
                replace(shop, store=rng.choice(stores), phone=phone),
                world.receivers.pick(rng),
                goods=self._content(rng, shop.trade, grams),
                cod=False,
            )
            yield Draft(event, self.label(), _NOT_ORDERED)
        yield from self.shop_camouflage(world, rng, shops)

    def _content(self, rng: random.Random, trade: str, grams: int) -> Goods:
        """The words of the shop's trade with the gift's weight, or the shop's own goods."""
        ordered = items.goods(rng, trade)
        if not chance(rng, self.lever("gift")):
            return ordered
        apart = 0 if self.stealth == "L0" else 10 * rng.randrange(-2, 3)
        return Goods(ordered.item, max(10, grams + apart))
