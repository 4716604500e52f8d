"""What the graph is worth in a simulated world: ``python -m benchmarks.graph.rings --preset S --seed 7``.

The engine's own training, three times on one replay: with all features, without the blocks that read the
graph, and without any feature that counts who shares what. Then PR-AUC on rings and on loners, and
how long a ring lasts until its first alert, at one budget of reviews. Rules have no part in these scores.

Then the false alarms in hubs: of the engine, of the same trained on a replay that reads no kind of place and
types no hub, and of a plain count of persons at a house, blind and knowing (``quality.acceptance.bite``).

Each replay has a process of its own; preset S takes a minute or two, M about an hour.
"""

import shutil
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from benchmarks.graph.ring_figures import calls, delay, gains, hub_alarms
from benchmarks.quality.acceptance.bite import bites, seen
from benchmarks.quality.apart import run_apart
from benchmarks.quality.ours import fit_ours, score_ours
from benchmarks.quality.split import TEST, Split, split_of
from benchmarks.quality.stages import Stages
from benchmarks.quality.table import Table, read_tables
from benchmarks.quality.world import borrow, replay, simulate
from data.synthetic.schedule import ENRICHED
from risk.features import catalogue
from risk.progress import Progress

BUDGET: Final = 0.005
"""Share of the test's events that people look at."""
HUB_BUDGET: Final = 0.01
"""The budget of G6: smaller ones have too few alarms in a hub."""
BLOCKS: Final = ("network", "ring", "receiver_ring")
WAYS: Final = ("all features", "no graph blocks", "nothing shared")
_AT_ONCE: Final = 50_000


class Judged(NamedTuple):
    """The test rows of one kind under each way.

    Attributes:
        table: all rows.
        test: places of the test rows.
        begun: whether a test row's campaign has its first fraud in the test.
        scores: way -> log-odds without rules, shape (n_test,).
    """

    table: Table
    test: NDArray[np.intp]
    begun: NDArray[np.bool_]
    scores: dict[str, NDArray[np.float64]]


def left_out(way: str) -> list[int]:
    """The places in a vector that a way doesn't see."""
    if way == WAYS[0]:
        return []
    found, at = list[int](), 0
    for block in catalogue.BLOCKS:
        for feature in block.features:
            in_graph = block.name in BLOCKS
            if in_graph or (way == WAYS[2] and feature.family == "network"):
                found.append(at)
            at += 1
    return found


def without(table: Table, places: Sequence[int], path: Path) -> Table:
    """A table whose vectors lack some features; they lie in a file, as the table's own."""
    if not places or not len(table.vectors):
        return table
    vectors = np.memmap(path, np.float64, mode="w+", shape=table.vectors.shape)
    for start in range(0, len(vectors), _AT_ONCE):
        part = np.array(table.vectors[start : start + _AT_ONCE])
        part[:, list(places)] = np.nan
        vectors[start : start + _AT_ONCE] = part
    path.unlink()  # its pages live as long as the table
    return msgspec.structs.replace(table, vectors=vectors)


def judged(table: Table, split: Split, seed: int, scratch: Path, ways: Sequence[str]) -> Judged:
    """A kind's test rows, scored by each way that could be fitted."""
    part = split.part_of(table.facts["arrived_ms"])
    test, scores = np.flatnonzero(part == TEST), dict[str, NDArray[np.float64]]()
    for way in ways:
        seen_by = without(table, left_out(way), scratch / f"{table.kind} {way}")
        model = fit_ours(seen_by, part, seed)
        if model is not None and len(test):
            with Progress(f"{table.kind}, {way}: rows", len(test)) as progress:
                scores[way] = score_ours(seen_by, model, test, progress.step).alone
    return Judged(table, test, _begun(table.facts, test), scores)


def _begun(facts: NDArray[Any], test: NDArray[np.intp]) -> NDArray[np.bool_]:
    fraud = facts["fraud"] == 1
    before = np.ones(len(facts), np.bool_)
    before[test] = False
    return ~np.isin(facts["campaign"][test], np.unique(facts["campaign"][fraud & before]))


