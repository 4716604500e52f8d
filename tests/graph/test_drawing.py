import re
from xml.etree import ElementTree as ET

import pytest

from data.identifiers import Kind
from graph import drawing
from graph.drawing import CLEARED, CONFIRMED, svg_of
from graph.hubs import HubType
from graph.picture import EDGE_LABELS, Picture, text_width
from graph.picture_words import KINDS, time_range, way
from tests.graph.pictures import PHONE, SPAN, drawn, ring
from tests.graph.stars import T, node


def texts(picture: Picture) -> list[str]:
    root = ET.fromstring(svg_of(picture))  # noqa: S314  our own text
    return [it.text or "" for it in root.iter() if it.tag.endswith("}text")]


def test_a_drawing_tells_its_story_in_two_languages() -> None:
    found = texts(drawn(ring(8, 7), labels={PHONE: "138******00"}))
    assert found[0] == "8 persons share one phone, 7 of them confirmed fraud"
    assert found[1] == "8 人共用同一电话，其中 7 人已确认欺诈"
    assert "138******00" in found
    assert "01-02" in found
    assert found.count("已确认欺诈 confirmed fraud") == 1


def test_red_is_for_confirmed_fraud_only() -> None:
    graph = ring(4, 0)
    graph.clear([node(3)], 16, T)
    graph.type_hub(node(1, Kind.UNIT), HubType.DORM, SPAN.until_ms + 1, T)
    assert CONFIRMED not in svg_of(drawn(graph))
    assert CLEARED in svg_of(drawn(graph))
    graph.confirm([node(2)], 32, T, T)
    assert CONFIRMED in svg_of(drawn(graph))


def test_what_is_confirmed_or_cleared_also_bears_a_sign() -> None:
    graph = ring(4, 1)
    graph.clear([node(3)], 16, T)
    signs = re.findall(r'd="(M-3[^"]*)" fill="none"', svg_of(drawn(graph)))
    assert sorted(set(signs)) == ["M-3-3 3 3M3-3-3 3", "M-3.5 0-1 2.8 3.5-2.8"]
    assert len(signs) == 4  # two on the page, two in the legend


def test_a_hub_is_told_with_its_type_and_count() -> None:
    graph = ring()
    graph.type_hub(PHONE, HubType.STATION, SPAN.until_ms + 1, T)
    found = texts(drawn(graph))
    assert "驿站 4" in found
    assert "公共节点 hub, carries no risk" in found


def test_the_legend_holds_what_is_on_the_page_and_nothing_else() -> None:
    found = texts(drawn(ring(3, 0)))
    assert {"人员 person", "电话 phone", "地址 address", "本案 this case"} <= set(found)
    assert not {"设备 device", "已确认欺诈 confirmed fraud", "未画出的关联 links not drawn"} & set(
        found
    )


@pytest.mark.parametrize("persons", [EDGE_LABELS // 2, EDGE_LABELS // 2 + 1])
def test_with_many_links_their_days_are_told_on_demand_only(persons: int) -> None:
    picture = drawn(ring(persons, 0))
    days = [text for text in texts(picture) if re.fullmatch(r"\d\d-\d\d", text)]
    assert len(days) == (len(picture.links) if persons == EDGE_LABELS // 2 else 0)
    assert svg_of(picture).count("</title></path>") == len(picture.links)


def test_the_page_is_as_wide_as_its_sentences() -> None:
    picture = drawn(ring(), node(1))
    root = ET.fromstring(svg_of(picture))  # noqa: S314  our own text
    assert float(root.attrib["width"]) > text_width(
        f"{way(picture)[1]} {time_range(picture)[1]}", 13
    )


def test_a_label_is_text_and_nothing_else() -> None:
    picture = drawn(ring(), labels={PHONE: "<script>&"})
    assert "<script>&" in texts(picture)
    assert "<script>" not in svg_of(picture)


def test_the_same_picture_gives_the_same_text() -> None:
    assert svg_of(drawn(ring())) == svg_of(drawn(ring()))


def test_every_glyph_is_of_a_kind_that_has_words() -> None:
    assert set(drawing._GLYPHS) <= set(KINDS)
