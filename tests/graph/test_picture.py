import msgspec
import pytest

from data.identifiers import Kind
from data.instants import DAY_MS
from graph.hubs import HubType
from graph.identity import IdentityGraph
from graph.picture import LINE, RADIUS, Picture, text_width
from tests.graph.pictures import PHONE, SPAN, drawn, ring
from tests.graph.stars import T, node, star


def test_what_a_console_gets() -> None:
    picture = drawn(ring(), labels={PHONE: "138******00"})
    keys = [node.key for node in picture.nodes]
    phone = picture.nodes[keys.index(f"{PHONE:016x}")]
    assert (phone.kind, phone.label, phone.own, phone.hops) == ("phone", "138******00", True, 0)
    assert (phone.links, phone.left_out, phone.hub) == (4, 0, "")
    first = next(link for link in picture.links if link.first_ms == T + DAY_MS)
    assert (first.last_ms, first.times) == (T + DAY_MS, 1)
    assert sorted(link.reason for link in picture.links) == ["phone"] * 4 + ["unit"] * 4
    assert picture.since_ms == 0 and picture.until_ms == SPAN.until_ms
    assert msgspec.json.decode(msgspec.json.encode(picture), type=Picture) == picture


def test_the_way_to_the_nearest_confirmed_one_is_marked() -> None:
    picture = drawn(ring(), node(1))
    kinds = [picture.nodes[place].kind for place in picture.path]
    assert kinds == ["person", "phone", "person"]
    assert picture.nodes[picture.path[-1]].confirmed_ms == T + 20 * DAY_MS
    ways = [{link.one, link.other} for link in picture.links if link.on_path]
    assert len(ways) == 2 and all(way <= set(picture.path) for way in ways)


def test_in_the_middle_is_what_most_share() -> None:
    picture = drawn(ring())
    assert picture.centre is not None
    assert picture.nodes[picture.centre].kind == "phone"
    assert {picture.nodes[place].kind for place in picture.members} == {"person"}
    assert len(picture.members) == 4


def test_or_who_has_most_of_one_kind() -> None:
    graph = IdentityGraph(100)
    graph.apply([(node(1), node(n, Kind.PHONE)) for n in range(1, 6)], T, T)
    graph.apply([(node(2), PHONE), (node(1), node(1, Kind.UNIT))], T, T)
    picture = drawn(graph)
    assert picture.centre is not None
    assert picture.nodes[picture.centre].key == f"{node(1):016x}"
    assert [picture.nodes[place].kind for place in picture.members] == ["phone"] * 5


def test_a_hub_is_no_middle() -> None:
    graph = star(5)
    graph.type_hub(PHONE, HubType.STATION, SPAN.until_ms + 1, T)
    assert drawn(graph, *(node(n) for n in range(1, 6))).centre is None


@pytest.mark.parametrize("persons", [1, 8, 45])
def test_nothing_stands_on_anything_and_all_is_on_the_page(persons: int) -> None:
    labels = {node(n): "王**" for n in range(1, persons + 1)} | {PHONE: "138******00"}
    picture = drawn(ring(persons, 0), labels=labels)
    boxes = []
    for it in picture.nodes:
        wide, high = max(text_width(it.label, 13.0), 2 * RADIUS), 2 * RADIUS + 2 * LINE
        boxes.append((it.x, it.y, wide, high))
        assert wide / 2 <= it.x <= picture.width - wide / 2
        assert high / 2 <= it.y <= picture.height - high / 2
    for n, (x, y, wide, high) in enumerate(boxes):
        for other_x, other_y, other_wide, other_high in boxes[:n]:
            apart_x = abs(x - other_x) >= (wide + other_wide) / 2
            assert apart_x or abs(y - other_y) >= (high + other_high) / 2


def test_an_event_whose_identifiers_nothing_ties_is_still_one_picture() -> None:
    picture = drawn(IdentityGraph(10), node(1), PHONE)
    assert len(picture.nodes) == 2 and picture.links == ()
    assert picture.centre is None and picture.members == ()
