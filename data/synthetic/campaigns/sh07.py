"""SH-07: forbidden goods go to one receiver in many small parcels."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from data.events import Shipment
from data.synthetic import items, parties, places, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.outlets import Outlet
from data.synthetic.persons import Person
from data.synthetic.world import World

_TRADES = ("daily", "fashion", "cosmetics", "electronics")
# Two cartons of cigarettes, as much as one parcel may hold, weigh about half a kilogram.
_TOBACCO_GRAMS = (460, 540)
_DRUGS_GRAMS = (30, 150)


@dataclass(frozen=True, slots=True)
class Splitting(Campaign):
    """Senders who share phones, one room that receives, weights near to each other."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Small parcels; names at the room change from L1 on."""
        adults = world.population.adults
        count = max(1, round(self.size * self.lever("senders")))
        people = [world.cast(rng, adults) for _ in range(count)]
        phones = self.phones(world, rng, people[0].phone)
        outlets = self.outlets(world, rng, "express", people[0].home.district)
        takers = self._takers(world, rng)
        grams = rng.randrange(*(_TOBACCO_GRAMS if self.variant == "tobacco" else _DRUGS_GRAMS))
        for number in range(self.size):
            event = self._parcel(
                world,
                rng,
                people[number % count],
                takers[number % len(takers)],
                (phones[number % len(phones)], outlets[number % len(outlets)], grams),
            )
            yield Draft(event, self.label())
        yield from self.camouflage(world, rng, people)

    def _takers(self, world: World, rng: random.Random) -> Sequence[Person]:
        buyer = world.cast(rng, world.population.adults)
        room = places.flat(rng, places.estate(rng, buyer.home.district))
        names = {"L0": 1, "L1": 2, "L2": 3}[self.stealth]
        others = [world.cast(rng, world.population.adults) for _ in range(names - 1)]
        return [person.reached_at(room) for person in (buyer, *others)]

    def _parcel(
        self,
        world: World,
        rng: random.Random,
        person: Person,
        taker: Person,
        cover: tuple[str, Outlet, int],
    ) -> Shipment:
        phone, outlet, grams = cover
        event = shipments.private_parcel(
            world,
            rng,
            self.some_day(rng),
            person,
            parties.receiver(rng, taker),
            goods=self._content(rng, grams),
            sender=parties.sender(rng, person, phone=phone),
            outlet=outlet,
        )
        if chance(rng, self.lever("unopened")):
            return msgspec.structs.replace(event, inspected=False)
        return event

    def _content(self, rng: random.Random, grams: int) -> Goods:
        trade = "daily" if self.stealth == "L0" else rng.choice(_TRADES)
        content = items.goods(rng, trade, vague_share=self.lever("vague"))
        weight = rng.lognormvariate(math.log(grams), self.lever("spread"))
        return Goods(content.item, items.on_scale(rng, weight))
