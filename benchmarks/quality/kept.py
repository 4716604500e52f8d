"""A world's replay, kept beside the world: the second look at its rules takes seconds.

No feature depends on a rule but ``person_class_one_90d``, which counts the Class-I accounts that were let
through: it is that of the policies of the day of the replay. After another change of features the folder is
made anew.
"""

import shutil
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from benchmarks.quality.split import Split, split_of
from benchmarks.quality.table import Names, Table, read_tables
from benchmarks.quality.world import manifest_of, replay
from data.synthetic import schedule
from risk.features import catalogue

KEPT: Final = "kept"
"""The folder of the tables, in that of the world."""
_INDEX: Final = "index.json"


class _Index(Struct, frozen=True):
    """Written last, so that a replay that was broken off counts for nothing."""

    schema: str
    names: Names


class Kept(Struct, frozen=True):
    """A world as its replay left it.

    Attributes:
        split: where it is cut.
        scale: its frauds relative to the preset's.
        tables: kind -> its rows.
    """

    split: Split
    scale: schedule.Prevalence
    tables: dict[str, Table]


def kept(world: Path) -> Kept:
    """The replay of a world, made now if there is none of these features.

    Raises:
        Failure: the folder holds no world, or a line of it can't be scored.
    """
    manifest = manifest_of(world)
    split = split_of(manifest["start"], manifest["days"])
    names = _known(world / KEPT / _INDEX) or _replayed(world, split)
    scale = schedule.Prevalence(**manifest["prevalence_scale"])
    return Kept(split, scale, read_tables(world / KEPT, names))


def _known(index: Path) -> Names | None:
    if not index.exists():
        return None
    told = msgspec.json.decode(index.read_bytes(), type=_Index)
    return told.names if told.schema == catalogue.schema_hash() else None


def _replayed(world: Path, split: Split) -> Names:
    shutil.rmtree(world / KEPT, ignore_errors=True)
    names = replay(world, split, into=KEPT)
    index = _Index(catalogue.schema_hash(), names)
    (world / KEPT / _INDEX).write_bytes(msgspec.json.encode(index))
    return names
