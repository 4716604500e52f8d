"""The compiled part of the identity graph that changes it; the arrays are told in ``graph.layout``.

As in ``detectors.kernels``, signatures are explicit and bounds are not checked; see ``graph.records``
for what is called from there. A log that runs full stops a kernel between two records; with a longer
one it goes on where it stood.
"""

from typing import Any, Final

from numba import njit, types

from graph import layout as at
from graph.records import find, free, inner, new, put, put_before, take_out

USES: Final = ("layout.py", "records.py")
BUILT_ON: Final = 0xE67FB9E6
"""See ``graph.records``."""
LATE_STEPS: Final = 32
"""So far down a list a late sighting looks for its place; see ``_place``."""
EXPIRED_AT_ONCE: Final = 4
EXPIRED_LINKS: Final = 256
"""Links that a node dropped for age loses in one event; with more, it goes in several."""
_ROOM: Final = 4_096
"""Words of the log that one pair or one key may fill, dropped nodes aside."""
_PER_RECORD: Final = 32
"""Words of the log that a dropped link or mark may fill."""

_WORDS: Final = types.int64[::1]


@inner
def _touch(mem: Any, work: Any, key: Any, clock_ms: Any) -> Any:
    """The node of a key, made where there is none, put last in the list of nodes."""
    node = find(mem, 0, key)
    if node == 0:
        node = new(mem, work, 0, key)
        put(mem, work, node + at.LINKS, node + at.LINKS)
        put(mem, work, node + at.LINKS + at.BACK, node + at.LINKS)
        put(mem, work, node + at.MARKED, node + at.MARKED)
        put(mem, work, node + at.MARKED + at.BACK, node + at.MARKED)
        put(mem, work, node + at.SINCE, at.NEVER)
        put(mem, work, node + at.LAST, -at.NEVER)
        put(mem, work, at.NODES, mem[at.NODES] + 1)
    elif mem[node + at.RECENCY] != at.RECENCY:
        take_out(mem, work, node + at.RECENCY)
    if mem[at.RECENCY + at.BACK] != node + at.RECENCY:
        put_before(mem, work, node + at.RECENCY, at.RECENCY)
    put(mem, work, node + at.TOUCHED, clock_ms)
    return node


@inner
def _place(mem: Any, work: Any, edge: Any, end: Any, at_ms: Any) -> None:
    """Put a link into the list of one of its ends, where its instant belongs.

    A rank never rises down a list and is never below the link's last sighting, so a reader may stop
    at the first rank that is too old. A link whose place is not found within ``LATE_STEPS`` stays
    there with the rank of the next one: too high, so that readers look at it and pass on.
    """
    owner = (mem[edge + end] & ~15) + at.LINKS
    after, steps = mem[owner], 0
    while after != owner and mem[after + at.TO_RANK] > at_ms and steps < LATE_STEPS:
        after = mem[after]
        steps += 1
    rank = at_ms if after == owner else max(at_ms, mem[after + at.TO_RANK])
    put_before(mem, work, edge + at.HOOK + end, after)
    put(mem, work, edge + at.RANK + end, rank)


@inner
def _link(mem: Any, work: Any, left: Any, right: Any, at_ms: Any) -> None:
    """A sighting of a link. One that is no later than the last changes the first and the count only."""
    one, two = left | (mem[left + at.KEY] & 15), right | (mem[right + at.KEY] & 15)
    if left > right:
        one, two = two, one
    edge = find(mem, one, two)
    if edge == 0:
        edge = new(mem, work, one, two)
        put(mem, work, edge + at.SINCE, at_ms)
        put(mem, work, at.EDGES, mem[at.EDGES] + 1)
        for node in (left, right):
            put(mem, work, node + at.DEGREE, mem[node + at.DEGREE] + 1)
    elif at_ms > mem[edge + at.LAST]:
        take_out(mem, work, edge + at.HOOK)
        take_out(mem, work, edge + at.HOOK + 1)
    else:
        put(mem, work, edge + at.SINCE, min(at_ms, mem[edge + at.SINCE]))
        put(mem, work, edge + at.COUNT, mem[edge + at.COUNT] + 1)
        return
    put(mem, work, edge + at.LAST, at_ms)
    put(mem, work, edge + at.COUNT, mem[edge + at.COUNT] + 1)
    _place(mem, work, edge, 0, at_ms)
    _place(mem, work, edge, 1, at_ms)


