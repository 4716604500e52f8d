"""L18: graduates send their things home."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import items, parties, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.persons import Person
from data.synthetic.population import somebody
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class Graduation(Occasion):
    """Each sends under the own document, to somebody of the same surname."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One to three boxes a student."""
        dorms = world.population.dorms
        students, sent = dorms[self.number % len(dorms)], 0
        while sent < self.size:
            student = somebody(rng, students)
            parent = somebody(rng, world.population.namesakes(student))
            for _ in range(min(self.size - sent, rng.randrange(1, 4))):
                yield self._box(world, rng, student, parent)
                sent += 1

    def _box(self, world: World, rng: random.Random, student: Person, parent: Person) -> Draft:
        goods = items.goods(rng, rng.choice(("books", "fashion", "home")))
        receiver = parties.receiver(rng, parent)
        day = self.some_day(rng)
        event = shipments.private_parcel(world, rng, day, student, receiver, goods=goods)
        return Draft(event, self.label())
