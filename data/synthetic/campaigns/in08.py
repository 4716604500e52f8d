"""IN-08: a counterfeit outlet."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from data.events import AccountOpening, Event
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.openings import account_opening
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class CounterfeitOutlet(Campaign):
    """Honest customers of the district, who have all about them in order; the outlet is false."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The openings at the counterfeit counter."""
        district = rng.choice(world.districts)
        outlet = world.outlets.found(rng, district, "bank")
        clerks = outlet.staff[: int(self.lever("clerks"))]
        local = world.population.adults_of(district)
        customers = []
        for _ in range(self.size):
            elder = chance(rng, self.lever("elders"))
            customer = world.cast(rng, local, (lambda p: p.age_years >= 55) if elder else None)
            customers.append(customer)
            event = account_opening(world, rng, self.some_day(rng), customer, outlet=outlet)
            clerk = rng.choice(clerks)
            yield Draft(msgspec.structs.replace(event, operator_id=clerk), self.label())
        yield from self.camouflage(world, rng, customers)
