"""Places that many people share: parcel stations, lockers, consolidation stores, registered seats."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from data.synthetic import places
from data.synthetic.geography import DISTRICTS, District
from data.synthetic.places import Address

_PERSONS_A_STATION = 800
_PERSONS_A_LOCKER = 667


@dataclass(frozen=True, slots=True)
class Pools:
    """Shared places of all districts.

    Attributes:
        stations: parcel stations by the code of their district; each has one at least.
        lockers: cabinets of lockers, likewise.
        consolidation: stores that send many buyers' parcels on.
        secretaries: addresses under which many companies may be registered.
    """

    stations: dict[str, tuple[Address, ...]]
    lockers: dict[str, tuple[Address, ...]]
    consolidation: tuple[Address, ...]
    secretaries: tuple[Address, ...]

    def pickup(self, rng: random.Random, district: District) -> Address:
        """Where the people of a new site fetch parcels: four in five at a station."""
        pool = self.stations if rng.random() < 0.8 else self.lockers
        return rng.choice(pool[district.code])


def pools(rng: random.Random, persons: int, home_districts: Sequence[District]) -> Pools:
    """The shared places of a population: 250 stations and 300 lockers for 200,000 persons."""
    stations = max(1, round(persons / _PERSONS_A_STATION / len(DISTRICTS)))
    lockers = max(1, round(persons / _PERSONS_A_LOCKER / len(DISTRICTS)))
    return Pools(
        {d.code: tuple(places.station(rng, d) for _ in range(stations)) for d in DISTRICTS},
        {d.code: tuple(places.locker(rng, d) for _ in range(lockers)) for d in DISTRICTS},
        tuple(places.consolidation(rng, rng.choice(home_districts)) for _ in range(5)),
        tuple(places.office(rng, rng.choice(home_districts)) for _ in range(4)),
    )
