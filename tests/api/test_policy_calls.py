"""The life of a policy over HTTP: two people, shadow, a share, all, back; verify and a restart agree."""

import re
from pathlib import Path
from typing import Any

import pytest

from data.errors import Unavailable
from data.records import EventRecord
from data.store import Store
from data.subject import Reader
from risk.features.state import State
from risk.verify import Verifier
from rules.load import shipped_text
from tests.api.governing import GoverningCaller
from tests.risk.builders import SENDER, application_body, outcome, shipment_body, tokeniser
from tests.risk.running import run_async

AUTHOR, PUBLISHER = "strategy_admin@author", "strategy_approver@publisher"
TEXT = """
id: earphones
version: {version}
title: {{zh: 耳机, en: Earphones}}
rules:
  - id: EAR-a
    version: 1
    action: {action}
    kinds: [shipment]
    when: weight_grams > 400 and weight_grams < {below}
    reason: {{code: earphones, zh: 内件为耳机, en: the parcel holds earphones}}
    counter: {{zh: 请开箱验视。, en: Open and inspect.}}
    customer: {{zh: 请携带身份证件和发票。, en: Please bring your identity document and the receipt.}}
    examples:
      hit: [{{name: heavy ones, facts: {{weight_grams: 450}}}}]
      miss: [{{name: light ones, look_alike: L16, facts: {{weight_grams: 100}}}}]
"""


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> GoverningCaller:
    return GoverningCaller(store, tmp_path)


@pytest.fixture
def lone_desk(sqlite_url: str, vault: Any, tmp_path: Path) -> Any:
    """On one database: for what does not touch it in ways of its own."""
    opened = Store.open(sqlite_url, vault)
    opened.migrate()
    yield GoverningCaller(opened, tmp_path)
    opened.close()


def text(version: int = 1, action: str = "hold", below: int = 500) -> str:
    return TEXT.format(version=version, action=action, below=below)


def drafted(desk: GoverningCaller, *arguments: Any) -> str:
    answer = desk.good("POST", "/v1/policies", {"text": text(*arguments)}, AUTHOR)
    assert answer["life"] == "draft"
    return str(answer["id"])


def act(desk: GoverningCaller, version: str, verb: str, body: Any = None) -> Any:
    return desk.good("POST", f"/v1/policies/{version}/{verb}", body, PUBLISHER)


def scored(desk: GoverningCaller, number: int | str) -> dict[str, Any]:
    answer: dict[str, Any] = desk.good("POST", "/v1/score?detail=analyst", shipment_body(number))
    return answer


def nothing_differs(desk: GoverningCaller) -> None:
    result = Verifier(Reader(tokeniser()), State(), desk.archive).run(desk.store.scan())
    assert (result.differing, result.examples) == (0, [])


def test_the_whole_life(desk: GoverningCaller) -> None:
    shipped = scored(desk, "shipped")["policy"]
    first = drafted(desk)
    assert scored(desk, "drafted")["decision"] == "approve"
    act(desk, first, "shadow")
    shadowed = scored(desk, "shadowed")
    assert (shadowed["decision"], shadowed["rules"], shadowed["policy"]) == ("approve", [], shipped)
    looked = desk.good("GET", f"/v1/policies/{first}/shadow", role=AUTHOR)
    assert looked == {
        "version": first,
        "events": 1,
        "hits": {"EAR-a": 1},
        "moves": {"approve -> hold": 1},
    }
    assert act(desk, first, "publish", {"share": 1})["life"] == "live"
    held = scored(desk, "live")
    assert (held["decision"], [rule["id"] for rule in held["rules"]]) == ("hold", ["EAR-a"])
    assert held["policy"] != shipped
    second = drafted(desk, 2, "review")
    act(desk, second, "publish", {})
    assert scored(desk, "second")["decision"] == "review"
    desk.good("POST", "/v1/policy-rollbacks", {"reason": "too mild"}, PUBLISHER)
    again = scored(desk, "back")
    assert (again["decision"], again["policy"]) == ("hold", held["policy"])
    assert act(desk, first, "retire")["life"] == "retired"
    assert scored(desk, "retired")["policy"] == shipped
    nothing_differs(desk)


