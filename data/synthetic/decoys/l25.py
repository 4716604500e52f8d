"""L25: jewellers, gold recyclers, stamp and coin dealers."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.events import Shipment
from data.synthetic import items, parties, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import TRADES, Goods
from data.synthetic.merchants import Merchant
from data.synthetic.population import somebody
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class Dealer(Occasion):
    """A company; strangers send it gold, and it sends gold to strangers."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Both directions, each stranger once or so."""
        trade = "collectibles" if self.number % 3 == 2 else "jewellery"
        dealer = world.founder.merchant(rng, 0.5, trade=trade)
        for number in range(self.size):
            way = self._bought if number % 2 else self._sold
            yield Draft(way(world, rng, dealer), self.label())

    def _sold(self, world: World, rng: random.Random, dealer: Merchant) -> Shipment:
        return shipments.merchant_parcel(
            world,
            rng,
            self.some_day(rng),
            dealer,
            world.receivers.pick(rng),
            goods=_dear(rng, dealer.trade),
            cod=False,
        )

    def _bought(self, world: World, rng: random.Random, dealer: Merchant) -> Shipment:
        return shipments.private_parcel(
            world,
            rng,
            self.some_day(rng),
            somebody(rng, world.population.adults),
            parties.merchant_receiver(rng, dealer),
            goods=_dear(rng, dealer.trade),
        )


def _dear(rng: random.Random, trade: str) -> Goods:
    """Gold by the piece: up to tens of thousands of yuan, half of it insured, a part not stated."""
    if chance(rng, 0.3):
        return items.goods(rng, trade)
    median_fen = 5 * TRADES[trade].median_value_fen
    value_fen = round(rng.lognormvariate(math.log(median_fen), 0.9))
    return items.valued_goods(rng, trade, value_fen, insured=chance(rng, 0.5))
