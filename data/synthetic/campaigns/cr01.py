"""CR-01: a merchant with a good history multiplies its parcels, draws advances and is gone."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from data.synthetic import documents, trade
from data.synthetic.campaigns.trading import ShopCampaign, unpaid_debt
from data.synthetic.courses import Fact
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.merchants import Merchant
from data.synthetic.world import World

_SEASONED_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class BustOut(ShopCampaign):
    """Quiet trade, then a higher limit, often another account, and a surge of cheap parcels."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The history, the applications and the surge of one merchant."""
        since = self.since(rng)
        shop = self.front(world, rng, since)
        moved = chance(rng, self.lever("new_account"))
        if self.start_day - since > _SEASONED_DAYS:
            yield self._first_application(world, rng, shop, since, moved=moved)
        per_day = self.size / self.days / self.lever("growth")
        yield from self.history(world, rng, shop, since, per_day)
        if moved:
            shop = replace(shop, settle_account_no=documents.account_no(rng))
        yield self._raise(world, rng, shop)
        course = self.course(shop.standing.course)
        for _ in range(self.size):
            day = trade.rising_day(rng, self.start_day, self.days)
            # Advances are drawn on cash on delivery: two parcels in three of the surge.
            cod = chance(rng, 0.66)
            yield trade.shop_parcel(world, rng, day, shop, self.label(), course=course, cod=cod)

    def _first_application(
        self, world: World, rng: random.Random, shop: Merchant, since: int, *, moved: bool
    ) -> Draft:
        """An application like any other; later the carrier learns of the new account."""
        tenure = self.start_day - since
        changed = Fact("settle_account_changed", "merchant", tenure, tenure + 3)
        facts = (changed,) if moved else ()
        return replace(trade.application(world, rng, since, shop, self.cover_label()), facts=facts)

    def _raise(self, world: World, rng: random.Random, shop: Merchant) -> Draft:
        """The application on which the advances are drawn."""
        day = self.start_day + int(rng.random() * self.days / 3)
        appetite = self.lever("appetite")
        return trade.application(
            world, rng, day, shop, self.label(), debts=unpaid_debt, appetite=appetite
        )
