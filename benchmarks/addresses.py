"""How well addresses are read: shares resolved, agreement with human tags, splits and merges, cost.

    python -m benchmarks.addresses FILE

``FILE`` holds real addresses tagged by people, one ``characters TAG`` a line in BIO form, an empty
line between addresses, plain or gzip (the "Neural Chinese Address Parsing" data, NAACL 2019).
"""

import argparse
import gzip
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from benchmarks.address_replay import replay_addresses
from benchmarks.address_spellings import SPELLINGS
from data.normalise.address import Address, parse_address
from data.normalise.numerals import with_digits

Tags: TypeAlias = dict[str, str]
Pair: TypeAlias = tuple[str, str]

_SHOWN: Final = 20
_UNIT_TAGS: Final = ("houseno", "cellno", "floorno", "roomno")
_LEVELS: Final = (
    ("prov", "province"), ("city", "city"), ("district", "district"), ("town", "town"),
    ("road", "road"), ("roadno", "number"), ("houseno", "building"), ("cellno", "unit"),
    ("floorno", "floor"), ("roomno", "room"),
)  # fmt: skip
_ROAD_TAGS: Final = frozenset({"district", "road", "roadno"})
_UNIT_WORDS: Final = re.compile(r"(?:号楼|单元|街道|[省市区县镇乡号弄栋幢座室层楼门房户])+$")


class Sample(NamedTuple):
    """One address as written, and what people marked in it (the last of each label)."""

    text: str
    tags: Tags


class Report(NamedTuple):
    """What the run found.

    Attributes:
        shares: level -> (share of addresses that we resolve, share whose tags contain it).
        agreement: label -> (equal parts, addresses that have the label).
        splits: different texts of equal tags whose unit keys differ.
        merges: texts of equal unit key whose tags differ.
        road_splits: as ``splits``, for region, road and number.
        road_merges: as ``merges``, for region, road and number.
        spellings: way of writing -> (unit keys that stay, addresses that it changes).
        cost_us: microseconds an address, best of three passes, without a cache.
    """

    addresses: int
    shares: dict[str, tuple[float, float]]
    agreement: dict[str, tuple[int, int]]
    splits: list[Pair]
    merges: list[Pair]
    road_splits: list[Pair]
    road_merges: list[Pair]
    spellings: dict[str, tuple[int, int]]
    cost_us: float


def run(dev_path: Path) -> Report:
    """Parses every address of the file and compares."""
    samples = list(read_samples(dev_path))
    parsed = [parse_address(sample.text) for sample in samples]
    return Report(
        addresses=len(samples),
        shares=_shares(samples, parsed),
        agreement={label: _agreement(samples, parsed, label, field) for label, field in _LEVELS},
        splits=_splits(samples, parsed),
        merges=_merges(samples, parsed),
        road_splits=_road_splits(samples, parsed),
        road_merges=_road_merges(samples, parsed),
        spellings={name: _stability(samples, parsed, spell) for name, spell in SPELLINGS.items()},
        cost_us=_cost_us(samples),
    )


def read_samples(path: Path) -> Iterator[Sample]:
    """The addresses of a BIO file."""
    pieces: list[tuple[str, str]] = []
    for line in [*_lines(path), ""]:
        if line.strip():
            characters, _, tag = line.rstrip("\n").rpartition(" ")
            pieces.append((characters, tag))
        elif pieces:
            yield Sample("".join(c for c, _ in pieces), _spans(pieces))
            pieces = []


def _lines(path: Path) -> list[str]:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").splitlines()


def _spans(pieces: list[tuple[str, str]]) -> Tags:
    spans: list[list[str]] = []
    for characters, tag in pieces:
        if tag.startswith("I-") and spans:
            spans[-1][1] += characters
        else:
            spans.append([tag.partition("-")[2].lower(), characters])
    return dict(span for span in map(tuple, spans) if len(span) == 2)


def _shares(samples: list[Sample], parsed: list[Address]) -> dict[str, tuple[float, float]]:
    count = len(samples)
    pairs = list(zip(samples, parsed, strict=True))

    def share(found: Iterable[object]) -> float:
        return sum(map(bool, found)) / count

    return {
        "district (tagged or told by the city or town)": (
            share(p.district or p.adcode[4:] not in ("", "00") for _, p in pairs),
            share("district" in s.tags or "devzone" in s.tags for s, _ in pairs),
        ),
        "city or finer": (
            share(p.adcode[2:] not in ("", "0000") or p.district for _, p in pairs),
            share({"city", "district"} & s.tags.keys() for s, _ in pairs),
        ),
        "road and number": (
            share(p.road and p.number for _, p in pairs),
            share({"road", "roadno"} <= s.tags.keys() for s, _ in pairs),
        ),
        "unit (building, unit, floor or room)": (
            share(p.building or p.unit or p.floor or p.room for _, p in pairs),
            share(set(_UNIT_TAGS) & s.tags.keys() for s, _ in pairs),
        ),
        "room": (
            share(p.room for _, p in pairs),
            share("roomno" in s.tags for s, _ in pairs),
        ),
        "a unit key": (share(p.unit_key for _, p in pairs), 0.0),
        "a building or unit key": (share(p.building_key or p.unit_key for _, p in pairs), 0.0),
    }


def _plain(text: str) -> str:
    """A tag without its unit words and leading zeros, numerals as digits."""
    return _UNIT_WORDS.sub("", with_digits(text.upper())).lstrip("0") or text


