"""L05, L06, L32 and guardians: people with several cards, and people who share a phone."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from data.synthetic import parties
from data.synthetic.drafts import Draft, Label
from data.synthetic.openings import account_opening
from data.synthetic.persons import Person
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class Replacements:
    """L05: a card is lost and replaced by one of the same class."""

    decoy: ClassVar[str] = "L05"

    size: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One opening for each person, on any day; one in five loses the new card too."""
        for number in range(self.size):
            person = world.cast(rng, world.population.adults)
            first = rng.randrange(world.preset.days)
            days = (first, first + rng.randrange(1, 12)) if number % 5 == 0 else (first,)
            for day in days:
                event = account_opening(
                    world,
                    rng,
                    day,
                    person,
                    purpose="补卡换卡",
                    account_class="I",
                    existing_cards=1,
                )
                yield Draft(event, Label(decoy=self.decoy))


@dataclass(frozen=True, slots=True)
class SocialSecurity:
    """L06: social-security card, wage card and savings book within weeks."""

    decoy: ClassVar[str] = "L06"

    size: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Three openings for each person; only the wage card is of class I."""
        working = [p for p in world.population.adults if p.age_years < 60]
        for _ in range(self.size):
            person = world.cast(rng, working)
            first = rng.randrange(max(1, world.preset.days - 10))
            for held, (purpose, level) in enumerate(
                (("工资代发", "I"), ("社保卡", "II"), ("储蓄", "II"))
            ):
                event = account_opening(
                    world,
                    rng,
                    first + held * rng.randrange(1, 5),
                    person,
                    purpose=purpose,
                    account_class="I" if level == "I" else "II",
                    existing_cards=held,
                )
                yield Draft(event, Label(decoy=self.decoy))


@dataclass(frozen=True, slots=True)
class Guardians:
    """A parent opens an account for a child and gives the parent's phone."""

    decoy: ClassVar[str] = "guardian"

    size: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One opening for each child of up to ``size`` families, all children of one day."""
        families = _families(world)
        for parent, children in rng.sample(families, min(self.size, len(families))):
            day = rng.randrange(world.preset.days)
            for child in children:
                event = account_opening(
                    world,
                    rng,
                    day,
                    child,
                    purpose=rng.choice(("学生缴费", "储蓄")),
                    existing_cards=0,
                    phone=parent.phone,
                    agent=parties.identified(rng, parent),
                    agent_relation="父母",
                    guardian_relation="父母",
                )
                yield Draft(event, Label(decoy=self.decoy))


@dataclass(frozen=True, slots=True)
class VillagePhone:
    """L32: the phone of the village shop stands for several old neighbours."""

    decoy: ClassVar[str] = "L32"

    village: int
    size: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Openings of neighbours over all days, with one phone."""
        villagers = world.population.villages[self.village]
        keeper = villagers[0]
        old = [p for p in villagers[1:] if p.age_years >= 45 and p.number not in world.taken]
        for person in old[: self.size]:
            world.taken.add(person.number)
            day = rng.randrange(world.preset.days)
            event = account_opening(world, rng, day, person, phone=keeper.phone)
            yield Draft(event, Label(decoy=self.decoy))


def _families(world: World) -> list[tuple[Person, list[Person]]]:
    """Local parents with their children of 6 to 15, in order of household."""
    parents = {p.household: p for p in reversed(world.population.adults)}
    children: dict[int, list[Person]] = {}
    for person in world.population.persons:
        if 6 <= person.age_years < 16 and person.household in parents:
            children.setdefault(person.household, []).append(person)
    return [(parents[household], young) for household, young in children.items()]
