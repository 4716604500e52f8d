"""Lists over HTTP: two people, at once, and gone at once; the same after a restart; verify agrees."""

from pathlib import Path
from typing import Any

import pytest

from data.store import Store
from data.subject import Reader
from risk.features.state import State
from risk.verify import Verifier
from tests.api.governing import GoverningCaller
from tests.risk.builders import (
    RECEIVER,
    SENDER,
    application_body,
    opening_body,
    shipment_body,
    tokeniser,
)

ENTRY = {
    "list": "block",
    "kind": "person",
    "value": SENDER["id_no"],
    "source": "police",
    "reason": "card sold, case 2025-17",
    "legal_basis": "AFTL 31",
    "until": "2027-01-01T00:00:00+08:00",
    "appeal": "12381",
}
FIRST, SECOND = "senior_analyst@first", "senior_analyst@second"
LATER = {"occurred_at": "2025-11-01T09:00:00+08:00"}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> GoverningCaller:
    return GoverningCaller(store, tmp_path)


def listed(desk: GoverningCaller, **changes: Any) -> str:
    """Puts an entry on a list, by two people; its id."""
    body = {"entries": [{k: v for k, v in (ENTRY | changes).items() if v is not None}]}
    proposal = desk.good("POST", "/v1/lists/proposals", body, FIRST)
    desk.good("POST", f"/v1/lists/proposals/{proposal['id']}/approve", None, SECOND)
    return str(proposal["entries"][0])


def scored(desk: GoverningCaller, body: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = desk.good("POST", "/v1/score?detail=analyst", body)
    return answer


def rules(answer: dict[str, Any]) -> set[str]:
    return {rule["id"] for rule in answer["rules"]}


def nothing_differs(desk: GoverningCaller) -> None:
    verifier = Verifier(Reader(tokeniser()), State(), desk.archive)
    result = verifier.run(desk.store.scan())
    assert (result.differing, result.examples) == (0, [])


def test_an_entry_takes_force_at_the_second_signature_and_ends_at_the_lift(
    desk: GoverningCaller,
) -> None:
    assert scored(desk, shipment_body("before"))["decision"] == "approve"
    proposal = desk.good("POST", "/v1/lists/proposals", {"entries": [ENTRY]}, FIRST)
    assert scored(desk, shipment_body("asked"))["decision"] == "approve"
    desk.good("POST", f"/v1/lists/proposals/{proposal['id']}/approve", None, SECOND)
    answer = scored(desk, shipment_body("listed"))
    assert (answer["decision"], rules(answer)) == ("decline", {"LIST-a", "LIST-c"})
    assert "customer" in answer and answer["customer"]["appeal"]
    lift = desk.good(
        "POST", f"/v1/lists/entries/{proposal['entries'][0]}/lift", {"reason": "upheld"}, FIRST
    )
    assert scored(desk, shipment_body("appealed"))["decision"] == "decline"
    desk.good("POST", f"/v1/lists/proposals/{lift['id']}/approve", None, SECOND)
    assert scored(desk, shipment_body("lifted"))["decision"] == "approve"
    nothing_differs(desk)


def test_neither_counter_nor_customer_reads_of_a_list(desk: GoverningCaller) -> None:
    listed(desk)
    answer = scored(desk, shipment_body("listed"))
    told = str([answer["reasons"], answer["counter"], answer["customer"]])
    assert "名单" not in told
    assert "list" not in told.lower()
    assert "police" not in told


def test_one_person_alone_lists_nothing(desk: GoverningCaller) -> None:
    proposal = desk.good("POST", "/v1/lists/proposals", {"entries": [ENTRY]}, FIRST)
    path = f"/v1/lists/proposals/{proposal['id']}"
    assert desk.refused("POST", f"{path}/approve", None, FIRST)[:2] == (403, "second_person_needed")
    assert desk.refused("POST", f"{path}/approve", None, "analyst")[:2] == (403, "role_forbidden")
    desk.good("POST", f"{path}/refuse", {"reason": "wrong person"}, SECOND)
    assert desk.refused("POST", f"{path}/approve", None, SECOND)[:2] == (409, "already_decided")
    assert scored(desk, shipment_body(1))["decision"] == "approve"
    desk.good("POST", "/v1/lists/proposals", {"entries": [ENTRY]}, FIRST)  # may be asked for again


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until": None}, "until"),
        ({"until": "2032-01-01T00:00:00+08:00"}, "until"),
        ({"until": "2020-01-01T00:00:00+08:00"}, "until"),
        ({"appeal": None}, "appeal"),
        ({"legal_basis": " "}, "legal_basis"),
        ({"kind": "address", "value": SENDER["address"]}, "kind"),
        ({"value": "not a document"}, "value"),
        ({"kind": "phone", "value": "138****8000"}, "value"),
        ({"rule": "SH01-a"}, "rule"),
        ({"list": "suppress", "rule": "AO01-c1"}, "rule"),
        ({"list": "suppress", "rule": "no such"}, "rule"),
        ({"list": "register"}, "kind"),
        ({"list": "grey-ish"}, "list"),
        ({"since": "2026-01-01"}, "since"),
    ],
)
def test_a_mistake_is_named_by_its_field_and_without_its_value(
    desk: GoverningCaller, changes: dict[str, Any], field: str
) -> None:
    entry = {k: v for k, v in (ENTRY | changes).items() if v is not None}
    answer = desk.call("POST", "/v1/lists/proposals", {"entries": [entry]}, FIRST)
    assert answer.status_code == 422
    param = answer.json()["error"]["param"]
    assert param.replace("[...]", "[0]") == f"entries[0].{field}"
    assert entry["value"] not in answer.text


