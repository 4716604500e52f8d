"""What frauds behind a registered merchant share: the shop, its history, its first application."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.synthetic import trade
from data.synthetic.campaigns.base import Campaign, levers
from data.synthetic.courses import Course, Fact
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.merchants import Merchant
from data.synthetic.standing import Standing, young
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class ShopCampaign(Campaign):
    """A fraud with a shop as its front."""

    def since(self, rng: random.Random) -> int:
        """The day on which its shop was first seen, by the tenure of its stealth."""
        return max(0, self.start_day - rng.randint(*levers()[self.stealth].tenure_days))

    def front(
        self, world: World, rng: random.Random, since: int, trade_name: str | None = None
    ) -> Merchant:
        """Its shop: a company of the last months, or one of any age, which was bought."""
        shop = trade.new_shop(world, rng, since, trade_name)
        if not chance(rng, levers()[self.stealth].young):
            return shop
        return replace(shop, standing=young(rng, shop.standing, since))

    def history(
        self, world: World, rng: random.Random, shop: Merchant, since: int, per_day: float
    ) -> Iterator[Draft]:
        """Ordinary trade: before the fraud, and beside it by the camouflage of its stealth."""
        before = self.start_day - since
        beside = self.size * rng.uniform(*levers()[self.stealth].camouflage)
        for _ in range(round(before * per_day)):
            day = since + int(rng.random() * before)
            yield trade.shop_parcel(world, rng, day, shop, self.cover_label())
        for _ in range(round(beside)):
            yield trade.shop_parcel(world, rng, self.some_day(rng), shop, self.cover_label())

    def course(self, usual: Course) -> Course:
        """How its fraudulent parcels go: more refusals and complaints, by its levers."""
        return replace(
            usual,
            cod_refused=max(usual.cod_refused, self.lever("refused")),
            not_ordered=self.lever("not_ordered"),
            mismatch=self.lever("mismatch"),
        )


def unpaid_debt(rng: random.Random, _: Standing, limit_fen: int) -> tuple[Fact, ...]:
    """A debt that was never to be paid, whatever the standing: overdue within two months."""
    owed_fen = round(limit_fen * rng.uniform(0.3, 1.0))
    return (Fact("overdue", "carrier", 30, 60, owed_fen),)
