"""Work on cases: one owner, one chain, whatever happens at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from data.api_keys import Caller
from data.audit import AuditLog
from data.case_filter import Filter
from data.errors import Conflict, Forbidden, InvalidInput, NotFound, PostRiskError
from data.instants import DAY_MS, to_datetime
from data.store import Store
from risk.case_desk import MAX_UNMASKED_1H
from risk.case_requests import Comment, Escalation, Handover, Merge, Paper, Snooze, Unmasking
from tests.risk.builders import NOW_MS, shipment, tokeniser
from tests.risk.case_world import INSIDER, REASON, CaseWorld, somebody
from tests.risk.running import run_async


@pytest.fixture
def world(store: Store) -> Iterator[CaseWorld]:
    made = CaseWorld(store)
    yield made
    made.close()


def test_a_ring_of_40_is_one_case_with_its_sums(world: CaseWorld) -> None:
    case_id = world.ring(40)
    queue = run_async(world.cases.queue(world.person(), Filter(), None, 50))
    (item,) = queue.items
    assert (item.case_id, item.alerts, item.tier, item.desk) == (case_id, 40, 1, "triage")
    assert item.money_at_risk_fen == 40 * 29_900
    assert (queue.counts.cases, queue.counts.waiting, queue.next) == (1, 1, None)


def test_of_64_who_claim_at_once_one_owns(world: CaseWorld) -> None:
    case_id = world.ring()

    def claim(number: int) -> str:
        try:
            world.room.desk.claim(Caller(f"key-{number}", "analyst"), case_id)
        except Conflict as error:
            return error.code
        return "owner"

    with ThreadPoolExecutor(64) as pool:
        said = list(pool.map(claim, range(64)))
    assert sorted(said) == ["case_taken"] * 63 + ["owner"]
    log = AuditLog(world.store.engine, tokeniser().digest)
    assert [(e.action, e.case_id) for e in log.page(0, 100)] == [("claim", case_id)]


def test_next_gives_each_another_case_and_the_most_urgent_first(world: CaseWorld) -> None:
    world.score(
        shipment("small", **somebody(1)),
        shipment("large", cod_amount_fen=4_000_000, pay_mode="cod", **somebody(2)),
    )
    first = world.room.desk.next(world.person(name="a"))
    second = world.room.desk.next(world.person(name="b"))
    alerts = world.room.reads.alerts
    assert [a.event_id for a in alerts(first.case_id, 9)] == ["sh-large"]
    assert [a.event_id for a in alerts(second.case_id, 9)] == ["sh-small"]
    with pytest.raises(NotFound, match="no case waits"):
        world.room.desk.next(world.person(name="c"))


def test_a_case_goes_from_hand_to_hand(world: CaseWorld) -> None:
    case_id = world.ring()
    desk, me, other = world.room.desk, world.person(), world.person(name="b")
    senior = world.person("senior_analyst")
    desk.claim(me, case_id)
    assert desk.claim(me, case_id).owner == me.id
    assert desk.transfer(me, case_id, Handover(other.id, REASON)).owner == other.id
    with pytest.raises(Conflict, match="not yours"):
        desk.transfer(me, case_id, Handover(me.id, REASON))
    with pytest.raises(Conflict, match="not yours"):
        desk.release(me, case_id)
    assert desk.assign(senior, case_id, Handover(me.id, REASON)).owner == me.id
    for nobody in ("nobody", world.person("audit_admin").id):
        with pytest.raises(NotFound):
            desk.assign(senior, case_id, Handover(nobody, REASON))
    assert desk.release(senior, case_id).owner is None


def test_three_tiers_by_typology_and_no_fourth(world: CaseWorld) -> None:
    case_id = world.ring()
    desk, me, senior = world.room.desk, world.person(), world.person("senior_analyst")
    desk.claim(me, case_id)
    second = desk.escalate(me, case_id, Escalation(REASON))
    assert (second.tier, second.desk, second.owner) == (2, "parcels", None)
    with pytest.raises(Forbidden, match="higher tier"):
        desk.claim(me, case_id)
    with pytest.raises(NotFound):
        desk.assign(senior, case_id, Handover(me.id, REASON))
    third = desk.escalate(senior, case_id, Escalation(REASON))
    assert (third.tier, third.desk) == (3, "headquarters")
    with pytest.raises(Conflict, match="no higher tier"):
        desk.escalate(senior, case_id, Escalation(REASON))


def test_an_insider_case_passes_the_branch_by(store: Store) -> None:
    world = CaseWorld(store, INSIDER)
    case_id = world.ring()
    me, senior = world.person(), world.person("senior_analyst")
    assert run_async(world.cases.queue(me, Filter(), None, 9)).counts.cases == 0
    for act in (world.room.desk.claim, world.room.desk.release):
        with pytest.raises(NotFound):
            act(me, case_id)
    with pytest.raises(NotFound):
        run_async(world.cases.page(me, case_id))
    told = world.room.desk.claim(senior, case_id)
    assert (told.tier, told.desk) == (3, "compliance")
    world.close()


def test_a_merged_case_hands_its_alerts_on(world: CaseWorld) -> None:
    one = world.ring(2, **somebody(1))
    other = world.ring(3, first=10, **somebody(2))
    third = world.ring(1, first=20, **somebody(3))
    senior, desk = world.person("senior_analyst"), world.room.desk
    merged = desk.merge(senior, one, Merge(other, REASON))
    assert merged.status == "merged"
    desk.merge(senior, other, Merge(third, REASON))
    assert world.score(shipment(3, **somebody(1))) == [one]
    row = world.room.reads.case(third)
    assert row.alerts == 7 == len(world.room.reads.alerts(third, 99))
    assert row.stake_fen == 7 * 29_900
    with pytest.raises(Conflict, match="merged"):
        desk.claim(senior, one)
    with pytest.raises(Conflict, match="itself"):
        desk.merge(senior, third, Merge(third, REASON))


def test_a_snoozed_case_sleeps_until_its_end(world: CaseWorld) -> None:
    case_id = world.ring()
    desk, me = world.room.desk, world.person()
    desk.claim(me, case_id)
    now = to_datetime(NOW_MS)
    for bad in (now, now + timedelta(days=8)):
        with pytest.raises(Conflict):
            desk.snooze(me, case_id, Snooze(bad, REASON))
    desk.snooze(me, case_id, Snooze(now + timedelta(days=1), REASON))
    desk.release(me, case_id)
    with pytest.raises(NotFound):
        desk.next(me)
    world.clock.now_ms += DAY_MS
    assert desk.next(me).case_id == case_id


def test_words_and_papers_are_sealed_and_found_again(world: CaseWorld) -> None:
    case_id = world.ring()
    me = world.person()
    world.room.desk.comment(me, case_id, Comment("张三 13912345670 回电"))
    kept = world.room.papers.attach(me, case_id, Paper("张三.txt", "text/plain", b"13912345670"))
    paper = world.room.papers.read(me, case_id, kept.id)
    assert (paper.name, paper.content) == ("张三.txt", b"13912345670")
    with pytest.raises(NotFound):
        world.room.papers.read(me, case_id, kept.id + 1)
    texts = [step.text for step in world.room.reads.steps(case_id)]
    assert texts == ["张三 13912345670 回电", None]
    with world.store.engine.connect() as connection:
        for table in ("case_steps", "case_files", "audit"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608  a name of ours
            assert rows
            assert "13912345670" not in str(rows) and "张三" not in str(rows)


def test_unmasking_is_for_the_owner_for_a_reason_and_not_for_many(world: CaseWorld) -> None:
    case_id = world.ring(1)
    me = world.person()
    wanted = Unmasking("sh-0", ["sender.phone", "receiver.id_no"], "call_back")

    def unmask(body: Unmasking = wanted) -> dict[str, str | None]:
        return run_async(world.cases.unmask(me, case_id, body)).values

    with pytest.raises(Conflict):
        unmask()
    world.room.desk.claim(me, case_id)
    assert unmask() == {"sender.phone": "13912345670", "receiver.id_no": None}
    with pytest.raises(InvalidInput):
        unmask(Unmasking("sh-0", ["ip"], "call_back"))
    for _ in range(MAX_UNMASKED_1H - 1):
        unmask()
    with pytest.raises(Forbidden, match="second person"):
        unmask()
    entries = [e for e in run_async(world.cases.audit(0, 99)) if e.action == "unmask"]
    assert len(entries) == MAX_UNMASKED_1H
    assert entries[0].fields == "receiver.id_no,sender.phone"
    assert entries[0].reason == "call_back" and entries[0].token is not None
    other = world.ring(1, first=50, **somebody(5))
    world.room.desk.claim(me, other)
    world.clock.now_ms += DAY_MS
    with pytest.raises(NotFound):  # an event of another case
        run_async(world.cases.unmask(me, other, wanted))


def test_an_act_that_fails_leaves_nothing(world: CaseWorld) -> None:
    case_id = world.ring()
    before = run_async(world.cases.audit(0, 99))
    with pytest.raises(PostRiskError):
        world.room.desk.escalate(world.person(), case_id, Escalation(REASON))
    with pytest.raises(NotFound):
        world.room.desk.claim(world.person(), "C-20250314-999999")
    assert run_async(world.cases.audit(0, 99)) == before
    assert world.room.reads.steps(case_id) == []