@inner
def _cut(mem: Any, work: Any, node: Any, most: Any) -> None:
    """Take links off a node, those seen longest ago first."""
    while mem[node + at.DEGREE] > 0 and most > 0:
        hook = mem[node + at.LINKS + at.BACK]
        edge = hook & ~15
        for end in range(2):
            other = mem[edge + end] & ~15
            take_out(mem, work, edge + at.HOOK + end)
            put(mem, work, other + at.DEGREE, mem[other + at.DEGREE] - 1)
        free(mem, work, edge)
        put(mem, work, at.EDGES, mem[at.EDGES] - 1)
        most -= 1


@inner
def _unmark(mem: Any, work: Any, mark: Any) -> None:
    take_out(mem, work, mark + at.HOOK)
    free(mem, work, mark)
    put(mem, work, at.MARKS, mem[at.MARKS] - 1)


@inner
def _drop(mem: Any, work: Any, node: Any) -> None:
    """Take a node out with its links and marks."""
    _cut(mem, work, node, mem[node + at.DEGREE])
    while mem[node + at.MARKED] != node + at.MARKED:
        _unmark(mem, work, mem[node + at.MARKED] & ~15)
    take_out(mem, work, node + at.RECENCY)
    free(mem, work, node)
    put(mem, work, at.NODES, mem[at.NODES] - 1)


@inner
def _oldest(mem: Any) -> Any:
    """The node touched longest ago, 0 where there is none."""
    return mem[at.RECENCY] & ~15


@inner
def _missing(mem: Any, work: Any, node: Any, most: Any) -> Any:
    """How many words the log lacks for a node to be dropped that loses so many links at most."""
    records, mark = min(mem[node + at.DEGREE], most), mem[node + at.MARKED]
    while mark != node + at.MARKED:
        records += 1
        mark = mem[mark]
    return max(work[at.LOGGED] + _ROOM + _PER_RECORD * records - work.shape[0], 0)


@inner
def _drop_oldest(mem: Any, work: Any) -> Any:
    """Drop one node for want of room; returns how many words the log lacks for it."""
    node = _oldest(mem)
    lacking = _missing(mem, work, node, mem[node + at.DEGREE])
    if lacking == 0:
        _drop(mem, work, node)
        put(mem, work, at.DROPPED, mem[at.DROPPED] + 1)
    return lacking


@inner
def _make_room(mem: Any, work: Any) -> Any:
    """See to three free records and to a log for one more pair or key."""
    lacking = max(work[at.LOGGED] + _ROOM - work.shape[0], 0)
    while lacking == 0 and at.FIRST + (mem[at.RECORDS] + 3) * at.RECORD > mem[at.END]:
        lacking = _drop_oldest(mem, work)
    return lacking


@inner
def _has_link_since(mem: Any, node: Any, since_ms: Any) -> Any:
    hook = mem[node + at.LINKS]
    while hook != node + at.LINKS and mem[hook + at.TO_RANK] > since_ms:
        if mem[(hook & ~15) + at.LAST] > since_ms:
            return True
        hook = mem[hook]
    return False


@inner
def _expire(mem: Any, work: Any) -> Any:
    """Drop what is old by the clock and by its links, a few at a time."""
    clock_ms = work[at.CLOCK_MS]
    limit_ms = clock_ms - work[at.UNSEEN_MS]
    for _ in range(EXPIRED_AT_ONCE):
        node = _oldest(mem)
        if node == 0 or mem[node + at.TOUCHED] > limit_ms:
            return 0
        lacking = _missing(mem, work, node, EXPIRED_LINKS)
        if lacking > 0:
            return lacking
        if _has_link_since(mem, node, limit_ms):
            _touch(mem, work, mem[node + at.KEY], clock_ms)
        elif mem[node + at.DEGREE] > EXPIRED_LINKS:
            _cut(mem, work, node, EXPIRED_LINKS)
            return 0
        else:
            _drop(mem, work, node)
    return 0


