"""What a benchmark stands on: a simulated world, a home with keys and a trained bundle."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import msgspec

from benchmarks.connection import encode_request
from benchmarks.processes import postrisk
from data.events import Event, Outcome, OutcomeLine, Shipment, decode_line
from data.files import read_lines
from data.synthetic.presets import preset
from data.synthetic.writer import EVENTS, write_world

SEED: Final = 7
SCORE_PATH: Final = "/v1/score?detail=analyst"


class Stage(NamedTuple):
    """A scratch folder.

    Attributes:
        folder: for anything else.
        events: the world's lines in order of arrival, outcomes among them.
        trained: a home with keys and a bundle, never served itself.
    """

    folder: Path
    events: Path
    trained: Path

    def home(self, name: str) -> Path:
        """A new home with the same keys and bundle, and an empty log."""
        return Path(shutil.copytree(self.trained, self.folder / name))


@contextmanager
def stage(size: str, seed: int = SEED) -> Iterator[Stage]:
    """A world of a preset and a bundle trained on it, gone at the end.

    Raises:
        Failure: training failed.
    """
    with TemporaryDirectory(prefix="postrisk-benchmark-") as name:
        folder = Path(name)
        write_world(folder / "world", preset(size), seed)
        events, trained = folder / "world" / EVENTS, folder / "trained"
        postrisk("train", events, "--home", trained)
        yield Stage(folder, events, trained)


def new_key(home: Path, *options: str) -> str:
    """An analyst's key for a home; options say where its log is, if it is elsewhere."""
    return postrisk("key", "new", "--role", "analyst", "--home", home, *options).strip()


def lines_of(path: Path, count: int | None = None) -> list[Event | OutcomeLine]:
    """The first lines of a world, or all."""
    return [decode_line(line) for _, line in islice(read_lines(path), count)]


def events_of(path: Path, count: int | None = None) -> list[Event]:
    """The first events of a world, or all, without its outcomes."""
    events = (line for line in lines_of(path) if not isinstance(line, OutcomeLine))
    return list(islice(events, count))


def request_of(line: Event | OutcomeLine, key: str, score_path: str = SCORE_PATH) -> bytes:
    """The HTTP request that tells a line to a server."""
    if not isinstance(line, OutcomeLine):
        return encode_request("POST", score_path, key, msgspec.json.encode(line))
    fields = {name: getattr(line, name) for name in Outcome.__struct_fields__}
    return encode_request("POST", "/v1/outcomes", key, msgspec.json.encode(Outcome(**fields)))


def first_shipment(path: Path) -> Shipment:
    """The first parcel of a world."""
    return next(event for event in events_of(path) if isinstance(event, Shipment))
