"""Writes a world to a folder: ``events.jsonl``, ``truth.csv`` and ``manifest.json``."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec

from data.events import OutcomeLine
from data.files import AtomicWriter, sha256_of
from data.synthetic.arrivals import Arrival, arrivals
from data.synthetic.calendar import START
from data.synthetic.drafts import Label
from data.synthetic.presets import Preset
from data.synthetic.schedule import ENRICHED, Prevalence
from data.synthetic.simulate import Line, simulate
from data.synthetic.truth import TRUTH, TRUTH_HEADER

VERSION: Final = 6
"""Version of the generator: the same version, preset and seed give the same bytes."""

EVENTS: Final = "events.jsonl"
MANIFEST: Final = "manifest.json"

Progress: TypeAlias = Callable[[int, int], None]
"""Told after each day: days done, days in all."""


def write_world(
    out_dir: Path,
    preset: Preset,
    seed: int,
    progress: Progress | None = None,
    prevalence: Prevalence = ENRICHED,
) -> dict[str, Any]:
    """Makes a world and writes its three files; the same seed gives the same bytes.

    Args:
        out_dir: the folder, made if missing; files of an earlier world are replaced.
        preset: the size of the world.
        seed: any integer.
        progress: told after each day.
        prevalence: how many campaigns there are, relative to the recipes.

    Returns:
        The manifest as written: version, preset, seed, prevalence, start, days, counts by kind, how
        many came late, delayed and again, fraud events by typology, events by look-alike, and the
        SHA-256 of both files.

    Raises:
        Failure: a file can't be written; none of the two is then replaced by a part.
    """
    counts, encode = _Counts(), msgspec.json.Encoder().encode
    with ExitStack() as stack:
        events = stack.enter_context(AtomicWriter(out_dir / EVENTS))
        truth = stack.enter_context(AtomicWriter(out_dir / TRUTH))
        truth.write_line(TRUTH_HEADER.encode())
        day = 0
        for arrival in _in_order(preset, seed, prevalence):
            line = arrival.line
            if progress and line.day > day:
                progress(day := line.day, preset.days)
            events.write_line(encode(line.record))
            if line.label is not None and not arrival.repeated:
                truth.write_line(_truth_row(line.record.event_id, line.label).encode())
            counts.add(arrival)
    manifest = _manifest(out_dir, preset, seed, prevalence, counts)
    with AtomicWriter(out_dir / MANIFEST) as out:
        out.write_line(msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    return manifest


def _in_order(preset: Preset, seed: int, prevalence: Prevalence) -> Iterator[Arrival]:
    """The lines as they arrive; in strict order of time in a preset without disorder."""
    lines = simulate(preset, seed, prevalence)
    return arrivals(lines, seed) if preset.disorder else map(Arrival, lines)


class _Counts:
    """What a manifest says of a world's events, each counted once, and of how they came."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.typologies: Counter[str] = Counter()
        self.decoys: Counter[str] = Counter()
        self.arrivals = {"late": 0, "delayed": 0, "repeated": 0}

    def add(self, arrival: Arrival) -> None:
        line = arrival.line
        self.arrivals["late"] += arrival.late
        self.arrivals["delayed"] += arrival.delayed
        self.arrivals["repeated"] += arrival.repeated
        if arrival.repeated:
            return
        self.kinds[_kind(line)] += 1
        if line.label is not None and line.label.is_fraud:
            self.typologies[line.label.typology] += 1
        if line.label is not None and line.label.decoy:
            self.decoys[line.label.decoy] += 1


def _kind(line: Line) -> str:
    if isinstance(line.record, OutcomeLine):
        return "outcome"
    return str(line.record.__struct_config__.tag)


def _truth_row(event_id: str, label: Label) -> str:
    return (
        f"{event_id},{int(label.is_fraud)},{label.typology},"
        f"{label.campaign_id},{label.stealth},{label.decoy}"
    )


def _manifest(
    out_dir: Path, preset: Preset, seed: int, prevalence: Prevalence, counts: _Counts
) -> dict[str, Any]:
    return {
        "version": VERSION,
        "preset": preset.name,
        "seed": seed,
        "prevalence_scale": prevalence._asdict(),
        "start": START.isoformat(),
        "days": preset.days,
        "counts": dict(sorted(counts.kinds.items())),
        "arrivals": counts.arrivals,
        "typologies": dict(sorted(counts.typologies.items())),
        "decoys": dict(sorted(counts.decoys.items())),
        "files": {name: {"sha256": sha256_of(out_dir / name)} for name in (EVENTS, TRUTH)},
    }
