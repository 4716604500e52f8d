"""The compiled walks: ``reach`` over all links, ``ring`` over strong ones as of an instant.

See ``graph.components`` and ``graph.propagation`` for what they find and why, ``graph.layout`` for the
pad on which they write.
"""

from math import log
from typing import Any, Final

import numpy as np
from numba import njit, types

from graph import layout as at
from graph.density import PARTS, densest
from graph.propagation import first_mark, spread
from graph.records import find, inner

USES: Final = ("layout.py", "records.py", "density.py", "propagation.py")
BUILT_ON: Final = 0xB223461B
"""See ``graph.records``."""
STRONG: Final = 2.0
"""The least weight of a link that ties two identifiers into one ring (DOMAIN 3.6)."""
DAY_MS: Final = 86_400_000

_WORDS: Final = types.int64[::1]


@inner
def _entry(pad: Any, address: Any, n: Any, most: Any) -> Any:
    """The place of a node among those met; n for a new one, -1 where there is no room for it."""
    slot = ((address >> 4) * 0x9E3779B1 >> 7) & (at.N_SLOTS - 1)
    while pad[at.SLOTS + slot] != 0:
        place = pad[at.SLOTS + slot] - 1
        if pad[at.ADDRESS + place] == address:
            return place
        slot = (slot + 1) & (at.N_SLOTS - 1)
    if n >= most:
        return -1
    pad[at.SLOTS + slot] = n + 1
    pad[at.ADDRESS + n] = address
    return n


@inner
def _begin(mem: Any, pad: Any) -> Any:
    """Enter the event's own identifiers, each once; returns how many."""
    for slot in range(at.N_SLOTS):
        pad[at.SLOTS + slot] = 0
    n = 0
    for i in range(pad[at.N_STARTS]):
        key, seen = pad[at.STARTS + i], False
        address = find(mem, 0, key)
        for j in range(n):
            seen = seen or pad[at.ITS_KEY + j] == key
        if seen:
            continue
        if address != 0:
            _entry(pad, address, n, at.ENTRIES)
        pad[at.ADDRESS + n], pad[at.ITS_KEY + n] = address, key
        pad[at.DEPTH + n], pad[at.PARENT + n], pad[at.IS_HUB + n] = 0, -1, 0
        n += 1
    return n


@inner
def _is_cleared(mem: Any, node: Any) -> Any:
    mark = mem[node + at.MARKED + at.BACK]
    return mark != node + at.MARKED and mem[(mark & ~15) + at.IS_FRAUD] == 0


@inner
def _tell_nearest(mem: Any, pad: Any, nearest: Any) -> None:
    """Write hops, event, instant and kinds on the way to the nearest confirmed identifier."""
    if nearest < 0:
        pad[at.RESULT + 1] = -1
        pad[at.RESULT + 4] = 0
        return
    mark = mem[pad[at.ADDRESS + nearest] + at.MARKED] & ~15
    hops = pad[at.DEPTH + nearest]
    pad[at.RESULT + 1] = hops
    pad[at.RESULT + 2] = mem[mark + 1]
    pad[at.RESULT + 3] = mem[mark + at.MARK_MS]
    pad[at.RESULT + 4] = hops + 1
    for i in range(hops, -1, -1):
        pad[at.PATH + i] = pad[at.ITS_KEY + nearest] & 15
        nearest = pad[at.PARENT + nearest]


@inner
def _is_typed(mem: Any, pad: Any, node: Any) -> Any:
    """Whether an analyst's type holds at the instant, which explains the sharing."""
    said = mem[node + at.HUB]
    return said & 15 != 0 and said & 15 != at.SAID_UNKNOWN and said >> 4 > pad[at.READ_MS]