def test_what_stands_on_a_list_is_not_listed_twice(desk: GoverningCaller) -> None:
    listed(desk)
    assert desk.refused("POST", "/v1/lists/proposals", {"entries": [ENTRY]}, FIRST) == (
        422,
        "invalid_field",
        "entries[0].value",
    )
    twice = [ENTRY | {"list": "watch"}] * 2
    assert desk.refused("POST", "/v1/lists/proposals", {"entries": twice}, FIRST)[0] == 422


def test_identifiers_are_shown_masked_and_kept_sealed(desk: GoverningCaller) -> None:
    id_ = listed(desk)
    shown = desk.call("GET", f"/v1/lists/entries/{id_}", None, "analyst")
    assert shown.json()["masked"] == "110******2X"
    assert (shown.json()["author"], shown.json()["approver"]) == (f"key-{FIRST}", f"key-{SECOND}")
    all_shown = desk.call(
        "GET", "/v1/lists/entries?list=block&state=active&limit=5", None, "analyst"
    )
    assert [entry["id"] for entry in all_shown.json()["entries"]] == [id_]
    assert SENDER["id_no"] not in shown.text + all_shown.text
    with desk.store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM changes").all()
    assert len(rows) == 2
    assert SENDER["id_no"].encode() not in b"".join(bytes(row[-1]) for row in rows)


def test_a_block_reaches_whom_it_names_and_asks_the_person_behind_a_shared_phone(
    desk: GoverningCaller,
) -> None:
    listed(desk, kind="phone", value=SENDER["phone"])
    answer = scored(desk, shipment_body(1))
    assert (answer["decision"], "LIST-c" in rules(answer)) == ("hold", True)
    answer = scored(desk, shipment_body(2, sender=dict(RECEIVER), receiver=dict(SENDER)))
    assert (answer["decision"], "LIST-d" in rules(answer)) == ("hold", True)


def test_nobody_is_declined_a_pension_account_by_a_machine(desk: GoverningCaller) -> None:
    listed(desk)
    assert scored(desk, opening_body(1))["decision"] == "decline"
    answer = scored(desk, opening_body(2, purpose="养老金", account_class="II"))
    assert answer["decision"] == "hold"


