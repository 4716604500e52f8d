from pathlib import Path

import pytest

from data.errors import Failure
from data.instants import to_ms
from graph.picture_words import headline
from risk import case_picture
from risk.case_picture import CasePictures
from tests.risk.builders import application, demo_lines, opening, shipment, tokeniser, write_lines

CASE = "ev-a6fcdcba5ec0e7a080fe"
"""The opening of the demo world's ring that is never confirmed."""
FIRST = "ev-d438f638aaba48d21271"
"""The ring's first opening."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(tmp_path_factory.mktemp("world") / "events.jsonl", demo_lines())


def pictures() -> CasePictures:
    return CasePictures(tokeniser(), 50_000)


def test_the_ring_of_the_demo_world(world: Path) -> None:
    lines = [0]
    picture = pictures().draw(world, CASE, told=lambda: lines.append(1))
    assert headline(picture)[1] == "8 persons share one phone, 7 of them confirmed fraud"
    assert len(lines) == 1 + len(demo_lines())
    assert picture.until_ms == max(to_ms(line.occurred_at) for line in demo_lines())
    own = [node for node in picture.nodes if node.own]
    assert {(node.kind, node.confirmed_ms is None) for node in own} == {
        ("phone", False),
        ("person", True),
        ("unit", True),
    }
    assert all("*" in node.label for node in picture.nodes if node.kind != "unit")
    assert all(node.label for node in picture.nodes)


def test_an_instant_ends_what_is_seen(world: Path) -> None:
    at_ms = next(to_ms(e.occurred_at) for e in demo_lines() if e.event_id == FIRST)
    picture = pictures().draw(world, FIRST, until_ms=at_ms)
    assert len(picture.nodes) == 2 and picture.until_ms == at_ms
    assert all(node.confirmed_ms is None for node in picture.nodes)


def test_one_link_away(world: Path) -> None:
    assert {node.hops for node in pictures().draw(world, CASE, hops=1).nodes} == {0, 1}


def test_both_parties_of_a_shipment_are_its_own(tmp_path: Path) -> None:
    lines = [shipment(1), opening(1), application(1), b'{"broken']
    events = write_lines(tmp_path / "e.jsonl", lines)
    picture = pictures().draw(events, "sh-1")
    own = sorted(node.label for node in picture.nodes if node.own and node.kind == "phone")
    assert own == ["137******81", "139******70"]


def test_an_event_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    events = write_lines(tmp_path / "e.jsonl", [shipment(1)])
    with pytest.raises(Failure, match="has no event sh-2"):
        pictures().draw(events, "sh-2")


def test_without_the_extra_nothing_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_picture, "_LIBRARIES", ("a_library_that_is_not_there",))
    with pytest.raises(Failure, match="a_library_that_is_not_there"):
        pictures().draw(tmp_path / "missing.jsonl", "sh-1")
