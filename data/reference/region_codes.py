"""Six-digit region codes (GB/T 2260) with the years in which they were in force.

The table has gaps (see ``SOURCE.md``): an unknown code is unknown, not wrong, and a code that ended
before a person's birth is a soft signal.
"""

import gzip
from pathlib import Path
from typing import Final, NamedTuple


class Region(NamedTuple):
    """One name that a code carried, from ``first_year`` to ``last_year`` (0: open at that end)."""

    code: str
    name: str
    first_year: int
    last_year: int


def _load() -> tuple[Region, ...]:
    packed = Path(__file__).with_name("regions.csv.gz").read_bytes()
    rows = (line.split(",") for line in gzip.decompress(packed).decode("utf-8").splitlines())
    return tuple(Region(code, name, int(first), int(last)) for code, name, first, last in rows)


REGIONS: Final = _load()


def _last_years() -> dict[str, int]:
    """Code -> last year in force under any name; 0 while it is in force."""
    years: dict[str, int] = {}
    for code, _, _, last in REGIONS:
        known = years.get(code, last)
        years[code] = 0 if 0 in (known, last) else max(known, last)
    return years


_LAST_YEARS: Final = _last_years()


def is_known(code: str) -> bool:
    """Whether the table holds the code, in force or not.

    >>> is_known("110105"), is_known("110199")
    (True, False)
    """
    return code in _LAST_YEARS


def last_year(code: str) -> int:
    """The last year in which a known code was in force; 0 if it still is, or if it is unknown.

    >>> last_year("510229"), last_year("110105")
    (1991, 0)
    """
    return _LAST_YEARS.get(code, 0)
