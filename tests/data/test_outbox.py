"""The outbox on both databases: once in, claimed by one, ended or free again."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from data.errors import Conflict, NotFound
from data.notices import Notice, notice_of
from data.outbox import Claimed, NoticeCounts, Outbox
from data.store import Store
from tests.data.test_notices import an_alert
from tests.databases import an_event

LEASE = 1_000


@pytest.fixture
def outbox(store: Store) -> Outbox:
    return Outbox(store.engine)


def _notice(number: int = 1, at_ms: int = 10) -> Notice:
    return notice_of("case.high", f"C-{number}", at_ms, data={"case_id": f"C-{number}"})


def _ready(outbox: Outbox, *to: str, count: int = 1) -> None:
    outbox.add(_notice(number) for number in range(count))
    outbox.spread(lambda _notice: to, 100, 0)


def _one(outbox: Outbox, now_ms: int = 100, to: str = "a") -> Claimed:
    (claimed,) = outbox.claim(to, now_ms, LEASE, 1)
    return claimed


def _statuses(outbox: Outbox) -> list[tuple[str, str, int, str]]:
    found = [one.delivery for one in outbox.listed(None, 100)]
    return sorted((one.subscriber, one.status, one.tries, one.error) for one in found)


def test_a_fact_told_twice_is_one_notice(outbox: Outbox) -> None:
    assert outbox.add([_notice(), _notice(2)]) == 2
    assert outbox.add([_notice(), _notice(3)]) == 1
    assert outbox.known(["case_high-C-1", "case_high-C-9"]) == {"case_high-C-1"}


def test_the_row_of_a_decision_and_its_notice_are_one_transaction(
    store: Store, outbox: Outbox
) -> None:
    told = an_event(1, alert=an_alert(), hubs=("00000000000012f3",))
    with pytest.raises(Conflict):
        store.append([told, an_event(1)])  # the second breaks the batch
    assert outbox.known(["case_high-C-20250314-000001"]) == set()
    store.append([told, an_event(2, alert=an_alert(opens=False))])
    assert outbox.known(["case_high-C-20250314-000001"]) == {"case_high-C-20250314-000001"}
    outbox.spread(lambda _notice: ["a"], 100, 0)
    assert {one.event for one in outbox.listed(None, 10)} == {"case.high", "hub.unknown"}


def test_spreading_asks_the_route_once_and_passes_over_what_is_old(outbox: Outbox) -> None:
    outbox.add([_notice(1, at_ms=10), _notice(2, at_ms=50)])
    asked: list[str] = []

    def route(notice: Notice) -> Sequence[str]:
        asked.append(notice.id)
        return ("a", "b")

    assert outbox.spread(route, 100, 20) == 2
    assert outbox.spread(route, 100, 20) == 0
    assert asked == ["case_high-C-2"]
    assert [one.delivery.notice_id for one in outbox.listed(None, 9)] == ["case_high-C-2"] * 2


def test_a_claimed_delivery_is_nobody_else_s_until_its_lease_ends(outbox: Outbox) -> None:
    _ready(outbox, "a")
    first = _one(outbox)
    assert outbox.claim("a", 100 + LEASE - 1, LEASE, 1) == []
    again = _one(outbox, 100 + LEASE)
    assert (again.notice, again.tries) == (first.notice, 2)
    outbox.sent(first, 2_000)  # too late: another holds it
    assert _statuses(outbox) == [("a", "waiting", 2, "")]
    outbox.sent(again, 2_000)
    assert _statuses(outbox) == [("a", "sent", 2, "")]
    assert outbox.claim("a", 10**12, LEASE, 1) == []


def test_a_failed_delivery_comes_again_at_its_time(outbox: Outbox) -> None:
    _ready(outbox, "a")
    outbox.again(_one(outbox), 5_000, "status_500")
    assert outbox.claim("a", 4_999, LEASE, 1) == []
    assert _one(outbox, 5_000).tries == 2


def test_a_dead_delivery_waits_for_a_person(outbox: Outbox) -> None:
    _ready(outbox, "a", "b")
    outbox.dead(_one(outbox), 100, "status_410")
    outbox.sent(_one(outbox, to="b"), 100)
    assert outbox.claim("a", 10**12, LEASE, 1) == []
    assert outbox.counts() == {"dead": 1, "sent": 1}
    assert [one.delivery.error for one in outbox.listed("dead", 9)] == ["status_410"]
    assert outbox.retry("case_high-C-0", 200) == 1
    assert _one(outbox, 200).tries == 1
    with pytest.raises(NotFound):
        outbox.retry("case_high-C-0", 200)
    assert outbox.retry(None, 200) == 0


def test_the_oldest_due_come_first_and_no_more_than_asked_for(outbox: Outbox) -> None:
    _ready(outbox, "a", count=5)
    assert len(outbox.claim("a", 100, LEASE, 3)) == 3
    assert len(outbox.claim("a", 100, LEASE, 3)) == 2


def test_many_senders_never_hold_the_same_delivery(outbox: Outbox) -> None:
    _ready(outbox, "a", count=40)
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _n: outbox.claim("a", 100, LEASE, 10), range(8)))
    ids = [one.notice.id for some in claims for one in some]
    assert len(ids) == len(set(ids)) > 0


def test_two_who_spread_at_once_write_one_delivery_each(store: Store, outbox: Outbox) -> None:
    outbox.add([_notice()])
    spread: list[int] = []

    def route(_notice: Notice) -> Sequence[str]:
        spread.append(Outbox(store.engine).spread(lambda _n: ["a"], 100, 0))
        return ["a"]

    outbox.spread(route, 100, 0)
    assert spread == [1]
    assert len(outbox.listed(None, 9)) == 1


def test_what_everybody_has_is_forgotten_and_what_is_dead_is_not(outbox: Outbox) -> None:
    outbox.add([_notice(1), _notice(2), _notice(3, at_ms=1_000)])
    outbox.spread(lambda notice: ["a"] if notice.id[-1] == "1" else [], 100, 0)
    outbox.dead(_one(outbox), 100, "status_500")
    outbox.forget(900)
    ids = [f"case_high-C-{number}" for number in (1, 2, 3)]
    assert outbox.known(ids) == {ids[0], ids[2]}
    outbox.retry(None, 100)
    outbox.sent(_one(outbox), 100)
    outbox.forget(900)
    assert outbox.known(ids) == {ids[2]}
    assert outbox.listed(None, 9) == []


def test_what_waits_arrived_or_failed_is_counted(outbox: Outbox) -> None:
    assert outbox.totals() == NoticeCounts(0, 0, 0)
    outbox.add(_notice(number) for number in range(3))
    assert outbox.totals() == NoticeCounts(3, 0, 0)
    outbox.spread(lambda notice: ["a", "b"] if notice.id == "case_high-C-1" else ["a"], 100, 0)
    assert outbox.totals() == NoticeCounts(4, 0, 0)
    outbox.sent(_one(outbox), 200)
    outbox.dead(_one(outbox), 200, "http_410")
    assert outbox.totals() == NoticeCounts(2, 1, 1)
