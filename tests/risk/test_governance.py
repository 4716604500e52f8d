"""Changes of lists and policies among events: limits follow the policy, hubs the word of two people."""

from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

from data.changes import HubName
from data.errors import InvalidInput
from data.exposure_entries import ExposureEntries
from data.store import Store
from data.subject import Reader
from graph.hubs import HubType
from risk import service as service_module
from risk.archive import Archive
from risk.features.state import State
from risk.governance import Governance
from risk.listing import ListingIn
from risk.reconcile import Reconciler
from risk.service import ScoringService
from risk.verify import Verifier
from rules.load import shipped_text
from tests.risk.builders import (
    NOW_MS,
    FlakyStore,
    engine_with,
    outcome,
    service_over,
    shipped,
    tokeniser,
)
from tests.risk.recovery import refused, same_as_restored, until_ready
from tests.risk.running import run_async
from tests.risk.test_engine_hubs import ONE_PHONE, neighbour, ring_of
from tests.risk.test_exposure import parcel

COD_FEN = 100_000
"""Within what start grade D lets a parcel have, and above what E does."""
STRICT = shipped_text("cod-grades").replace("start_grade: {value: D", "start_grade: {value: E")
WATCHED = ListingIn(
    list="watch", kind="merchant", value="m-1", source="internal", reason="many refusals"
)
UNTIL = datetime.fromisoformat("2030-01-01T00:00:00+08:00")
VILLAGE = ListingIn(
    list="hub",
    kind="phone",
    value=ONE_PHONE,
    source="internal",
    reason="the village committee's",
    until=UNTIL,
    hub="village",
)


class Rig:
    """A service with its governance over a log."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.archive = Archive(folder / "archive")
        self.archive.keep_policy(shipped())
        self.start()

    def start(self) -> None:
        """A new process."""
        self.service: ScoringService = service_over(self.store, engine_with())
        self.governance = Governance(self.service, self.store, self.archive, lambda: NOW_MS)

    async def scored(self, number: int | str) -> tuple[str, str]:
        """Decision and first reason of a parcel."""
        answer = await self.service.score(parcel(number, cod_amount_fen=COD_FEN))
        reasons = answer.decision.reasons
        return answer.decision.decision, reasons[0].code if reasons else ""

    async def published(self, share: float = 1.0) -> str:
        """Publishes the stricter table by two people; the version's id."""
        version = await self.governance.draft("author", STRICT)
        await self.governance.publish("publisher", version, share)
        return version

    def check(self) -> None:
        """Verify, reconciliation and a restart agree with what was done."""
        verified = Verifier(Reader(tokeniser()), State(), self.archive).run(self.store.scan())
        assert (verified.differing, verified.examples) == (0, [])
        reconciler = Reconciler(Reader(tokeniser()), State(), self.archive)
        found = reconciler.run(self.store.scan(), ExposureEntries(self.store).scan())
        assert found.wrong == 0, found
        same_as_restored(self.service.engine, self.store)

    def entries(self) -> list[tuple[int, str]]:
        """Place in the log and kind of each entry of the exposure ledger."""
        return [(entry.seq, entry.kind) for entry in ExposureEntries(self.store).scan()]


@pytest.fixture
def rig(flaky: FlakyStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    monkeypatch.setattr(service_module, "_RETRY_SECONDS", 0.01)
    return Rig(flaky, tmp_path)


def test_a_change_enters_nothing_into_the_exposure_ledger(rig: Rig) -> None:
    async def story() -> None:
        assert await rig.scored(1) == ("approve", "")
        proposal = await rig.governance.propose("author", [WATCHED])
        await rig.service.record_outcome(outcome(1, outcome="delivered"))
        await rig.governance.approve("approver", proposal.id)
        await rig.published()

    run_async(story())
    assert rig.entries() == [(1, "reserve"), (3, "collect")]
    rig.check()


def test_limits_are_those_of_the_grade_table_that_decides(rig: Rig) -> None:
    async def story() -> None:
        assert await rig.scored(1) == ("approve", "")
        await rig.published()
        assert await rig.scored(2) == ("hold", "cod_limit_parcel")
        rig.start()
        assert await rig.scored(3) == ("hold", "cod_limit_parcel")
        await rig.governance.roll_back("publisher", "too strict")
        assert await rig.scored(4) == ("approve", "")

    run_async(story())
    assert [kind for _, kind in rig.entries()] == ["reserve", "reserve"]
    rig.check()


def test_limits_for_a_share_of_events_hold_for_that_share(rig: Rig) -> None:
    async def story() -> list[tuple[str, str]]:
        await rig.published(0.5)
        return [await rig.scored(number) for number in range(10)]

    found = run_async(story())
    assert set(found) == {("approve", ""), ("hold", "cod_limit_parcel")}
    assert len(rig.entries()) == found.count(("approve", ""))
    rig.check()


def test_a_change_whose_commit_fails_leaves_nothing(rig: Rig, flaky: FlakyStore) -> None:
    async def story() -> None:
        await rig.scored(1)
        flaky.fail()
        assert await refused(rig.service, parcel(2)) == ["storage_unavailable"]
        await until_ready(rig.service)
        proposal = await rig.governance.propose("author", [WATCHED])
        await rig.governance.approve("approver", proposal.id)
        assert await rig.scored(3) != ("approve", "")

    run_async(story())
    rig.check()


def test_a_trial_keeps_the_limits_that_parcels_were_held_at(rig: Rig) -> None:
    async def story() -> None:
        await rig.published()
        for number in range(3):
            await rig.scored(number)
        version = await rig.governance.draft(
            "author", STRICT.replace("version: 1", "version: 2", 1)
        )
        trial = await rig.governance.try_out(version, 100)
        assert (trial.events, trial.then, trial.now, trial.moves) == (3, 3, 3, {})

    run_async(story())


def test_a_hub_is_what_two_people_say_until_they_take_it_back(rig: Rig) -> None:
    def persons() -> float:
        return ring_of(rig.service.engine.evaluate(neighbour(5)))[0]

    async def story() -> None:
        for number in range(5):
            await rig.service.score(neighbour(number))
        proposal = await rig.governance.propose("author", [VILLAGE])
        assert persons() == 6
        await rig.governance.approve("approver", proposal.id)
        assert persons() == 1
        rig.start()
        assert persons() == 1
        await rig.service.score(neighbour(5))
        with pytest.raises(InvalidInput):
            await rig.governance.propose("author", [VILLAGE])
        lift = await rig.governance.lift("author", proposal.entries[0], "moved")
        await rig.governance.approve("approver", lift.id)
        assert persons() == 6

    run_async(story())
    rig.check()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hub": None}, "hub"),
        ({"until": None}, "until"),
        ({"kind": "person", "value": "110105194912310038"}, "kind"),
        ({"since": datetime.fromisoformat("2029-01-01T00:00:00+08:00")}, "since"),
        ({"list": "watch"}, "hub"),
    ],
)
def test_what_says_nothing_of_a_hub_is_refused(
    rig: Rig, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        run_async(rig.governance.propose("author", [replace(VILLAGE, **changes)]))
    assert refusal.value.param == f"entries[0].{field}"


def test_the_names_of_hubs_are_those_of_the_graph() -> None:
    assert set(get_args(HubName)) == {hub.name.lower() for hub in HubType if hub != HubType.NONE}
