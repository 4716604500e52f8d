"""Persons in households: documents, phones, homes; students in dorms, villagers, employees.

Household sizes: census 2020. Phones, students, rural share: DOMAIN 7.1 and 7.3.
"""

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from data.events import IdType
from data.synthetic import documents, names, places
from data.synthetic.calendar import START
from data.synthetic.draws import Weighted, chance
from data.synthetic.geography import ABOLISHED, DISTRICTS, District
from data.synthetic.places import Address

_HOUSEHOLD_SIZE: Final = Weighted((1, 2, 3, 4, 5), (25, 30, 21, 13, 11))
_HOME_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who sends, receives, or opens an account.

    Attributes:
        phone: own number; for small children and many elders a relative's.
        device: own phone set's id.
        household: number of the household; relatives share it.
    """

    number: int
    name: str
    born: date
    id_type: IdType
    id_no: str
    phone: str
    home: Address
    household: int
    device: str
    ip: str
    employer: str | None = None

    @property
    def age_years(self) -> int:
        """Age in whole years when the world starts."""
        today = START.date()
        before_birthday = (today.month, today.day) < (self.born.month, self.born.day)
        return today.year - self.born.year - before_birthday


@dataclass(frozen=True, slots=True)
class Employer:
    """A company with employees; ``office`` is its address."""

    name: str
    uscc: str
    phone: str
    office: Address
    staff: list[Person] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Population:
    """All persons, and the groups that frauds and look-alikes need.

    Attributes:
        adults: 18 and older with a resident id, living in the districts where we have outlets.
        dorms: students by campus.
        villages: villagers by village, in the districts where we have outlets.
    """

    persons: list[Person]
    adults: list[Person]
    dorms: list[list[Person]]
    villages: list[list[Person]]
    employers: list[Employer]

    def largest_employers(self) -> list[Employer]:
        """The eight companies with the most staff, or all if there are fewer."""
        return sorted(self.employers, key=lambda employer: -len(employer.staff))[:8]


@dataclass(frozen=True, slots=True)
class _Residence:
    """Where a person lives, and where the document was issued."""

    home: Address
    household: int
    ip: str
    origin: District


class PopulationBuilder:
    """Draws a population from one stream; documents and phones are unique."""

    def __init__(self, rng: random.Random, home_districts: tuple[District, ...]) -> None:
        self._rng = rng
        self._districts = home_districts
        self._taken: set[str] = set()
        self._persons: list[Person] = []
        self._households = 0

    def build(self, size: int, dorm_size: int) -> Population:
        """A population of about ``size`` persons with two campuses of ``dorm_size`` students."""
        employers = [self._employer() for _ in range(max(4, size // 250))]
        dorms = [self._campus(dorm_size) for _ in range(2)]
        village_count = max(4, size // 400)
        villages = [self._village(20) for _ in range(village_count)]
        while len(self._persons) < size:
            self._families_of_an_estate(employers)
        local = {district.code for district in self._districts}
        adults = [
            person
            for person in self._persons
            if person.age_years >= 18
            and person.id_type == "resident_id"
            and person.home.district.code in local
        ]
        return Population(self._persons, adults, dorms, villages, employers)

    def _families_of_an_estate(self, employers: list[Employer]) -> None:
        rng = self._rng
        at_home = chance(rng, _HOME_SHARE)
        district = rng.choice(self._districts if at_home else DISTRICTS)
        if chance(rng, 0.3) or district.minority:
            site, home = places.village(rng, district), places.farm
        else:
            site, home = places.estate(rng, district), places.flat
        near = [e for e in employers if e.office.district.code == district.code]
        for _ in range(rng.randrange(6, 16)):
            self._family(home(rng, site), near)

    def _family(self, home: Address, employers: list[Employer]) -> list[Person]:
        rng = self._rng
        surname = names.surname(rng)
        origin = home.district if chance(rng, 0.72) else rng.choice(DISTRICTS)
        residence = self._residence(home, origin)
        family: list[Person] = []
        for age in _ages(rng, _HOUSEHOLD_SIZE.pick(rng)):
            # A spouse (second) and elders keep the surname they were born with.
            own = surname if not family or age < 25 else names.surname(rng)
            phone = self._family_phone(age, family)
            works = employers and 20 <= age < 60 and chance(rng, 0.55)
            employer = rng.choice(employers) if works else None
            family.append(self._person(age, own, phone, residence, employer))
        return family

    def _family_phone(self, age: int, family: list[Person]) -> str:
        share = 0.85 if age < 14 else 0.15 if age > 70 else 0.0
        return family[0].phone if family and chance(self._rng, share) else self._unique_phone()

    def _residence(self, home: Address, origin: District) -> _Residence:
        rng = self._rng
        self._households += 1
        # 100.64.0.0/10 is the carriers' own range (RFC 6598): nobody's public address.
        ip = f"100.{rng.randrange(64, 128)}.{rng.randrange(256)}.{rng.randrange(1, 255)}"
        return _Residence(home, self._households, ip, origin)

    def _campus(self, size: int) -> list[Person]:
        site = places.campus(self._rng, self._rng.choice(self._districts))
        return [self._student(site) for _ in range(size)]

    def _student(self, site: Address) -> Person:
        rng = self._rng
        room = places.dorm_room(rng, site, rng.randrange(1, 6))
        residence = self._residence(room, rng.choice(DISTRICTS))
        phone = self._unique_phone()
        return self._person(rng.randrange(17, 24), names.surname(rng), phone, residence, None)

    def _village(self, families: int) -> list[Person]:
        site = places.village(self._rng, self._rng.choice(self._districts))
        members = [self._family(places.farm(self._rng, site), []) for _ in range(families)]
        return [person for family in members for person in family]

    def _employer(self) -> Employer:
        rng = self._rng
        district = rng.choice(self._districts)
        trade = rng.choice(("电子", "服饰", "食品", "建材", "科技", "物流", "机械", "医药"))
        name = names.company_name(rng, district.city, trade)
        code = documents.uscc(rng, district.code)
        return Employer(name, code, self._unique_phone(), places.office(rng, district))

    def _person(
        self, age: int, surname: str, phone: str, residence: _Residence, employer: Employer | None
    ) -> Person:
        rng = self._rng
        born = date(START.year - age, rng.randrange(1, 13), rng.randrange(1, 29))
        id_type, id_no = self._document(residence.origin, born)
        person = Person(
            number=len(self._persons),
            name=self._name(surname, residence.origin, id_type),
            born=born,
            id_type=id_type,
            id_no=id_no,
            phone=phone,
            home=residence.home,
            household=residence.household,
            device=f"{rng.getrandbits(64):016x}",
            ip=residence.ip,
            employer=employer.name if employer else None,
        )
        self._persons.append(person)
        if employer:
            employer.staff.append(person)
        return person

    def _name(self, surname: str, origin: District, id_type: IdType) -> str:
        if id_type in ("passport", "foreigner_card"):
            return names.foreign_name(self._rng)
        if origin.minority and chance(self._rng, 0.7):
            return names.minority_name(self._rng)
        return names.person_name(self._rng, surname)

    def _document(self, origin: District, born: date) -> tuple[IdType, str]:
        rng, draw = self._rng, self._rng.random()
        if draw < 0.004:
            return "passport", documents.passport(rng)
        if draw < 0.005:
            return "foreigner_card", documents.foreigner_card(rng, born)
        if draw < 0.010:
            return "hmt_permit", documents.permit(rng)
        region = origin.code
        if chance(rng, 0.10 if born.year < 1965 else 0.05):
            region = _old_region(rng, born.year) or region
        while (number := documents.resident_id(rng, region, born)) in self._taken:
            continue
        self._taken.add(number)
        return "resident_id", number

    def _unique_phone(self) -> str:
        while (phone := documents.mobile(self._rng)) in self._taken:
            continue
        self._taken.add(phone)
        return phone


def _old_region(rng: random.Random, year: int) -> str | None:
    codes = [code for code, last in ABOLISHED.items() if year <= last]
    return rng.choice(codes) if codes else None


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
