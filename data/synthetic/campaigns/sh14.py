"""SH-14: buyers send something else back than they got, or nothing."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.events import Item
from data.synthetic import items, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import ORDINARY, RECEIVED, Course, Fact, endings
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.persons import Person
from data.synthetic.world import World

_VALUABLE = frozenset({"electronics", "phones", "jewellery", "collectibles", "liquor", "home"})
_MEDIAN_FEN = 60_000
_LEAST_FEN = 30_000
_NEVER_SENT = Course(endings(15, returned=10, undeliverable=75))
_NOT_WHAT_WAS_SENT = Fact("complaint_mismatch", "merchant", 5, 10)


@dataclass(frozen=True, slots=True)
class SwappedReturn(Campaign):
    """Returns of dear goods by accounts of one town, too light.

    The orders carry the campaign, but only the returns are frauds.
    """

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """An order and its return, by one account after the other."""
        buyers = self._buyers(world, rng)
        for number in range(self.size):
            buyer, day = buyers[number % len(buyers)], self.some_day(rng)
            shop = world.market.any_that(rng, day, lambda s: s.trade in _VALUABLE)
            value_fen = round(rng.lognormvariate(math.log(_MEDIAN_FEN), 0.5))
            content = items.valued_goods(rng, shop.trade, max(_LEAST_FEN, value_fen))
            order = shipments.merchant_parcel(world, rng, day, shop, buyer, goods=content)
            yield Draft(order, self.cover_label(), RECEIVED)
            back = shipments.return_parcel(
                world,
                rng,
                day + rng.randrange(3, 9),
                buyer,
                shop,
                goods=self._returned(rng, content),
            )
            if self.variant == "swapped":
                yield Draft(back, self.label(), ORDINARY, (_NOT_WHAT_WAS_SENT,))
            else:
                yield Draft(back, self.label(), _NEVER_SENT)
        yield from self.camouflage(world, rng, buyers)

    def _buyers(self, world: World, rng: random.Random) -> list[Person]:
        """People of one district who lend their accounts, with the ring's phones."""
        near = world.population.adults_of(rng.choice(world.districts))
        count = max(1, round(self.size / self.lever("returns_an_account")))
        people = [world.cast(rng, near) for _ in range(count)]
        phones = self.phones(world, rng, people[0].phone)
        return [p.reached_at(phone=phones[n % len(phones)]) for n, p in enumerate(people)]

    def _returned(self, rng: random.Random, content: Goods) -> Goods:
        """What is sent back: by its words what was bought, by its weight something else."""
        share = self.lever("weight") * rng.lognormvariate(0, 0.1)
        grams = items.on_scale(rng, content.weight_grams * share)
        bought = content.item
        # A label of a return states the value as rarely as any other label.
        item = Item(bought.category, bought.text, bought.declared_value_fen * chance(rng, 0.4))
        return Goods(item, grams)
