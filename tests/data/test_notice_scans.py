"""What the watchers read, on both databases."""

from collections.abc import Iterator

import pytest

from data.instants import DAY_MS
from data.notice_scans import Decided, DueAppeal, NoticeScans
from data.store import Store
from risk.case_requests import AppealBody
from risk.case_routing import COUNTER_MS
from tests.databases import an_event
from tests.risk.builders import NOW_MS
from tests.risk.case_world import REASON, CaseWorld


@pytest.fixture
def world(store: Store) -> Iterator[CaseWorld]:
    made = CaseWorld(store)
    yield made
    made.close()


def test_a_case_is_in_danger_in_the_last_fifth_of_its_time(world: CaseWorld) -> None:
    case_id = world.ring(2)
    scans = NoticeScans(world.store.engine)
    due_ms = world.room.reads.case(case_id).due_at_ms
    edge_ms = due_ms - COUNTER_MS // 5
    assert scans.due_cases(edge_ms - 1) == []
    (found,) = scans.due_cases(edge_ms)
    assert (found.id, found.desk, found.typology) == (case_id, "triage", "SH-08")
    assert [one.id for one in scans.due_cases(due_ms + DAY_MS - 1)] == [case_id]
    assert scans.due_cases(due_ms + DAY_MS) == []


def test_an_appeal_is_in_danger_in_the_last_fifth_of_its_days(world: CaseWorld) -> None:
    case_id = world.ring(1)
    who, body = world.person("counter"), AppealBody("sh-0", REASON)
    kept = world.room.appeals.take_in(who, case_id, body)
    due_ms = NOW_MS + 7 * DAY_MS
    scans = NoticeScans(world.store.engine)
    assert scans.due_appeals(due_ms - 7 * DAY_MS // 5 - 1) == []
    found = scans.due_appeals(due_ms - 7 * DAY_MS // 5)
    assert found == [DueAppeal(kept.id, case_id, "triage", due_ms)]


def test_the_last_decisions_come_newest_first_with_their_first_reason(store: Store) -> None:
    store.append(
        [
            an_event(1, answer=b'{"reasons":[{"code":"R-1"},{"code":"R-2"}]}'),
            an_event(2, answer=b'{"reasons":[]}', kind="account_opening"),
            an_event(3),
        ]
    )
    scans = NoticeScans(store.engine)
    newest = [Decided("shipment", 3, ""), Decided("account_opening", 2, "")]
    assert scans.last_decisions(2) == newest
    assert scans.last_decisions(3) == [*newest, Decided("shipment", 1, "R-1")]
