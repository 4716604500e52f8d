from pathlib import Path

import msgspec
import pytest

from data.errors import Failure
from data.events import OutcomeLine
from data.instants import to_ms
from risk import network_report
from risk.network_report import NetworkReport, NetworkReports
from tests.risk.builders import (
    demo_lines,
    opening,
    outcome,
    shipment,
    tokeniser,
    write_lines,
)
from tests.risk.features.test_hub_typing import parcel

IDS = ("11010519491231002X", "110105194912310038", "110105194912310054")


def report_of(
    path: Path, *, until_ms: int | None = None, least: int = 3, most: int = 20
) -> NetworkReport:
    return NetworkReports(tokeniser(), 50_000).report(
        path, until_ms=until_ms, least=least, most=most
    )


def test_the_ring_of_the_demo_world_is_told_with_its_frauds(tmp_path: Path) -> None:
    lines = [0]
    events = write_lines(tmp_path / "events.jsonl", demo_lines())
    found = NetworkReports(tokeniser(), 50_000).report(
        events, least=8, told=lambda: lines.append(1)
    )
    assert len(lines) == 1 + len(demo_lines())
    assert found.known_ms == max(to_ms(line.occurred_at) for line in demo_lines())
    assert found.at_ms < found.known_ms
    ring, *others = sorted(found.communities, key=lambda one: -one.confirmed)
    assert sum(bool(one.confirmed) for one in others) == 1, "and one other campaign"
    assert ring.kinds["person"] >= 8 <= ring.confirmed
    assert ring.confirmed_share == ring.confirmed / ring.size
    assert all("*" in label for label in ring.labels if not label.startswith("unit "))
    assert len(found.pictures) == min(3, len(found.communities))


def test_money_and_events_are_those_of_members(tmp_path: Path) -> None:
    party = {"name": "张三", "id_type": "resident_id", "phone": "13912345670"}
    item = {"category": "电子产品", "text": "耳机", "declared_value_fen": 29_900}
    lines = [
        *(
            opening(n, applicant=party | {"id_no": id_no}, occurred_at=f"2025-03-1{n}T10:00:00Z")
            for n, id_no in enumerate(IDS)
        ),
        shipment(
            7, sender=party | {"id_no": IDS[0]}, item=item, occurred_at="2025-03-14T10:00:00Z"
        ),
        shipment(8, sender={"name": "赵六", "phone": "13612345999"}, item=item),
        OutcomeLine(
            **msgspec.structs.asdict(outcome(1, event_id="ao-2", outcome="confirmed_fraud"))
        ),
    ]
    (ring,) = report_of(write_lines(tmp_path / "e.jsonl", lines)).communities
    assert (ring.holders, ring.size, ring.links) == (3, 4, 3)
    assert (ring.events, ring.money_fen) == (4, 29_900)
    assert (ring.confirmed, ring.cleared) == (2, 0)
    assert ring.labels[0] == "phone 139******70"


def test_an_instant_ends_what_is_seen(tmp_path: Path) -> None:
    events = write_lines(tmp_path / "events.jsonl", demo_lines())
    early = to_ms(demo_lines()[200].occurred_at)
    found = report_of(events, until_ms=early, least=8)
    assert found.known_ms == early
    assert found.at_ms <= early
    assert found.identifiers < report_of(events).identifiers


def test_a_hub_is_told_with_what_it_is_and_why(tmp_path: Path) -> None:
    """The same room of 80 phones over two months, and in three days."""
    told = {}
    for hours in (20, 1):
        lines = [parcel(number, number * hours) for number in range(80)]
        (told[hours],) = report_of(write_lines(tmp_path / f"{hours}.jsonl", lines)).hubs
    settled, wave = told[20], told[1]
    assert (settled.hub, settled.by, settled.kind) == ("station", "behaviour", "unit")
    assert (wave.hub, wave.by) == ("unknown", "nothing")
    assert {"span_days", "active_days"} <= {ground.name for ground in wave.evidence}
    assert settled.label == "unit 南山区科技南路"
    assert settled.links == 80


def test_most_and_least_are_kept_to(tmp_path: Path) -> None:
    events = write_lines(tmp_path / "events.jsonl", demo_lines())
    found = report_of(events, least=2, most=2)
    assert len(found.communities) == 2 < found.found
    assert found.communities[0].holders >= found.communities[1].holders


def test_no_raw_identifier_is_in_a_report(tmp_path: Path) -> None:
    events = write_lines(tmp_path / "events.jsonl", demo_lines())
    told = str(report_of(events))
    for line in demo_lines():
        applicant = getattr(line, "applicant", None)
        if applicant is not None and applicant.phone and len(applicant.phone) >= 11:
            assert applicant.phone not in told
        if applicant is not None and applicant.id_no:
            assert applicant.id_no not in told


def test_without_the_extra_nothing_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_report, "_LIBRARIES", ("a_library_that_is_not_there",))
    with pytest.raises(Failure, match="a_library_that_is_not_there"):
        report_of(tmp_path / "missing.jsonl")
