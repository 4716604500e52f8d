"""Plain scores past ASGI: the same bytes as by ASGI, and every habit of the connection is kept."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine

import msgspec
import pytest

from api.examples import EVENTS, SHIPMENT
from data.errors import Unavailable
from tests.api.connection import Line, Served, chunked, head, request
from tests.api.fakes import FakeAnswer

_BODY = msgspec.json.encode(SHIPMENT)


def _run(test: Callable[[Served, Line], Coroutine[None, None, None]], served: Served) -> None:
    async def run() -> None:
        async with served.running() as port, Line(port) as line:
            await test(served, line)

    asyncio.run(asyncio.wait_for(run(), 60))


def _both(body: bytes, target: str, role: str | None, *, service_fails: bool = False) -> Served:
    """Hold the answer past ASGI equal to the one by ASGI."""
    served = Served()

    async def test(served: Served, line: Line) -> None:
        if service_fails:
            served.service.failure = Unavailable("the database is not there")
        first = await line.ask(request(body, target=target, role=role))
        before = served.asgi_calls
        assert await line.ask(chunked(body, target=target, role=role)) == first
        assert served.asgi_calls == before + 1
        served.asgi_calls = before

    _run(test, served)
    return served


@pytest.mark.parametrize("kind", EVENTS)
@pytest.mark.parametrize("target", ["/v1/score", "/v1/score?detail=counter"])
def test_a_plain_score_has_the_bytes_of_asgi(kind: str, target: str) -> None:
    served = _both(msgspec.json.encode(EVENTS[kind]), target, "counter")
    assert served.asgi_calls == 0
    assert served.service.submitted == 1


def test_a_plain_score_with_its_explanation_too() -> None:
    served = _both(_BODY, "/v1/score?detail=analyst", "analyst")
    assert served.asgi_calls == 0


@pytest.mark.parametrize("body", [b"", b"{", b"{}", b'{"kind":"shipment","event_id":7}', b"\xff"])
def test_a_bad_body_has_the_error_of_asgi(body: bytes) -> None:
    served = _both(body, "/v1/score", "counter")
    assert served.asgi_calls == 0
    assert [route for route, _, _ in served.log.failures] == ["/v1/score"] * 2
    text = served.app.metrics.text()
    assert b'postrisk_http_requests_total{route="/v1/score",status="422"} 2.0' in text


def test_a_failing_service_has_the_error_of_asgi() -> None:
    assert _both(_BODY, "/v1/score", "counter", service_fails=True).asgi_calls == 0


@pytest.mark.parametrize(
    ("target", "role"),
    [
        ("/v1/score", None),
        ("/v1/score", "nobody"),
        ("/v1/score", "audit_admin"),
        ("/v1/score?detail=analyst", "counter"),
        ("/v1/score?detail=full", "analyst"),
        ("/v1/score?detail=counter&detail=counter", "analyst"),
        ("/v1/score?details=analyst", "analyst"),
        ("/v1/scores", "analyst"),
    ],
)
def test_who_is_refused_at_the_head_is_refused_by_the_door(target: str, role: str | None) -> None:
    served = _both(_BODY, target, role)
    assert served.asgi_calls == 1
    assert len(served.log.failures) == 2


@pytest.mark.parametrize(
    "sent",
    [
        request(_BODY, "Expect: 100-continue"),
        request(_BODY).replace(b"HTTP/1.1", b"HTTP/1.0"),
        request(_BODY, "Connection: keep-alive").replace(b"HTTP/1.1", b"HTTP/1.0"),
        request(_BODY, "Connection: close"),
        request(_BODY.ljust(100_000)),
        request(_BODY, target="http://door/v1/score"),
        request(_BODY, target="/v1/%73core"),
        request(_BODY, target="/v1/score?"),
        request(_BODY, target="/v1/score#there"),
        chunked(_BODY),
    ],
)
def test_a_score_out_of_the_ordinary_goes_by_asgi(sent: bytes) -> None:
    async def test(served: Served, line: Line) -> None:
        assert (await line.ask(sent)).startswith(b"HTTP/1.1 200 ")
        assert served.asgi_calls == 1

    _run(test, Served())


def test_an_upgrade_is_left_to_uvicorn() -> None:
    async def test(served: Served, line: Line) -> None:
        await line.ask(request(_BODY, "Connection: Upgrade", "Upgrade: h2c"))
        assert served.asgi_calls == 1

    _run(test, Served())


def test_a_connection_serves_many_and_mixed_calls() -> None:
    async def test(served: Served, line: Line) -> None:
        for sent, asgi in [(request(_BODY), 0), (chunked(_BODY), 1)] * 3:
            before = served.asgi_calls
            answer = await line.ask(sent)
            assert answer.startswith(b"HTTP/1.1 200 OK\r\ndate: Sat, 01 Mar 2025")
            assert served.asgi_calls == before + asgi
        served.state.default_headers = [(b"date", b"another")]
        assert b"\r\ndate: another\r\n" in await line.ask(request(_BODY))
        assert served.state.total_requests == 7

    _run(test, Served())


def test_a_request_in_pieces_is_one_request() -> None:
    async def test(served: Served, line: Line) -> None:
        for position in range(0, len(request(_BODY)), 40):
            line.writer.write(request(_BODY)[position : position + 40])
            await asyncio.sleep(0)
            await line.writer.drain()
        assert (await line.answer()).startswith(b"HTTP/1.1 200 ")
        assert served.asgi_calls == 0

    _run(test, Served())


def test_pipelined_requests_are_answered_in_their_order() -> None:
    async def test(served: Served, line: Line) -> None:
        served.service.delay_seconds = 0.02
        bodies = [msgspec.json.encode(SHIPMENT | {"event_id": f"e{n}"}) for n in range(6)]
        ways = [request, chunked, request, request, chunked, request]
        line.writer.write(b"".join(way(body) for way, body in zip(ways, bodies, strict=True)))
        for number in range(6):
            assert b'"event_id":"e%d"' % number in await line.answer()
        assert (await line.ask(request(_BODY))).startswith(b"HTTP/1.1 200 ")

    _run(test, Served())


def test_a_bad_request_in_a_pipeline_spoils_no_other() -> None:
    async def test(served: Served, line: Line) -> None:
        line.writer.write(request(b"{") + request(_BODY))
        assert (await line.answer()).startswith(b"HTTP/1.1 422 ")
        assert (await line.answer()).startswith(b"HTTP/1.1 200 ")

    _run(test, Served())


def test_a_caller_who_hangs_up_is_not_told_and_the_decision_stays() -> None:
    async def test(served: Served, line: Line) -> None:
        served.service.delay_seconds = 0.05
        line.writer.write(request(_BODY))
        while not served.service.events:
            await asyncio.sleep(0.001)
        line.writer.transport.abort()
        while served.state.connections:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.08)
        assert b'postrisk_decisions_total{action="approve",kind="shipment"} 1.0' in (
            served.app.metrics.text()
        )

    _run(test, Served())


def test_a_caller_who_hangs_up_in_the_body_scores_nothing() -> None:
    async def test(served: Served, line: Line) -> None:
        line.writer.write(request(_BODY)[:-5])
        await asyncio.sleep(0.02)
        line.writer.transport.abort()
        while served.state.connections:
            await asyncio.sleep(0.001)
        assert served.service.events == {}

    _run(test, Served())


def test_a_shutdown_waits_for_the_answer_and_closes_after_it() -> None:
    async def test(served: Served, line: Line) -> None:
        served.service.delay_seconds = 0.05
        line.writer.write(request(_BODY))
        while not served.service.events:
            await asyncio.sleep(0.001)
        for connection in served.state.connections:
            connection.shutdown()
        answer = await line.end()
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b"\r\nconnection: close\r\n\r\n{" in answer

    _run(test, Served())


def test_a_shutdown_closes_an_idle_connection_at_once() -> None:
    async def test(served: Served, line: Line) -> None:
        await line.ask(request(_BODY))
        for connection in served.state.connections:
            connection.shutdown()
        assert await line.end() == b""

    _run(test, Served())


@pytest.mark.parametrize("way", [request, chunked])
def test_an_idle_connection_is_closed_after_the_keep_alive_time(
    way: Callable[[bytes], bytes],
) -> None:
    async def test(served: Served, line: Line) -> None:
        await line.ask(request(_BODY))
        await asyncio.sleep(0.6)
        await line.ask(way(_BODY))
        started = asyncio.get_running_loop().time()
        assert await line.end() == b""
        assert asyncio.get_running_loop().time() - started > 1.9

    _run(test, Served(keep_alive_seconds=2))


def test_a_slow_request_outlives_the_keep_alive_time() -> None:
    async def test(served: Served, line: Line) -> None:
        await line.ask(request(_BODY))
        line.writer.write(request(_BODY)[:30])
        await asyncio.sleep(1.3)
        served.service.delay_seconds = 1.3
        assert (await line.ask(request(_BODY)[30:])).startswith(b"HTTP/1.1 200 ")

    _run(test, Served(keep_alive_seconds=1))


def test_who_does_not_read_is_not_answered_past_flow_control() -> None:
    async def test(served: Served, line: Line) -> None:
        (connection,) = served.state.connections
        connection.pause_writing()
        line.writer.write(request(_BODY))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.05):
                await line.answer()
                raise AssertionError
        connection.resume_writing()
        assert (await line.answer()).startswith(b"HTTP/1.1 200 ")
        assert served.asgi_calls == 1

    _run(test, Served())


def test_an_accident_after_the_commit_is_500_and_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: FakeAnswer) -> bytes:
        raise RuntimeError("张三")

    monkeypatch.setattr(FakeAnswer, "analyst", fails)
    served = _both(_BODY, "/v1/score?detail=analyst", "analyst")
    assert served.asgi_calls == 0
    assert [str(error) for _, _, error in served.log.failures] == ["张三"] * 2


def test_an_oversized_length_is_413_by_the_door() -> None:
    async def test(served: Served, line: Line) -> None:
        line.writer.write(head("Content-Length: 9999999", target="/v1/score", role="counter"))
        assert (await line.answer()).startswith(b"HTTP/1.1 413 ")
        assert served.asgi_calls == 1

    _run(test, Served())
