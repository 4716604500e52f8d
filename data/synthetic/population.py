"""Everybody, in a dozen bytes a person: sizes, ages and places are kept, the rest is drawn anew.

Household sizes: census 2020. Shares of students, workers in dorms and villagers: a public
breakdown of parcel receivers, rounded (docs/simulator.md).
"""

import random
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, overload

from data.synthetic import names
from data.synthetic.draws import stream
from data.synthetic.geography import District
from data.synthetic.persons import ID_TYPES, Member, Person, Site, family_of
from data.synthetic.phone_changes import PhoneChanges
from data.synthetic.phonebook import Phonebook
from data.synthetic.places import Address

# As many families as preset M has: all of a smaller world, and about 250 MB of a larger one.
_FAMILIES_KEPT: Final = 120_000


@dataclass(frozen=True, slots=True)
class Employer:
    """A company with employees; ``office`` is its address."""

    name: str
    uscc: str
    phone: str
    office: Address


class Register:
    """Keeps households and gives their persons.

    Args:
        seed: the world's seed; it and the household's number give the family.
        phonebook: where numbers come from.
    """

    def __init__(self, seed: int, phonebook: Phonebook) -> None:
        self._seed = seed
        self._phonebook = phonebook
        self.phones = PhoneChanges(stream(seed, "phone changes"), phonebook)
        self._sites: list[Site] = []
        self._first = array("I")
        self._site_of = array("I")
        self._surname_of = bytearray()
        self._household_of = array("I")
        self._ages = bytearray()
        self._id_types = bytearray()
        self._employers: list[Employer | None] = [None]
        self._employer_of = array("I")
        self._family_kept = lru_cache(_FAMILIES_KEPT)(self._family)
        self.households_named = lru_cache(None)(self._households_named)

    def __len__(self) -> int:
        """How many persons there are."""
        return len(self._ages)

    def add_site(self, site: Site) -> None:
        """A place; the households that are added next live there."""
        self._sites.append(site)

    def add_employer(self, employer: Employer) -> int:
        """A company; the number is for ``add_person``."""
        self._employers.append(employer)
        return len(self._employers) - 1

    def add_household(self, surname_number: int) -> None:
        """A household on the last site; the persons that are added next belong to it."""
        self._first.append(len(self))
        self._site_of.append(len(self._sites) - 1)
        self._surname_of.append(surname_number)

    def add_person(self, years: int, id_type_number: int, employer: int = 0) -> int:
        """A member of the last household, by the years they turn this year; gives the number."""
        self._household_of.append(len(self._first) - 1)
        self._ages.append(years)
        self._id_types.append(id_type_number)
        self._employer_of.append(employer)
        return len(self) - 1

    def person(self, number: int) -> Person:
        """The person of a number, as they are today."""
        household = self._household_of[number]
        return self._today(self._family_kept(household)[number - self._first[household]])

    def family(self, household: int) -> tuple[Person, ...]:
        """The persons of a household, as they are today."""
        return tuple(map(self._today, self._family_kept(household)))

    def _today(self, person: Person) -> Person:
        phone = self.phones.now(person.phone)
        if phone == person.phone:
            return person
        return replace(person, phone=phone, recycled=self.phones.was_a_fraudster_s(phone))

    def _households_named(self, surname_number: int) -> "array[int]":
        """The first persons of all households of a surname."""
        known = zip(self._first, self._surname_of, strict=True)
        return array("I", (first for first, own in known if own == surname_number))

    def _family(self, household: int) -> tuple[Person, ...]:
        first = self._first[household]
        last = self._first[household + 1] if household + 1 < len(self._first) else len(self)
        return family_of(
            stream(self._seed, "household", household),
            phonebook=self._phonebook,
            household=household,
            site=self._sites[self._site_of[household]],
            surname=names.SURNAMES[self._surname_of[household]],
            members=[self._member(number) for number in range(first, last)],
        )

    def _member(self, number: int) -> Member:
        employer = self._employers[self._employer_of[number]]
        return Member(
            number,
            self._ages[number],
            ID_TYPES[self._id_types[number]],
            employer.name if employer else None,
        )


class People(Sequence[Person]):
    """Some persons of a register, each made when it is asked for."""

    __slots__ = ("_register", "numbers")

    def __init__(self, register: Register, numbers: Sequence[int]) -> None:
        self._register = register
        self.numbers = numbers

    def __len__(self) -> int:
        """How many they are."""
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> Person: ...
    @overload
    def __getitem__(self, place: slice) -> "People": ...
    def __getitem__(self, place: int | slice) -> "Person | People":
        """One person, or some."""
        if isinstance(place, slice):
            return People(self._register, self.numbers[place])
        return self._register.person(self.numbers[place])

    def __iter__(self) -> Iterator[Person]:
        """One after the other."""
        return map(self._register.person, self.numbers)


@dataclass(frozen=True, slots=True)
class Population:
    """All persons, and the groups that frauds and look-alikes need.

    Attributes:
        persons: everybody; the place of a person is the person's number.
        adults: 18 and older with a resident id, living in the districts where we have outlets.
        dorms: students by campus.
        factories: workers by the dorm of their factory.
        villages: villagers by village, in the districts where we have outlets.
        employers: companies with their staff, the largest first.
    """

    register: Register
    persons: People
    adults: People
    dorms: list[People]
    factories: list[People]
    villages: list[People]
    employers: list[tuple[Employer, People]]
    adults_by_district: dict[str, People]
    persons_by_district: dict[str, People]

    def adults_of(self, district: District) -> People:
        """The adults of a home district; all adults if it has none."""
        return self.adults_by_district.get(district.code, self.adults)

    def persons_of(self, district: District) -> People:
        """Everybody of a district; all persons if nobody lives there."""
        return self.persons_by_district.get(district.code, self.persons)

    def family(self, person: Person) -> tuple[Person, ...]:
        """The whole household of a person, the person too."""
        return self.register.family(person.household)

    def namesakes(self, person: Person) -> People:
        """Heads of households with a person's surname; all persons if there is none."""
        for number, surname in enumerate(names.SURNAMES):
            if person.name.startswith(surname):
                found = self.register.households_named(number)
                return People(self.register, found) if found else self.persons
        return self.persons


def somebody(rng: random.Random, people: Sequence[Person]) -> Person:
    """One person of a group, each with the same chance."""
    return people[int(rng.random() * len(people))]
