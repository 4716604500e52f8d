"""How much an address says, in parts that can be shown one by one.

Weights as in the domain notes (section 3.4): district 0.25, town 0.10, place 0.25, unit 0.15,
honest 0.05, length 0.05; the 0.15 of "delivered before" are added by whoever knows the history. A
village with its group or number counts as full marks for place and unit: country addresses have
no more to say (look-alikes L03, L21).
"""

from functools import lru_cache
from typing import Final, TypeAlias

Parts: TypeAlias = tuple[tuple[str, float, float], ...]

MAX_STATIC: Final = 0.85
_DISHONEST: Final = frozenset({"placeholder", "masked", "gibberish", "conflict", "absurd_building"})


def quality_parts(
    *,
    depth: float,
    town: bool,
    place: float,
    unit: float,
    length: int,
    flags: tuple[str, ...],
) -> Parts:
    """The parts (name, got, of at most).

    Args:
        depth: 1 if the place is known to the district, less for a city or province alone.
        town: whether a town or street office is given.
        place: 1 for road and number, village and group, or an estate; less for half of it.
        unit: 1 for a room or a typed place, less for a building alone.
        length: characters of the cleaned text.
        flags: of the address.
    """
    return graded(depth, place, unit, town=town, length=length, flags=flags)[0]


def graded(
    depth: float, place: float, unit: float, *, town: bool, length: int, flags: tuple[str, ...]
) -> tuple[Parts, float]:
    """The parts as in :func:`quality_parts`, and their sum."""
    honest = not flags or _DISHONEST.isdisjoint(flags)
    return _graded(depth, place, unit, town, honest, 8 <= length <= 60)


# There are under 500 different gradings, and each holds seven tuples.
@lru_cache(1_024)
def _graded(  # noqa: PLR0917  a cache is called by place, which is half the price of names
    depth: float,
    place: float,
    unit: float,
    town: bool,  # noqa: FBT001  as above
    honest: bool,  # noqa: FBT001  as above
    plausible: bool,  # noqa: FBT001  as above
) -> tuple[Parts, float]:
    parts = (
        ("district", round(0.25 * depth, 4), 0.25),
        ("town", 0.10 if town else 0.0, 0.10),
        ("place", round(0.25 * place, 4), 0.25),
        ("unit", round(0.15 * unit, 4), 0.15),
        ("honest", 0.05 if honest else 0.0, 0.05),
        ("length", 0.05 if plausible else 0.0, 0.05),
    )
    return parts, total(parts)


def total(parts: Parts) -> float:
    """The sum of what was got, 0 to 0.85.

    >>> total((("district", 0.25, 0.25), ("town", 0.1, 0.1)))
    0.35
    """
    return round(sum(got for _, got, _ in parts), 4)
