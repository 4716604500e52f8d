"""Persons and their families, drawn again from their household's number whenever they are needed.

Two million persons as objects would take gigabytes; a household's own stream of random numbers
gives the same family each time, so only sizes, ages and places have to be kept.
"""

import random
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from data.events import IdType
from data.synthetic import documents, names, places
from data.synthetic.calendar import START
from data.synthetic.draws import chance
from data.synthetic.geography import ABOLISHED, DISTRICTS, District
from data.synthetic.phonebook import Phonebook
from data.synthetic.places import Address

ID_TYPES: Final[tuple[IdType, ...]] = ("resident_id", "hmt_permit", "passport", "foreigner_card")
SECOND_HOMES: Final = 0.03
_BIRTHDAYS: Final = 12 * 28
_SEQUENCES: Final = 999
# Prime to 12 * 28 * 999: persons whose numbers differ by less than that product get different pairs
# of birthday and sequence, so no two of one region and year share a resident id.
_BIRTH_STEP: Final = 193_939


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who sends, receives, or opens an account.

    Attributes:
        number: from 0; relatives have neighbouring numbers.
        phone: own number; for small children and many elders a relative's.
        pickup: the station or locker where the parcels wait.
        household: number of the household; relatives share it.
        device: own phone set's id.
        second_home: another home of the household; few have one.
        recycled: a fraudster had the phone before.
    """

    number: int
    name: str
    born: date
    id_type: IdType
    id_no: str
    phone: str
    home: Address
    pickup: Address
    household: int
    device: str
    ip: str
    employer: str | None = None
    second_home: Address | None = None
    recycled: bool = False

    @property
    def age_years(self) -> int:
        """Age in whole years when the world starts."""
        today = START.date()
        before_birthday = (today.month, today.day) < (self.born.month, self.born.day)
        return today.year - self.born.year - before_birthday

    def reached_at(self, place: Address | None = None, phone: str | None = None) -> "Person":
        """The same person, who has parcels sent to another place or gives another phone."""
        at = replace(self, home=place, pickup=place, second_home=None) if place else self
        return replace(at, phone=phone) if phone else at


@dataclass(frozen=True, slots=True)
class Site:
    """An estate, village or dorm; ``pickup`` is where its people fetch their parcels."""

    address: Address
    pickup: Address

    def home(self, rng: random.Random) -> Address:
        """One home of the site."""
        kind = self.address.kind
        if kind in ("dorm", "factory"):
            return places.dorm_room(rng, self.address, rng.randrange(1, 6))
        return (places.farm if kind == "village" else places.flat)(rng, self.address)


class Member(NamedTuple):
    """What is kept of a person: the years they turn this year, document, and employer's name."""

    number: int
    years: int
    id_type: IdType
    employer: str | None


def family_of(
    rng: random.Random,
    *,
    phonebook: Phonebook,
    household: int,
    site: Site,
    surname: str,
    members: list[Member],
) -> tuple[Person, ...]:
    """The persons of a household, its head first, from the household's own stream."""
    home, district = site.home(rng), site.address.district
    # Students and workers of a dorm come from anywhere.
    native = home.kind not in ("dorm", "factory") and chance(rng, 0.72)
    origin = district if native else rng.choice(DISTRICTS)
    # 100.64.0.0/10 is the carriers' own range (RFC 6598): nobody's public address.
    ip = f"100.{rng.randrange(64, 128)}.{rng.randrange(256)}.{rng.randrange(1, 255)}"
    second_home = _second_home(rng) if chance(rng, SECOND_HOMES) else None
    head_phone = phonebook.number(members[0].number)
    family = []
    for place, member in enumerate(members):
        born, id_no = _identity(rng, member, origin)
        shares = chance(rng, _relative_s_phone(member.years)) and place > 0
        # A spouse (second) and elders keep the surname they were born with.
        own = surname if place == 0 or member.years < 25 else _another_surname(rng)
        family.append(
            Person(
                number=member.number,
                name=_name(rng, own, origin, member.id_type),
                born=born,
                id_type=member.id_type,
                id_no=id_no,
                phone=head_phone if shares else phonebook.number(member.number),
                home=home,
                pickup=site.pickup,
                household=household,
                device=f"{rng.getrandbits(64):016x}",
                ip=ip,
                employer=member.employer,
                second_home=second_home,
            )
        )
    return tuple(family)


def _second_home(rng: random.Random) -> Address:
    """A flat anywhere: the parents' old one, or one for holidays."""
    return places.flat(rng, places.estate(rng, rng.choice(DISTRICTS)))


def _relative_s_phone(years: int) -> float:
    """Share of an age that uses a relative's phone."""
    return 0.85 if years < 14 else 0.15 if years > 70 else 0.0


def _another_surname(rng: random.Random) -> str:
    return names.SURNAMES[names.surname_number(rng)]


def _name(rng: random.Random, surname: str, origin: District, id_type: IdType) -> str:
    if id_type in ("passport", "foreigner_card"):
        return names.foreign_name(rng)
    if origin.minority and chance(rng, 0.7):
        return names.minority_name(rng)
    return names.person_name(rng, surname)


def _identity(rng: random.Random, member: Member, origin: District) -> tuple[date, str]:
    """Birth date and document number."""
    birthday, sequence = divmod(member.number * _BIRTH_STEP % (_BIRTHDAYS * _SEQUENCES), _SEQUENCES)
    born = date(START.year - member.years, birthday // 28 + 1, birthday % 28 + 1)
    if member.id_type == "passport":
        return born, documents.passport(rng)
    if member.id_type == "foreigner_card":
        return born, documents.foreigner_card(rng, born)
    if member.id_type == "hmt_permit":
        return born, documents.permit(rng)
    region = origin.code
    if chance(rng, 0.10 if born.year < 1965 else 0.05):
        region = _old_region(rng, born.year) or region
    return born, documents.resident_id(region, born, sequence + 1)


def _old_region(rng: random.Random, year: int) -> str | None:
    codes = [code for code, last in ABOLISHED.items() if year <= last]
    return rng.choice(codes) if codes else None