@inner
def _shrink(mem: Any, work: Any) -> Any:
    while mem[at.NODES] > mem[at.MAX_NODES]:
        lacking = _drop_oldest(mem, work)
        if lacking > 0:
            return lacking
    return _expire(mem, work)


@inner
def _is_first(work: Any, index: Any, start: Any) -> Any:
    """Whether a key of the arguments stands nowhere before on its side of the event."""
    for i in range(start, index):  # noqa: SIM110  numba has no any() over a generator
        if work[at.ARGUMENTS + i] == work[at.ARGUMENTS + index]:
            return False
    return True


@inner
def _see(mem: Any, work: Any, node: Any, index: Any) -> None:
    """A node stood in this event."""
    at_ms, own = work[at.AT_MS], 2 * work[at.N_OWN]
    put(mem, work, node + at.SINCE, min(mem[node + at.SINCE], at_ms))
    put(mem, work, node + at.LAST, max(mem[node + at.LAST], at_ms))
    if _is_first(work, index, 0 if index < own else own):
        side = node + (at.OUTBOUND if index < own else at.INBOUND)
        put(mem, work, side, mem[side] + 1)


@inner
def _enter(mem: Any, work: Any, i: Any) -> None:
    """Let one pair of an event enter."""
    left = _touch(mem, work, work[at.ARGUMENTS + 2 * i], work[at.CLOCK_MS])
    right = _touch(mem, work, work[at.ARGUMENTS + 2 * i + 1], work[at.CLOCK_MS])
    _see(mem, work, left, 2 * i)
    _see(mem, work, right, 2 * i + 1)
    if left != right:
        _link(mem, work, left, right, work[at.AT_MS])


@inner
def _mark(mem: Any, work: Any, node: Any) -> None:
    """Say of a node what ``MODE`` says, for one event."""
    mode, at_ms = work[at.MODE], work[at.AT_MS]
    mark = find(mem, -node, work[at.VALUE])
    if mode == at.LIFT:
        if mark != 0:
            _unmark(mem, work, mark)
        return
    if mark == 0:
        mark = new(mem, work, -node, work[at.VALUE])
        put(mem, work, at.MARKS, mem[at.MARKS] + 1)
    elif mem[mark + at.IS_FRAUD] == mode:
        put(mem, work, mark + at.MARK_MS, min(at_ms, mem[mark + at.MARK_MS]))
        return
    else:
        take_out(mem, work, mark + at.HOOK)
    put(mem, work, mark + at.MARK_MS, at_ms)
    put(mem, work, mark + at.IS_FRAUD, mode)
    put_before(
        mem, work, mark + at.HOOK, mem[node + at.MARKED] if mode == at.CONFIRM else node + at.MARKED
    )


@inner
def _tell(mem: Any, work: Any, i: Any) -> None:
    """Tell one key of a mark or of a type. Marks that lighten bring no key in and touch none."""
    mode, key = work[at.MODE], work[at.ARGUMENTS + i]
    brings_in = mode == at.CONFIRM or mode == at.TYPE  # noqa: PLR1714  a set is slow in a kernel
    node = _touch(mem, work, key, work[at.CLOCK_MS]) if brings_in else find(mem, 0, key)
    if mode == at.TYPE:
        put(mem, work, node + at.HUB, work[at.VALUE])
    elif node != 0:
        _mark(mem, work, node)


@njit(types.int64(_WORDS, _WORDS), cache=True)
def change(mem: Any, work: Any) -> Any:
    """Do what ``work`` says. Returns 0, or how many words more the log must have to go on."""
    mode = work[at.MODE]
    while work[at.DONE] < work[at.N]:
        lacking = _make_room(mem, work)
        if lacking > 0:
            return lacking
        if mode == at.ENTER:
            _enter(mem, work, work[at.DONE])
        else:
            _tell(mem, work, work[at.DONE])
        work[at.DONE] += 1
    return _shrink(mem, work) if mode != at.LIFT and mode != at.CLEAR else 0  # noqa: PLR1714
