from pathlib import Path

import numpy as np

from benchmarks.graph import rings
from benchmarks.quality.stages import Stages
from benchmarks.quality.world import without_words
from data.subject import Reader
from risk.features.catalogue import FEATURES, INDEX
from tests.benchmarks.quality.small_world import SEED, small
from tests.risk.builders import shipment, tokeniser


def test_a_way_leaves_out_what_reads_the_graph_or_all_that_is_shared() -> None:
    known, graph, shared = (set(rings.left_out(way)) for way in rings.WAYS)
    assert not known
    assert {INDEX["ring_size"], INDEX["hops_to_confirmed"], INDEX["receiver_ring_size"]} <= graph
    assert INDEX["receiver_senders_7d"] in shared - graph
    assert graph < shared
    assert all(FEATURES[at].family == "network" for at in shared)


def test_what_is_left_out_is_missing_and_the_rest_as_it_was(tmp_path: Path) -> None:
    table, places = small().tables["shipment"], rings.left_out(rings.WAYS[1])
    less = rings.without(table, places, tmp_path / "vectors")
    kept = [at for at in range(table.vectors.shape[1]) if at not in places]
    assert np.isnan(less.vectors[:, places]).all()
    assert np.array_equal(less.vectors[:, kept], table.vectors[:, kept], equal_nan=True)
    assert not np.isnan(table.vectors[:, places]).all()
    assert rings.without(table, [], tmp_path / "none") is table


def test_a_blind_reader_knows_every_place_and_none_of_its_words() -> None:
    party = {"name": "王芳", "phone": "13956781234", "address": "杭州市西湖区文三路9号菜鸟驿站"}
    event = shipment(1, receiver=party)
    seeing = Reader(tokeniser()).read(event).other
    blind = without_words(Reader(tokeniser())).read(event).other
    assert seeing is not None
    assert blind is not None
    assert (seeing.place.address.poi_type, blind.place.address.poi_type) == ("station", "")
    assert (seeing.place.building, seeing.place.unit) == (blind.place.building, blind.place.unit)


def test_a_world_gives_its_lines_and_leaves_nothing_behind(tmp_path: Path) -> None:
    lines = list(rings.run("demo", SEED, small().folder, tmp_path, Stages("test")))
    assert all(
        line.startswith(("account_opening", "shipment", "cod_app", "hub ")) for line in lines
    )
    assert not list(tmp_path.glob("tables*"))
