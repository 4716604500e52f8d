"""A labelled world and its way through the engine: the two stages that run in processes of their own.

Apart from ``study``, so that these processes load none of the libraries that fit models.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from benchmarks.quality.collect import collect
from benchmarks.quality.split import Split
from benchmarks.quality.table import Names
from data.errors import Failure
from data.identifiers import Tokeniser
from data.subject import Place, Reader
from data.synthetic import schedule
from data.synthetic.presets import preset as preset_of
from data.synthetic.truth import TRUTH
from data.synthetic.writer import EVENTS, MANIFEST, write_world
from risk.bootstrap import shipped_policy
from risk.bundle import NO_BUNDLE
from risk.collector import spare_the_collector
from risk.engine import Engine
from risk.features.state import State
from risk.progress import Progress
from risk.replay import count_lines

TABLES: Final = "tables"
"""The folder of the tables, in that of the world."""
_PLACES: Final = 65_536
_KEY: Final = bytes(32)
"""Of the identifiers' tokens: the world is invented, and any key gives the same figures."""


def simulate(
    preset: str, seed: int, prevalence: schedule.Prevalence, folder: Path
) -> dict[str, Any]:
    """Write a world and return its manifest."""
    size = preset_of(preset)
    with Progress("simulate: days", size.days) as progress:
        return write_world(
            folder,
            size,
            seed,
            lambda day, _: progress.step(max(day - progress.done, 0)),
            prevalence,
        )


def manifest_of(world: Path) -> dict[str, Any]:
    """What a world says of itself.

    Raises:
        Failure: it has no manifest.
    """
    try:
        manifest: dict[str, Any] = msgspec.json.decode((world / MANIFEST).read_bytes())
    except (OSError, msgspec.DecodeError):
        raise Failure("the folder holds no simulated world: its manifest can't be read") from None
    return manifest


def borrow(world: Path, folder: Path) -> dict[str, Any]:
    """Link a world that is there already into a folder, and return its manifest.

    Raises:
        Failure: it has no manifest.
    """
    manifest = manifest_of(world)
    for name in (EVENTS, TRUTH):
        (folder / name).symlink_to((world / name).resolve())
    return manifest


def replay(folder: Path, split: Split, *, hubs: bool = True, into: str = TABLES) -> Names:
    """A world through a fresh engine with the shipped policies and no bundle, into tables.

    Args:
        folder: of the world.
        split: where it is cut.
        hubs: whether the engine knows hubs, by the words of places and by behaviour.
        into: the folder of the tables, in that of the world.
    """
    spare_the_collector()
    tokeniser = Tokeniser(_KEY)
    reader = Reader(tokeniser) if hubs else without_words(Reader(tokeniser))
    engine = Engine(reader, State(types_hubs=hubs), NO_BUNDLE, shipped_policy())
    with Progress("replay: lines", count_lines(folder / EVENTS)) as progress:
        return collect(engine, tokeniser, folder, split, folder / into, told=progress.step)


def without_words(reader: Reader) -> Reader:
    """The same reader, blind to what kind of place an address tells; for comparison only."""
    read = reader._place  # noqa: SLF001  the engine has no switch for what nobody should turn off

    @lru_cache(_PLACES)
    def place(raw: str | None) -> Place:
        known = read(raw)
        return replace(known, address=replace(known.address, poi_type=""))

    reader._place = place  # noqa: SLF001  as above
    return reader
