"""L01, L07, L08: many people of one dorm, employer or village open accounts together."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from data.synthetic import calendar, parties
from data.synthetic.drafts import Draft, Label
from data.synthetic.openings import account_opening
from data.synthetic.world import World


def batch_id(rng: random.Random) -> str:
    """The number of an outlet's list of applicants."""
    return f"B{rng.randrange(10**8, 10**9)}"


@dataclass(frozen=True, slots=True)
class DormWave:
    """L01: the enrolment days of a campus; own phones, rooms all over the buildings."""

    decoy: ClassVar[str] = "L01"

    day: int
    campus: int
    size: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Openings of three days under one batch, at the outlet nearest to the campus."""
        students = world.population.dorms[self.campus]
        outlet = world.outlets.near(rng, students[0].home.district, "bank")
        batch = batch_id(rng)
        for _ in range(self.size):
            student = world.cast(rng, students)
            day = self.day + rng.randrange(3)
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
            yield Draft(event, Label(decoy=self.decoy))


@dataclass(frozen=True, slots=True)
class PayrollBatch:
    """L07: a company opens wage accounts for its staff, in one morning and one after another."""

    decoy: ClassVar[str] = "L07"

    day: int
    most: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Openings of up to ``most`` employees of one company under one batch."""
        company = rng.choice(world.population.largest_employers())
        free = [person for person in company.staff if person.number not in world.taken]
        outlet = world.outlets.near(rng, company.office.district, "bank")
        batch = batch_id(rng)
        at = calendar.within_hours(rng, self.day, 9, 11)
        for person in free[: self.most]:
            world.taken.add(person.number)
            event = account_opening(
                world, rng, 0, person, purpose="工资代发", outlet=outlet, at=at, batch_id=batch
            )
            yield Draft(event, Label(decoy=self.decoy))
            at += timedelta(milliseconds=rng.randrange(2 * 60_000, 9 * 60_000))


@dataclass(frozen=True, slots=True)
class PensionDay:
    """L08: the post vehicle comes to a village; a cadre acts for three who can't walk."""

    decoy: ClassVar[str] = "L08"

    day: int
    village: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Openings of the villagers of 60 and older, minutes apart."""
        villagers = world.population.villages[self.village]
        elders = [p for p in villagers if p.age_years >= 60 and p.number not in world.taken]
        adults = [p for p in villagers if 30 <= p.age_years < 60]
        cadre = rng.choice(adults or world.population.adults)
        outlet = world.outlets.near(rng, cadre.home.district, "bank")
        at = calendar.within_hours(rng, self.day, 9, 10)
        for number, elder in enumerate(elders):
            world.taken.add(elder.number)
            agent = parties.identified(rng, cadre) if number < 3 else None
            event = account_opening(
                world,
                rng,
                0,
                elder,
                purpose="养老金",
                outlet=outlet,
                at=at,
                agent=agent,
                agent_relation="村干部" if agent else None,
            )
            yield Draft(event, Label(decoy=self.decoy))
            at += timedelta(milliseconds=rng.randrange(3 * 60_000, 14 * 60_000))
