"""The compiled reads of one identifier's links; see ``graph.layout`` and ``graph.records``."""

from typing import Any, Final

import numpy as np
from numba import njit, types

from graph import layout as at
from graph.records import find

USES: Final = ("layout.py", "records.py")
BUILT_ON: Final = 0xE67FB9E6
"""See ``graph.records``."""

_WORDS: Final = types.int64[::1]


@njit(
    types.int64(_WORDS, types.uint64, types.int64, types.int64, types.uint64, types.int64),
    cache=True,
)
def sharers(  # noqa: PLR0917  a kernel takes its arguments by position
    mem: Any, key: Any, kinds: Any, since_ms: Any, plus: Any, most: Any
) -> Any:
    """How many nodes of some kinds have a link to a key seen after an instant, ``plus`` among them."""
    count = 1 if plus != 0 else 0
    node = find(mem, 0, np.int64(key))
    if node == 0:
        return count
    own = find(mem, 0, np.int64(plus)) if plus != 0 else 0
    hook = mem[node + at.LINKS]
    while hook != node + at.LINKS and mem[hook + at.TO_RANK] > since_ms and count < most:
        edge = hook & ~15
        other = mem[edge + 1 - (hook & 15) + at.HOOK]
        if mem[edge + at.LAST] > since_ms and kinds >> (other & 15) & 1 and other & ~15 != own:
            count += 1
        hook = mem[hook]
    return count


@njit(types.int64(_WORDS, types.uint64), cache=True)
def address(mem: Any, key: Any) -> Any:
    """Where the record of an identifier stands, 0 for one that is not there."""
    return find(mem, 0, np.int64(key))


@njit(_WORDS(_WORDS, types.uint64, types.int64), cache=True)
def neighbours(mem: Any, key: Any, since_ms: Any) -> Any:
    """The keys of all nodes that have a link to a key seen after an instant, newest links first."""
    node = find(mem, 0, np.int64(key))
    if node == 0:
        return np.empty(0, np.int64)
    found, n = np.empty(mem[node + at.DEGREE], np.int64), 0
    hook = mem[node + at.LINKS]
    while hook != node + at.LINKS and mem[hook + at.TO_RANK] > since_ms:
        edge = hook & ~15
        if mem[edge + at.LAST] > since_ms:
            found[n] = mem[(mem[edge + 1 - (hook & 15) + at.HOOK] & ~15) + at.KEY]
            n += 1
        hook = mem[hook]
    return found[:n]