@pytest.mark.parametrize(("name", "action"), [("watch", "review"), ("grey", "step_up")])
def test_milder_lists_ask_for_less(desk: GoverningCaller, name: str, action: str) -> None:
    listed(desk, list=name)
    assert scored(desk, shipment_body(1))["decision"] == action


def test_an_entry_ends_by_the_time_of_the_event(desk: GoverningCaller) -> None:
    listed(desk, since="2025-06-01T00:00:00+08:00", until="2026-06-01T00:00:00+08:00")
    times = {"2025-05-31T23:59:59+08:00": False, "2025-06-01T00:00:00+08:00": True}
    times |= {"2026-05-31T23:59:59+08:00": True, "2026-06-01T00:00:00+08:00": False}
    for number, (time, blocked) in enumerate(times.items()):
        answer = scored(desk, shipment_body(number, occurred_at=time))
        assert ("LIST-a" in rules(answer)) == blocked, time
    nothing_differs(desk)


def test_a_rule_is_silenced_for_one_sender_and_for_no_other(desk: GoverningCaller) -> None:
    vague = {"item": {"category": "其他", "text": "东西"}, "id_verified": False}
    listed(desk, list="watch")
    assert scored(desk, shipment_body(1, **vague))["decision"] == "review"
    id_ = listed(
        desk,
        list="suppress",
        kind="phone",
        value=SENDER["phone"],
        rule="LIST-e",
        legal_basis=None,
        appeal=None,
    )
    answer = scored(desk, shipment_body(2, **vague))
    hit = next(rule for rule in answer["rules"] if rule["id"] == "LIST-e")
    assert (answer["decision"], hit["action"]) == ("approve", "approve")
    assert hit["evidence"][-1]["name"] == "suppressed"
    other = dict(SENDER) | {"phone": "13866668888"}
    assert scored(desk, shipment_body(3, sender=other))["decision"] == "review"
    lift = desk.good("POST", f"/v1/lists/entries/{id_}/lift", {"reason": "over"}, FIRST)
    desk.good("POST", f"/v1/lists/proposals/{lift['id']}/approve", None, SECOND)
    assert scored(desk, shipment_body(4, **vague))["decision"] == "review"
    nothing_differs(desk)


def test_with_a_register_unknown_outlets_and_terminals_are_refused(desk: GoverningCaller) -> None:
    assert scored(desk, shipment_body(1, outlet_id="ghost"))["decision"] == "approve"
    plain = {"legal_basis": None, "appeal": None, "until": None, "source": "internal"}
    listed(desk, list="register", kind="outlet", value="350200-017", **plain)
    assert scored(desk, shipment_body(2))["decision"] == "approve"
    answer = scored(desk, shipment_body(3, outlet_id="ghost"))
    assert (answer["decision"], answer["typology"], rules(answer)) == (
        "decline",
        "IN-08",
        {"IN08-a"},
    )
    listed(desk, list="register", kind="device", value="pda-1", **plain)
    assert scored(desk, shipment_body(4, device_id="pda-1"))["decision"] == "approve"
    assert scored(desk, shipment_body(5, device_id="pda-2"))["decision"] == "hold"
    own = scored(desk, shipment_body(6, device_id="pda-2", channel="app"))
    assert own["decision"] == "approve"  # a customer's own phone is no terminal
    nothing_differs(desk)


def test_a_listed_device_reaches_no_credit(desk: GoverningCaller) -> None:
    listed(desk, kind="device", value="phone-9")
    answer = scored(desk, application_body(1, device_id="phone-9", channel="app"))
    assert not rules(answer) & {"LIST-a", "LIST-c"}
    assert "LIST-c" in rules(scored(desk, shipment_body(1, device_id="phone-9", channel="app")))


