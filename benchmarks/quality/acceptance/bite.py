"""G6: whether the hubs bite a score that does not know them.

The plain score of a hub-blind system: how many were seen at the same house in 30 days. Three of them:
applicants at the applicant's house, over all openings; shops at the sender's, over parcels of shops;
persons at the receiver's or the private sender's, the larger, over all parcels. In a dormitory, in a
shared warehouse, at a station's desk these are many, and all honest. With hub knowledge, places whose
own words tell what they are do not count.

No rule or detector of ours computes this score: our features leave such places out from the start. What our
engine makes of a world whose places tell nothing, and of which no hub is typed: ``benchmarks.graph.rings``.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from sys import intern
from typing import Final, NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.acceptance.sample import PARCEL, lines, sizes
from data.events import AccountOpening, CodApplication, OutcomeLine, decode_line
from data.identifiers import Tokeniser
from data.instants import DAY_MS
from data.subject import PartyFacts, Reader, Subject
from data.synthetic.truth import TRUTH
from detectors.ranking import Ranking

HUBS: Final = {
    "dormitories": ("applicants", "L01"),
    "warehouses": ("shops", "L02"),
    "villages": ("persons", "L03"),
    "stations": ("persons", "L04"),
}
"""Hub -> whose sharing is looked at there, and the look-alike that marks its events."""
PARCELS: Final = 200_000
"""So many of a world's last parcels are looked at; a smaller world's all, and all openings."""
_WINDOW_MS: Final = 30 * DAY_MS


class Seen(NamedTuple):
    """One honest event under a plain score: blind, and with hub knowledge."""

    who: str
    decoy: str
    blind: int
    knowing: int


class Bite(Struct, frozen=True):
    """How much more often the honest of a hub are called.

    Attributes:
        hub: one of ``HUBS``.
        budget: share of all honest events under its score that are called.
        events: honest events of the hub.
        blind: share of them that is called without hub knowledge.
        knowing: share of them that is called with it.
    """

    hub: str
    budget: float
    events: int
    blind: float
    knowing: float


class _House:
    """Who was seen at one place, by when they were last seen."""

    def __init__(self) -> None:
        self._seen: OrderedDict[int, int] = OrderedDict()

    def enter(self, person: int, at_ms: int) -> int:
        """See a person, and tell how many there were in the window, this one too."""
        self._seen[person] = at_ms
        self._seen.move_to_end(person)
        while next(iter(self._seen.values())) <= at_ms - _WINDOW_MS:
            self._seen.popitem(last=False)
        return len(self._seen)


def seen(folder: Path) -> Iterator[Seen]:
    """The honest openings and last parcels of a world under the plain scores; all are entered.

    Raises:
        Failure: a file can't be read, or the truth is of other events.
    """
    frauds, honest = sizes(folder / TRUTH)
    first = frauds.total() + honest - PARCELS
    reader, houses = Reader(Tokeniser(bytes(32))), defaultdict[tuple[str, int], _House](_House)
    for number, (line, truth) in enumerate(lines(folder)):
        if line.startswith(PARCEL) and number < first:
            continue
        event = decode_line(line)
        if not isinstance(event, OutcomeLine | CodApplication):
            scores = list(_scores(reader.read(event), intern(truth.decoy), houses))
            if not truth.is_fraud:
                yield from scores


def _scores(subject: Subject, decoy: str, houses: dict[tuple[str, int], _House]) -> Iterator[Seen]:
    if isinstance(subject.event, AccountOpening):
        yield _seen("applicants", [(subject.party, 0)], subject, decoy, houses)
    elif subject.other is not None:
        persons = [(subject.other, 0)]
        if subject.merchant:
            shop = [(subject.party, subject.merchant)]
            yield _seen("shops", shop, subject, decoy, houses)
        else:
            persons.append((subject.party, 0))
        yield _seen("persons", persons, subject, decoy, houses)


def _seen(
    who: str,
    parties: list[tuple[PartyFacts, int]],
    subject: Subject,
    decoy: str,
    houses: dict[tuple[str, int], _House],
) -> Seen:
    """The score of some parties, each with its shop if it is one."""
    blind = knowing = 0
    for party, shop in parties:
        place = party.place
        house = place.building or place.estate
        if house:
            # A document, a phone, or at least a name.
            person = shop or party.document_node or party.phone_node or party.name_node
            count = houses[who, house].enter(person, subject.at_ms)
            blind = max(blind, count)
            knowing = max(knowing, 0 if place.address.poi_type else count)
    return Seen(who, decoy, blind, knowing)


def bites(found: Iterable[Seen], budget: float) -> list[Bite]:
    """The bite of each hub that has honest events.

    Args:
        found: of ``seen``.
        budget: share of the honest events under each score that are called.
    """
    rows = list(found)
    told = []
    for hub, (who, decoy) in HUBS.items():
        scored = [one for one in rows if one.who == who]
        there = np.array([one.decoy == decoy for one in scored], np.bool_)
        if there.any():
            blind, knowing = (
                _called(np.array(scores, np.float64), there, budget)
                for scores in zip(*((one.blind, one.knowing) for one in scored), strict=True)
            )
            told.append(Bite(hub, budget, int(there.sum()), blind, knowing))
    return told


def _called(scores: NDArray[np.float64], there: NDArray[np.bool_], budget: float) -> float:
    """Share of some rows among the first of all; rows of equal score share what room is left."""
    return Ranking(scores, there).recall_at_budget(budget, np.ones(int(there.sum())))
