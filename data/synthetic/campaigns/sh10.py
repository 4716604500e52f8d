"""SH-10: somebody ships on a company's monthly account."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import items, parties, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.outlets import Outlet
from data.synthetic.places import Address
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class AccountTakeover(Campaign):
    """The company's name and account, another phone, place and outlet than its own."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels to strangers; the bill brings it to light."""
        shop = world.market.any_that(rng, self.start_day, lambda s: s.monthly_account)
        thief = world.cast(rng, world.population.adults)
        phones = self.phones(world, rng, thief.phone)
        outlets = self._outlets(world, rng, shop.store)
        trade = items.PRIVATE_TRADES.pick(rng)
        for number in range(self.size):
            hides = chance(rng, self.lever("its_address"))
            event = shipments.account_parcel(
                world,
                rng,
                self.some_day(rng),
                shop,
                thief,
                receiver=parties.receiver(rng, world.receivers.pick(rng)),
                phone=phones[number % len(phones)],
                address=shop.store if hides else thief.home,
                outlet=outlets[number % len(outlets)],
                goods=self._content(rng, shop.trade, trade),
            )
            yield Draft(event, self.label())
        yield from self.camouflage(world, rng, [thief])

    def _outlets(self, world: World, rng: random.Random, store: Address) -> list[Outlet]:
        """Outlets anywhere, or at L2 those of the company's district first."""
        near = store.district if self.stealth == "L2" else None
        return self.outlets(world, rng, "express", near)

    def _content(self, rng: random.Random, company: str, thief: str) -> Goods:
        its_goods = chance(rng, self.lever("its_goods"))
        return items.goods(rng, company if its_goods else thief)
