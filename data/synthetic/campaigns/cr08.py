"""CR-08: a merchant sends cash on delivery to its own people, to draw advances on it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.synthetic import items, trade
from data.synthetic.campaigns.trading import ShopCampaign, unpaid_debt
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.merchants import Merchant
from data.synthetic.persons import Person
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class SelfDealing(ShopCampaign):
    """Parcels of nearly one weight that go round in a small circle and are never refused."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The history, one application with advances, and the circle's parcels."""
        since = self.since(rng)
        shop = self.front(world, rng, since)
        circle = self._circle(world, rng, shop)
        yield from self.history(world, rng, shop, since, 0.4)
        asked = trade.application(
            world, rng, self.start_day, shop, self.label(), debts=unpaid_debt, appetite=1.3
        )
        yield asked
        course = replace(shop.standing.course, cod_refused=0.01, mismatch=0.0, days=(0, 2))
        usual = items.goods(rng, shop.trade)
        for _ in range(self.size):
            own = chance(rng, self.lever("linked"))
            yield trade.shop_parcel(
                world,
                rng,
                self.some_day(rng),
                shop,
                self.label(),
                customer=rng.choice(circle) if own else None,
                course=course if own else None,
                goods=self._goods(rng, shop, usual),
                cod=True,
            )

    def _circle(self, world: World, rng: random.Random, shop: Merchant) -> list[Person]:
        """Its people: some of the family, friends, and names that live at the store."""
        family = list(world.population.family(shop.legal_rep))
        phones = self.phones(world, rng, shop.phone)
        circle = []
        for number in range(max(3, min(30, self.size // 5))):
            if chance(rng, self.lever("family")):
                circle.append(rng.choice(family))
                continue
            friend = world.cast(rng, world.population.adults)
            if chance(rng, self.lever("at_store")):
                friend = replace(friend, home=shop.store, second_home=None)
            # Careless ones give one phone for all, careful ones the friends' own.
            own = self.stealth == "L2" or chance(rng, 0.4)
            phone = friend.phone if own else phones[number % len(phones)]
            circle.append(replace(friend, phone=phone))
        return circle

    def _goods(self, rng: random.Random, shop: Merchant, usual: Goods) -> Goods:
        """The same box again at L0; a little apart from it at L1; anything at L2."""
        if self.stealth == "L2":
            return items.goods(rng, shop.trade)
        apart = 0 if self.stealth == "L0" else 10 * rng.randrange(-5, 6)
        return replace(usual, weight_grams=max(10, usual.weight_grams + apart))
