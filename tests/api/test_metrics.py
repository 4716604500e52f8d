import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from api.examples import EVENTS, SHIPMENT
from api.metrics import BUCKETS_SECONDS, ROUTES, Metrics
from tests.api.caller import Caller


def _text(door: Caller) -> str:
    return door.get("/metrics").text


def test_requests_decisions_latency_and_gauges_are_shown(door: Caller) -> None:
    for event in EVENTS.values():
        door.post("/v1/score", event)
    door.post("/v1/score", b"{")
    text = _text(door)
    assert 'postrisk_http_requests_total{route="/v1/score",status="200"} 3.0' in text
    assert 'postrisk_http_requests_total{route="/v1/score",status="422"} 1.0' in text
    assert 'postrisk_decisions_total{action="approve",kind="cod_application"} 1.0' in text
    assert "postrisk_score_seconds_count 3.0" in text
    assert "postrisk_live_identifiers 7.0" in text
    assert 'postrisk_challenger_bands_total{challenger="high",champion="low"} 2.0' in text


def test_another_part_may_show_its_figures_too(door: Caller) -> None:
    door.app.metrics.add_gauges(lambda: {"bundle_changes_total": 3.0})
    assert "postrisk_bundle_changes_total 3.0" in _text(door)


def test_notices_are_shown_by_state_where_the_outbox_was_looked_at(door: Caller) -> None:
    assert "postrisk_notices{" not in _text(door)
    door.app.metrics.notices = lambda: {"waiting": 4, "sent": 9, "failed": 1}
    text = _text(door)
    for line in ('{state="waiting"} 4.0', '{state="sent"} 9.0', '{state="failed"} 1.0'):
        assert f"postrisk_notices{line}" in text


def test_every_action_and_kind_is_there_from_the_start(door: Caller) -> None:
    assert len(re.findall(r"postrisk_decisions_total\{", _text(door))) == 15


def test_labels_dont_grow_with_what_callers_send(door: Caller) -> None:
    before = _text(door).count("\n")
    for number in range(50):
        door.get(f"/v1/decisions/e{number}")
        door.get(f"/nowhere/{number}")
        door.post(f"/v1/score?detail={number}", SHIPMENT)
    assert _text(door).count("\n") - before <= 12


def test_nothing_of_a_person_is_shown(door: Caller) -> None:
    door.post("/v1/score", SHIPMENT)
    text = _text(door)
    for secret in ("张三", "13800138000", "11010519491231002X", SHIPMENT["event_id"]):
        assert secret not in text


def test_two_apps_have_registries_of_their_own() -> None:
    first, second = Metrics(dict), Metrics(dict)
    first.count_request("/v1/score", 200)
    assert b'route="/v1/score"' in first.text()
    assert b'route="/v1/score"' not in second.text()


@pytest.mark.parametrize("route", ["other", "/nowhere/7"])
def test_an_unlisted_route_counts_as_other(route: str) -> None:
    metrics = Metrics(dict)
    metrics.count_request(route, 404)
    assert b'postrisk_http_requests_total{route="other",status="404"} 1.0' in metrics.text()


_ANSWERS = st.tuples(st.sampled_from([*sorted(ROUTES), "/x"]), st.sampled_from([200, 404, 422]))
_SECONDS = st.one_of(st.sampled_from(BUCKETS_SECONDS), st.floats(0.0, 10.0))


@given(st.lists(_ANSWERS), st.lists(_SECONDS))
def test_the_text_is_that_of_prometheus_own_counters(
    answers: list[tuple[str, int]], seconds: list[float]
) -> None:
    metrics, plain = Metrics(dict), CollectorRegistry(auto_describe=False)
    requests = Counter("postrisk_http_requests", "", ["route", "status"], registry=plain)
    latency = Histogram("postrisk_score_seconds", "", buckets=BUCKETS_SECONDS, registry=plain)
    for route, status in answers:
        metrics.count_request(route, status)
        requests.labels(route if route in ROUTES else "other", str(status)).inc()
    for one in seconds:
        metrics.observe_score(one)
        latency.observe(one)
    assert _samples(generate_latest(plain)) == {
        line
        for line in _samples(metrics.text())
        if not line.startswith(("postrisk_decisions", "postrisk_degraded"))
    }


def _samples(text: bytes) -> set[str]:
    """Lines without comments, and without the instants at which counters were made."""
    lines = text.decode().splitlines()
    return {re.sub(r"(_created.*) .*", r"\1", one) for one in lines if not one.startswith("#")}
