"""SH-11: a ring sends things to each other at full insured value, breaks them and claims."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import items, parties, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.claims import compensation
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.persons import Person
from data.synthetic.world import World

_TRADES = ("ceramics", "electronics", "phones", "jewellery", "collectibles")
_CAPS_FEN = (300_000, 500_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class ClaimsRing(Campaign):
    """Each plays sender and receiver in turn, with phones that they share."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels within the ring; most of the insured are claimed."""
        ring = self._ring(world, rng)
        phones = self.phones(world, rng, ring[0].phone)
        trade, cap_fen = rng.choice(_TRADES), rng.choice(_CAPS_FEN)
        for number in range(self.size):
            person, taker = rng.sample(ring, 2)
            content = self._content(rng, trade, cap_fen)
            there = taker.reached_at(phone=phones[(number + 1) % len(phones)])
            event = shipments.private_parcel(
                world,
                rng,
                self.some_day(rng),
                person,
                parties.receiver(rng, there),
                goods=content,
                sender=parties.sender(rng, person, phone=phones[number % len(phones)]),
            )
            insured_fen = content.item.insured_value_fen
            share = self.lever("claimed") if insured_fen else 0.0
            facts = compensation(rng, insured_fen, share)
            yield Draft(event, self.label(), facts=facts)
        yield from self.camouflage(world, rng, ring)

    def _ring(self, world: World, rng: random.Random) -> list[Person]:
        first = world.cast(rng, world.population.adults)
        near = world.population.adults_of(first.home.district)
        others = range(int(self.lever("persons")) - 1)
        return [first, *(world.cast(rng, near) for _ in others)]

    def _content(self, rng: random.Random, trade: str, cap_fen: int) -> Goods:
        kind = trade if chance(rng, 0.7) else rng.choice(_TRADES)
        if not chance(rng, self.lever("insured")):
            return items.goods(rng, kind)
        value_fen = cap_fen
        if self.stealth != "L0":
            spread = self.lever("value_spread")
            value_fen = round(min(cap_fen, rng.lognormvariate(math.log(cap_fen) - spread, spread)))
        return items.valued_goods(rng, kind, value_fen, insured=True)
