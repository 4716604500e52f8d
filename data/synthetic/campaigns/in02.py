"""IN-02: a teller helps a ring."""

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
class TellerHelps(Campaign):
    """A ring's applicants, whom little ties but the teller who serves them."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One opening for each applicant, in the hours of the counter."""
        outlet = world.outlets.some(rng, "bank", 1)[0]
        teller = rng.choice(outlet.staff)
        # As in an id farm: the naive bring strangers by bus, the careful people of the district.
        adults = world.population.adults
        if self.stealth != "L0":
            adults = world.population.adults_of(outlet.district)
        phones = self.phones(world, rng, world.spare_phone(rng))
        people = []
        for number in range(self.size):
            person = world.cast(rng, adults, lambda p: p.age_years < 60)
            people.append(person)
            ring = chance(rng, self.lever("ring_phone"))
            event = account_opening(
                world,
                rng,
                self.some_day(rng),
                person,
                outlet=outlet,
                phone=phones[number % len(phones)] if ring else None,
            )
            if not chance(rng, self.lever("other_teller")):
                event = msgspec.structs.replace(event, operator_id=teller)
            yield Draft(event, self.label())
        yield from self.camouflage(world, rng, people)