def _agreement(
    samples: list[Sample], parsed: list[Address], label: str, field: str
) -> tuple[int, int]:
    tagged = [(s, p) for s, p in zip(samples, parsed, strict=True) if label in s.tags]
    equal = sum(_plain(s.tags[label]) == _plain(getattr(p, field)) for s, p in tagged)
    return equal, len(tagged)


def _identity(tags: Tags) -> tuple[str, ...]:
    """What people say the place is: road and door, or estate; then the tail. "" where untold."""
    door = _plain(tags.get("subroadno", tags.get("roadno", "")))
    road = tags.get("subroad", tags.get("road", ""))
    spot = (road, door) if road and door else (tags.get("community", ""), tags.get("poi", ""), door)
    room = _plain(tags.get("roomno", ""))
    return (
        _plain(tags.get("district", "")),
        *spot,
        *(_plain(tags.get(t, "")) for t in _UNIT_TAGS[:2]),
        room,
    )


def _splits(samples: list[Sample], parsed: list[Address]) -> list[Pair]:
    """Equal tags with a room, different keys."""
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, sample in enumerate(samples):
        if "district" in sample.tags and {"roomno", "roadno"} & sample.tags.keys():
            groups[_identity(sample.tags)].append(at)
    return _pairs(groups.values(), samples, [p.unit_key for p in parsed])


def _merges(samples: list[Sample], parsed: list[Address]) -> list[Pair]:
    """Equal unit keys, different tags."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for at, address in enumerate(parsed):
        if address.unit_key:
            groups[address.unit_key].append(at)
    identities = ["|".join(_identity(sample.tags)) for sample in samples]
    return _pairs(groups.values(), samples, identities)


def _road_splits(samples: list[Sample], parsed: list[Address]) -> list[Pair]:
    """Equal district, road and door in the tags, different road and number of ours."""
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, sample in enumerate(samples):
        if sample.tags.keys() >= _ROAD_TAGS and "subroad" not in sample.tags:
            groups[tuple(_plain(sample.tags[t]) for t in sorted(_ROAD_TAGS))].append(at)
    return _pairs(groups.values(), samples, [f"{p.adcode}|{p.road}{p.number}" for p in parsed])


def _road_merges(samples: list[Sample], parsed: list[Address]) -> list[Pair]:
    """Equal region, road and number of ours, different road or door in the tags."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for at, address in enumerate(parsed):
        if address.adcode and address.road and address.number:
            groups[f"{address.adcode}|{address.road}{address.number}"].append(at)
    doors = [
        f"{t.get('subroad', t.get('road', ''))}|{_plain(t.get('subroadno', t.get('roadno', '')))}"
        for t in (sample.tags for sample in samples)
    ]
    return _pairs(groups.values(), samples, doors)


def _stability(
    samples: list[Sample], parsed: list[Address], spell: Callable[[str], str]
) -> tuple[int, int]:
    """Of the addresses with a unit key that are written differently: how many keep the key."""
    changed = [
        (spell(s.text), p.unit_key)
        for s, p in zip(samples, parsed, strict=True)
        if p.unit_key and spell(s.text) != s.text
    ]
    return sum(parse_address(text).unit_key == key for text, key in changed), len(changed)


def _pairs(groups: Iterable[list[int]], samples: list[Sample], marks: list[str]) -> list[Pair]:
    found = []
    for group in groups:
        first = group[0]
        found += [
            (samples[first].text, samples[other].text)
            for other in group[1:]
            if marks[first] != marks[other] and samples[first].text != samples[other].text
        ]
    return found


def _cost_us(samples: list[Sample]) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for sample in samples:
            parse_address(sample.text)
        best = min(best, time.perf_counter() - start)
    return best / max(len(samples), 1) * 1e6


def show(report: Report) -> None:
    """Prints the report as plain lines."""
    print(f"{report.addresses} addresses, none raised, {report.cost_us:.1f} us each")
    print("share resolved / share that the human tags contain")
    for level, (ours, theirs) in report.shares.items():
        print(f"  {level:48} {ours:6.1%} / {theirs:6.1%}")
    print("agreement with the tag, where tagged")
    for label, (equal, tagged) in report.agreement.items():
        print(f"  {label:10} {equal:5} of {tagged:5}  {equal / max(tagged, 1):6.1%}")
    print("unit key kept when written another way")
    for name, (kept, changed) in report.spellings.items():
        print(f"  {name:34} {kept:5} of {changed:5}  {kept / max(changed, 1):6.1%}")
    for title, pairs in (
        ("splits of unit keys", report.splits),
        ("merges of unit keys", report.merges),
        ("splits of road and number", report.road_splits),
        ("merges of road and number", report.road_merges),
    ):
        print(f"{title}: {len(pairs)}")
        for one, other in pairs[:_SHOWN]:
            print(f"  {one}  |  {other}")


def main(arguments: list[str]) -> int:
    """Runs over a file given on the command line."""
    parser = argparse.ArgumentParser(description="How well addresses are read.")
    parser.add_argument("file", type=Path, help="BIO-tagged addresses, plain or .gz")
    path = parser.parse_args(arguments).file
    show(run(path))
    scored, failed = replay_addresses([sample.text for sample in read_samples(path)])
    print(f"replayed as shipments: {scored:,} scored, {failed:,} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
