"""What lists cost a score: the look-ups of one parcel of eight identifiers, with lists of any size.

    python -m benchmarks.list_lookup

Prints microseconds of the block of list features, by entries of the book and by how many of the parcel's
identifiers stand on a list; the least of seven rounds.
"""

from time import perf_counter
from typing import Final

import msgspec

from api.examples import SHIPMENT
from data.events import decode_event
from data.identifiers import Kind, Tokeniser
from data.subject import Reader, Subject
from risk.features.blocks import lists
from risk.features.touch import Touch, touch_of
from rules.lists import ALWAYS_MS, NEVER_MS, WATCH, Held, ListBook

_ROUNDS: Final = 7
_TIMES: Final = 20_000
_SIZES: Final = (0, 1, 1_000, 100_000)
_EVENT: Final = SHIPMENT | {
    "device_id": "d-1",
    "sender": SHIPMENT["sender"] | {"phone": "13912345670"},
    "receiver": SHIPMENT["receiver"] | {"phone": "13723456781"},
}


def main() -> None:
    """Measure and print."""
    tokeniser = Tokeniser(bytes(range(32)))
    subject = Reader(tokeniser).read(decode_event(msgspec.json.encode(_EVENT)))
    touch = touch_of(subject)
    own = lists.party_nodes(subject, touch)
    for size in _SIZES:
        for hits in (0, 2) if size > 1 else (0,):
            book = ListBook()
            nodes = [tokeniser.node(Kind.PHONE, str(number)) for number in range(size - hits)]
            for place, node in enumerate([*nodes, *own[:hits]]):
                book.add(node, Held(f"E{place}", WATCH, ALWAYS_MS, NEVER_MS))
            best = min(_seconds(book, subject, touch) for _ in range(_ROUNDS))
            print(f"{size:>8,} entries, {hits} met: {1e6 * best / _TIMES:.2f} µs a parcel")


def _seconds(book: ListBook, subject: Subject, touch: Touch) -> float:
    read, started = lists.read, perf_counter()
    for _ in range(_TIMES):
        read(subject, touch, book)
    return perf_counter() - started


if __name__ == "__main__":
    main()
