"""L01: the enrolment days of a campus."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from data.events import AccountOpening, Event
from data.synthetic import calendar
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.openings import account_opening, batch_id
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class DormWave(Occasion):
    """Own phones, rooms all over the buildings, one batch."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Openings at the outlet nearest to the campus; fewer if the dorm is not so large."""
        dorms = world.population.dorms
        students = world.free(dorms[self.number % len(dorms)])
        rng.shuffle(students)
        if not students:
            return
        outlet = world.outlets.near(rng, students[0].home.district, "bank")
        batch = batch_id(rng)
        for student in students[: self.size]:
            world.taken.add(student.number)
            day = self.some_day(rng)
            event = account_opening(
                world,
                rng,
                day,
                student,
                purpose="学生缴费",
                account_class="I",
                existing_cards=0,
                outlet=outlet,
                at=calendar.within_hours(rng, day, 8, 18),
                batch_id=batch,
            )
            yield Draft(event, self.label())
