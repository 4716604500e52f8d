"""Closeness to confirmed fraud: how much of a random walk from an event comes to rest at confirmed cases.

A personalised PageRank (Page et al. 1998; Haveliwala 2002) within the ring that ``graph.walks`` has met:
from the event's own identifiers, evenly, each step follows a link in proportion to its weight (DOMAIN
3.6, falling in a straight line to nothing at the end of its life) or begins anew with a chance of
``RESTART``; where no link leads on, it begins anew too. The score is the mass on confirmed identifiers,
each by the age of its latest mark, in a straight line from 1 down to 0 at two years. So it lies in
[0, 1], counts near cases and many ways to them for more, and hubs, which no walk enters, carry none.

It is read and never stored: an outcome that arrives or is lifted changes the very next score, and there
is nothing to repair. Cost: nothing where no member is confirmed, as nearly always; else ``ROUNDS``
passes over the ring's links, 1 to 10 microseconds.
"""

from typing import Any, Final

from graph import layout as at
from graph.records import inner

RESTART: Final = 0.25
ROUNDS: Final = 16
"""Steps of the walk; what lies beyond is 0.75^16 = 1 % of its mass."""


@inner
def first_mark(mem: Any, node: Any) -> Any:
    """The mark that a node's list begins with where it says confirmed, else 0."""
    mark = mem[node + at.MARKED]
    if mark == node + at.MARKED:
        return 0
    return mark & ~15 if mem[(mark & ~15) + at.IS_FRAUD] == 1 else 0


@inner
def _begins(pad: Any, i: Any) -> Any:
    return pad[at.DEPTH + i] == 0 and pad[at.IS_HUB + i] == 0


@inner
def _step(pad: Any, floats: Any, n: Any, ties: Any, begins: Any) -> None:
    """One step of the walk for all the mass at once."""
    stuck = 0.0
    for i in range(n):
        floats[at.FLOW + i] = 0.0
        if floats[at.TOTAL + i] > 0.0:
            floats[at.MASS + i] /= floats[at.TOTAL + i]
        else:
            stuck += floats[at.MASS + i]
    for t in range(ties):
        one, other, weight = (
            pad[at.TIES + t] >> 8,
            pad[at.TIES + t] & 255,
            floats[at.TIE_WEIGHT + t],
        )
        floats[at.FLOW + other] += floats[at.MASS + one] * weight
        floats[at.FLOW + one] += floats[at.MASS + other] * weight
    anew = (RESTART + (1.0 - RESTART) * stuck) / begins
    for i in range(n):
        begun = anew if _begins(pad, i) else 0.0
        floats[at.MASS + i] = begun + (1.0 - RESTART) * floats[at.FLOW + i]


@inner
def spread(mem: Any, pad: Any, floats: Any, n: Any, ties: Any) -> Any:
    """The closeness of what a walk has met: n identifiers, ``ties`` links between them."""
    begins = 0
    for i in range(n):
        begins += 1 if _begins(pad, i) else 0
        floats[at.TOTAL + i] = 0.0
    for t in range(ties):
        floats[at.TOTAL + (pad[at.TIES + t] >> 8)] += floats[at.TIE_WEIGHT + t]
        floats[at.TOTAL + (pad[at.TIES + t] & 255)] += floats[at.TIE_WEIGHT + t]
    for i in range(n):
        floats[at.MASS + i] = 1.0 / begins if _begins(pad, i) else 0.0
    for _ in range(ROUNDS if begins > 0 else 0):
        _step(pad, floats, n, ties, begins)
    score = 0.0
    for i in range(n):
        mark = first_mark(mem, pad[at.ADDRESS + i])
        if mark != 0 and pad[at.IS_HUB + i] == 0:
            age_ms = min(max(pad[at.READ_MS] - mem[mark + at.MARK_MS], 0), pad[at.AGE_MS])
            score += floats[at.MASS + i] * (1.0 - age_ms / pad[at.AGE_MS])
    return score
