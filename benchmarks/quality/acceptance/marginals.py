"""G9: shares and medians that the simulator claims (docs/simulator.md), measured in a world's file.

Over ordinary honest events: an occasion, such as a seller of fruit, is extra traffic with shares of
its own. Look-alikes that are ordinary traffic with a mark on it count as what they are.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import sqrt
from statistics import median
from typing import Any, Final

from msgspec import Struct

from benchmarks.quality.acceptance.sample import Raw
from data.events import Party, Shipment
from data.synthetic.calendar import START, day_index
from data.synthetic.decoys.base import Ambient
from data.synthetic.decoys.registry import look_alikes
from data.synthetic.geography import DISTRICTS, REGION_SHARE, Region
from data.synthetic.items import TRADES, VAGUE_SHARE, VAGUE_TEXTS

TOLERANCE: Final = 0.10
_WEEKDAYS: Final = {
    "Monday": 1.02,
    "Tuesday": 1.03,
    "Wednesday": 1.02,
    "Thursday": 1.01,
    "Friday": 1.01,
    "Saturday": 0.96,
    "Sunday": 0.95,
}
_REGIONS: Final[dict[Region, str]] = {"E": "east", "C": "centre", "W": "west"}
_MEDIANS: Final = ("fashion", "daily", "fresh", "electronics", "cosmetics", "books", "home")
_FEWEST: Final = 20
_NOTE: Final = re.compile(r"[（(].*[)）]$| 放快递柜$|，到了打电话$| 放物业$")
_COURTESY: Final = ("先生", "女士", "老师")
_PLATFORM: Final = re.compile(r"\d{11}-\d{4}")


class Marginal(Struct, frozen=True):
    """One share or level.

    Attributes:
        name: in words.
        claimed: what the simulator says.
        found: what the world shows.
        error: standard error of ``found``, 0 where it is not a share of independent events.
    """

    name: str
    claimed: float
    found: float
    error: float

    @property
    def within(self) -> bool:
        """Whether it is no more than a tenth off."""
        return abs(self.found / self.claimed - 1.0) <= TOLERANCE


def share(name: str, claimed: float, there: Iterable[bool]) -> Marginal:
    """A share of some rows; with nothing to count it is found to be 0."""
    rows = list(there)
    found = sum(rows) / max(1, len(rows))
    return Marginal(name, claimed, found, sqrt(found * (1.0 - found) / max(1, len(rows))))


def marginals(raws: Iterable[Raw], manifest: dict[str, Any]) -> list[Marginal]:
    """All marginals of a world's file.

    Args:
        raws: a sample of its events.
        manifest: of the world.
    """
    known = list(raws)
    parcels = [e for raw in known if isinstance(e := raw.event, Shipment) and _is_ordinary(raw)]
    return [
        _cash(known),
        *_regions(parcels),
        *_weekdays(parcels, manifest["days"]),
        *_senders(parcels),
        *_goods(parcels),
        *_dirt(parcels),
        *_arrivals(manifest),
    ]


def _is_ordinary(raw: Raw) -> bool:
    truth = raw.truth
    return not truth.campaign and (not truth.decoy or truth.decoy in _marks())


@cache
def _marks() -> frozenset[str]:
    found = look_alikes().items()
    return frozenset(decoy for decoy, (_, made) in found if issubclass(made, Ambient))


def _cash(raws: Iterable[Raw]) -> Marginal:
    """Of all honest parcels: most shops that live by it are look-alikes."""
    honest = [raw.event for raw in raws if not raw.truth.is_fraud]
    parcels = [event for event in honest if isinstance(event, Shipment)]
    return share("parcels cash on delivery", 0.08, (e.pay_mode == "cod" for e in parcels))


def _regions(parcels: Sequence[Shipment]) -> Iterator[Marginal]:
    region = {district.code: district.region for district in DISTRICTS}
    shown = [region.get((event.outlet_id or "")[:6]) for event in parcels]
    whole = sum(REGION_SHARE.values())
    for key, name in _REGIONS.items():
        claimed = REGION_SHARE[key] / whole
        yield share(f"parcels from the {name}", claimed, (r == key for r in shown))


def _weekdays(parcels: Sequence[Shipment], days: int) -> Iterator[Marginal]:
    """Each weekday's traffic against a normal day's, with the sales taken out."""
    names = list(_WEEKDAYS)
    expected: dict[str, float] = defaultdict(float)
    for day in range(days):
        name = names[(START.weekday() + day) % 7]
        expected[name] += day_index(day) / _WEEKDAYS[name]
    found = Counter(names[event.occurred_at.weekday()] for event in parcels)
    a_day = len(parcels) / sum(_WEEKDAYS[name] * expected[name] for name in names)
    for name, claimed in _WEEKDAYS.items():
        level = found[name] / expected[name] / a_day
        yield Marginal(f"traffic of a {name}", claimed, level, level / sqrt(max(1, found[name])))


def _senders(parcels: Sequence[Shipment]) -> Iterator[Marginal]:
    yield share("parcels of shops", 0.76, (e.merchant_id is not None for e in parcels))
    yield share("returns", 0.08, (e.is_return is True for e in parcels))
    private = (e.merchant_id is None and not e.is_return for e in parcels)
    yield share("parcels of small sellers and private senders", 0.16, private)


def _goods(parcels: Sequence[Shipment]) -> Iterator[Marginal]:
    yield share("vague texts", VAGUE_SHARE, (e.item.text in VAGUE_TEXTS for e in parcels))
    grams: dict[str, list[int]] = defaultdict(list)
    for event in parcels:
        if event.merchant_id:
            grams[event.item.category].append(event.weight_grams)
    for name in _MEDIANS:
        trade = TRADES[name]
        found = grams[trade.category]
        if len(found) >= _FEWEST:
            # The median of a log-normal has 1.25 times the error of its mean logarithm.
            error = 1.25 * trade.spread * median(found) / sqrt(len(found))
            yield Marginal(f"median grams of {name}", trade.median_grams, median(found), error)


def _dirt(parcels: Sequence[Shipment]) -> Iterator[Marginal]:
    """What is typed of receivers, and of the documents that private senders show."""
    people = [e.receiver for e in parcels if not e.is_return]
    ordered = [e.receiver for e in parcels if e.merchant_id]
    names = [party.name or "" for party in people]
    phones = [party.phone for party in people]
    yield share("courtesy names", 0.03, (name.endswith(_COURTESY) for name in names))
    yield share("masked names", 0.02, ("*" in name for name in names))
    yield share("missing phones", 0.005, (phone is None for phone in phones))
    yield share("masked phones", 0.03, ("*" in (phone or "") for phone in phones))
    yield share("platform phones of orders", 0.965 * 0.18, map(_is_platform, ordered))
    readable = [p for p in phones if p and "*" not in p and not _PLATFORM.fullmatch(p)]
    yield share("respelled phones", 0.08, (not (p.isdigit() and len(p) == 11) for p in readable))
    texts = [party.address or "" for party in people]
    yield share("notes in addresses", 0.10, (bool(_NOTE.search(text)) for text in texts))
    yield share(
        "full-width digits", 0.01, (any(c in "０１２３４５６７８９" for c in t) for t in texts)
    )
    yield _province(texts)
    documents = [e.sender.id_no or "" for e in parcels if e.sender.id_type == "resident_id"]
    yield share("small x of documents", 0.05, (d[-1] == "x" for d in documents if d[-1:] in "xX"))


def _is_platform(party: Party) -> bool:
    return _PLATFORM.fullmatch(party.phone or "") is not None


def _province(texts: Sequence[str]) -> Marginal:
    """The province left out: of addresses that begin with it, or with the city after it."""
    whole = [d for d in DISTRICTS if d.province != d.city]
    provinces = tuple({d.province for d in whole})
    cities = tuple({d.city for d in whole})
    begun = [text for text in texts if text.startswith((*provinces, *cities))]
    # Left out by 35 %; then the city, left out by 15 %, must be there to be seen.
    claimed = 0.35 * 0.85 / (0.65 + 0.35 * 0.85)
    return share("province left out", claimed, (not t.startswith(provinces) for t in begun))


def _arrivals(manifest: dict[str, Any]) -> Iterator[Marginal]:
    counts = manifest["counts"]
    events = sum(count for kind, count in counts.items() if kind != "outcome")
    came = manifest["arrivals"]
    if any(came.values()):
        for name, claimed in (("late", 0.01), ("delayed", 0.005), ("repeated", 0.003)):
            found = came[name] / events
            yield Marginal(f"events {name}", claimed, found, sqrt(found * (1 - found) / events))
