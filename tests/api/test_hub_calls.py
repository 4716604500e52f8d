"""Hubs over HTTP: what nothing explains waits, and two people say what it is."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from api.governed import Sent
from api.hub_calls import HUB_CALLS
from data.api_keys import Caller
from data.store import Store
from data.vault import Vault
from graph import hub_list
from risk.hub_desk import hub_views, hubs_out
from tests.api.governing import GoverningCaller
from tests.risk.builders import opening_body

FIRST, SECOND = "senior_analyst@first", "senior_analyst@second"
WORD = {
    "hub": "village",
    "until": "2026-06-01T00:00:00+08:00",
    "reason": "asked the outlet: one phone of the village shop",
}
PHONE = "13988887777"


def opening(number: int) -> dict[str, Any]:
    """An opening of somebody new with one and the same phone."""
    name = "赵钱孙李周吴郑王冯陈褚卫"[number % 12] + "小" + "甲乙丙丁戊己庚辛壬癸"[number % 10]
    applicant = {"name": name, "id_type": "passport", "id_no": f"E{number:08d}", "phone": PHONE}
    return opening_body(number, applicant=applicant)


@pytest.fixture
def desk(sqlite_url: str, vault: Vault, tmp_path: Path) -> Iterator[GoverningCaller]:
    store = Store.open(sqlite_url, vault)
    store.migrate()
    made = GoverningCaller(store, tmp_path)
    for number in range(1, 56):
        made.good("POST", "/v1/score", opening(number))
    yield made
    store.close()


def test_an_unknown_hub_waits_until_two_people_say_what_it_is(desk: GoverningCaller) -> None:
    before = desk.good("GET", "/v1/hubs")
    (hub,) = [one for one in before["hubs"] if one["kind"] == "phone"]
    assert (hub["hub"], hub["by"], hub["entry"]) == ("unknown", "nothing", None)
    assert hub["seen"]["applicants"] == 55
    assert "span_days" in {ground["name"] for ground in hub["evidence"]}
    assert before["unknown"] >= 1
    assert PHONE not in str(before)
    path = f"/v1/hubs/{hub['key']}/proposals"
    proposal = desk.good("POST", path, WORD, FIRST)
    assert desk.refused("POST", path, WORD, FIRST)[:2] == (409, "already_listed")
    approve = f"/v1/lists/proposals/{proposal['id']}/approve"
    assert desk.refused("POST", approve, None, FIRST)[:2] == (403, "second_person_needed")
    desk.good("POST", approve, None, SECOND)
    (after,) = [one for one in desk.good("GET", "/v1/hubs")["hubs"] if one["key"] == hub["key"]]
    assert (after["hub"], after["by"], after["entry"]) == (
        "village",
        "analyst",
        proposal["entries"][0],
    )


@pytest.mark.parametrize(
    ("key", "changes", "answer"),
    [
        ("0123456789abcde3", {"until": "2020-01-01T00:00:00+08:00"}, (422, "until")),
        ("0123456789abcde3", {"hub": "castle"}, (422, "hub")),
        ("0123456789abcde1", {}, (404, "hub")),
        ("nothing", {}, (404, "hub")),
    ],
)
def test_a_mistake_is_named(
    desk: GoverningCaller, key: str, changes: dict[str, Any], answer: tuple[int, str]
) -> None:
    path = f"/v1/hubs/{key}/proposals"
    status, _, param = desk.refused("POST", path, WORD | changes, FIRST)
    assert (status, param) == answer


@pytest.mark.parametrize("role", ["cod_officer", "strategy_admin", "counter", "audit_admin"])
def test_others_see_no_hubs(desk: GoverningCaller, role: str) -> None:
    assert desk.refused("GET", "/v1/hubs", role=role)[0] == 403
    assert desk.refused("POST", "/v1/hubs/0123456789abcde3/proposals", WORD, role)[0] == 403


def test_other_work_goes_on_between_two_steps_of_the_walk(
    desk: GoverningCaller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_list, "STEP_RECORDS", 8)
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def both() -> Struct:
        beside = asyncio.create_task(others())
        (call,) = [one for one in HUB_CALLS if one.name == "hubs"]
        try:
            return await call.handler(
                desk.governance, Caller("first", "senior_analyst"), Sent("", {}, None)
            )
        finally:
            beside.cancel()

    found = asyncio.run(both())
    state = desk.governance.engine.state
    assert turns >= sum(1 for _ in hub_views(state)) > 10
    assert found == hubs_out(view for view in hub_views(state) if view is not None)
