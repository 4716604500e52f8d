"""SH-12: a former courier baits outlets with parcels, then asks for money."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from data.synthetic import parties, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.claims import compensation
from data.synthetic.courses import Fact
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.population import somebody
from data.synthetic.world import World

_MEDIAN_CLAIM_FEN = 40_000
_MISMATCH = Fact("complaint_mismatch", "customer", 4, 8)


@dataclass(frozen=True, slots=True)
class Complainant(Campaign):
    """Few parcels, many complaints, each for some hundreds of yuan."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of one person, or of two or three with shared phones, to their own contacts."""
        near = world.population.adults_of(rng.choice(world.districts))
        people = [world.cast(rng, near) for _ in range(int(self.lever("persons")))]
        phones = self.phones(world, rng, people[0].phone)
        outlets = self.outlets(world, rng, "express", people[0].home.district)
        for number in range(self.size):
            person = people[number % len(people)]
            event = shipments.private_parcel(
                world,
                rng,
                self.some_day(rng),
                person,
                parties.receiver(rng, somebody(rng, world.contacts_of(person))),
                sender=parties.sender(rng, person, phone=phones[number % len(phones)]),
                outlet=outlets[number % len(outlets)],
            )
            if chance(rng, self.lever("unverified")):
                event = msgspec.structs.replace(event, id_verified=False)
            yield Draft(event, self.label(), facts=self._facts(rng))
        yield from self.camouflage(world, rng, people)

    def _facts(self, rng: random.Random) -> tuple[Fact, ...]:
        amount_fen = round(rng.lognormvariate(math.log(_MEDIAN_CLAIM_FEN), 0.5) / 100) * 100
        asked = compensation(rng, amount_fen, self.lever("complaint"))
        return (_MISMATCH, *asked) if asked else ()
