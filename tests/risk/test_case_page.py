"""The page: distances, similar cases, bounds, gaps."""

from array import array
from collections.abc import Iterator
from math import isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from data.store import Store
from risk.bundle import Bundle
from risk.case_page import MOST_ALERTS, MOST_SIMILAR, distance
from risk.case_requests import Disposal
from risk.case_usual import Usual
from risk.peers import Peers, Range
from tests.risk.builders import engine_with, outcome, service_over, shipment
from tests.risk.cards import card
from tests.risk.case_world import REASON, CaseWorld, somebody
from tests.risk.running import run_async

VALUES = st.lists(
    st.one_of(st.just(nan), st.floats(-1e6, 1e6, allow_nan=False)), min_size=4, max_size=4
)


@pytest.fixture
def world(store: Store) -> Iterator[CaseWorld]:
    made = CaseWorld(store)
    yield made
    made.close()


@given(VALUES, VALUES)
def test_a_distance_is_between_0_and_1_and_the_same_both_ways(
    one: list[float], other: list[float]
) -> None:
    a, b = array("d", one), array("d", other)
    apart = distance(a, b)
    assert 0.0 <= apart <= 1.0
    assert apart == distance(b, a)
    if not all(isnan(value) for value in one):
        assert distance(a, a) == 0.0


def test_similar_cases_are_closed_ones_with_their_labels(world: CaseWorld) -> None:
    me = world.person()
    closed = []
    for number in range(MOST_SIMILAR + 2):
        case_id = world.ring(1, first=number, **somebody(number))
        world.room.desk.claim(me, case_id)
        body = Disposal("confirmed_fraud", REASON, ["papers_seen"], "SH-08")
        run_async(world.cases.dispose(me, case_id, body))
        closed.append(case_id)
    case_id = world.ring(1, first=50, **somebody(50))
    page = run_async(world.cases.page(me, case_id))
    blind = {c for c in closed if run_async(world.cases.page(world.person(name="b"), c)).blind}
    assert len(page.similar) == min(MOST_SIMILAR, len(closed) - len(blind))
    assert {one.case_id for one in page.similar} <= set(closed) - blind
    assert {one.label for one in page.similar} == {"confirmed_fraud"}
    assert all(one.distance < 0.1 for one in page.similar)


def test_a_page_is_bounded_and_counts_what_it_leaves_out(world: CaseWorld) -> None:
    case_id = world.ring(MOST_ALERTS + 5)
    page = run_async(world.cases.page(world.person(), case_id))
    assert (len(page.alerts), page.alerts_left_out) == (MOST_ALERTS, 5)
    assert page.case.alerts == MOST_ALERTS + 5
    assert str(MOST_ALERTS + 5) in page.summary_zh and "SH-08" in page.summary_en
    assert {"receiver.id_no", "no_model", "arrived_late"} <= set(page.data_gaps)


def test_values_of_rules_stand_beside_what_peers_have(world: CaseWorld) -> None:
    case_id = world.ring(2)
    page = run_async(world.cases.page(world.person(), case_id))
    assert (page.usual, page.peers) == ({}, None)
    (lead,) = [one for one in page.alerts if one.event_id == (page.explained or one).event_id]
    (name, *_) = [one.name for rule in lead.rules for one in rule.evidence]
    known = card(None)
    peers = {"private/plain": {name: Range(3.0, 9.0)}}
    kinds = {"shipment": replace(known.kinds["shipment"], peers=peers)}
    world.engine.take(Bundle("b", {}, card=replace(known, kinds=kinds)))
    page = run_async(world.cases.page(world.person(), case_id))
    assert page.usual == {name: Usual(3.0, 9.0, peers=True)}
    assert page.peers == Peers("private", "plain")


def test_what_was_told_later_stands_on_the_line_of_time(world: CaseWorld) -> None:
    case_id = world.ring(2)

    async def tell() -> None:
        service = service_over(world.store, engine_with(policy=world.engine.policy))
        await service.record_outcome(outcome(event_id="sh-1", outcome="refused"))
        await service.close()

    run_async(tell())
    page = run_async(world.cases.page(world.person(), case_id))
    assert [(i.what, i.event_id) for i in page.timeline] == [
        ("parcel_sent", "sh-0"),
        ("parcel_sent", "sh-1"),
        ("outcome:refused", "sh-1"),
    ]
    assert page.timeline[0].over == ["person", "phone", "unit"]


def test_other_parcels_of_the_same_phone_are_on_the_line_too(world: CaseWorld) -> None:
    case_id = world.ring(1, **somebody(1))
    parties = {"sender": somebody(7)["sender"], "receiver": somebody(1)["sender"]}
    world.score(shipment("other", **parties))
    page = run_async(world.cases.page(world.person(), case_id))
    assert [alert.event_id for alert in page.alerts] == ["sh-0", "sh-other"]
    whats = {(item.what, item.event_id) for item in page.timeline}
    assert whats == {("parcel_sent", "sh-0"), ("parcel_received", "sh-other")}
