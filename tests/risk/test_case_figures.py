"""κ and the shares of the reviewers' work."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.instants import HOUR_MS, MINUTE_MS
from data.store import Store
from risk.case_figures import kappa, share
from risk.case_requests import Disposal
from tests.risk.builders import shipment
from tests.risk.case_world import REASON, CaseWorld, somebody
from tests.risk.running import run_async

LABELS = st.sampled_from(["a", "b", "c"])


@given(st.dictionaries(st.tuples(LABELS, LABELS), st.integers(1, 50), max_size=9))
def test_kappa_is_what_a_table_by_hand_gives(pairs: dict[tuple[str, str], int]) -> None:
    rated = [pair for pair, count in pairs.items() for _ in range(count)]
    if not rated:
        assert kappa(pairs) is None
        return
    agreed = sum(one == other for one, other in rated) / len(rated)
    chance = (
        sum(
            sum(one == label for one, _ in rated) * sum(other == label for _, other in rated)
            for label in "abc"
        )
        / len(rated) ** 2
    )
    if chance == 1.0:
        assert kappa(pairs) is None
    else:
        assert kappa(pairs) == pytest.approx((agreed - chance) / (1 - chance), abs=1e-8)


def test_a_share_of_nothing_is_none() -> None:
    assert share(0, 0) is None
    assert share(1, 4) == 0.25


@pytest.fixture
def world(store: Store) -> Iterator[CaseWorld]:
    made = CaseWorld(store)
    yield made
    made.close()


def test_figures_of_a_day_of_work(world: CaseWorld) -> None:
    cases = world.score(*(shipment(n, **somebody(n)) for n in range(4)))
    me, labels = world.person(), ["confirmed_fraud", "legit_explained", "legit_explained"]
    for minutes, case_id, label in zip((1, 2, 60), cases, labels, strict=False):
        world.clock.now_ms += minutes * MINUTE_MS
        assert case_id is not None
        world.room.desk.claim(me, case_id)
        body = Disposal(label, REASON, ["papers_seen"], "SH-08", "L17")  # type: ignore[arg-type]  # one of the labels
        run_async(world.cases.dispose(me, case_id, body))
    world.clock.now_ms += HOUR_MS
    found = run_async(world.cases.metrics(1))
    assert (found.open_cases, found.overdue_cases, found.opened, found.closed) == (1, 1, 4, 3)
    assert found.oldest_open_minutes == 123
    assert found.alert_precision == pytest.approx(1 / 3)
    assert found.precision_by_band["low"] == pytest.approx(1 / 3)
    assert found.precision_by_band["critical"] is None
    assert found.sla_met == pytest.approx(2 / 3)  # five minutes at the counter
    assert found.override_rate == pytest.approx(2 / 3)
    assert found.tier_1_share == 1.0
    assert found.first_touch_minutes_p50 == 3.0
    assert (found.appeals_open, found.appeal_success, found.kappa) == (0, None, None)
