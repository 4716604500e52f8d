"""L07: a company opens wage accounts for its staff."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from data.events import AccountOpening, Event
from data.synthetic import calendar
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.openings import account_opening, batch_id
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class PayrollBatch(Occasion):
    """One after another in one morning, own phones, one batch."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Openings of employees of one of the larger companies, as many as are free."""
        employers = world.population.employers
        # The larger half of the companies has enough staff, and each takes its turn.
        company, staff = employers[self.number % max(1, len(employers) // 2)]
        outlet = world.outlets.near(rng, company.office.district, "bank")
        batch = batch_id(rng)
        at = calendar.within_hours(rng, self.start_day, 9, 11)
        for person in world.free(staff)[: self.size]:
            world.taken.add(person.number)
            event = account_opening(
                world, rng, 0, person, purpose="工资代发", outlet=outlet, at=at, batch_id=batch
            )
            yield Draft(event, self.label())
            at += timedelta(milliseconds=rng.randrange(30_000, 4 * 60_000))
