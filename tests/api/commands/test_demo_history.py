import asyncio
from pathlib import Path

from api.commands.demo_history import work_before
from data.accounts import Person
from data.api_keys import Caller
from data.case_filter import Filter
from data.store import Store
from risk.service import ScoringService
from tests.risk.builders import engine_with, service_over, shipment
from tests.risk.case_world import ALERTING, CaseWorld, somebody

_CREW = [Person("u-1", "li", "analyst"), Person("u-2", "wang", "senior_analyst")]


def test_the_older_of_two_alike_is_closed_as_the_truth_has_it_and_once_only(
    store: Store, tmp_path: Path
) -> None:
    world = CaseWorld(store)
    events = [shipment(n, **somebody(n)) for n in range(2)]
    first, second = world.score(*events)
    assert first != second
    truth = tmp_path / "truth.csv"
    truth.write_text(
        f"event_id,is_fraud,typology,campaign_id,stealth,decoy\n{events[0].event_id},0,,,,L17\n",
        encoding="utf-8",
    )

    async def work() -> list[int]:
        service: ScoringService = service_over(store, engine_with(policy=ALERTING))
        service.start()
        cases = world.opened(service)
        done = [await work_before(cases, _CREW, truth) for _ in range(2)]
        found = await cases.queue(Caller("u-2", "senior_analyst"), Filter(status="closed"), None, 9)
        assert [item.case_id for item in found.items] == [min(str(first), str(second))]
        sheet = await cases.page(Caller("u-2", "senior_analyst"), found.items[0].case_id)
        assert sheet.dispositions[0].label == "legit_explained"
        assert sheet.dispositions[0].look_alike == "L17"
        return done

    assert asyncio.run(work()) == [1, 0]
    world.close()
