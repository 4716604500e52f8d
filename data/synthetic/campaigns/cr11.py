"""CR-11: a merchant keeps the sums of its parcels just below a limit."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.synthetic import trade
from data.synthetic.campaigns.trading import ShopCampaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.persons import Person
from data.synthetic.world import World

_LIMITS_FEN: Final = {"entry": 20_000, "lowest": 50_000, "low": 200_000}
_TRADES: Final = {"entry": "fashion", "lowest": "liquor", "low": "phones"}


@dataclass(frozen=True, slots=True)
class BelowLimit(ShopCampaign):
    """Orders above the limit are cut in two or three parcels below it."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of one shop, some of them parts of one order."""
        since = self.since(rng)
        shop = self.front(world, rng, since, _TRADES[self.variant])
        limit_fen = _LIMITS_FEN[self.variant]
        yield from self.history(world, rng, shop, since, 0.5)
        yield trade.application(world, rng, since, shop, self.cover_label())
        customer: Person | None = None
        day = self.start_day
        for _ in range(self.size):
            if customer is None or not chance(rng, self.lever("split")):
                customer, day = trade.customer_of(world, rng, shop), self.some_day(rng)
            below = chance(rng, self.lever("below"))
            yield trade.shop_parcel(
                world,
                rng,
                day,
                shop,
                self.label(),
                customer=customer,
                cod=True,
                cod_amount_fen=_just_below(rng, limit_fen) if below else None,
            )


def _just_below(rng: random.Random, limit_fen: int) -> int:
    """A whole number of yuan, up to 5 % below a limit."""
    return limit_fen - 100 * rng.randint(1, limit_fen // 2_000)
