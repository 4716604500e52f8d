"""standard_pack: goods that are sold by the kilogram."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from data.synthetic import items, trade
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.shipments import freight_fen
from data.synthetic.world import World

_PACKS_GRAMS: Final = (1_000, 2_000, 2_500, 3_000, 5_000)


@dataclass(frozen=True, slots=True)
class StandardPack(Occasion):
    """Rice, tea or fruit in one or two sizes; the packer fills to the gram or stays below."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of one shop, at the outlets where it always is."""
        shop = trade.market_shop(world, rng, self.start_day, lambda shop: shop.trade == "fresh")
        packs = rng.sample(_PACKS_GRAMS, 2)
        spread = rng.choice((0, 50, 150))
        for _ in range(self.size):
            goods = items.goods(rng, shop.trade)
            below = 10 * rng.randint(0, spread // 10)
            grams = rng.choice(packs) - below
            draft = trade.shop_parcel(
                world, rng, self.some_day(rng), shop, self.label(), goods=goods
            )
            event = msgspec.structs.replace(
                draft.event, weight_grams=grams, freight_fen=freight_fen(rng, grams)
            )
            yield replace(draft, event=event)
