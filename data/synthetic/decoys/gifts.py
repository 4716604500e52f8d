"""L16, L17, L18: a private sender reaches many people for a good reason."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from data.synthetic import items, parties, shipments
from data.synthetic.drafts import Draft, Label
from data.synthetic.draws import chance
from data.synthetic.persons import Person
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class Wedding:
    """L16: sweets to all guests within days; half of them are of the sender's name or town."""

    decoy: ClassVar[str] = "L16"

    day: int
    size: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Alike parcels of one person with a document that is their own."""
        host = world.cast(rng, world.population.adults)
        outlet = shipments.carrier_outlet(world, rng, host.home.district)
        near = [p for p in world.population.persons if _akin(p, host)]
        for _ in range(self.size):
            guest = rng.choice(near) if chance(rng, 0.5) else world.receivers.pick(rng)
            goods = items.goods(rng, "daily", text="喜糖")
            event = shipments.private_parcel(
                world,
                rng,
                self.day + rng.randrange(2),
                host,
                parties.receiver(rng, guest),
                goods=goods,
                outlet=outlet,
            )
            yield Draft(event, Label(decoy=self.decoy))


@dataclass(frozen=True, slots=True)
class SeasonalFruit:
    """L17: a farmer ships the harvest, a first-time sender with a steep start."""

    decoy: ClassVar[str] = "L17"

    day: int
    days: int
    size: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Boxes of fruit that grow in number day by day, one in ten cash on delivery."""
        farmers = [p for p in world.population.adults if p.home.kind == "village"]
        farmer = world.cast(rng, farmers or world.population.adults)
        fruit = rng.choice(("荔枝", "杨梅"))
        outlet = shipments.carrier_outlet(world, rng, farmer.home.district)
        for _ in range(self.size):
            # The square root makes the daily number grow linearly.
            day = self.day + int(self.days * rng.random() ** 0.5)
            event = shipments.private_parcel(
                world,
                rng,
                day,
                farmer,
                parties.receiver(rng, world.receivers.pick(rng)),
                goods=items.goods(rng, "fresh", text=fruit),
                outlet=outlet,
            )
            yield Draft(event, Label(decoy=self.decoy))


@dataclass(frozen=True, slots=True)
class Graduation:
    """L18: students of a campus send their things home, in June and to many provinces."""

    decoy: ClassVar[str] = "L18"

    day: int
    campus: int
    size: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One to three parcels a student, to relatives of the same surname where there are."""
        students = world.population.dorms[self.campus]
        by_surname: dict[str, list[Person]] = {}
        for person in world.population.persons:
            by_surname.setdefault(person.name[0], []).append(person)
        sent = 0
        while sent < self.size:
            student = rng.choice(students)
            parent = rng.choice(by_surname[student.name[0]])
            for _ in range(rng.randrange(1, 4)):
                yield self._box(world, rng, student, parent)
                sent += 1

    def _box(self, world: World, rng: random.Random, student: Person, parent: Person) -> Draft:
        day = self.day + rng.randrange(4)
        goods = items.goods(rng, rng.choice(("books", "fashion", "home")))
        receiver = parties.receiver(rng, parent)
        event = shipments.private_parcel(world, rng, day, student, receiver, goods=goods)
        return Draft(event, Label(decoy=self.decoy))


def _akin(person: Person, host: Person) -> bool:
    return person.name[0] == host.name[0] or person.home.district == host.home.district
