"""Which ids were never seen: a Bloom filter that grows, so that a new event costs no database query.

"No" is certain; "maybe" is asked of the database. All bits of an id lie in one word of 64, so a probe
touches one cache line (a "register-blocked" filter: Lang et al., VLDB 2019, section 3). With 16 bits
an id and 4 probes half a percent of new ids get a false "maybe" when a filter is full (a test measures it).
"""

from array import array
from typing import Final

_BITS_AN_ID: Final = 16
_WORD_BITS: Final = 64


class _Filter:
    __slots__ = ("_words", "room")

    def __init__(self, capacity: int) -> None:
        self._words = array("Q", bytes(8 * (capacity * _BITS_AN_ID // _WORD_BITS + 1)))
        self.room = capacity

    def add(self, place: int, bits: int) -> None:
        self.room -= 1
        self._words[place % len(self._words)] |= bits

    def has(self, place: int, bits: int) -> bool:
        return self._words[place % len(self._words)] & bits == bits


class KnownIds:
    """A set of ids that may say "maybe" of one it does not hold, and never "no" of one it does.

    Args:
        capacity: ids that the first filter holds; each further one holds twice as many.
    """

    def __init__(self, capacity: int = 1_000_000) -> None:
        self._filters = [_Filter(capacity)]
        self._next_capacity = capacity * 2

    def add(self, id_: str) -> None:
        """Remember an id."""
        if not self._filters[-1].room:
            self._filters.append(_Filter(self._next_capacity))
            self._next_capacity *= 2
        mixed = hash(id_)
        self._filters[-1].add(_place(mixed), _bits(mixed))

    def maybe(self, id_: str) -> bool:
        """False: certainly never added. True: probably added."""
        mixed = hash(id_)
        place, bits = _place(mixed), _bits(mixed)
        return any(part.has(place, bits) for part in self._filters)


def _place(mixed: int) -> int:
    """Which word: Python's own hash of a text, whose seed differs by process like the filter."""
    return mixed & 0xFFFFFFFF


def _bits(mixed: int) -> int:
    """Four of the word's 64 bits, by six bits of the hash each that ``_place`` does not use."""
    return (
        1 << (mixed >> 32 & 63)
        | 1 << (mixed >> 38 & 63)
        | 1 << (mixed >> 44 & 63)
        | 1 << (mixed >> 50 & 63)
    )
