"""SH-08: victims of a telephone scam send gold or cash to a collector."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import items, parties, places, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import FORWARDED, ORDINARY
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.geography import District
from data.synthetic.items import Goods
from data.synthetic.persons import Person
from data.synthetic.places import Address
from data.synthetic.world import World

_MEDIAN_FEN = 3_000_000
_DISGUISES = ("fresh", "fashion", "daily")


@dataclass(frozen=True, slots=True)
class GoldByMail(Campaign):
    """Old people from anywhere, each for the first time, to one locker or rented flat."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """A parcel or two of each victim; names change with phones, and places too at L2."""
        adults, district = world.population.adults, rng.choice(world.districts)
        phones = self.phones(world, rng, world.spare_phone(rng))
        runners = [world.cast(rng, adults) for _ in phones]
        place = self._place(world, rng, district)
        takers = [
            runner.reached_at(
                self._place(world, rng, district) if self.stealth == "L2" else place, phone
            )
            for runner, phone in zip(runners, phones, strict=True)
        ]
        victim = _victim(world, rng)
        for number in range(self.size):
            if chance(rng, 0.75):
                victim = _victim(world, rng)
            event = shipments.private_parcel(
                world,
                rng,
                self.some_day(rng),
                victim,
                parties.receiver(rng, takers[number % len(takers)]),
                goods=self._gold(rng),
            )
            moved = chance(rng, self.lever("redirected"))
            yield Draft(event, self.label(), FORWARDED if moved else ORDINARY)
        yield from self.camouflage(world, rng, runners)

    def _place(self, world: World, rng: random.Random, district: District) -> Address:
        if self.variant == "locker":
            return rng.choice(world.pools.lockers[district.code])
        return places.flat(rng, places.estate(rng, district))

    def _gold(self, rng: random.Random) -> Goods:
        value_fen = round(rng.lognormvariate(math.log(_MEDIAN_FEN), 0.7))
        if chance(rng, self.lever("declared")):
            return items.valued_goods(rng, "jewellery", value_fen, insured=chance(rng, 0.4))
        return items.goods(rng, rng.choice(_DISGUISES))


def _victim(world: World, rng: random.Random) -> Person:
    """Two in three are 55 and older."""
    youngest = 55 if chance(rng, 0.67) else 30
    return world.cast(rng, world.population.adults, lambda p: p.age_years >= youngest)
