"""Settles a population: who lives with whom, where, and works for whom."""

import random
from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from data.synthetic import documents, names, places
from data.synthetic.draws import Weighted, chance
from data.synthetic.geography import DISTRICTS, District
from data.synthetic.persons import Site
from data.synthetic.phonebook import Phonebook
from data.synthetic.places import Address
from data.synthetic.pools import Pools
from data.synthetic.population import Employer, People, Population, Register

_HOUSEHOLD_SIZE: Final = Weighted((1, 2, 3, 4, 5), (25, 30, 21, 13, 11))
_HOME_SHARE: Final = 0.6
_STUDENT_SHARE: Final = 0.04
_DORM_SIZE: Final = 400
_WORKER_SHARE: Final = 0.03
_FACTORY_SIZE: Final = 100
_VILLAGE_HOUSEHOLDS: Final = 46
_PERSONS_AN_EMPLOYER: Final = 250
# Of a thousand documents: permits, passports, foreigners' cards; the others are resident ids.
_PERMITS, _PASSPORTS, _FOREIGN_CARDS = 5, 4, 1

_Site: TypeAlias = Callable[[random.Random, District], Address]


class Settlement:
    """Draws a population from one stream.

    Args:
        rng: the stream.
        seed: the world's seed, for the register.
        phonebook: where the phones of companies come from.
        pools: where people fetch their parcels.
        home_districts: districts where we have outlets.
    """

    def __init__(
        self,
        rng: random.Random,
        seed: int,
        phonebook: Phonebook,
        pools: Pools,
        home_districts: Sequence[District],
    ) -> None:
        self._rng = rng
        self._register = Register(seed, phonebook)
        self._phonebook = phonebook
        self._pools = pools
        self._districts = home_districts
        self._local = {district.code for district in home_districts}
        self._adults = array("I")
        self._adults_by_district: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self._persons_by_district: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self._staff: dict[int, array[int]] = {}
        self._companies: dict[str, list[int]] = defaultdict(list)
        self._employers: list[Employer] = []

    def settle(self, size: int, smallest_dorm: int) -> Population:
        """A population of about ``size`` persons; no student dorm is smaller than said."""
        for _ in range(max(4, size // _PERSONS_AN_EMPLOYER)):
            self._company()
        students = max(_DORM_SIZE, round(size * _STUDENT_SHARE)) if size > 10_000 else 0
        dorms = [
            self._dorm(places.campus, _DORM_SIZE if students else smallest_dorm)
            for _ in range(max(2, students // _DORM_SIZE))
        ]
        factories = [
            self._factory() for _ in range(max(1, round(size * _WORKER_SHARE) // _FACTORY_SIZE))
        ]
        villages = [self._village() for _ in range(max(4, round(size * 0.3) // 200))]
        while len(self._register) < size:
            self._estate()
        return self._population(dorms, factories, villages)

    def _population(
        self, dorms: list[range], factories: list[range], villages: list[range]
    ) -> Population:
        def people(numbers: Sequence[int]) -> People:
            return People(self._register, numbers)

        staffed = sorted(self._staff.items(), key=lambda entry: -len(entry[1]))
        return Population(
            register=self._register,
            persons=people(range(len(self._register))),
            adults=people(self._adults),
            dorms=list(map(people, dorms)),
            factories=list(map(people, factories)),
            villages=list(map(people, villages)),
            employers=[(self._employers[n - 1], people(staff)) for n, staff in staffed if staff],
            adults_by_district={c: people(n) for c, n in self._adults_by_district.items()},
            persons_by_district={c: people(n) for c, n in self._persons_by_district.items()},
        )

    def _company(self) -> int:
        rng = self._rng
        district = rng.choice(self._districts)
        trade = rng.choice(("电子", "服饰", "食品", "建材", "科技", "物流", "机械", "医药"))
        employer = Employer(
            names.company_name(rng, district.city, trade),
            documents.uscc(rng, district.code),
            self._phonebook.spare(rng),
            places.office(rng, district),
        )
        self._employers.append(employer)
        number = self._register.add_employer(employer)
        self._staff[number] = array("I")
        self._companies[district.code].append(number)
        return number

    def _open(self, site: _Site, district: District) -> None:
        rng = self._rng
        self._register.add_site(Site(site(rng, district), self._pools.pickup(rng, district)))

    def _dorm(self, site: _Site, size: int, employer: int = 0) -> range:
        """Rooms of one person each: room-mates are no family."""
        district = self._rng.choice(self._districts)
        self._open(site, district)
        first = len(self._register)
        for _ in range(size):
            self._register.add_household(names.surname_number(self._rng))
            years = self._rng.randrange(18, 46) if employer else self._rng.randrange(17, 24)
            self._person(years, district, employer)
        return range(first, first + size)

    def _factory(self) -> range:
        return self._dorm(places.factory, _FACTORY_SIZE, self._company())

    def _village(self) -> range:
        """A village of about 120 persons, in one of our districts."""
        district = self._rng.choice(self._districts)
        self._open(places.village, district)
        first = len(self._register)
        for _ in range(_VILLAGE_HOUSEHOLDS):
            self._family(district, [])
        return range(first, len(self._register))

    def _estate(self) -> None:
        """An estate of anywhere, or a village where we have no outlet."""
        rng = self._rng
        district = rng.choice(self._districts if chance(rng, _HOME_SHARE) else DISTRICTS)
        rural = district.minority or (district.code not in self._local and chance(rng, 0.3))
        self._open(places.village if rural else places.estate, district)
        for _ in range(rng.randrange(6, 16)):
            self._family(district, self._companies.get(district.code, []))

    def _family(self, district: District, employers: list[int]) -> None:
        rng = self._rng
        self._register.add_household(names.surname_number(rng))
        for years in _ages(rng, _HOUSEHOLD_SIZE.pick(rng)):
            works = employers and 20 <= years < 60 and chance(rng, 0.55)
            self._person(years, district, rng.choice(employers) if works else 0)

    def _person(self, years: int, district: District, employer: int) -> None:
        id_type = _id_type_number(self._rng)
        number = self._register.add_person(years, id_type, employer)
        if employer:
            self._staff[employer].append(number)
        self._persons_by_district[district.code].append(number)
        # Who turns 18 this year may still be 17.
        if years > 18 and id_type == 0 and district.code in self._local:
            self._adults.append(number)
            self._adults_by_district[district.code].append(number)


def _id_type_number(rng: random.Random) -> int:
    draw = int(rng.random() * 1000)
    if draw < _PERMITS:
        return 1
    if draw < _PERMITS + _PASSPORTS:
        return 2
    return 3 if draw < _PERMITS + _PASSPORTS + _FOREIGN_CARDS else 0


def _ages(rng: random.Random, size: int) -> list[int]:
    """Ages of a household, its head first: a partner, children, then elders."""
    head = rng.randrange(22, 80)
    ages = [head]
    if size > 1:
        ages.append(max(20, head + rng.randrange(-6, 7)))
    for _ in range(size - 2):
        child = head - rng.randrange(22, 36)
        ages.append(child if child > 0 else min(95, head + rng.randrange(22, 32)))
    return ages
