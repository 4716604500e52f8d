"""Raw events of a world: a seeded share of the honest, and of each campaign's frauds not too many.

Only what is taken is decoded, so a large world costs little more than reading its file.
"""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from data.errors import Failure
from data.events import Event, OutcomeLine, decode_line
from data.synthetic.truth import TRUTH, Truth, truths
from data.synthetic.writer import EVENTS

OF_A_CAMPAIGN: Final = 30
"""About so many frauds of one campaign: the largest would otherwise speak for all."""
FRAUDS: Final = 12_000
"""About so many in all; in a large world fewer of each campaign are taken."""
PARCELS: Final = 60_000
"""About so many honest parcels; honest events of other kinds are all taken."""
_OUTCOME: Final = b'{"kind":"outcome"'
_ID: Final = b'"event_id":'
PARCEL: Final = b'{"kind":"shipment"'


class Raw(NamedTuple):
    """An event as it stands in the file.

    Attributes:
        world: which world it is of, for samples of several.
        share: of the file's events that come before it, 0 to 1.
        length: of its line in bytes.
        truth: what the simulator says of it.
    """

    event: Event
    world: int
    share: float
    length: int
    truth: Truth


def sample(folder: Path, seed: int, world: int = 0) -> list[Raw]:
    """Events of a world in the order of the file.

    Args:
        folder: of ``events.jsonl`` and ``truth.csv``.
        seed: of the choice.
        world: which world it is.

    Raises:
        Failure: a file can't be read, or the truth is of other events.
    """
    rng = random.Random(f"{seed}/acceptance")
    frauds, honest = sizes(folder / TRUTH)
    parcels = min(1.0, PARCELS / max(1, honest))
    expected = sum(min(OF_A_CAMPAIGN, size) for size in frauds.values())
    of_a_campaign = OF_A_CAMPAIGN * min(1.0, FRAUDS / max(1, expected))
    found = []
    total = honest + frauds.total()
    for place, (line, truth) in enumerate(lines(folder)):
        if truth.is_fraud:
            taken = rng.random() * frauds[truth.campaign] < of_a_campaign
        else:
            taken = not line.startswith(PARCEL) or rng.random() < parcels
        if taken:
            found.append(_raw(line, world, place / total, truth))
    return found


def sizes(path: Path) -> tuple[Counter[str], int]:
    """Frauds of each campaign, and how many events are honest."""
    frauds: Counter[str] = Counter()
    honest = 0
    for truth in truths(path):
        if truth.is_fraud:
            frauds[truth.campaign] += 1
        else:
            honest += 1
    return frauds, honest


def lines(folder: Path) -> Iterator[tuple[bytes, Truth]]:
    """Each event's line with its truth; a line that comes again is passed over."""
    known = truths(folder / TRUTH)
    truth = next(known, None)
    try:
        with (folder / EVENTS).open("rb") as file:
            for line in file:
                if truth is not None and _tells(line, truth.event_id):
                    yield line, truth
                    truth = next(known, None)
    except OSError as error:
        raise Failure(f"can't read {EVENTS}: {error.strerror}") from None
    if truth is not None:
        raise Failure(f"{TRUTH} does not follow {EVENTS}")


def _tells(line: bytes, event_id: str) -> bool:
    """Whether a line is the event of an id; an outcome may come before its event, which is late."""
    if line.startswith(_OUTCOME):
        return False
    return line.startswith(f'"event_id":"{event_id}"'.encode(), line.find(_ID))


def _raw(line: bytes, world: int, share: float, truth: Truth) -> Raw:
    event = decode_line(line)
    if isinstance(event, OutcomeLine):
        raise Failure("an outcome stands where an event should")
    return Raw(event, world, share, len(line), truth)