def test_a_restart_decides_as_before_it(desk: GoverningCaller) -> None:
    first, second = drafted(desk), drafted(desk, 2, "review")
    act(desk, first, "publish", {})
    act(desk, second, "shadow")
    before = desk.good("GET", "/v1/policies", role=AUTHOR)
    held = scored(desk, 1)
    desk.restart()
    assert desk.good("GET", "/v1/policies", role=AUTHOR) == before
    again = scored(desk, 2)
    assert (again["decision"], again["policy"]) == ("hold", held["policy"])
    assert desk.scoring.engine.sets.watched[0].version == second
    assert [v["life"] for v in before["versions"]] == ["live", "shadow"]
    nothing_differs(desk)


def test_a_share_of_events_is_drawn_by_their_ids(desk: GoverningCaller) -> None:
    version = drafted(desk)
    assert act(desk, version, "publish", {"share": 0.3})["life"] == "partly_live"
    answers = [scored(desk, number) for number in range(200)]
    held = [answer["event_id"] for answer in answers if answer["decision"] == "hold"]
    assert 35 <= len(held) <= 85
    assert len({answer["policy"] for answer in answers}) == 2
    assert {a["policy"] for a in answers if a["decision"] == "hold"}.isdisjoint(
        a["policy"] for a in answers if a["decision"] == "approve"
    )
    nothing_differs(desk)
    act(desk, version, "publish", {"share": 0.6})  # who was in the share stays in it
    policy = desk.scoring.engine.sets
    assert (policy.share, desk.policies_of()) == (0.6, ["partly_live"])
    desk.good("POST", "/v1/policy-rollbacks", {"reason": "x"}, PUBLISHER)
    assert desk.scoring.engine.sets.share == 0.3
    other = drafted(desk, 2)
    assert (
        desk.refused("POST", f"/v1/policies/{other}/publish", {}, PUBLISHER)[1] == "share_under_way"
    )
    assert act(desk, version, "publish", {"share": 1.0})["share"] == 1.0


def test_author_and_publisher_are_two(lone_desk: GoverningCaller) -> None:
    one = "strategy_approver@one"
    answer = lone_desk.good("POST", "/v1/policies", {"text": text()}, one)
    path = f"/v1/policies/{answer['id']}/publish"
    assert lone_desk.refused("POST", path, {}, one)[:2] == (403, "second_person_needed")
    assert lone_desk.refused("POST", path, {}, AUTHOR)[:2] == (403, "role_forbidden")
    assert lone_desk.refused("POST", path, {}, "senior_analyst")[:2] == (403, "role_forbidden")
    assert lone_desk.good("POST", path, {}, PUBLISHER)["publisher"] == f"key-{PUBLISHER}"


def test_every_mistake_of_a_draft_is_told_with_its_line(lone_desk: GoverningCaller) -> None:
    wrong = (
        text().replace("weight_grams >", "weight_gram >").replace("action: hold", "action: decline")
    )
    answer = lone_desk.call("POST", "/v1/policies", {"text": wrong}, AUTHOR)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (422, "bad_document", "text")
    told = {(problem["line"], problem["hint"]) for problem in error["problems"]}
    assert (10, "did you mean weight_grams?") in told
    assert any("decline without a basis" in problem["message"] for problem in error["problems"])
    assert lone_desk.good("GET", "/v1/policies", role=AUTHOR)["versions"] == []


def test_a_draft_that_can_not_stand_beside_the_others_is_refused(
    lone_desk: GoverningCaller,
) -> None:
    twin = text().replace("EAR-a", "SH01-a")
    assert lone_desk.refused("POST", "/v1/policies", {"text": twin}, AUTHOR)[:2] == (
        409,
        "does_not_fit",
    )
    drafted(lone_desk)
    assert lone_desk.refused("POST", "/v1/policies", {"text": text()}, AUTHOR)[1] == "already_so"