def test_a_restart_knows_entries_and_open_proposals(desk: GoverningCaller) -> None:
    listed(desk)
    open_ = desk.good(
        "POST", "/v1/lists/proposals", {"entries": [ENTRY | {"list": "watch"}]}, FIRST
    )
    before = desk.good("GET", "/v1/lists/entries")
    desk.restart()
    assert desk.good("GET", "/v1/lists/entries") == before
    assert desk.good("GET", "/v1/lists/proposals?state=open")["proposals"] == [open_]
    assert scored(desk, shipment_body(1))["decision"] == "decline"
    path = f"/v1/lists/proposals/{open_['id']}/approve"
    assert desk.refused("POST", path, None, FIRST)[1] == "second_person_needed"
    assert desk.good("POST", path, None, SECOND)["state"] == "approved"
    nothing_differs(desk)


CSV = (
    "list,kind,value,source,reason,legal_basis,until,appeal,rule\n"
    f"block,person,{SENDER['id_no']},police,case 17,AFTL 31,2027-01-01T00:00:00+08:00,12381,\n"
    f'watch,phone,{RECEIVER["phone"]},internal,"asked, twice",,,,\n'
    "block,phone,13912345670,police,no end,AFTL 31,,12381,\n"
    "watch,phone,hello,internal,x,,,,\n"
    "watch,phone,internal,x\n"
    "watch,phoney,13912345670,internal,x,,,,\n"
    f"watch,phone,+86 {RECEIVER['phone']},internal,again,,,,\n"
)


def test_a_file_is_taken_in_with_a_report_of_every_bad_line(desk: GoverningCaller) -> None:
    report = desk.good("POST", "/v1/lists/import", {"csv": CSV}, FIRST)
    assert report["taken"] == 2
    assert [(bad["line"], bad["field"]) for bad in report["bad"]] == [
        (4, "until"),
        (5, "value"),
        (6, ""),
        (7, "kind"),
        (8, "value"),
    ]
    assert "stands on line 3" in report["bad"][-1]["message"]
    assert "hello" not in str(report) and "13912345670" not in str(report)
    desk.good("POST", f"/v1/lists/proposals/{report['proposal']}/approve", None, SECOND)
    assert scored(desk, shipment_body(1))["decision"] == "decline"
    assert desk.good("POST", "/v1/lists/import", {"csv": CSV}, FIRST)["taken"] == 0


@pytest.mark.parametrize(
    "text", ["", "list,kind\n", "list,kind,value,source,reason,what\n", 'list,"kind\n']
)
def test_what_is_no_such_file_is_refused_as_a_whole(desk: GoverningCaller, text: str) -> None:
    assert desk.refused("POST", "/v1/lists/import", {"csv": text}, FIRST) == (
        422,
        "invalid_field",
        "csv",
    )


@pytest.mark.parametrize("path", ["/v1/lists/entries/E9-9", "/v1/lists/entries/%00"])
def test_what_is_not_there_is_not_found(desk: GoverningCaller, path: str) -> None:
    assert desk.refused("GET", path)[0] == 404


@pytest.mark.parametrize("query", ["list=black", "state=on", "limit=0", "limit=x", "limits=1"])
def test_a_parameter_that_is_none_is_refused(desk: GoverningCaller, query: str) -> None:
    assert desk.refused("GET", f"/v1/lists/entries?{query}")[0] == 422


def test_what_a_shared_phone_is_can_be_said_over_http(desk: GoverningCaller) -> None:
    until = "2027-01-01T00:00:00+08:00"
    word = {"list": "hub", "kind": "phone", "value": SENDER["phone"], "hub": "village"}
    entry = listed(desk, **word, until=until, legal_basis=None, appeal=None)
    shown = desk.good("GET", f"/v1/lists/entries/{entry}", role=FIRST)
    assert (shown["list"], shown["hub"], shown["state"]) == ("hub", "village", "active")
    assert SENDER["phone"] not in str(shown)
    scored(desk, shipment_body(1))
    nothing_differs(desk)
