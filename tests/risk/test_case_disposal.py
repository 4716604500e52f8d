"""Dispositions become outcomes, once, whatever stops them; maker is not checker."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from data.errors import Conflict, Forbidden, InvalidInput, Unavailable
from data.store import Store
from risk.case_disposal import BLIND_SHARE
from risk.case_requests import Disposal, Label, SecondLook
from tests.risk.builders import shipment
from tests.risk.case_world import DECLINING, REASON, CaseWorld, somebody
from tests.risk.running import run_async

FRAUD = Disposal("confirmed_fraud", REASON, ["called_customer"], "SH-01")


@pytest.fixture
def world(store: Store) -> Iterator[CaseWorld]:
    made = CaseWorld(store)
    yield made
    made.close()


def claimed(world: CaseWorld, count: int = 3) -> str:
    case_id = world.ring(count)
    world.room.desk.claim(world.person(), case_id)
    return case_id


def blind_case(world: CaseWorld) -> str:
    """A disposed case that is drawn for a blind second look."""
    row = world.room.reads.case(claimed(world))
    ids = (f"C-20250314-{number:06d}" for number in range(400))
    second_of = world.room.disposals._second_of
    case_id = next(i for i in ids if second_of(replace(row, id=i)) == "blind")
    with world.store.engine.begin() as connection:
        for table, column in (("cases", "id"), ("case_alerts", "case_id")):
            connection.exec_driver_sql(f"UPDATE {table} SET {column} = '{case_id}'")  # noqa: S608  ours
    run_async(world.cases.dispose(world.person(), case_id, FRAUD))
    return case_id


def test_a_disposition_is_an_outcome_of_each_alert(world: CaseWorld) -> None:
    case_id = claimed(world)
    said = run_async(world.cases.dispose(world.person(), case_id, FRAUD))
    assert (said.status, said.owner) == ("closed", None)
    assert {(o.event_id, o.outcome, o.source) for o in world.log.told} == {
        (f"sh-{n}", "confirmed_fraud", "analyst") for n in range(3)
    }
    with pytest.raises(Conflict):
        run_async(world.cases.dispose(world.person(), case_id, FRAUD))


def test_what_is_missing_is_named(world: CaseWorld) -> None:
    case_id = claimed(world)
    for body, param in (
        (Disposal("confirmed_fraud", REASON, ["called_customer"]), "typology"),
        (Disposal("legit_explained", REASON, ["called_customer"]), "look_alike"),
    ):
        with pytest.raises(InvalidInput) as caught:
            run_async(world.cases.dispose(world.person(), case_id, body))
        assert caught.value.param == param
    with pytest.raises(Conflict, match="not yours"):
        run_async(world.cases.dispose(world.person(name="b"), case_id, FRAUD))


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_stop_in_between_is_completed_by_a_retry_or_the_next_start(
    world: CaseWorld, after: int
) -> None:
    case_id = claimed(world)
    world.log.failure, world.log.fail_after = Unavailable("told to fail"), after
    with pytest.raises(Unavailable):
        run_async(world.cases.dispose(world.person(), case_id, FRAUD))
    assert world.room.reads.case(case_id).status == "closing"
    world.log.failure = None
    if after == 1:
        assert run_async(world.cases.dispose(world.person(), case_id, FRAUD)).status == "closed"
    else:
        again = world.opened()
        assert run_async(again.complete()) == 1
        assert run_async(again.complete()) == 0
    assert world.room.reads.case(case_id).status == "closed"
    assert len(world.log.told) == len({o.outcome_id for o in world.log.told}) == 3


def test_alerts_that_come_while_it_closes_open_it_again(world: CaseWorld) -> None:
    case_id = claimed(world)
    world.log.failure = Unavailable("told to fail")
    with pytest.raises(Unavailable):
        run_async(world.cases.dispose(world.person(), case_id, FRAUD))
    assert world.score(shipment(9)) == [case_id]
    world.log.failure = None
    run_async(world.cases.complete())
    assert world.room.reads.case(case_id).status == "open"
    assert "sh-9" not in {o.event_id for o in world.log.told}
    world.room.desk.claim(world.person(), case_id)
    assert run_async(world.cases.dispose(world.person(), case_id, FRAUD)).status == "closed"
    assert "sh-9" in {o.event_id for o in world.log.told}


@pytest.mark.parametrize("high_value", [True, False])
def test_declines_and_high_values_wait_for_another_person(store: Store, high_value: bool) -> None:
    world = CaseWorld(store) if high_value else CaseWorld(store, DECLINING)
    value_fen = 6_000_000 if high_value else 100
    item = {"category": "x", "text": "y", "declared_value_fen": value_fen}
    case_id = world.ring(1, item=item)
    maker, checker = world.person("senior_analyst"), world.person("senior_analyst", "b")
    world.room.desk.claim(maker, case_id)
    said = run_async(world.cases.dispose(maker, case_id, FRAUD))
    assert (said.status, said.second) == ("second", "signature")
    assert world.log.told == []
    look = SecondLook("confirmed_fraud", REASON)
    with pytest.raises(Forbidden):
        run_async(world.cases.look_again(maker, case_id, look))
    other = SecondLook("legit_explained", REASON)
    refused = run_async(world.cases.look_again(checker, case_id, other))
    assert (refused.status, refused.tier, world.log.told) == ("open", 2, [])
    world.room.desk.claim(maker, case_id)
    run_async(world.cases.dispose(maker, case_id, FRAUD))
    assert run_async(world.cases.look_again(checker, case_id, look)).status == "closed"
    assert len(world.log.told) == 1
    with pytest.raises(Conflict):
        run_async(world.cases.look_again(checker, case_id, look))
    world.close()


@pytest.mark.parametrize(
    ("label", "status"), [("confirmed_fraud", "closed"), ("data_error", "open")]
)
def test_a_blind_second_look_sees_no_first_label(
    world: CaseWorld, label: Label, status: str
) -> None:
    case_id = blind_case(world)
    maker, checker = world.person(), world.person("senior_analyst")
    hidden = run_async(world.cases.page(checker, case_id))
    shown = run_async(world.cases.page(maker, case_id))
    assert (hidden.blind, hidden.label, hidden.dispositions) == (True, None, [])
    assert (shown.blind, shown.label, len(shown.dispositions)) == (False, "confirmed_fraud", 1)
    assert "dispose" not in {step.action for step in hidden.steps}
    assert "dispose" in {step.action for step in shown.steps}
    said = run_async(world.cases.look_again(checker, case_id, SecondLook(label, REASON)))
    assert said.status == status
    metrics = run_async(world.cases.metrics(30))
    assert metrics.second_looks == 1
    assert run_async(world.cases.page(checker, case_id)).label == "confirmed_fraud"


def test_one_of_twenty_is_drawn_for_a_blind_look(world: CaseWorld) -> None:
    world.ring(1, **somebody(1))
    row = world.room.reads.case("C-20250314-000001")
    drawn = [
        world.room.disposals._second_of(replace(row, id=f"C-20250314-{n:06d}"))
        for n in range(4_000)
    ]
    assert drawn.count("blind") / len(drawn) == pytest.approx(BLIND_SHARE, abs=0.0125)
    assert set(drawn) == {"blind", "none"}


def test_a_signature_that_was_stopped_is_completed_by_a_retry(store: Store) -> None:
    world = CaseWorld(store, DECLINING)
    case_id = claimed(world, 2)
    run_async(world.cases.dispose(world.person(), case_id, FRAUD))
    checker, look = world.person("senior_analyst"), SecondLook("confirmed_fraud", REASON)
    world.log.failure, world.log.fail_after = Unavailable("told to fail"), 1
    with pytest.raises(Unavailable):
        run_async(world.cases.look_again(checker, case_id, look))
    world.log.failure = None
    assert run_async(world.cases.look_again(checker, case_id, look)).status == "closed"
    assert len(world.log.told) == 2
    world.close()
