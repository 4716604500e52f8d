"""Deadlines and drift become notices, each once."""

from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from data.instants import DAY_MS, HOUR_MS, MINUTE_MS
from data.notice_scans import Decided, NoticeScans
from data.notices import Notice
from data.outbox import Outbox
from data.store import Store
from data.vault import Vault
from risk.notify.watch import LIMIT, RECENT, Watch, drifts, reason_psi
from tests.risk.builders import NOW_MS
from tests.risk.case_world import INSIDER, CaseWorld

CALM = [Decided("shipment", number % 400, f"R-{number % 5}") for number in range(20_000)]


def _recent(scores: int, reasons: int) -> list[Decided]:
    return [
        Decided("shipment", number % 400 + scores, f"R-{number % 5 + reasons}")
        for number in range(RECENT)
    ]


def test_a_case_near_its_time_is_told_once(store: Store) -> None:
    world = CaseWorld(store, INSIDER)
    case_id = world.ring(1)
    outbox = Outbox(store.engine)
    watch = Watch(NoticeScans(store.engine), outbox)
    watch.look(NOW_MS)
    assert outbox.known([f"case_high-{case_id}"])  # with the decision itself
    assert outbox.known([f"case_due-{case_id}"]) == set()
    for minutes in (4, 5, 6):
        watch.look(NOW_MS + minutes * MINUTE_MS)
    assert outbox.known([f"case_due-{case_id}"]) == {f"case_due-{case_id}"}
    desks: set[str] = set()

    def route(notice: Notice) -> tuple[str, ...]:
        desks.add(notice.desk)
        return ()

    outbox.spread(route, NOW_MS, 0)
    assert desks == {"compliance"}
    world.close()


def test_a_calm_day_is_no_drift() -> None:
    assert drifts([*_recent(0, 0), *CALM], NOW_MS) == []


def test_scores_and_reasons_that_shift_are_told_once_a_day() -> None:
    found = drifts([*_recent(200, 3), *CALM], NOW_MS)
    assert [notice.event for notice in found] == ["drift.score", "drift.reasons"]
    assert all(msgspec.json.decode(notice.data)["psi"] > LIMIT for notice in found)
    later = drifts([*_recent(200, 3), *CALM], NOW_MS + HOUR_MS)
    assert [notice.id for notice in later] == [notice.id for notice in found]
    assert drifts([*_recent(200, 0), *CALM], NOW_MS + DAY_MS)[0].id != found[0].id


def test_few_decisions_tell_nothing() -> None:
    assert drifts([*_recent(200, 3), *CALM[:3_999]], NOW_MS) == []
    assert drifts([*_recent(200, 3)[:999], *CALM[:3_000]], NOW_MS) == []


def test_many_rare_reasons_are_one() -> None:
    rare = [Decided("shipment", 1, f"X-{number}") for number in range(200)]
    other = [Decided("shipment", 1, f"Y-{number}") for number in range(200)]
    common = [Decided("shipment", 1, "R-1")] * 20_000
    assert reason_psi(common + other, common + rare) < 1e-6


@given(st.lists(st.sampled_from("abc"), min_size=1), st.lists(st.sampled_from("abcd"), min_size=1))
def test_the_index_is_never_below_nothing(then: list[str], now: list[str]) -> None:
    before = [Decided("shipment", 1, code) for code in then]
    recent = [Decided("shipment", 1, code) for code in now]
    assert reason_psi(recent, before) >= 0
    assert abs(reason_psi(before, before)) < 1e-12


def test_drift_is_looked_for_in_the_stored_decisions(tmp_path: Path, vault: Vault) -> None:
    looked: list[int] = []

    class Scans(NoticeScans):
        def last_decisions(self, most: int) -> list[Decided]:
            looked.append(most)
            return [*_recent(200, 3), *CALM]

    store = Store.open(f"sqlite:///{tmp_path / 'x.sqlite'}", vault)
    store.migrate()
    outbox = Outbox(store.engine)
    watch = Watch(Scans(store.engine), outbox)
    for at_ms in (NOW_MS, NOW_MS + HOUR_MS - 1, NOW_MS + HOUR_MS):
        watch.look(at_ms)
    assert looked == [25_000, 25_000]
    assert outbox.spread(lambda _notice: (), NOW_MS, 0) == 2
    store.close()