@njit(types.void(_WORDS, _WORDS), cache=True)
def reach(mem: Any, pad: Any) -> None:
    """Walk over links of any age and weight; the result is told by ``components.Reach``."""
    floats = pad.view(np.float64)
    n, head, near, nearest = _begin(mem, pad), 0, 0, -1
    while head < n:
        node, depth = pad[at.ADDRESS + head], pad[at.DEPTH + head]
        carries = node != 0 and not _is_typed(mem, pad, node)
        if carries and first_mark(mem, node) != 0:
            near += 1 if depth <= 1 else 0
            nearest = head if nearest < 0 else nearest
        open_ = carries and depth < pad[at.MAX_HOPS] and n < pad[at.MAX_MET]
        if open_ and mem[node + at.DEGREE] <= pad[at.HUB_DEGREE]:
            hook = mem[node + at.LINKS]
            while hook != node + at.LINKS:
                far = mem[(hook & ~15) + 1 - (hook & 15) + at.HOOK]
                other, tied = far & ~15, floats[at.KIND_WEIGHT + (far & 15)] > 0.0
                if tied and _entry(pad, other, n, pad[at.MAX_MET]) == n:
                    pad[at.ITS_KEY + n], pad[at.DEPTH + n] = mem[other + at.KEY], depth + 1
                    pad[at.PARENT + n] = head
                    n += 1
                hook = mem[hook]
        head += 1
    pad[at.RESULT], pad[at.RESULT + 5] = n, near
    _tell_nearest(mem, pad, nearest)


@inner
def _hub_of(mem: Any, pad: Any, node: Any, looks: Any) -> Any:
    """Whether a node is a hub (0 no) at the instant; second how many links were looked at till now."""
    said, at_ms = mem[node + at.HUB], pad[at.READ_MS]
    if said & 15 != 0 and said >> 4 > at_ms:
        return at.TOLD_HUB if said & 15 == at.SAID_UNKNOWN else at.TYPED_HUB, looks
    if mem[node + at.DEGREE] <= pad[at.HUB_DEGREE]:
        return 0, looks
    since_ms, count = at_ms - pad[at.HUB_MS], 0
    hook = mem[node + at.LINKS]
    while hook != node + at.LINKS and mem[hook + at.TO_RANK] > since_ms:
        looks += 1
        if looks > pad[at.MAX_LOOKS]:
            return at.UNKNOWN_HUB, looks
        edge = hook & ~15
        kind = mem[edge + 1 - (hook & 15) + at.HOOK] & 15
        live = mem[edge + at.LAST] > since_ms and mem[edge + at.SINCE] <= at_ms
        count += 1 if live and pad[at.HUB_KINDS] >> kind & 1 else 0
        if count > pad[at.HUB_DEGREE]:
            return at.UNKNOWN_HUB, looks
        hook = mem[hook]
    return 0, looks


@inner
def _tie(  # noqa: PLR0917  a kernel takes its arguments by position
    mem: Any, pad: Any, floats: Any, edge: Any, one: Any, other: Any, n: Any
) -> None:
    """Note a link between two that were met."""
    ends, at_ms = mem[edge] & 15, pad[at.READ_MS]
    kind = mem[edge + 1] & 15
    life_ms = min(pad[at.KIND_MS + ends], pad[at.KIND_MS + kind])
    weight = min(floats[at.KIND_WEIGHT + ends], floats[at.KIND_WEIGHT + kind])
    age_ms = max(at_ms - mem[edge + at.LAST], 0)
    pad[at.TIES + n] = one << 8 | other
    floats[at.TIE_WEIGHT + n] = weight * ((life_ms - age_ms) / life_ms)
    left, right = pad[at.ADDRESS + one], pad[at.ADDRESS + other]
    degree = max(mem[left + at.DEGREE], mem[right + at.DEGREE])
    pad[at.TIE_PARTS + n] = np.int64(PARTS / log(degree + 5.0))


@inner
def _is_live(mem: Any, pad: Any, floats: Any, edge: Any) -> Any:
    """Whether a link is strong and stands at the instant: seen by then, and not too long ago."""
    one, other = mem[edge] & 15, mem[edge + 1] & 15
    if min(floats[at.KIND_WEIGHT + one], floats[at.KIND_WEIGHT + other]) < STRONG:
        return False
    at_ms, life_ms = pad[at.READ_MS], min(pad[at.KIND_MS + one], pad[at.KIND_MS + other])
    return mem[edge + at.SINCE] <= at_ms and mem[edge + at.LAST] > at_ms - life_ms


