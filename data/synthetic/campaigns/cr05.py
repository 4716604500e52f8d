"""CR-05: a merchant lets its freight account run up and never pays."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from data.synthetic import items, trade
from data.synthetic.campaigns.trading import ShopCampaign
from data.synthetic.drafts import Draft
from data.synthetic.world import World

_HEAVY: Final = ("home", "liquor", "fresh", "ceramics")


@dataclass(frozen=True, slots=True)
class FreightBustOut(ShopCampaign):
    """Parcels under an agreement, many times as many as before, within the first months."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The history, then the parcels whose freight stays unpaid."""
        since = self.since(rng)
        account = f"{rng.randrange(10**9, 10**10)}"
        # Freight on heavy goods brings most; the careful ones take what everybody sends.
        kind = rng.choice(_HEAVY) if self.stealth == "L0" else None
        front = self.front(world, rng, since, kind)
        shop = replace(front, monthly_account=account)
        yield from self.history(
            world, rng, shop, since, self.size / self.days / self.lever("growth")
        )
        course = replace(shop.standing.course, unpaid=0.9)
        for _ in range(self.size):
            yield trade.shop_parcel(
                world,
                rng,
                trade.rising_day(rng, self.start_day, self.days),
                shop,
                self.label(),
                course=course,
                goods=items.goods(rng, shop.trade),
                cod=False,
            )
