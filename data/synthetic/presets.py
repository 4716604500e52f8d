"""The sizes of world that exist."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from data.errors import WrongUse

PresetName: TypeAlias = Literal["demo", "S", "M", "L"]


@dataclass(frozen=True, slots=True)
class Preset:
    """How large a world is; counts are aims of which honest traffic takes what is left.

    Attributes:
        days: days of events; outcomes follow after the last of them.
        shipments: all shipments, frauds and look-alikes included.
        openings: all account openings, likewise.
        applications: applications for cash on delivery.
        home_districts: districts in which the group has outlets.
        outlets_per_district: of each of the three entities.
        smallest_dorm: students on a campus where 4 % of the persons would be fewer.
        false_label_share: share of honest events that an analyst wrongly calls a fraud.
        disorder: some events arrive late, out of order or twice.
    """

    name: PresetName
    days: int
    persons: int
    shipments: int
    openings: int
    applications: int
    merchants: int
    home_districts: int
    outlets_per_district: int
    smallest_dorm: int
    false_label_share: float
    disorder: bool


_PRESETS: Final[dict[str, Preset]] = {
    "demo": Preset(
        name="demo",
        days=14,
        persons=2_400,
        shipments=2_650,
        openings=330,
        applications=20,
        merchants=24,
        home_districts=3,
        outlets_per_district=2,
        smallest_dorm=70,
        false_label_share=0.0,
        disorder=False,
    ),
    "S": Preset(
        name="S",
        days=40,
        persons=20_000,
        shipments=30_000,
        openings=2_000,
        applications=150,
        merchants=150,
        home_districts=5,
        outlets_per_district=2,
        smallest_dorm=70,
        false_label_share=0.003,
        disorder=True,
    ),
    "M": Preset(
        name="M",
        days=183,
        persons=200_000,
        shipments=1_500_000,
        openings=60_000,
        applications=3_000,
        merchants=4_000,
        home_districts=44,
        outlets_per_district=3,
        smallest_dorm=70,
        false_label_share=0.003,
        disorder=True,
    ),
    "L": Preset(
        name="L",
        days=30,
        persons=2_000_000,
        shipments=15_000_000,
        openings=300_000,
        applications=5_000,
        merchants=40_000,
        home_districts=60,
        outlets_per_district=22,
        smallest_dorm=70,
        false_label_share=0.003,
        disorder=True,
    ),
}


def preset(name: str) -> Preset:
    """The preset of a name.

    Raises:
        WrongUse: there is none; the message says which there are.
    """
    found = _PRESETS.get(name)
    if found is None:
        raise WrongUse(f"no such preset; there are: {', '.join(_PRESETS)}", param="preset")
    return found
