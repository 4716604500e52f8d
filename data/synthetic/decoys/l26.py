"""L26: a consolidation store."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.events import Shipment
from data.synthetic import items, parties, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import DUTY_FREE_FEN, Goods
from data.synthetic.merchants import Merchant
from data.synthetic.persons import Person
from data.synthetic.population import somebody
from data.synthetic.world import World

_ORDERS_A_BUYER = 8


@dataclass(frozen=True, slots=True)
class Consolidation(Occasion):
    """As much goes out as comes in, under hundreds of names at one address."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """A parcel to the store and one of the store to a buyer, in turn."""
        store = world.pools.consolidation[self.number % len(world.pools.consolidation)]
        keeper = world.founder.merchant(rng, 0.3, store)
        clerk = world.cast(rng, world.population.adults_of(store.district)).reached_at(store)
        buyers = world.receivers.picks(rng, max(4, self.size // _ORDERS_A_BUYER))
        for number in range(self.size):
            day, buyer = self.some_day(rng), rng.choice(buyers)
            if number % 2 == 0:
                event = _to_store(world, rng, day, buyer.reached_at(store))
            elif chance(rng, 0.5):
                event = _by_keeper(world, rng, day, keeper, buyer)
            else:
                event = _by_clerk(world, rng, day, clerk, buyer)
            yield Draft(event, self.label())


def _to_store(world: World, rng: random.Random, day: int, buyer: Person) -> Shipment:
    """Mostly of shops; a third of relatives and small sellers."""
    if chance(rng, 0.67):
        shop = world.market.by_volume(rng, day)
        return shipments.merchant_parcel(world, rng, day, shop, buyer, cod=False)
    sender = somebody(rng, world.population.adults)
    goods = items.goods(rng, items.MERCHANT_TRADES.pick(rng))
    receiver = parties.receiver(rng, buyer)
    return shipments.private_parcel(world, rng, day, sender, receiver, goods=goods)


def _by_keeper(
    world: World, rng: random.Random, day: int, keeper: Merchant, buyer: Person
) -> Shipment:
    goods = _within_the_limit(rng)
    return shipments.merchant_parcel(world, rng, day, keeper, buyer, goods=goods, cod=False)


def _by_clerk(world: World, rng: random.Random, day: int, clerk: Person, buyer: Person) -> Shipment:
    """Handed over like anybody's parcel, on the clerk's document."""
    receiver, goods = parties.receiver(rng, buyer), _within_the_limit(rng)
    return shipments.private_parcel(world, rng, day, clerk, receiver, goods=goods)


def _within_the_limit(rng: random.Random) -> Goods:
    """Buyers split what they order so that no parcel is worth more than the limit, as they may."""
    trade = items.MERCHANT_TRADES.pick(rng)
    if chance(rng, 0.3):
        return items.goods(rng, trade)
    value_fen = round(DUTY_FREE_FEN * rng.betavariate(3, 1.2))
    return items.valued_goods(rng, trade, value_fen)
