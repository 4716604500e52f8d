"""L15: cluster registration."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from data.events import AccountOpening, Event
from data.synthetic.company_openings import young_company
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.world import World

_AGENCY_PHONE_SHARE = 0.3
_SECOND_COMPANY_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class ClusterRegistration(Occasion):
    """Young companies under one of the secretaries' addresses, some under its phone too."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One opening for each company; some founders have two."""
        seat = world.pools.secretaries[self.number % len(world.pools.secretaries)]
        adults = world.population.adults_of(seat.district)
        agency = world.spare_phone(rng)
        founder = world.cast(rng, adults)
        for number in range(self.size):
            if number and not chance(rng, _SECOND_COMPANY_SHARE):
                founder = world.cast(rng, adults)
            own = founder.phone if chance(rng, 0.6) else world.spare_phone(rng)
            event = young_company(
                world,
                rng,
                self.some_day(rng),
                phone=agency if chance(rng, _AGENCY_PHONE_SHARE) else own,
                seat=seat,
                rep=founder,
            )
            yield Draft(event, self.label())
