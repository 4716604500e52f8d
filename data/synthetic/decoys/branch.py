"""A bank's new branch."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from data.events import AccountOpening, Event
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.openings import account_opening
from data.synthetic.world import World

_FIRST_CLERKS = 3


@dataclass(frozen=True, slots=True)
class NewBranch(Occasion):
    """Customers of the district at a counter that was not there before."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The openings of the first weeks."""
        district = rng.choice(world.districts)
        outlet = world.outlets.found(rng, district, "bank")
        local = world.population.adults_of(district)
        for _ in range(self.size):
            customer = world.cast(rng, local)
            event = account_opening(world, rng, self.some_day(rng), customer, outlet=outlet)
            clerk = rng.choice(outlet.staff[:_FIRST_CLERKS])
            yield Draft(msgspec.structs.replace(event, operator_id=clerk), self.label())
