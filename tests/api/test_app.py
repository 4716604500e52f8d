import pytest

from api.examples import OUTCOME, SHIPMENT
from tests.api.caller import Caller

_EVERY_PATH = [
    ("/v1/score", "POST"),
    ("/v1/score/batch", "POST"),
    ("/v1/outcomes", "POST"),
    ("/v1/decisions/x", "GET"),
    ("/healthz", "GET"),
    ("/readyz", "GET"),
    ("/metrics", "GET"),
    ("/openapi.json", "GET"),
    ("/docs", "GET"),
]


@pytest.mark.parametrize(("path", "allowed"), _EVERY_PATH)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_another_method_is_405_and_says_what_is_allowed(
    door: Caller, path: str, allowed: str, method: str
) -> None:
    answer = door.call(method, path, b"{}")
    if method == allowed:
        assert answer.status_code != 405
        return
    assert answer.status_code == 405
    assert answer.headers["allow"] == allowed
    assert answer.json()["error"]["type"] == "method_not_allowed"


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/score/", "/v1/scores", "/v1/decisions/", "/v1/decisions/a/b", "/x"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_path_is_404_with_the_one_body(door: Caller, path: str, method: str) -> None:
    answer = door.call(method, path)
    assert answer.status_code == 404
    error = answer.json()["error"]
    assert (error["type"], error["code"]) == ("not_found", "unknown_path")
    assert error["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(("path", "method"), _EVERY_PATH)
def test_every_answer_has_one_request_id_and_echoes_a_good_one(
    door: Caller, path: str, method: str
) -> None:
    for body in (SHIPMENT, b"{"):
        answer = door.call(method, path, body, headers={"X-Request-ID": "till-7"})
        assert answer.headers.get_list("x-request-id") == ["till-7"]
        made = door.call(method, path, body, headers={"X-Request-ID": "not well formed"})
        assert made.headers["x-request-id"].startswith("req_")


def test_an_outcome_is_kept_once(door: Caller) -> None:
    first = door.post("/v1/outcomes", OUTCOME)
    assert first.status_code == 200
    assert first.json() == {
        "outcome_id": OUTCOME["outcome_id"],
        "event_id": OUTCOME["event_id"],
        "new": True,
    }
    again = door.post("/v1/outcomes", OUTCOME)
    assert (again.status_code, again.json()["new"]) == (200, False)
    other = door.post("/v1/outcomes", OUTCOME | {"outcome": "delivered"})
    assert other.status_code == 409
    assert len(door.service.outcomes) == 1


def test_an_outcome_over_one_mib_is_413_as_an_event_is(door: Caller) -> None:
    answer = door.post("/v1/outcomes", b" " * ((1 << 20) + 1))
    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"
    assert answer.json()["error"]["type"] == "too_large"


@pytest.mark.parametrize("path", ["/v1/score", "/v1/score/batch", "/v1/outcomes"])
def test_an_unknown_parameter_is_refused_by_name(door: Caller, path: str) -> None:
    answer = door.post(f"{path}?details=analyst", OUTCOME)
    assert (answer.status_code, answer.json()["error"]["param"]) == (422, "details")
    assert door.get("/v1/decisions/x?full=1").json()["error"]["param"] == "full"


def test_a_decision_that_is_not_there_is_404_and_an_impossible_id_422(door: Caller) -> None:
    missing = door.get("/v1/decisions/nobody")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "not_found")
    for path in ("/v1/decisions/a%20b", f"/v1/decisions/{'x' * 65}", "/v1/decisions/%E5%BC%A0"):
        answer = door.get(path)
        assert (answer.status_code, answer.json()["error"]["param"]) == (422, "event_id")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/score", SHIPMENT),
        ("POST", "/v1/outcomes", OUTCOME),
        ("GET", "/v1/decisions/x", None),
    ],
)
def test_an_accident_is_500_without_detail_on_hot_and_slow_calls_alike(
    door: Caller, method: str, path: str, body: object
) -> None:
    door.service.failure = RuntimeError("张三 13800138000")
    answer = door.call(method, path, body)
    assert answer.status_code == 500
    assert answer.json()["error"] == {
        "type": "internal",
        "code": "internal",
        "message": "an error of the server",
        "param": None,
        "request_id": answer.headers["x-request-id"],
    }
    assert len(door.log.failures) == 1


def test_readiness_follows_the_service_and_the_drain(door: Caller) -> None:
    assert door.get("/readyz").json() == {"status": "ready"}
    door.service.ready, door.service.not_ready_reason = False, "loading the bundle"
    answer = door.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["error"]["message"] == "loading the bundle"
    assert "retry-after" in answer.headers
    door.service.ready = True
    door.app.readiness.drain()
    assert door.get("/readyz").json()["error"]["code"] == "draining"
    assert door.get("/healthz").status_code == 200
    assert door.post("/v1/score", SHIPMENT).status_code == 200


def test_a_good_request_writes_no_line_and_a_bad_one_writes_one(door: Caller) -> None:
    door.post("/v1/score", SHIPMENT)
    door.get("/healthz")
    assert door.log.failures == []
    door.post("/v1/score", b"{")
    door.get("/v1/decisions/nobody")
    door.get("/nowhere")
    routes = [route for route, _, _ in door.log.failures]
    assert routes == ["/v1/score", "/v1/decisions/{event_id}", "other"]
