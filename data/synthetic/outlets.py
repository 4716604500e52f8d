"""Outlets of the three entities, their couriers and tellers."""

import random
from collections import Counter
from dataclasses import dataclass
from typing import Final

from data.events import Entity
from data.synthetic.draws import chance
from data.synthetic.geography import District

ENTITIES: Final[tuple[Entity, ...]] = ("post", "express", "bank")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A place of business with its staff (tellers of a bank, couriers else)."""

    outlet_id: str
    entity: Entity
    district: District
    staff: tuple[str, ...]


class Outlets:
    """All outlets; every home district has at least one of each entity.

    Args:
        rng: where staff numbers come from.
        districts: the home districts.
        per_district: outlets of each entity in each of them.
    """

    def __init__(
        self, rng: random.Random, districts: tuple[District, ...], per_district: int
    ) -> None:
        self.all: list[Outlet] = []
        self._per_district = per_district
        self._founded: Counter[str] = Counter()
        self._near: dict[tuple[str, Entity], list[Outlet]] = {}
        self._by_entity: dict[Entity, list[Outlet]] = {entity: [] for entity in ENTITIES}
        for district in districts:
            for number, entity in enumerate(ENTITIES * per_district, start=1):
                self._add(rng, district, entity, number)

    def _add(self, rng: random.Random, district: District, entity: Entity, number: int) -> None:
        outlet = _outlet(rng, district, entity, number)
        self.all.append(outlet)
        self._near.setdefault((district.code, entity), []).append(outlet)
        self._by_entity[entity].append(outlet)

    def found(self, rng: random.Random, district: District, entity: Entity) -> Outlet:
        """An outlet for a story only, with the next number of its entity in the district."""
        rounds = self._per_district + self._founded[district.code]
        self._founded[district.code] += 1
        number = len(ENTITIES) * rounds + ENTITIES.index(entity) + 1
        return _outlet(rng, district, entity, number)

    def near(self, rng: random.Random, district: District, entity: Entity) -> Outlet:
        """An outlet of the district; in 6 % of cases, or where there is none, any other."""
        here = self._near.get((district.code, entity))
        if here is None or chance(rng, 0.06):
            return rng.choice(self._by_entity[entity])
        return rng.choice(here)

    def some(
        self, rng: random.Random, entity: Entity, count: int, district: District | None = None
    ) -> list[Outlet]:
        """Several different outlets of an entity (fewer if there are not so many).

        With a district, its own come first.
        """
        choice = self._by_entity[entity]
        mixed = rng.sample(choice, len(choice))
        return sorted(mixed, key=lambda outlet: outlet.district != district)[:count]


def _outlet(rng: random.Random, district: District, entity: Entity, number: int) -> Outlet:
    staff = tuple(f"{rng.randrange(10**7, 10**8)}" for _ in range(rng.randrange(6, 11)))
    return Outlet(f"{district.code}{number:02d}", entity, district, staff)
