"""Mobile numbers: each index has its own, so that nobody has to remember which are given out.

The permutation is a multiplicative one modulo the size of the numbering space: neighbours in the
population have numbers far apart, and two indices never share one.
"""

import random
from typing import Final

from data.synthetic.draws import stream

_PREFIXES: Final = (
    *("130", "131", "132", "133", "135", "136", "137", "138", "139", "150", "151", "152", "153"),
    *("155", "156", "157", "158", "159", "166", "173", "175", "176", "177", "178", "180", "181"),
    *("182", "183", "185", "186", "187", "188", "189", "191", "193", "195", "198", "199"),
)
_VIRTUAL: Final = ("162", "165", "167", "170", "171")
_EACH: Final = 100_000_000
_PLAIN_SPACE: Final = len(_PREFIXES) * _EACH
# Virtual operators have 4 % of all numbers (ministry's figure for 2024).
_VIRTUAL_EACH: Final = _PLAIN_SPACE * 4 // 96 // len(_VIRTUAL)
SPACE: Final = _PLAIN_SPACE + _VIRTUAL_EACH * len(_VIRTUAL)
# A prime, so that it has no divisor in common with the space: the map is one to one.
_STEP: Final = 2_654_435_761


class Phonebook:
    """The numbers of one world.

    Args:
        seed: the world's seed.
        population: indices below it belong to its persons.
    """

    def __init__(self, seed: int, population: int) -> None:
        self._shift = stream(seed, "phonebook").randrange(SPACE)
        self._population = population

    def number(self, index: int) -> str:
        """The 11-digit number of an index from 0 to ``SPACE - 1``."""
        place = (index * _STEP + self._shift) % SPACE
        if place < _PLAIN_SPACE:
            prefix, rest = divmod(place, _EACH)
            return f"{_PREFIXES[prefix]}{rest:08d}"
        prefix, rest = divmod(place - _PLAIN_SPACE, _VIRTUAL_EACH)
        return f"{_VIRTUAL[prefix]}{rest:08d}"

    def spare(self, rng: random.Random) -> str:
        """A number that nobody of the population has as their own."""
        return self.number(rng.randrange(self._population, SPACE))

    def row(self, rng: random.Random, count: int, widest_gap: int = 1) -> list[str]:
        """Numbers that a dealer sold one after another, each up to a gap above the last."""
        number, row = int(self.spare(rng)), []
        for _ in range(count):
            row.append(str(number))
            number += rng.randint(1, widest_gap)
        return row
