"""A parent opens accounts for the children."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from data.events import AccountOpening, Event
from data.synthetic import parties
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.openings import account_opening
from data.synthetic.persons import Person
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class Guardian(Occasion):
    """All children of one family on one day, with the parent as agent."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One opening for each child of 6 to 15."""
        parent = world.cast(rng, world.population.adults, lambda p: bool(_children(world, p)))
        for child in _children(world, parent):
            event = account_opening(
                world,
                rng,
                self.start_day,
                child,
                purpose=rng.choice(("学生缴费", "储蓄")),
                existing_cards=0,
                phone=parent.phone,
                agent=parties.identified(rng, parent),
                agent_relation="父母",
                guardian_relation="父母",
            )
            yield Draft(event, self.label())


def _children(world: World, person: Person) -> list[Person]:
    """The children of a household, if the person may be their parent."""
    family = world.population.family(person)
    return [
        p for p in family if 6 <= p.age_years < 16 and 20 <= person.age_years - p.age_years < 45
    ]
