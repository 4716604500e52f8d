"""CR-09: something cheap is in the parcel instead of what was ordered."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from data.synthetic import items, trade
from data.synthetic.campaigns.trading import ShopCampaign, unpaid_debt
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import TRADES, Goods
from data.synthetic.world import World

_TRADES: Final = ("electronics", "cosmetics", "fashion")


@dataclass(frozen=True, slots=True)
class NotAsDescribed(ShopCampaign):
    """Good wares by name; customers find out when they have paid, and complain."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The history, the application and the parcels of one shop."""
        since = self.since(rng)
        shop = self.front(world, rng, since, rng.choice(_TRADES))
        yield from self.history(world, rng, shop, since, 0.5)
        yield trade.application(world, rng, since, shop, self.label(), debts=unpaid_debt)
        course = self.course(shop.standing.course)
        for _ in range(self.size):
            yield trade.shop_parcel(
                world,
                rng,
                self.some_day(rng),
                shop,
                self.label(),
                course=course,
                goods=self._goods(rng, shop.trade),
                cod=True,
            )

    def _goods(self, rng: random.Random, trade_name: str) -> Goods:
        """The declared goods, often with the weight of a trinket."""
        declared = items.goods(rng, trade_name)
        if not chance(rng, self.lever("swapped")):
            return declared
        return replace(declared, weight_grams=items.weight_grams(rng, TRADES["cosmetics"]))
