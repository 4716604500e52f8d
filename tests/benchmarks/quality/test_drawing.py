from xml.etree import ElementTree

from matplotlib.axes import Axes

from benchmarks.quality.drawing import COLOURS, draw, label_of, line_of
from benchmarks.quality.trial import METHODS


def paint(axes: list[Axes]) -> None:
    for axis in axes:
        axis.plot([0, 1], [0, 1], label="a < b")
        axis.set_title("a title")


def test_a_plot_is_one_element_with_texts_that_can_be_searched() -> None:
    svg = draw("one", 4, 3, paint)
    root = ElementTree.fromstring(svg.replace("xlink:href", "href"))  # noqa: S314  our own text
    assert root.tag == "svg"
    texts = [element.text for element in root.iter("text")]
    assert "a title" in texts
    assert texts.count("a < b") == 1
    assert "http" not in svg


def test_ids_are_the_plot_s_own_and_the_bytes_the_same_each_time() -> None:
    assert draw("one", 4, 3, paint) == draw("one", 4, 3, paint)
    ids = [set(_ids(draw(name, 4, 3, paint))) for name in ("one", "two")]
    assert ids[0]
    assert not ids[0] & ids[1]


def _ids(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg.replace("xlink:href", "href"))  # noqa: S314  our own text
    return [element.attrib["id"] for element in root.iter() if "id" in element.attrib]


def test_columns_share_one_legend() -> None:
    svg = draw("wide", 8, 3, paint, columns=2)
    assert svg.count(">a title<") == 2
    assert svg.count("a &lt; b</text>") == 1


def test_every_method_has_its_colour_and_ours_stands_out() -> None:
    assert len({COLOURS[method] for method in METHODS}) == len(METHODS)
    widths = {method: line_of(method)["linewidth"] for method in METHODS}
    assert max(widths, key=lambda method: widths[method]) == "engine"
    assert label_of("engine") == "our engine"
