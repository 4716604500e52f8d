"""Which ids were never seen: a Bloom filter that grows, so that a new event costs no database query.

"No" is certain; "maybe" is asked of the database. 10 bits an id and 7 probes give about 1 % false
"maybe" (Bloom 1970: (1 - e^(-kn/m))^k = 0.0082 at k = 7, m/n = 10).
"""

from typing import Final

_BITS_AN_ID: Final = 10
_PROBES: Final = 7


class _Filter:
    __slots__ = ("_bits", "_size", "room")

    def __init__(self, capacity: int) -> None:
        self._size = capacity * _BITS_AN_ID
        self._bits = bytearray(self._size // 8 + 1)
        self.room = capacity

    def add(self, first: int, second: int) -> None:
        self.room -= 1
        for probe in range(_PROBES):
            bit = (first + probe * second) % self._size
            self._bits[bit >> 3] |= 1 << (bit & 7)

    def has(self, first: int, second: int) -> bool:
        for probe in range(_PROBES):
            bit = (first + probe * second) % self._size
            if not self._bits[bit >> 3] & 1 << (bit & 7):
                return False
        return True


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
        self._filters[-1].add(*_hashes(id_))

    def maybe(self, id_: str) -> bool:
        """False: certainly never added. True: probably added."""
        first, second = _hashes(id_)
        return any(part.has(first, second) for part in self._filters)


def _hashes(id_: str) -> tuple[int, int]:
    """Two numbers of 32 bits: Python's own hash, whose seed differs by process like the filter."""
    mixed = hash(id_)
    return mixed & 0xFFFFFFFF, mixed >> 32 & 0xFFFFFFFF | 1
