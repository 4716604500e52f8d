import asyncio
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import wire
from api.errors import STATUS
from api.request_ids import RequestIds
from api.wire import ClientGone, Head, Message, Receive, read_body, read_head, send_error
from data.errors import TooLarge, Unavailable


def _channel(chunks: Iterable[bytes], *, endless: bool = False) -> Receive:
    waiting = list(chunks)

    async def receive() -> Message:
        chunk = waiting.pop(0) if waiting else b"x" * 65536
        return {"type": "http.request", "body": chunk, "more_body": endless or bool(waiting)}

    return receive


def _read(receive: Receive, limit_bytes: int, declared: bytes | None = None) -> bytes:
    async def read() -> bytes:
        return await read_body(receive, declared, limit_bytes)

    return asyncio.run(read())


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=8), st.integers(0, 100))
def test_a_body_is_its_chunks_or_too_large(chunks: list[bytes], limit_bytes: int) -> None:
    whole = b"".join(chunks)
    if len(whole) > limit_bytes:
        with pytest.raises(TooLarge):
            _read(_channel(chunks), limit_bytes)
    else:
        assert _read(_channel(chunks), limit_bytes) == whole


def test_an_endless_body_is_read_no_further_than_the_limit() -> None:
    with pytest.raises(TooLarge):
        _read(_channel([], endless=True), 1 << 20)


def test_a_declared_length_is_refused_before_a_byte_is_read() -> None:
    async def never() -> Message:
        raise AssertionError

    with pytest.raises(TooLarge):
        _read(never, 10, b"11")
    with pytest.raises(TooLarge):
        _read(never, 10, b"9" * 400)


@pytest.mark.parametrize("first", [[], [{"type": "http.request", "body": b"a", "more_body": True}]])
def test_a_caller_who_hangs_up_is_no_body(first: list[Message]) -> None:
    messages: list[Message] = [*first, {"type": "http.disconnect"}]

    async def receive() -> Message:
        return messages.pop(0)

    with pytest.raises(ClientGone):
        _read(receive, 10)


def test_the_head_is_found_among_other_headers() -> None:
    headers = {b"host": b"h", b"authorization": b"a", b"x-request-id": b"r", b"x": b"y"}
    head = read_head({**headers, b"content-length": b"3"}, RequestIds("p"))
    assert head == Head("r", b"a", b"3")
    assert read_head({}, RequestIds("p")) == Head("p-1", None, None)


def _sent(error: Exception, receive: Receive) -> list[Message]:
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    asyncio.run(_error(error, receive, send))
    return messages


async def _error(error: Exception, receive: Receive, send: Any) -> None:
    assert await send_error(receive, send, error, "r-1") in STATUS.values()


def test_a_413_reads_on_for_a_bounded_while_before_it_closes() -> None:
    messages = _sent(TooLarge("m"), _channel([], endless=True))
    assert messages[0]["type"] == "http.response.start"
    assert messages[1]["more_body"] is True
    assert messages[-1]["body"] == b""


def test_a_silent_caller_of_a_413_is_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "_LINGER_SECONDS", 0.05)

    async def silent() -> Message:
        await asyncio.sleep(3600)
        raise AssertionError

    assert _sent(TooLarge("m"), silent)[-1]["body"] == b""


def test_another_error_is_sent_at_once_without_reading() -> None:
    async def never() -> Message:
        raise AssertionError

    messages = _sent(Unavailable("m"), never)
    assert messages[0]["status"] == 503
    assert (b"retry-after", b"1") in messages[0]["headers"]
