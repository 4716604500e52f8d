"""SH-17: goods from abroad, split and declared just under the limit for duty."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import items, parties, places, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.persons import Person
from data.synthetic.world import World

_TRADES = ("cosmetics", "electronics", "liquor", "jewellery", "fashion")


@dataclass(frozen=True, slots=True)
class SplitForDuty(Campaign):
    """Parcels from a consolidation store to names behind one or few doors."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Dear goods, each parcel worth a little less than the limit by its label."""
        store = rng.choice(world.pools.consolidation)
        forwarder = world.cast(rng, world.population.adults_of(store.district))
        takers = self._takers(world, rng)
        trade = rng.choice(_TRADES)
        outlets = self.outlets(world, rng, "express", store.district)
        sender = forwarder.reached_at(store)
        for number in range(self.size):
            kind = trade if self.stealth == "L0" else rng.choice(_TRADES)
            event = shipments.private_parcel(
                world,
                rng,
                self.some_day(rng),
                sender,
                parties.receiver(rng, takers[number % len(takers)]),
                goods=self._content(rng, kind),
                outlet=outlets[number % len(outlets)],
            )
            yield Draft(event, self.label())
        yield from self.camouflage(world, rng, [forwarder])

    def _content(self, rng: random.Random, trade: str) -> Goods:
        if not chance(rng, self.lever("stated")):
            return items.goods(rng, trade)
        value_fen = round(items.DUTY_FREE_FEN * rng.uniform(self.lever("least"), 1.0))
        return items.valued_goods(rng, trade, value_fen)

    def _takers(self, world: World, rng: random.Random) -> list[Person]:
        """The buyer and those who lend a name: in one flat, or at L2 in flats of one estate."""
        names = range(int(self.lever("names")))
        people = [world.cast(rng, world.population.adults) for _ in names]
        site = places.estate(rng, people[0].home.district)
        room = places.flat(rng, site)
        phones = self.phones(world, rng, people[0].phone)
        return [
            person.reached_at(
                places.flat(rng, site) if self.stealth == "L2" else room, phones[n % len(phones)]
            )
            for n, person in enumerate(people)
        ]
