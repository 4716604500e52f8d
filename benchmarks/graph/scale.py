"""What one event costs in the identity graph, small and large: ``python -m benchmarks.graph.scale``.

A stream of synthetic events grows a graph to each of the sizes asked for; the last events before a size
is reached are timed one by one: the reads of an event (how many share its phone, its room and its
document, the walk over all links, the ring) and its entry. In the stream most parties come once, three
in ten come again, one room in five is shared, and one phone in two hundred is a merchant's that ties
hundreds. Keys are random, so that neighbours in time lie apart in the index.

Then a phone with a hundred links and one with a million are read and touched in turn. ``postrisk benchmark
graph`` runs the same at small sizes.
"""

import argparse
import gc
import random
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.stats import median, percentile
from data.clock import stopwatch_ns
from data.identifiers import Kind
from graph.identity import IdentityGraph, kind_set, take_back

SEED: Final = 20_260_101
SIZES: Final = (10_000, 1_000_000, 10_000_000)
MOST_P99_US: Final = 100.0
"""Read and apply together at a million identifiers."""
MOST_GROWTH: Final = 1.5
"""The median at the largest size over that at the smallest."""
MOST_BYTES: Final = 600
"""What one identifier may cost; its windows have the rest of the 2 KB."""
MOST_HUB: Final = 1.5
"""A hub with a million links over one with a hundred: as much as two measurements may differ."""
_START_MS: Final = 1_767_225_600_000
_GAP_MS: Final = 4_000
_TIMED: Final = 5_000
_AT_ONCE: Final = 8
"""Events that enter together while a graph grows, which is not timed."""
_HOLDERS: Final = kind_set(Kind.PERSON, Kind.ORG)
_PHONES: Final = kind_set(Kind.PHONE)
_D90: Final = 90 * 86_400_000
_STATM: Final = Path("/proc/self/statm")
_PAGE_BYTES: Final = 4_096

Row = dict[str, Any]


