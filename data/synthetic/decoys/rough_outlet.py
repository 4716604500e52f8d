"""An outlet breaks parcels for weeks, and its customers complain."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import items, parties, shipments
from data.synthetic.claims import compensation
from data.synthetic.courses import Fact
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.world import World

_PARCELS_A_SENDER = 10
_MEDIAN_CLAIM_FEN = 25_000
_BROKEN = Fact("complaint_mismatch", "customer", 4, 8)


@dataclass(frozen=True, slots=True)
class RoughOutlet(Occasion):
    """Several complaints from each of few senders, all of one outlet, and true."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of people of the district; four in ten arrive broken."""
        outlet = world.outlets.some(rng, "express", 1)[0]
        near = world.population.adults_of(outlet.district)
        people = [world.cast(rng, near) for _ in range(max(1, self.size // _PARCELS_A_SENDER))]
        for number in range(self.size):
            person = people[number % len(people)]
            event = shipments.private_parcel(
                world,
                rng,
                self.some_day(rng),
                person,
                parties.receiver(rng, rng.choice(world.contacts_of(person))),
                goods=items.goods(rng, rng.choice(("ceramics", "fresh", "home", "electronics"))),
                outlet=outlet,
            )
            amount = round(rng.lognormvariate(math.log(_MEDIAN_CLAIM_FEN), 0.5) / 100) * 100
            asked = compensation(rng, amount, 0.4)
            yield Draft(event, self.label(), facts=(_BROKEN, *asked) if asked else ())
