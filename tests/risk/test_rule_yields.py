"""Yields are counted over the last places alone, and the last verdict holds."""

import pytest

from data.store import Store
from risk.rule_yields import YieldCounts
from tests.risk.builders import engine_with, opening, outcome, service_over
from tests.risk.running import run_async


@pytest.mark.parametrize(("places", "hits", "cleared"), [(100, 2, 1), (3, 1, 1)])
def test_only_the_last_places_count_and_the_last_verdict(
    store: Store, places: int, hits: int, cleared: int
) -> None:
    service = service_over(store, engine_with())

    async def story() -> None:
        for number in (1, 2, 3):
            await service.score(opening(number))
        for number, said in ((1, "confirmed_fraud"), (2, "legit_explained")):
            told = outcome(number, event_id="ao-3", outcome=said)
            await service.record_outcome(told)

    run_async(story())
    found = YieldCounts(store).run(service.engine.policy, places)
    rule = next(one for one in found.rules if one.rule == "AO01-c1")
    assert (rule.hits, rule.confirmed, rule.cleared) == (hits, 0, cleared)
