"""Records, their index and lists: what the kernels of the identity graph are made of.

Every change goes through ``put``, which writes down what stood there before: so a change is undone by
writing the old values back, newest first.

The index is a table with linear hashing (Litwin, VLDB 1980): with each record that comes, one bucket
is split in two, so that memory follows use and no event waits for a whole table to be built anew.

Kernels of other files call these. Numba's cache on disk knows of changes in the file of a kernel only,
so each such file names whose functions and numbers it ``USES`` and holds their checksum, ``BUILT_ON``,
which a test demands: whoever changes one of those files must change this one too.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
from numba import njit

from graph import layout as at

inner: Final[Any] = njit(  # type: ignore[call-overload]  # its stubs know fewer options than it takes
    no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False
)
"""For what only kernels call and what makes no array: compiles in two thirds of the time."""


def checksum(names: Iterable[str]) -> int:
    """The checksum of some files of this package, one after the other."""
    folder = Path(__file__).parent
    return crc32(b"".join((folder / name).read_bytes() for name in names))


@inner
def put(mem: Any, work: Any, place: Any, value: Any) -> None:
    """Write one word, and what stood there before to the log."""
    old = mem[place]
    if old != value:
        n = work[at.LOGGED]
        work[n] = place
        work[n + 1] = old
        work[at.LOGGED] = n + 2
        mem[place] = value


@inner
def mixed(one: Any, two: Any) -> Any:
    """Multiplications that wrap, folded; both words count in all bits."""
    x = one * np.int64(0x1E3779B97F4A7C15) + two * np.int64(0x3F58476D1CE4E5B9)
    x ^= (x >> 29) & np.int64(0x7FFFFFFFF)
    x *= np.int64(0x14D049BB133111EB)
    return x ^ (x >> 32)


@inner
def _bucket(mem: Any, one: Any, two: Any) -> Any:
    """The address of a bucket: the finer hash where its bucket is there, else the coarser."""
    bits, mask = mixed(one, two), mem[at.MASK]
    index = bits & mask
    if index >= mem[at.BUCKETS]:
        index = bits & (mask >> 1)
    return mem[at.TABLE] + index


@inner
def find(mem: Any, one: Any, two: Any) -> Any:
    """The address of a record, 0 where there is none."""
    record = mem[_bucket(mem, one, two)]
    while record != 0 and (mem[record] != one or mem[record + 1] != two):
        record = mem[record + at.CHAIN]
    return record


@inner
def _split(mem: Any, work: Any) -> None:
    """One bucket more: the next in turn gives it those of its records that hash there."""
    new, mask, table = mem[at.BUCKETS], mem[at.MASK], mem[at.TABLE]
    place = table + new - ((mask + 1) >> 1)
    record = mem[place]
    put(mem, work, table + new, 0)
    while record != 0:
        following = mem[record + at.CHAIN]
        if mixed(mem[record], mem[record + 1]) & mask == new:
            put(mem, work, place, following)
            put(mem, work, record + at.CHAIN, mem[table + new])
            put(mem, work, table + new, record)
        else:
            place = record + at.CHAIN
        record = following
    put(mem, work, at.BUCKETS, new + 1)
    if new == mask:
        put(mem, work, at.MASK, 2 * mask + 1)


@inner
def new(mem: Any, work: Any, one: Any, two: Any) -> Any:
    """A record that the index finds; its other words are zero."""
    record = mem[at.FREE]
    if record != 0:
        put(mem, work, at.FREE, mem[record + at.HOOK])
    else:
        record = mem[at.TOP]
        put(mem, work, at.TOP, record + at.RECORD)
    for word in range(at.RECORD):
        put(mem, work, record + word, 0)
    put(mem, work, record, one)
    put(mem, work, record + 1, two)
    bucket = _bucket(mem, one, two)
    put(mem, work, record + at.CHAIN, mem[bucket])
    put(mem, work, bucket, record)
    put(mem, work, at.RECORDS, mem[at.RECORDS] + 1)
    if mem[at.RECORDS] > mem[at.BUCKETS]:
        _split(mem, work)
    return record


@inner
def free(mem: Any, work: Any, record: Any) -> None:
    """Take a record out of the index and keep it for the next that comes."""
    place = _bucket(mem, mem[record], mem[record + 1])
    while mem[place] != record:
        place = mem[place] + at.CHAIN
    put(mem, work, place, mem[record + at.CHAIN])
    put(mem, work, record + at.HOOK, mem[at.FREE])
    put(mem, work, at.FREE, record)
    put(mem, work, at.RECORDS, mem[at.RECORDS] - 1)


@inner
def take_out(mem: Any, work: Any, hook: Any) -> None:
    """Take a hook out of its list; its own words stay as they are."""
    before, after = mem[hook + at.BACK], mem[hook]
    put(mem, work, before, after)
    put(mem, work, after + at.BACK, before)


@inner
def put_before(mem: Any, work: Any, hook: Any, after: Any) -> None:
    """Put a hook into the list of another, before that."""
    before = mem[after + at.BACK]
    put(mem, work, hook, after)
    put(mem, work, hook + at.BACK, before)
    put(mem, work, before, hook)
    put(mem, work, after + at.BACK, hook)
