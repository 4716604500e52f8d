"""SH-18: phones and cards go to a rented flat, where they relay the calls of a scam."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import items, parties, places, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.persons import Person
from data.synthetic.population import somebody
from data.synthetic.world import World

_DISGUISES = ("electronics", "electronics", "daily")


@dataclass(frozen=True, slots=True)
class PhoneKits(Campaign):
    """Phones of many senders to one short-let after the other, under changing names."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Half from shops, half from people who sell an old phone."""
        guests = self._guests(world, rng)
        stay_days = int(self.lever("stay_days"))
        home = guests[0].home.district
        flats = [
            places.flat(rng, places.estate(rng, home)) for _ in range(1 + self.days // stay_days)
        ]
        for number in range(self.size):
            day = self.some_day(rng)
            flat = flats[(day - self.start_day) // stay_days]
            taker = guests[number % len(guests)].reached_at(flat)
            yield self._parcel(world, rng, day, taker)
        yield from self.camouflage(world, rng, guests)

    def _guests(self, world: World, rng: random.Random) -> list[Person]:
        """Three names at least, each with an own phone that nobody knew before."""
        names = {"L0": 3, "L1": 5, "L2": max(3, self.size // 3)}[self.stealth]
        people = [world.cast(rng, world.population.adults) for _ in range(names)]
        return [person.reached_at(phone=world.spare_phone(rng)) for person in people]

    def _parcel(self, world: World, rng: random.Random, day: int, taker: Person) -> Draft:
        trade = "phones" if chance(rng, self.lever("phones")) else rng.choice(_DISGUISES)
        content = items.goods(rng, trade, vague_share=self.lever("vague"))
        if chance(rng, 0.5):
            shop = world.market.any_that(rng, day, lambda s: s.trade in ("phones", "electronics"))
            event = shipments.merchant_parcel(
                world, rng, day, shop, taker, goods=content, cod=False
            )
        else:
            seller = somebody(rng, world.population.adults)
            receiver = parties.receiver(rng, taker)
            event = shipments.private_parcel(world, rng, day, seller, receiver, goods=content)
        return Draft(event, self.label())
