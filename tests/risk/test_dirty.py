"""Dirty but legal bodies through the real doors, engine and store: all scored, all derived again."""

from collections.abc import Iterator
from math import isnan, nan
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from api.app import create_app
from data.store import Store
from data.subject import Reader
from data.vault import Vault
from risk.archive import Archive
from risk.bundle import Bundle
from risk.features.catalogue import INDEX, LEDGER_NAMES
from risk.features.state import State
from risk.replay import Replay, replay_file
from risk.verify import Verifier
from tests.api.fakes import FakeKeys
from tests.risk.builders import (
    engine_with,
    restored_from,
    service_over,
    shipped,
    snapshot,
    tokeniser,
    write_lines,
)
from tests.risk.dirty import Dirty, dirty_bodies
from tests.risk.running import run_async

BODIES = dirty_bodies()
ANALYST = {"Authorization": "Bearer key-analyst"}


class Scored:
    """What came of sending every dirty body once."""

    def __init__(self, store: Store, bundle: Bundle) -> None:
        self.store = store
        self.engine = engine_with(bundle)
        self._app = create_app(service_over(store, self.engine), FakeKeys())
        self.answers: dict[str, httpx.Response] = run_async(self._send_all())

    async def _send_all(self) -> dict[str, httpx.Response]:
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
            return {
                each.name: await client.post(
                    "/v1/score?detail=analyst",
                    content=msgspec.json.encode(each.body),
                    headers=ANALYST,
                )
                for each in BODIES
            }


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> Iterator[Scored]:
    path = tmp_path_factory.mktemp("dirty") / "postrisk.sqlite"
    store = Store.open(f"sqlite:///{path}", Vault({1: bytes(range(32))}, 1))
    store.migrate()
    yield Scored(store, bundle)
    store.close()


def test_there_are_many_and_each_has_a_name_and_an_id_of_its_own() -> None:
    assert len(BODIES) >= 60
    assert len({each.name for each in BODIES}) == len(BODIES)
    assert len({each.body["event_id"] for each in BODIES}) == len(BODIES)
    assert sum(bool(each.expects) for each in BODIES) >= 30
    assert {name for each in BODIES for name in each.expects} <= set(INDEX)


@pytest.mark.parametrize("dirty", BODIES, ids=lambda each: each.name)
def test_each_is_scored_and_its_oddity_is_a_fact(scored: Scored, dirty: Dirty) -> None:
    answer = scored.answers[dirty.name]
    assert answer.status_code == 200, answer.text
    decision: dict[str, Any] = answer.json()
    ledger = decision["explanation"]
    parts = sum(part["contribution"] for part in ledger["contributions"])
    assert abs(ledger["base"] + parts - ledger["total"]) <= 1e-9
    kept = scored.store.find_event(dirty.body["event_id"])
    assert kept is not None
    vector = memoryview(kept.vector).cast("d").tolist()
    found = {name: vector[INDEX[name]] for name in dirty.expects}
    wanted = {name: nan if value is None else value for name, value in dirty.expects.items()}
    assert {n: v for n, v in found.items() if not isnan(v)} == {
        n: v for n, v in wanted.items() if not isnan(v)
    }
    assert all(isnan(value) or abs(value) <= 1e300 for value in vector)


def test_what_the_ledger_shows_is_what_the_vector_holds(scored: Scored) -> None:
    for dirty in BODIES:
        kept = scored.store.find_event(dirty.body["event_id"])
        assert kept is not None
        vector = memoryview(kept.vector).cast("d").tolist()
        for part in scored.answers[dirty.name].json()["explanation"]["contributions"]:
            value = [*vector, nan, nan][LEDGER_NAMES.index(part["feature"])]
            assert part["value"] is None if isnan(value) else part["value"] == value


def test_every_one_is_derived_again_without_a_difference(
    scored: Scored, tmp_path: Path, bundle: Bundle, bundle_folder: Path
) -> None:
    archive = Archive(tmp_path)
    archive.keep_bundle(bundle_folder, bundle)
    archive.keep_policy(shipped())
    result = Verifier(Reader(tokeniser()), State(), archive).run(scored.store.scan())
    assert (result.events, result.differing) == (len(BODIES), 0)


def test_a_restart_restores_the_very_state(scored: Scored, bundle: Bundle) -> None:
    again = restored_from(scored.store, engine_with(bundle))
    assert snapshot(again.state) == snapshot(scored.engine.state)


def test_a_replay_scores_every_one_as_well(tmp_path: Path, bundle: Bundle, scored: Scored) -> None:
    lines = [msgspec.json.encode(each.body) for each in BODIES]
    events = write_lines(tmp_path / "e.jsonl", lines)
    out = tmp_path / "d.jsonl"
    summary = replay_file(Replay(engine_with(bundle), tokeniser()), events, out)
    assert (summary.events, summary.errors) == (len(BODIES), 0)
    for line, dirty in zip(out.read_bytes().splitlines(), BODIES, strict=True):
        told = msgspec.json.decode(line)
        assert told | {"duration_ms": 0} == scored.answers[dirty.name].json() | {"duration_ms": 0}
