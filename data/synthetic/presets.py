"""The sizes of world that exist."""

from dataclasses import dataclass
from typing import Final

from data.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Preset:
    """How large a world is; counts are aims of which honest traffic takes what is left.

    Attributes:
        days: days of events; outcomes follow after the last of them.
        shipments: all shipments, frauds and look-alikes included.
        openings: all account openings, likewise.
        applications: applications for cash on delivery.
        home_districts: districts in which the group has outlets.
        dorm_size: students on each of the two campuses.
        scale: size of look-alike groups relative to preset S.
        false_label_share: share of honest events that an analyst wrongly calls a fraud.
    """

    name: str
    days: int
    persons: int
    shipments: int
    openings: int
    applications: int
    merchants: int
    home_districts: int
    outlets_per_district: int
    dorm_size: int
    scale: float
    false_label_share: float


_PRESETS: Final = {
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
        dorm_size=70,
        scale=0.3,
        false_label_share=0.0,
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
        dorm_size=300,
        scale=1.0,
        false_label_share=0.003,
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
