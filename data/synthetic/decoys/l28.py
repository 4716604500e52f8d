"""L28: sellers of things that break or rot."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.events import Shipment
from data.synthetic import items, parties, shipments
from data.synthetic.claims import compensation
from data.synthetic.courses import Course, endings
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.items import TRADES, Goods
from data.synthetic.merchants import Merchant
from data.synthetic.persons import Person
from data.synthetic.world import World

_TRADES: Final = ("ceramics", "liquor", "fresh")
_SUMMER_DAYS: Final = 92
_BREAKS: Final = Course(endings(95, refused=4, returned=1), mismatch=0.02)


@dataclass(frozen=True, slots=True)
class FragileGoods(Occasion):
    """Companies and, every second time, somebody at home; claims grow with sales, and in summer."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Insured parcels to strangers, one in ten of which is claimed, and more in the heat."""
        trade = _TRADES[self.number % len(_TRADES)]
        at_home = self.number % 2 == 1
        shop = world.founder.merchant(rng, 0.5, trade=trade)
        person = world.cast(rng, world.population.adults)
        for _ in range(self.size):
            day, content = self.some_day(rng), _insured(rng, trade)
            event = (
                _from_home(world, rng, day, person, content)
                if at_home
                else _from_shop(world, rng, day, shop, content)
            )
            spoilt = 0.2 if trade == "fresh" and day < _SUMMER_DAYS else 0.1
            facts = compensation(rng, content.item.insured_value_fen, spoilt)
            yield Draft(event, self.label(), _BREAKS, facts)


def _insured(rng: random.Random, trade: str) -> Goods:
    median_fen = 2 * TRADES[trade].median_value_fen
    value_fen = round(rng.lognormvariate(math.log(median_fen), 0.9))
    return items.valued_goods(rng, trade, value_fen, insured=True)


def _from_shop(
    world: World, rng: random.Random, day: int, shop: Merchant, content: Goods
) -> Shipment:
    customer = world.receivers.pick(rng)
    return shipments.merchant_parcel(world, rng, day, shop, customer, goods=content, cod=False)


def _from_home(
    world: World, rng: random.Random, day: int, person: Person, content: Goods
) -> Shipment:
    receiver = parties.receiver(rng, world.receivers.pick(rng))
    return shipments.private_parcel(world, rng, day, person, receiver, goods=content)