@inner
def _component(mem: Any, pad: Any, floats: Any) -> Any:
    """Walk; returns how many were met, how many links between them, and whether a bound was met."""
    n, head, ties, looks, bound = _begin(mem, pad), 0, 0, 0, 0
    for i in range(n):
        if pad[at.ADDRESS + i] != 0:
            pad[at.IS_HUB + i], looks = _hub_of(mem, pad, pad[at.ADDRESS + i], looks)
    while head < n and looks <= pad[at.MAX_LOOKS]:
        node = pad[at.ADDRESS + head]
        since_ms = pad[at.READ_MS] - pad[at.KIND_MS + (pad[at.ITS_KEY + head] & 15)]
        hook = mem[node + at.LINKS] if node != 0 and pad[at.IS_HUB + head] == 0 else at.NEVER
        while hook != at.NEVER and hook != node + at.LINKS and mem[hook + at.TO_RANK] > since_ms:
            looks += 1
            if looks > pad[at.MAX_LOOKS]:
                break
            edge = hook & ~15
            other = mem[edge + 1 - (hook & 15) + at.HOOK] & ~15
            hook = mem[hook]
            if not _is_live(mem, pad, floats, edge):
                continue
            place = _entry(pad, other, n, pad[at.MAX_MET])
            if place < 0:
                bound = 1
                continue
            if place == n:
                pad[at.ITS_KEY + n], pad[at.PARENT + n] = mem[other + at.KEY], head
                pad[at.DEPTH + n] = pad[at.DEPTH + head] + 1
                pad[at.IS_HUB + n], looks = _hub_of(mem, pad, other, looks)
                n += 1
            if place > head and pad[at.IS_HUB + place] == 0:
                _tie(mem, pad, floats, edge, head, place, ties)
                age_ms = min(pad[at.READ_MS] - mem[edge + at.SINCE], pad[at.AGE_MS])
                pad[at.RESULT + 8] = max(pad[at.RESULT + 8], age_ms)
                ties += 1
        head += 1
    return n, ties, 1 if looks > pad[at.MAX_LOOKS] else bound


@inner
def _aggregate(pad: Any, first: Any, value: Any) -> None:
    """Add to a sum and its maximum."""
    pad[at.RESULT + first] += value
    pad[at.RESULT + first + 1] = max(pad[at.RESULT + first + 1], value)


@inner
def _count(mem: Any, pad: Any, n: Any) -> None:
    """Write what is counted over the members; see ``components.Ring`` for the words in their order."""
    at_ms, nearest = pad[at.READ_MS], -1
    for i in range(n):
        kind, node = pad[at.ITS_KEY + i] & 15, pad[at.ADDRESS + i]
        if pad[at.IS_HUB + i] != 0:
            pad[at.RESULT + (13 if pad[at.IS_HUB + i] == at.TYPED_HUB else 12)] += 1
            continue
        pad[at.RESULT] += 1
        pad[at.RESULT + 32 + kind] += 1
        if node == 0:
            continue
        age_ms = min(max(at_ms - mem[node + at.SINCE], 0), pad[at.AGE_MS])
        events = mem[node + at.OUTBOUND] + mem[node + at.INBOUND]
        pad[at.RESULT + 9] += 1 if age_ms < DAY_MS else 0
        pad[at.RESULT + 10] += 1 if age_ms < 7 * DAY_MS else 0
        pad[at.RESULT + 5] += 1 if first_mark(mem, node) != 0 else 0
        pad[at.RESULT + 6] += 1 if _is_cleared(mem, node) else 0
        if nearest < 0 and first_mark(mem, node) != 0:
            nearest = i
        _aggregate(pad, 16, events)
        _aggregate(pad, 18, age_ms)
        pad[at.RESULT + 14] += 1
        if pad[at.DEPTH + i] == 1:
            pad[at.RESULT + 15] += 1
            _aggregate(pad, 20, events)
            _aggregate(pad, 22, age_ms)
    _tell_nearest(mem, pad, nearest)


@njit(types.void(_WORDS, _WORDS), cache=True)
def ring(mem: Any, pad: Any) -> None:
    """Walk over strong links as of an instant; the result is told by ``components.Ring``."""
    floats = pad.view(np.float64)
    for i in range(at.PATH - at.RESULT):
        pad[at.RESULT + i] = 0
    n, ties, bound = _component(mem, pad, floats)
    pad[at.RESULT + 7], pad[at.RESULT + 11], pad[at.RESULT + at.N_MET] = ties, bound, n
    _count(mem, pad, n)
    if pad[at.RESULT + 5] > 0:
        floats[at.RESULT + 24] = spread(mem, pad, floats, n, ties)
    floats[at.RESULT + 25] = densest(pad, n, ties)