class Stream:
    """Events as the graph sees them: the party's identifiers and the pairs."""

    def __init__(self, seed: int) -> None:
        self._pick = random.Random(seed)
        self._known = array("Q")
        self.at_ms = _START_MS

    def event(self) -> tuple[tuple[int, int, int], list[tuple[int, int]]]:
        """The next one: document, phone and room of a party, and a receiver's phone and room."""
        self.at_ms += _GAP_MS
        document, phone, room = self._party()
        pairs = [(document, phone), (document, room), self._receiver()]
        return (document, phone, room), pairs

    def octets(self) -> int:
        """What the stream itself holds in memory."""
        return self._known.itemsize * len(self._known)

    def _party(self) -> tuple[int, int, int]:
        pick, known = self._pick, self._known
        if known and pick.random() < 0.3:
            first = 3 * pick.randrange(len(known) // 3)
        else:
            first = len(known)
            shared = bool(known) and pick.random() < 0.2
            room = known[3 * pick.randrange(first // 3) + 2] if shared else self._key(Kind.UNIT)
            popular = pick.random() < 0.005
            phone = _fixed(pick.randrange(200), Kind.PHONE) if popular else self._key(Kind.PHONE)
            known.extend((self._key(Kind.PERSON), phone, room))
        return known[first], known[first + 1], known[first + 2]

    def _receiver(self) -> tuple[int, int]:
        return self._key(Kind.PHONE), self._key(Kind.UNIT)

    def _key(self, kind: Kind) -> int:
        return self._pick.getrandbits(60) << 4 | kind


def run(sizes: Sequence[int] = SIZES, hub_links: int = 1_000_000) -> list[Row]:
    """The figures, each with its permanent id.

    Args:
        sizes: live identifiers at which to measure, rising.
        hub_links: links of the larger hub.

    Raises:
        FileNotFoundError: the machine does not tell resident memory (it is read from ``/proc``).
    """
    rows = _sizes(sizes)
    gc.collect()
    return rows + _hubs(hub_links)


def _sizes(sizes: Sequence[int]) -> list[Row]:
    before = _resident_bytes()
    graph, stream = IdentityGraph(sizes[-1] + 10 * _TIMED), Stream(SEED)
    rows, medians = list[Row](), list[float]()
    for size in sizes:
        while len(graph) < size:
            pairs = [pair for _ in range(_AT_ONCE) for pair in stream.event()[1]]
            graph.enter(pairs, stream.at_ms, stream.at_ms, [])
        both_us = [_timed_event(graph, stream) for _ in range(_TIMED)]
        read_us, apply_us = [one for one, _ in both_us], [other for _, other in both_us]
        whole = [one + other for one, other in both_us]
        medians.append(median(whole))
        figures = {
            "read_us_median": median(read_us),
            "apply_us_median": median(apply_us),
            "both_us_median": medians[-1],
            "both_us_p99": percentile(whole, 0.99),
            "links_per_identifier": graph.n_links / len(graph),
        }
        for name, value in figures.items():
            bound = MOST_P99_US if (size, name) == (1_000_000, "both_us_p99") else None
            unit = "links" if name.startswith("links") else "us"
            rows.append(_row(f"graph.scale.{size}.{name}", value, unit, bound))
    known_bytes = stream.octets()
    used = _resident_bytes() - before - known_bytes
    return [
        *rows,
        _row("graph.scale.median_growth", medians[-1] / medians[0], "x", MOST_GROWTH),
        _row("graph.scale.bytes_per_identifier", used / len(graph), "bytes", MOST_BYTES),
    ]


def _timed_event(graph: IdentityGraph, stream: Stream) -> tuple[float, float]:
    party, pairs = stream.event()
    begun = stopwatch_ns()
    read(graph, party, stream.at_ms)
    read_by = stopwatch_ns()
    graph.enter(pairs, stream.at_ms, stream.at_ms, [], inbound=1)
    return (read_by - begun) / 1_000, (stopwatch_ns() - read_by) / 1_000


def read(graph: IdentityGraph, party: tuple[int, int, int], at_ms: int) -> None:
    """All that the features of one event ask the graph."""
    document, phone, room = party
    graph.sharers(phone, _HOLDERS, at_ms - _D90, document)
    graph.sharers(room, _HOLDERS, at_ms - _D90, document)
    graph.sharers(document, _PHONES, at_ms - _D90, phone)
    graph.reach(party, at_ms)
    graph.ring(party, at_ms)


def _hubs(links: int) -> list[Row]:
    """Two hubs in one graph, read and touched by strangers in turn."""
    graph = IdentityGraph(links + 10_000)
    small, large = _fixed(1, Kind.PHONE), _fixed(2, Kind.PHONE)
    for n in range(links):
        pairs = [(_fixed(n, Kind.PERSON), large)]
        if n >= links - 100:
            pairs.append((_fixed(n, Kind.PERSON), small))
        graph.enter(pairs, _START_MS + n, _START_MS + n, [])
    at_ms = _START_MS + links
    costs_us = [
        (_touch_us(graph, small, at_ms + n), _touch_us(graph, large, at_ms + n))
        for n in range(2_000)
    ]
    few, many = median([few for few, _ in costs_us]), median([many for _, many in costs_us])
    return [
        _row("graph.scale.hub_100_us_median", few, "us"),
        _row("graph.scale.hub_large_us_median", many, "us"),
        _row("graph.scale.hub_growth", many / few, "x", MOST_HUB),
    ]


def _touch_us(graph: IdentityGraph, hub: int, at_ms: int) -> float:
    stranger, room = _fixed(at_ms, Kind.PERSON), _fixed(at_ms, Kind.UNIT)
    begun = stopwatch_ns()
    read(graph, (stranger, hub, room), at_ms)
    undo = graph.apply([(stranger, hub), (stranger, room)], at_ms, at_ms)
    spent_us = (stopwatch_ns() - begun) / 1_000
    take_back(undo)
    return spent_us


def _fixed(number: int, kind: Kind) -> int:
    """A key that looks like a token's and is the same each time."""
    return (number + 1) * 0x9E3779B97F4A7C15 % 2**60 << 4 | kind


def _resident_bytes() -> int:
    return int(_STATM.read_text("ascii").split()[1]) * _PAGE_BYTES


def _row(id_: str, value: float, unit: str, bound: float | None = None) -> Row:
    return {"id": id_, "value": value, "unit": unit, "bound": bound, "seed": SEED}


def main() -> int:
    """Prints the figures as a table; 1 where one is over its bound."""
    parser = argparse.ArgumentParser(description="Cost of an event in the identity graph.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--hub-links", type=int, default=1_000_000)
    asked = parser.parse_args()
    over = 0
    for row in run(asked.sizes, asked.hub_links):
        bound = "" if row["bound"] is None else f"  (at most {row['bound']:,.1f})"
        print(f"{row['id']:36} {row['value']:>14,.2f} {row['unit']}{bound}")
        over += row["bound"] is not None and row["value"] > row["bound"]
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
