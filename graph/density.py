"""How dense the densest part of a ring is, where the rest of it hides that part.

Fraudar (Hooi et al., KDD 2016): a set of identifiers S is as suspicious as the links within it are many
for its size, g(S) = f(S) / |S|, and a link of a column with d links counts 1 / log(d + 5), so that a
popular key adds little and cannot be used as camouflage. The greedy peel takes the identifiers with the
least sum away again and again, all equals at once: so nothing hangs on how keys are numbered. The best g
on the way is at least half of the best of all subsets (their theorem 1: before the first of the best subset
goes, all that are left have sums no less than its own, which is at least that subset's g).

The column of a link is the end with more links: our graph has no fixed two sides.

Cost: with n <= 64 members and m links between them n (n + m) steps, some microseconds.
"""

from typing import Any, Final

from graph import layout as at
from graph.records import inner

PARTS: Final = 1_000_000.0
"""A link counts in millionths, so that sums are exact in whatever order they are made."""


@inner
def _sums(pad: Any, n: Any, ties: Any) -> Any:
    """Add up the links between those that are left, for each in ``TOTAL``; returns all of them.

    Who is gone has a sum below zero.
    """
    for i in range(n):
        pad[at.TOTAL + i] = min(pad[at.TOTAL + i], 0)
    total = 0
    for t in range(ties):
        one, other = pad[at.TIES + t] >> 8, pad[at.TIES + t] & 255
        if pad[at.TOTAL + one] >= 0 and pad[at.TOTAL + other] >= 0:
            pad[at.TOTAL + one] += pad[at.TIE_PARTS + t]
            pad[at.TOTAL + other] += pad[at.TIE_PARTS + t]
            total += pad[at.TIE_PARTS + t]
    return total


@inner
def densest(pad: Any, n: Any, ties: Any) -> Any:
    """The highest mean of ``TIE_PARTS`` over the members that are left while they are peeled."""
    left, best = 0, 0.0
    for i in range(n):
        pad[at.TOTAL + i] = 0 if pad[at.IS_HUB + i] == 0 else -1
        left += 1 if pad[at.IS_HUB + i] == 0 else 0
    total = _sums(pad, n, ties)
    while total > 0:
        best = max(best, total / left)
        least = at.NEVER
        for i in range(n):
            if pad[at.TOTAL + i] >= 0:
                least = min(least, pad[at.TOTAL + i])
        for i in range(n):
            if pad[at.TOTAL + i] == least:
                pad[at.TOTAL + i] = -1
                left -= 1
        total = _sums(pad, n, ties)
    return best / PARTS
