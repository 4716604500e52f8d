"""What authors of policies need beside versions: text in force, a check that keeps nothing, rule yields."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store
from data.vault import Vault
from rules.load import shipped_text
from tests.api.governing import GoverningCaller
from tests.risk.builders import opening_body

AUTHOR = "strategy_admin"
POLICY = "shipment_fan_out"


@pytest.fixture
def desk(sqlite_url: str, vault: Vault, tmp_path: Path) -> Iterator[GoverningCaller]:
    store = Store.open(sqlite_url, vault)
    store.migrate()
    yield GoverningCaller(store, tmp_path)
    store.close()


def names(desk: GoverningCaller) -> list[str]:
    return list(desk.good("GET", "/v1/policies", role=AUTHOR)["policies"])


def test_the_text_in_force_of_every_file_that_decides_can_be_read_and_is_right(
    desk: GoverningCaller,
) -> None:
    known = names(desk)
    assert len(known) > 15
    for policy in known:
        found = desk.good("GET", f"/v1/policy-texts/{policy}", role=AUTHOR)
        assert found["name"] == f"shipped {policy}"
        checked = desk.good("POST", "/v1/policy-checks", {"text": found["text"]}, AUTHOR)
        assert checked["policy"] == policy
    assert desk.refused("GET", "/v1/policy-texts/none", role=AUTHOR)[0] == 404


def test_a_published_version_takes_the_place_of_the_shipped_text(desk: GoverningCaller) -> None:
    policy = next(name for name in names(desk) if "fan" in name)
    text = "# ours\n" + shipped_text(policy).replace("\nversion: 1\n", "\nversion: 2\n")
    version = desk.good("POST", "/v1/policies", {"text": text}, AUTHOR)["id"]
    desk.good("POST", f"/v1/policies/{version}/publish", {}, "strategy_approver")
    found = desk.good("GET", f"/v1/policy-texts/{policy}", role=AUTHOR)
    assert (found["name"], found["text"]) == (version, text)


def test_a_check_tells_every_mistake_with_its_line_and_keeps_nothing(desk: GoverningCaller) -> None:
    policy = next(name for name in names(desk) if "fan" in name)
    broken = shipped_text(policy).replace("action: hold", "action: stop", 1)
    assert broken != shipped_text(policy)
    answer = desk.call("POST", "/v1/policy-checks", {"text": broken}, AUTHOR)
    (problem,) = answer.json()["error"]["problems"]
    assert problem["line"] == 1 + broken[: broken.index("action: stop")].count("\n")
    assert "stop" in problem["message"]
    assert desk.good("GET", "/v1/policies", role=AUTHOR)["versions"] == []


def test_yields_count_hits_and_what_became_of_them(desk: GoverningCaller) -> None:
    for number in (1, 2, 3):
        desk.good("POST", "/v1/score", opening_body(number, existing_cards=0))
    for number, said in ((2, "confirmed_fraud"), (3, "legit_explained")):
        outcome = {
            "outcome_id": f"o-{number}",
            "event_id": f"ao-{number}",
            "occurred_at": "2025-03-20T09:00:00+08:00",
            "outcome": said,
            "source": "analyst",
        }
        desk.good("POST", "/v1/outcomes", outcome)
    found = desk.good("POST", "/v1/policy-yields", {"events": 100}, AUTHOR)
    assert found["events"] == 3
    by_rule = {one["rule"]: one for one in found["rules"]}
    second = by_rule["AO01-c1"]
    assert (second["hits"], second["confirmed"], second["cleared"]) == (2, 1, 1)
    assert second["zh"] and second["policy"] in names(desk)
    assert by_rule["SH01-a"]["hits"] == 0
    recent = desk.good("POST", "/v1/policy-yields", {"events": 1}, AUTHOR)
    assert recent["events"] == 0


@pytest.mark.parametrize("role", ["counter", "cod_officer", "security_admin"])
def test_others_read_no_policies(desk: GoverningCaller, role: str) -> None:
    assert desk.refused("GET", f"/v1/policy-texts/{POLICY}", role=role)[0] == 403
    assert desk.refused("POST", "/v1/policy-checks", {"text": "x"}, role)[0] == 403
    assert desk.refused("POST", "/v1/policy-yields", {}, role)[0] == 403
