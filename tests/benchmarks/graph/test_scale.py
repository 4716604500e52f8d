"""The benchmark of the graph runs, counts what it says, and ends with the worse of its bounds."""

from benchmarks.graph import scale
from benchmarks.graph.catalogue import GRAPH, SCALE_SIZES
from graph.identity import IdentityGraph


def test_each_size_and_both_hubs_are_measured_and_no_time_is_zero() -> None:
    rows = {row["id"]: row["value"] for row in scale.run((500, 2_000), hub_links=300)}
    assert len(rows) == 2 * 5 + 2 + 3
    # A process that has memory left from what it did before may grow by nothing.
    rows.pop("graph.scale.bytes_per_identifier")
    assert all(value > 0 for value in rows.values())
    assert 0.3 < rows["graph.scale.500.links_per_identifier"] < 3


def test_the_suite_declares_what_is_measured_with_the_same_bounds() -> None:
    names = {str(size): str(of) for size, of in zip((500, 2_000), SCALE_SIZES, strict=True)}
    rows = {
        ".".join(names.get(part, part) for part in row["id"].split(".")): row
        for row in scale.run((500, 2_000), hub_links=300)
    }
    declared = {known.id: known for known in GRAPH if known.id.startswith("graph.scale.")}
    assert rows.keys() == declared.keys()
    for id_, known in declared.items():
        assert rows[id_]["unit"] == known.unit
        assert rows[id_]["bound"] == (known.target.number if known.target else None)


def test_the_stream_is_the_same_each_time_and_has_hubs_and_shared_rooms() -> None:
    one, other = scale.Stream(1), scale.Stream(1)
    events = [one.event() for _ in range(3_000)]
    assert events == [other.event() for _ in range(3_000)]
    graph = IdentityGraph(50_000)
    for party, pairs in events:
        scale.read(graph, party, one.at_ms)
        graph.enter(pairs, one.at_ms, one.at_ms, [], inbound=1)
    rooms = [graph.sharers(party[2], 2, 0) for party, _ in events]
    assert max(rooms) > 1
