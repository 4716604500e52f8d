"""L23: a campus runner."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from data.synthetic import parties, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.population import somebody
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class CampusRunner(Occasion):
    """Parcels of many names and phones under one document, over weeks.

    The outlet has the runner on its list and says so, which is how DOMAIN 2.6 tells a runner from SH-06.
    """

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of a dorm's students."""
        dorms = world.population.dorms
        students = dorms[self.number % len(dorms)]
        runner = somebody(rng, students)
        outlet = world.outlets.near(rng, runner.home.district, "express")
        for _ in range(self.size):
            fellow = somebody(rng, students)
            event = shipments.private_parcel(
                world,
                rng,
                self.some_day(rng),
                fellow,
                parties.receiver(rng, rng.choice(world.contacts_of(fellow))),
                sender=parties.sender(rng, fellow, document_of=runner),
                outlet=outlet,
                channel="counter",
            )
            yield Draft(replace(event, extra={"registered_runner": True}), self.label())
