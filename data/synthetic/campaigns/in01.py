"""IN-01: an outlet opens accounts that nobody asked for, to reach its target."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from data.events import AccountOpening, Event
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.openings import account_opening
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class GhostAccounts(Campaign):
    """Accounts of people of the district, from copies of their documents, by two of the staff."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The openings of the last days of a month, one after another."""
        outlet = world.outlets.some(rng, "bank", 1)[0]
        staff = rng.sample(outlet.staff, 2)
        local = world.population.adults_of(outlet.district)
        gap = int(self.lever("widest_gap"))
        row = world.phonebook.row(rng, self.size, gap) if gap else []
        people = [world.cast(rng, local) for _ in range(self.size)]
        for number, at in enumerate(self.moments(rng, self.size, "counter")):
            event = account_opening(
                world,
                rng,
                0,
                people[number],
                at=at,
                outlet=outlet,
                phone=row[number] if row else None,
            )
            teller = rng.choice(staff)
            yield Draft(msgspec.structs.replace(event, operator_id=teller), self.label())
        yield from self.camouflage(world, rng, people)
