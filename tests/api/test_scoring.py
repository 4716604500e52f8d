import asyncio
from typing import Any

import msgspec
import pytest

from api.examples import EVENTS, SHIPMENT
from api.scoring import CHUNK, CHUNKS_IN_FLIGHT
from api.wire import EVENT_LIMIT_BYTES
from data.errors import Unavailable
from tests.api.caller import Caller


def _numbered(count: int) -> list[dict[str, Any]]:
    return [SHIPMENT | {"event_id": f"e{number}"} for number in range(count)]


@pytest.mark.parametrize("kind", EVENTS)
def test_each_example_scores(door: Caller, kind: str) -> None:
    answer = door.post("/v1/score", EVENTS[kind], "counter")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.json()["kind"] == kind
    assert "正常收寄" in answer.text


def test_counter_detail_is_the_default_and_leaves_the_explanation_out(door: Caller) -> None:
    for path in ("/v1/score", "/v1/score?detail=counter"):
        told = door.post(path, SHIPMENT, "analyst").json()
        assert not {"explanation", "rules", "graph"} & told.keys()
        assert {"score", "reasons", "counter", "degraded", "duration_ms"} <= told.keys()


def test_analyst_detail_adds_explanation_rules_and_graph(door: Caller) -> None:
    told = door.post("/v1/score?detail=analyst", SHIPMENT, "analyst").json()
    assert {"explanation", "rules", "graph"} <= told.keys()


@pytest.mark.parametrize("query", ["detail=full", "detail=", "detail=counter&detail=analyst"])
def test_another_detail_is_refused_by_name(door: Caller, query: str) -> None:
    answer = door.post(f"/v1/score?{query}", SHIPMENT)
    assert answer.status_code == 422
    assert answer.json()["error"]["param"] == "detail"


def test_the_same_body_is_answered_again_and_another_is_a_conflict(door: Caller) -> None:
    first = door.post("/v1/score", SHIPMENT)
    assert door.post("/v1/score", SHIPMENT).json() == first.json()
    other = door.post("/v1/score", SHIPMENT | {"weight_grams": 451})
    assert other.status_code == 409
    assert other.json()["error"]["type"] == "conflict"


def test_no_content_type_is_needed_and_a_wrong_one_is_no_matter(door: Caller) -> None:
    answer = door.call("POST", "/v1/score", SHIPMENT, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 200


def test_an_event_over_one_mib_is_413_and_ends_the_connection(door: Caller) -> None:
    answer = door.post("/v1/score", b" " * (EVENT_LIMIT_BYTES + 1))
    assert answer.status_code == 413
    assert answer.json()["error"]["type"] == "too_large"
    assert answer.headers["connection"] == "close"


def test_an_event_of_exactly_one_mib_is_scored(door: Caller) -> None:
    body = msgspec.json.encode(SHIPMENT)
    assert door.post("/v1/score", body.ljust(EVENT_LIMIT_BYTES)).status_code == 200


def test_a_batch_answers_in_order_and_a_bad_event_spoils_no_other(door: Caller) -> None:
    events = _numbered(100)
    events[3] = {"kind": "shipment"}
    events[40] = SHIPMENT | {"event_id": "e0", "weight_grams": 9}
    told = door.post("/v1/score/batch", events, "counter").json()
    assert len(told) == 100
    assert told[3]["error"]["param"] == "event_id"
    assert told[40]["error"]["type"] == "conflict"
    assert told[3]["error"]["request_id"]
    good = [number for number in range(100) if number not in {3, 40}]
    assert [told[number]["event_id"] for number in good] == [f"e{number}" for number in good]


def test_a_batch_keeps_a_bounded_number_in_flight_and_more_than_one(door: Caller) -> None:
    assert door.post("/v1/score/batch", _numbered(1000)).status_code == 200
    assert 1 < door.service.most_in_flight <= CHUNK * CHUNKS_IN_FLIGHT


def test_a_batch_gives_the_detail_that_was_asked_for(door: Caller) -> None:
    told = door.post("/v1/score/batch?detail=analyst", _numbered(2)).json()
    assert all("graph" in one for one in told)
    told = door.post("/v1/score/batch", _numbered(2)).json()
    assert not any("graph" in one for one in told)


@pytest.mark.parametrize("body", [[], _numbered(1001)])
def test_a_batch_has_1_to_1000_events(door: Caller, body: list[Any]) -> None:
    answer = door.post("/v1/score/batch", body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "batch_size"
    assert door.service.events == {}


def test_a_batch_is_more_than_one_mib_but_none_of_its_events_is(door: Caller) -> None:
    big = b" " * EVENT_LIMIT_BYTES
    small = msgspec.json.encode(SHIPMENT)
    body = b'[{"kind":"shipment",' + big + b'"event_id":"x"},' + small + b"]"
    told = door.post("/v1/score/batch", body).json()
    assert told[0]["error"]["type"] == "too_large"
    assert told[1]["event_id"] == SHIPMENT["event_id"]


def test_an_accident_inside_a_batch_stays_in_its_place_and_is_logged(door: Caller) -> None:
    door.service.failure = RuntimeError("张三")
    told = door.post("/v1/score/batch", _numbered(2))
    assert told.status_code == 200
    assert [one["error"]["type"] for one in told.json()] == ["internal", "internal"]
    assert "张三" not in told.text
    assert len(door.log.failures) == 2


def test_an_unavailable_service_is_503_with_retry_after(door: Caller) -> None:
    door.service.failure = Unavailable("the database is not there")
    answer = door.post("/v1/score", SHIPMENT)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.json()["error"]["type"] == "unavailable"


def test_a_single_score_passes_a_running_batch(door: Caller) -> None:
    """The single score is answered while most of the batch is still to come."""

    async def both() -> int:
        many = door._send("POST", "/v1/score/batch", msgspec.json.encode(_numbered(1000)), _KEY)
        batch = asyncio.create_task(many)
        while not door.service.events:
            await asyncio.sleep(0)
        await door._send("POST", "/v1/score", msgspec.json.encode(SHIPMENT), _KEY)
        scored = len(door.service.events)
        await batch
        return scored

    assert asyncio.run(both()) < 500


_KEY = {"Authorization": "Bearer key-counter"}
