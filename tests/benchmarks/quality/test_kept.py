import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest

from benchmarks.quality.kept import KEPT, kept
from data.errors import Failure
from data.synthetic.truth import TRUTH
from data.synthetic.writer import EVENTS, MANIFEST
from tests.benchmarks.quality.small_world import small


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    for name in (EVENTS, TRUTH, MANIFEST):
        shutil.copy(small().folder / name, folder)
    return folder


def test_the_second_look_needs_no_replay(world: Path) -> None:
    first = kept(world).tables["shipment"]
    assert np.array_equal(first.facts["fraud"], small().tables["shipment"].facts["fraud"])
    (world / EVENTS).unlink()
    again = kept(world)
    assert np.array_equal(again.tables["shipment"].vectors, first.vectors, equal_nan=True)
    assert again.tables["shipment"].names.texts == first.names.texts
    assert again.split == small().split


def test_vectors_of_other_features_are_made_anew(world: Path) -> None:
    shutil.copy(small().folder / EVENTS, world)
    kept(world)
    index = world / KEPT / "index.json"
    told = msgspec.json.decode(index.read_bytes())
    index.write_bytes(msgspec.json.encode({**told, "schema": "of before"}))
    kept(world)
    assert msgspec.json.decode(index.read_bytes()) == told


def test_a_folder_without_a_world_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="manifest"):
        kept(tmp_path)