def test_a_shipped_policy_is_replaced_and_diffed(lone_desk: GoverningCaller) -> None:
    shipped = shipped_text("lists")
    changed = shipped.replace("version: 1\ntitle", "version: 2\ntitle", 1)
    id_ = lone_desk.good("POST", "/v1/policies", {"text": changed}, AUTHOR)["id"]
    diff = lone_desk.good("GET", f"/v1/policies/{id_}/diff", role="analyst")
    assert diff["against"] == "shipped lists"
    assert [line for line in diff["lines"] if line[:2] in ("-v", "+v")] == [
        "-version: 1",
        "+version: 2",
    ]
    whole = lone_desk.good("GET", f"/v1/policies/{id_}", role="analyst")
    assert whole["text"] == changed
    act(lone_desk, id_, "publish", {})
    decides = lone_desk.good("GET", "/v1/policies", role=AUTHOR)
    assert decides["policies"]["lists"] == 2
    act(lone_desk, id_, "retire")
    assert "lists" not in lone_desk.good("GET", "/v1/policies", role=AUTHOR)["policies"]
    lone_desk.good("POST", "/v1/policy-rollbacks", {"reason": "it was needed"}, PUBLISHER)
    assert lone_desk.good("GET", "/v1/policies", role=AUTHOR)["policies"]["lists"] == 2


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("nothing@1-00000000/publish", {}, 404),
        ("nothing@1-00000000/shadow", None, 404),
        ("nothing@1-00000000/retire", {"share": 1}, 422),
        ("nothing@1-00000000/publish", {"share": 0}, 422),
        ("nothing@1-00000000/publish", {"share": 1.1}, 422),
        ("nothing@1-00000000/backtest", {"events": 0}, 422),
    ],
)
def test_what_can_not_be_done_is_refused(
    lone_desk: GoverningCaller, path: str, body: Any, status: int
) -> None:
    assert lone_desk.refused("POST", f"/v1/policies/{path}", body, PUBLISHER)[0] == status


def test_nothing_is_rolled_back_before_anything_was_published(lone_desk: GoverningCaller) -> None:
    answer = lone_desk.refused("POST", "/v1/policy-rollbacks", {"reason": "x"}, PUBLISHER)
    assert answer[:2] == (409, "nothing_before")


def test_no_more_than_four_look_on(lone_desk: GoverningCaller) -> None:
    versions = [drafted(lone_desk, number) for number in range(1, 6)]
    for version in versions[:4]:
        act(lone_desk, version, "shadow")
    assert lone_desk.refused("POST", f"/v1/policies/{versions[4]}/shadow", None, AUTHOR)[0] == 409
    act(lone_desk, versions[0], "retire")
    act(lone_desk, versions[4], "shadow")


