from data.identifiers import Kind
from data.instants import DAY_MS
from graph.hubs import HubType
from graph.identity import IdentityGraph
from graph.picture_words import HUBS, KINDS, date_of, headline, time_range, way
from tests.graph.pictures import PHONE, drawn, ring
from tests.graph.stars import T, node


def test_every_kind_and_every_type_of_hub_has_words() -> None:
    assert set(KINDS) == {kind.name.lower() for kind in Kind}
    types = {hub.name.lower() for hub in HubType if hub != HubType.NONE}
    assert set(HUBS) == types | {"unknown"}


def test_a_shared_key_is_the_headline() -> None:
    zh, en = headline(drawn(ring(8, 7)))
    assert en == "8 persons share one phone, 7 of them confirmed fraud"
    assert zh == "8 人共用同一电话，其中 7 人已确认欺诈"
    assert headline(drawn(ring(3, 0))) == ("3 人共用同一电话", "3 persons share one phone")


def test_parties_are_not_all_persons() -> None:
    graph = ring(1, 0)
    graph.apply([(node(2, Kind.ORG), PHONE)], T, T)
    assert headline(drawn(graph))[1] == "2 parties share one phone"


def test_somebody_with_many_keys_is_the_headline() -> None:
    graph = IdentityGraph(100)
    graph.apply([(node(1), node(n, Kind.UNIT)) for n in range(1, 4)], T, T)
    assert headline(drawn(graph, node(1))) == (
        "同一人员名下有 3 个地址",
        "One person with 3 addresses",
    )


def test_where_nothing_is_shared_it_is_counted() -> None:
    assert headline(drawn(IdentityGraph(10), node(1)))[1] == "1 identifier around this case"


def test_the_way_to_a_confirmed_case_is_told() -> None:
    assert way(drawn(ring(3, 0)))[1] == "No confirmed fraud nearby"
    far = way(drawn(ring(), node(1)))
    day = date_of(T + 20 * DAY_MS)
    assert far[1] == f"2 links to the nearest confirmed fraud ({day}): person – phone – person"
    assert far[0] == f"距最近的已确认欺诈（{day}）2 步：人员 – 电话 – 人员"
    own = way(drawn(ring(), node(2)))
    assert own[1] == f"The person of this case stood in a confirmed fraud ({day})"


def test_days_are_those_of_china() -> None:
    assert date_of(T - 1) == "2026-01-01"
    assert date_of(T - 8 * 3_600_000 - 1) == "2025-12-31"
    assert time_range(drawn(ring()))[1] == "links of 2026-01-02 – 2026-01-05, as of 2026-01-31"
    assert time_range(drawn(IdentityGraph(10), node(1)))[1] == "as of 2026-01-31"
