"""The links around a case: own identifiers with masked names, others without, hubs as ends, reasons told."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from data.store import Store
from data.subject import Reader, Subject
from risk.case_links import case_links, middle_of
from risk.records import outcome_record
from tests.risk.builders import SENDER, engine_with, opening, outcome, shipment, tokeniser
from tests.risk.case_world import CaseWorld
from tests.risk.running import run_async

OTHER = {"name": "王五", "id_type": "passport", "id_no": "E12345678", "phone": SENDER["phone"]}


@pytest.fixture
def world(store: Store) -> Iterator[CaseWorld]:
    made = CaseWorld(store)
    yield made
    made.close()


def subjects_of(*events: object) -> dict[str, Subject]:
    reader = Reader(tokeniser())
    return {event.event_id: reader.read(event) for event in events}  # type: ignore[attr-defined,arg-type]  # events


def test_who_shares_a_phone_is_met_without_a_name() -> None:
    engine = engine_with()
    mine, other = shipment(1), opening(2, applicant=dict(OTHER))
    for event in (mine, other):
        engine.apply(engine.evaluate(event))
    found = case_links(engine.state, middle_of(subjects_of(mine), [], blind=False))
    own = [node for node in found.nodes if node.own]
    others = [node for node in found.nodes if not node.own]
    assert {"person", "phone", "unit"} <= {node.kind for node in own}
    assert [(node.kind, node.label, node.hops) for node in others] == [("person", "", 1)]
    assert "张*" in {node.label for node in own}
    phone = next(at for at, node in enumerate(found.nodes) if node.label == "139******70")
    reasons = {link.reason for link in found.links if phone in (link.one, link.other)}
    assert reasons == {"phone"}
    assert all(link.first <= link.last and link.times == 1 for link in found.links)
    assert found.path == []


def test_the_way_to_a_confirmed_fraud_is_marked() -> None:
    engine = engine_with()
    mine, other = shipment(1), opening(2, applicant=dict(OTHER))
    for event in (mine, other):
        engine.apply(engine.evaluate(event))
    told = outcome(2, event_id="ao-2", outcome="confirmed_fraud")
    engine.apply_outcome(told)
    later = replace(outcome_record(9, told, b"", b"", 0), event_id="sh-1")
    found = case_links(engine.state, middle_of(subjects_of(mine), [later], blind=False))
    assert found.path
    assert found.nodes[found.path[-1]].confirmed_at == "2025-03-20T01:00:00+00:00"
    assert not found.path[1:] or any(link.on_path for link in found.links)
    blind = case_links(engine.state, middle_of(subjects_of(mine), [later], blind=True))
    assert blind.path == []
    assert all(node.confirmed_at is None for node in blind.nodes)
    assert not any(link.on_path for link in blind.links)


def test_of_a_case_it_is_told_to_who_may_see_it_and_written_down(world: CaseWorld) -> None:
    case_id = world.ring(2)
    found = run_async(world.cases.links(world.person(), case_id))
    assert any(node.own for node in found.nodes)
    assert [entry.action for entry in run_async(world.cases.audit(0, 10))] == ["view_links"]
