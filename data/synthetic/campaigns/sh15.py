"""SH-15: dear goods, ordered in the names of others, are sent elsewhere under way."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import FORWARDED
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.world import World

_RESOLD = frozenset({"electronics", "phones", "jewellery", "liquor"})


@dataclass(frozen=True, slots=True)
class Redirection(Campaign):
    """The address of the card's owner, so that the shop sends it; the phone of a thief."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """An order in each name, of several shops."""
        thief = world.cast(rng, world.population.adults)
        phones = self.phones(world, rng, thief.phone)
        for number in range(self.size):
            day, victim = self.some_day(rng), world.receivers.pick(rng)
            shop = world.market.any_that(rng, day, lambda s: s.trade in _RESOLD)
            phone = None if chance(rng, self.lever("own_phone")) else phones[number % len(phones)]
            taker = victim.reached_at(phone=phone)
            event = shipments.merchant_parcel(world, rng, day, shop, taker, cod=False)
            yield Draft(event, self.label(), FORWARDED)
        yield from self.camouflage(world, rng, [thief])
