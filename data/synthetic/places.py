"""Places with a structured address: homes, villages, dorms, offices, stations, warehouses."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from data.synthetic import geography
from data.synthetic.draws import chance
from data.synthetic.geography import District

PlaceKind: TypeAlias = Literal[
    "home", "village", "dorm", "factory", "office", "station", "locker", "warehouse"
]


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its parts; ``dirt.address_text`` writes it as people do.

    Attributes:
        street: town or road with its number, or village with its group.
        site: estate, campus, park or landmark; empty if there is none.
        building: number of the building, 0 if there is none.
        unit: entrance of the building, 0 if there is none.
        room: room number, empty if there is none.
    """

    kind: PlaceKind
    district: District
    street: str
    site: str = ""
    building: int = 0
    unit: int = 0
    room: str = ""

    def with_room(self, building: int, unit: int, room: str) -> "Address":
        """Another room of the same site."""
        return Address(self.kind, self.district, self.street, self.site, building, unit, room)


def road_number(rng: random.Random) -> str:
    """A road with a house number."""
    return f"{rng.choice(geography.ROADS)}{rng.randrange(1, 400)}号"


def estate(rng: random.Random, district: District) -> Address:
    """A housing estate; give its flats with ``flat``."""
    return Address("home", district, road_number(rng), rng.choice(geography.ESTATES))


def flat(rng: random.Random, site: Address) -> Address:
    """A flat of an estate: building, entrance, floor and room."""
    room = f"{rng.randrange(1, 19)}{rng.randrange(1, 5):02d}"
    return site.with_room(rng.randrange(1, 25), rng.randrange(1, 4), room)


def village(rng: random.Random, district: District) -> Address:
    """A village, in a minority area with its long name; give its farms with ``farm``."""
    towns: Sequence[str] = geography.TOWNS
    villages: Sequence[str] = geography.VILLAGES
    if district.minority:
        province = district.code[:2]
        towns, villages = geography.MINORITY_TOWNS[province], geography.MINORITY_VILLAGES[province]
    return Address("village", district, rng.choice(towns) + rng.choice(villages))


def farm(rng: random.Random, site: Address) -> Address:
    """A farm of a village: 70 % have a group or a landmark only, the others a number too."""
    if site.district.minority:
        return Address("village", site.district, site.street, rng.choice(geography.LANDMARKS))
    group = f"{rng.randrange(1, 13)}组"
    number = f"{rng.randrange(1, 90)}号" if chance(rng, 0.3) else ""
    return Address("village", site.district, f"{site.street}{group}{number}")


def campus(rng: random.Random, district: District) -> Address:
    """A university's campus; its rooms come from ``dorm_room``."""
    name = district.city.removesuffix("市") + rng.choice(geography.UNIVERSITIES)
    return Address("dorm", district, road_number(rng), name)


def dorm_room(rng: random.Random, site: Address, building: int) -> Address:
    """A room of a student building."""
    return site.with_room(building, 0, f"{rng.randrange(1, 7)}{rng.randrange(1, 31):02d}")


def factory(rng: random.Random, district: District) -> Address:
    """A factory's housing for its workers; its rooms come from ``dorm_room``."""
    name = f"{district.name.rstrip('区市县')}{rng.choice(geography.FACTORIES)}宿舍"
    return Address("factory", district, road_number(rng), name)


def station(rng: random.Random, district: District) -> Address:
    """A parcel station: a shop at the gate of an estate that keeps everybody's parcels."""
    name = rng.choice(geography.ESTATES) + rng.choice(geography.STATIONS)
    return Address("station", district, road_number(rng), name)


def locker(rng: random.Random, district: District) -> Address:
    """A cabinet of parcel lockers."""
    name = f"{rng.choice(geography.ESTATES)}{rng.choice(geography.LOCKERS)}"
    return Address("locker", district, road_number(rng), name)


def consolidation(rng: random.Random, district: District) -> Address:
    """A store that gathers parcels of many buyers and sends them on together, often abroad."""
    name = f"{district.name.rstrip('区市县')}{rng.choice(geography.CONSOLIDATION)}"
    return Address("warehouse", district, road_number(rng), name, rng.randrange(1, 20))


def office(rng: random.Random, district: District) -> Address:
    """A company's office in a park or tower."""
    room = f"{rng.randrange(2, 30)}{rng.randrange(1, 20):02d}"
    site = Address("office", district, road_number(rng), rng.choice(geography.PARKS))
    return site.with_room(rng.randrange(1, 9), 0, room)


def warehouse(rng: random.Random, district: District) -> Address:
    """A store of a merchant, or one that merchants share."""
    site = f"{district.name.rstrip('区市')}物流园"
    street = f"{rng.choice(geography.ROADS)}{rng.randrange(1, 200)}号"
    return Address("warehouse", district, street, site, rng.randrange(1, 20))