def told(one: Judged, seed: int) -> Iterator[str]:
    """The lines of one kind: gains and delays."""
    facts, names = one.table.facts[one.test], one.table.names
    base = one.scores.get(WAYS[0])
    for way in WAYS[1:] if base is not None else ():
        for gain in gains(facts, names, one.scores[way], one.scores[WAYS[0]], seed):
            yield (
                f"{one.table.kind:<16} {gain.group:<7} PR-AUC {gain.without:.3f} ({way}) to "
                f"{gain.with_graph:.3f}: {gain.gain.value:+.3f} "
                f"[{gain.gain.low:+.3f}, {gain.gain.high:+.3f}]; "
                f"frauds {gain.frauds} of {gain.campaigns} campaigns"
            )
    for way, scores in one.scores.items():
        found = delay(facts, names, one.begun, calls(scores, BUDGET))
        if found.campaigns:
            yield (
                f"{one.table.kind:<16} rings begun in the test: {found.found} of {found.campaigns} "
                f"called, median {found.median_days:.1f} days after their first event ({way})"
            )


def alarms(kinds: Sequence[Judged]) -> dict[str, tuple[int, float]]:
    """Hub -> honest events there, and how many times more often than all honest they are called."""
    found = dict[str, tuple[int, float]]()
    for one in kinds:
        if WAYS[0] in one.scores:
            called = calls(one.scores[WAYS[0]], HUB_BUDGET)
            for hub in hub_alarms(one.table.facts[one.test], one.table.names, called):
                # A look-alike stands in the table of one kind, but for strays: the larger counts.
                if hub.events > found.get(hub.hub, (0, 0.0))[0]:
                    found[hub.hub] = hub.events, hub.times
    return found


def hub_lines(
    typed: dict[str, tuple[int, float]], untyped: dict[str, tuple[int, float]], world: Path
) -> Iterator[str]:
    """False alarms in hubs, each over those of all honest events."""
    plain = {bite.hub: bite for bite in bites(seen(world), HUB_BUDGET)}
    for hub, (events, times) in typed.items():
        blind = untyped.get(hub, (0, float("nan")))[1]
        bite = plain.get(hub)
        count = "says nothing"
        if bite is not None:
            shares = (bite.blind / HUB_BUDGET, bite.knowing / HUB_BUDGET)
            count = "{:.1f} blind, {:.1f} knowing".format(*shares)
        yield (
            f"hub {hub:<13} engine {times:.1f} times all honest with typing, {blind:.1f} without; "
            f"a plain count of persons at a house {count}; honest events in the test {events}"
        )


def run(preset: str, seed: int, world: Path | None, folder: Path, stages: Stages) -> Iterator[str]:
    """All lines, each as soon as it is known.

    Args:
        preset: of the world.
        seed: of the world, the fits and the bootstrap.
        world: folder of a world that is there already and is looked at instead.
        folder: empty, for the world and its tables.
        stages: told of each stage.

    Raises:
        Failure: the extra "train" is not installed, the disk refuses, or ``world`` holds none.
        WrongUse: there is no such preset.
    """
    with stages.stage("simulate"):
        manifest = (
            borrow(world, folder) if world else run_apart(simulate, preset, seed, ENRICHED, folder)
        )
    split = split_of(manifest["start"], manifest["days"])
    found = []
    for hubs, ways in ((True, WAYS), (False, WAYS[:1])):
        with stages.stage("replay" if hubs else "replay that types no hub"):
            names = run_apart(replay, folder, split, hubs=hubs, into=f"tables {hubs}")
        with stages.stage("fit and score" if hubs else "fit and score without typing"):
            tables = read_tables(folder / f"tables {hubs}", names)
            by_kind = [judged(table, split, seed, folder, ways) for table in tables.values()]
        found.append(alarms(by_kind))
        if hubs:
            for one in by_kind:
                yield from told(one, seed)
        shutil.rmtree(folder / f"tables {hubs}")
    with stages.stage("plain count"):
        yield from hub_lines(found[0], found[1], folder)


def main() -> None:
    """The command line."""
    parser = ArgumentParser(description="What the graph is worth in a simulated world.")
    parser.add_argument("--preset", default="S")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--world", type=Path, help="a simulated world, instead of preset and seed")
    parser.add_argument("--out", type=Path, default=Path("out"), help="for scratch folders")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    stages = Stages("rings")
    with TemporaryDirectory(prefix="rings-", dir=given.out) as name:
        for line in run(given.preset, given.seed, given.world, Path(name), stages):
            print(line, flush=True)
    spent = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in stages.seconds.items())
    print(f"world {given.world or given.preset}, seed {given.seed}: {spent}")


if __name__ == "__main__":
    main()