def test_a_publication_whose_commit_fails_leaves_nothing(
    lone_desk: GoverningCaller, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = drafted(lone_desk)
    before = lone_desk.scoring.engine.sets

    def fail(_records: object) -> None:
        raise Unavailable("told to fail", code="storage_unavailable")

    monkeypatch.setattr(lone_desk.store, "append", fail)
    answer = lone_desk.refused("POST", f"/v1/policies/{version}/publish", {}, PUBLISHER)
    assert answer[:2] == (503, "storage_unavailable")
    assert lone_desk.scoring.engine.sets is before
    assert lone_desk.policies_of() == ["draft"]


def test_a_draft_is_tried_over_the_log_in_money_and_hours(desk: GoverningCaller) -> None:
    for number in range(12):
        heavy = {"weight_grams": 450 if number < 4 else 100}
        desk.good("POST", "/v1/score", shipment_body(number, **heavy))
    run_async(_tell(desk, 0, "confirmed_fraud"))
    version = drafted(desk)
    found = act(desk, version, "backtest", {})
    assert (found["events"], found["then"], found["now"], found["skipped"]) == (12, 0, 4, 0)
    assert found["hits"] == {"EAR-a": 4}
    assert found["moves"] == {"shipment: approve -> hold": 4}
    assert found["gained"] == {"events": 4, "frauds": 1, "fen": 4 * 29900, "fraud_fen": 29900}
    assert found["lost"]["events"] == 0
    assert (found["hours_then"], found["hours_now"]) == (0.0, 0.4)
    assert act(desk, version, "backtest", {"events": 2})["events"] == 0  # outcome and draft
    assert desk.policies_of() == ["draft"]


def test_parcels_under_way_that_a_new_rule_hits_are_found(desk: GoverningCaller) -> None:
    for number in range(6):
        desk.good("POST", "/v1/score", shipment_body(number))
    desk.good("POST", "/v1/score", shipment_body("light", weight_grams=100))
    for number, ended in enumerate(("delivered", "returned", "claimed")):
        run_async(_tell(desk, number, ended))
    found = act(desk, drafted(desk), "search", {})
    assert (found["shipments"], found["under_way"], found["hit"]) == (7, 5, 4)
    assert found["hit_fen"] == 4 * 29900
    assert [each["event_id"] for each in found["found"]] == ["sh-5", "sh-4", "sh-3", "sh-2"]
    assert found["found"][0]["rules"] == ["EAR-a"]
    assert (found["found"][0]["decided"], found["found"][0]["would"]) == ("approve", "hold")
    assert SENDER["phone"] not in str(found)


def test_a_trial_of_what_is_live_changes_nothing(desk: GoverningCaller) -> None:
    version = drafted(desk, 1, "hold", 500)
    act(desk, version, "publish", {})
    for number in range(5):
        scored(desk, number)
    found = act(desk, version, "backtest", {})
    assert (found["events"], found["moves"], found["then"], found["now"]) == (5, {}, 5, 5)
    rows = [record for record in desk.store.scan() if isinstance(record, EventRecord)]
    assert {row.policy for row in rows} == {found["policy"]}


async def _tell(desk: GoverningCaller, number: int, what: str) -> None:
    await desk.scoring.record_outcome(outcome(number, outcome=what))


def test_the_grade_table_has_the_same_life(desk: GoverningCaller) -> None:
    """Exported by the diff's left side, changed, imported, published and rolled back."""
    shipped = shipped_text("cod-grades")
    changed = shipped.replace("version: 1", "version: 2", 1)
    changed = re.sub(r"payout_days: \d+", "payout_days: 20", changed)
    wrong = shipped.replace("grade: B, from_score: 660", "grade: B, from_score: 720")
    told = desk.call("POST", "/v1/policies", {"text": wrong}, AUTHOR).json()["error"]
    assert (told["code"], told["problems"][0]["line"] > 1) == ("bad_document", True)
    before = _cycle(desk, 1)
    version = desk.good("POST", "/v1/policies", {"text": changed}, AUTHOR)["id"]
    assert version.startswith("cod-grades@2-")
    diff = desk.good("GET", f"/v1/policies/{version}/diff", role=AUTHOR)
    assert diff["against"] == "shipped cod-grades"
    assert desk.refused("POST", f"/v1/policies/{version}/shadow", None, AUTHOR)[1] == "no_rules"
    assert desk.refused("POST", f"/v1/policies/{version}/search", {}, AUTHOR)[1] == "no_rules"
    act(desk, version, "publish", {})
    assert before != _cycle(desk, 2) == 20
    desk.restart()
    assert _cycle(desk, 3) == 20
    act(desk, version, "retire")
    assert _cycle(desk, 4) == before
    desk.good("POST", "/v1/policy-rollbacks", {"reason": "x"}, PUBLISHER)
    assert _cycle(desk, 5) == 20
    nothing_differs(desk)


def test_a_grade_table_for_a_share_decides_for_a_share(desk: GoverningCaller) -> None:
    changed = re.sub(r"payout_days: \d+", "payout_days: 20", shipped_text("cod-grades"))
    version = desk.good("POST", "/v1/policies", {"text": changed}, AUTHOR)["id"]
    act(desk, version, "publish", {"share": 0.5})
    cycles = [_cycle(desk, number) for number in range(30)]
    assert 5 <= cycles.count(20) <= 25
    nothing_differs(desk)


def _cycle(desk: GoverningCaller, number: int) -> int:
    body = application_body(number, merchant_id=f"m-{number}", settle_account_no=f"62220{number}")
    credit = desk.good("POST", "/v1/score", body)["credit"]
    assert credit is not None
    return int(credit["payout_cycle_days"])
