"""Appeals: their clocks, another officer, a lift at once."""

from collections.abc import Iterator

import pytest

from data.errors import Conflict, Forbidden, NotFound, Unavailable
from data.instants import DAY_MS, to_datetime
from data.store import Store
from risk.case_appeals import Appeals
from risk.case_desk import CaseDesk
from risk.case_requests import AppealBody, AppealDecision, Disposal, Merge
from tests.risk.builders import NOW_MS, engine_with, opening, service_over, shipment
from tests.risk.case_world import REASON, CaseWorld, somebody
from tests.risk.running import run_async

LIFT = AppealDecision("lifted", REASON)
FRAUD = Disposal("confirmed_fraud", REASON, ["called_customer"], "SH-01")


@pytest.fixture
def world(store: Store) -> Iterator[CaseWorld]:
    made = CaseWorld(store)
    yield made
    made.close()


def appealed(world: CaseWorld) -> tuple[str, int]:
    case_id = world.ring(1)
    world.room.desk.claim(world.person(), case_id)
    run_async(world.cases.dispose(world.person(), case_id, FRAUD))
    kept = world.room.appeals.take_in(world.person("counter"), case_id, AppealBody("sh-0", REASON))
    return case_id, kept.id


def test_the_clock_of_a_parcel_and_of_an_account(world: CaseWorld) -> None:
    parcel, account = world.score(shipment(0, **somebody(1)), opening(1))
    assert parcel and account
    take_in, who = world.room.appeals.take_in, world.person("counter")
    for case_id, event_id, days in ((parcel, "sh-0", 7), (account, "ao-1", 15)):
        kept = take_in(who, case_id, AppealBody(event_id, REASON))
        assert kept.due_at == to_datetime(NOW_MS + days * DAY_MS).isoformat()
    with pytest.raises(Conflict):
        take_in(who, parcel, AppealBody("sh-0", REASON))
    with pytest.raises(NotFound):
        take_in(who, parcel, AppealBody("ao-1", REASON))


def test_a_lift_clears_the_event_and_turns_the_label(world: CaseWorld) -> None:
    case_id, appeal_id = appealed(world)
    officer = world.person("senior_analyst")
    said = run_async(world.cases.decide_appeal(officer, case_id, appeal_id, LIFT))
    assert (said.status, said.result) == ("decided", "lifted")
    assert [o.outcome for o in world.log.told] == ["confirmed_fraud", "legit_explained"]
    assert world.room.reads.case(case_id).label == "legit_explained"
    assert run_async(world.cases.decide_appeal(officer, case_id, appeal_id, LIFT)) == said
    with pytest.raises(Conflict):
        other = AppealDecision("upheld", REASON)
        run_async(world.cases.decide_appeal(officer, case_id, appeal_id, other))


def test_who_had_a_part_does_not_decide(world: CaseWorld) -> None:
    case_id, appeal_id = appealed(world)
    for role in ("analyst", "counter"):
        with pytest.raises(Forbidden):
            run_async(world.cases.decide_appeal(world.person(role), case_id, appeal_id, LIFT))


def test_a_lift_that_was_stopped_is_completed(world: CaseWorld) -> None:
    case_id, appeal_id = appealed(world)
    world.log.failure = Unavailable("told to fail")
    with pytest.raises(Unavailable):
        officer = world.person("senior_analyst")
        run_async(world.cases.decide_appeal(officer, case_id, appeal_id, LIFT))
    world.log.failure = None
    assert run_async(world.cases.complete()) == 1
    assert [o.outcome for o in world.log.told] == ["confirmed_fraud", "legit_explained"]


def test_the_appeal_of_a_merged_case_follows_it(world: CaseWorld) -> None:
    one, other = world.ring(1, **somebody(1)), world.ring(1, first=5, **somebody(2))
    senior = world.person("senior_analyst")
    early = world.room.appeals.take_in(world.person("counter"), other, AppealBody("sh-5", REASON))
    world.room.desk.merge(senior, one, Merge(other, REASON))
    late = world.room.appeals.take_in(world.person("counter"), one, AppealBody("sh-0", REASON))
    assert {a.id for a in world.room.reads.appeals(other)} == {early.id, late.id}


def test_a_lift_frees_the_graph_at_once_and_after_a_restart(world: CaseWorld) -> None:
    case_id = world.ring(1)

    async def judged() -> list[int | None]:
        service = service_over(world.store, engine_with(policy=world.engine.policy))
        cases = world.opened(service)
        hops = []

        async def look(number: int) -> None:
            answer = await service.score(shipment(number))
            hops.append(answer.analyst_decision().graph.hops_to_confirmed)

        await cases.act(CaseDesk.claim, world.person(), case_id)
        await cases.dispose(world.person(), case_id, FRAUD)
        await look(1)
        body = AppealBody("sh-0", REASON)
        kept = await cases.act(Appeals.take_in, world.person("counter"), case_id, body)
        await cases.decide_appeal(world.person("senior_analyst"), case_id, kept.id, LIFT)
        await look(2)
        again = service_over(world.store, engine_with(policy=world.engine.policy))
        service = again
        await look(3)
        return hops

    first, lifted, restarted = run_async(judged())
    assert first is not None
    assert (lifted, restarted) == (None, None)
