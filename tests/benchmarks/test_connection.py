"""The least HTTP client: answers in pieces, and the requests it makes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.connection import Answer, Connection, encode_request, whole_answer

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\nx: y\r\n\r\n"


@given(st.binary(max_size=40), st.data())
def test_an_answer_is_whole_only_at_its_end(body: bytes, data: st.DataObject) -> None:
    whole = HEAD % len(body) + body
    cut = data.draw(st.integers(0, len(whole)))
    expected = Answer(200, body) if cut == len(whole) else None
    assert whole_answer(whole[:cut]) == expected


def test_the_length_is_found_whatever_its_case() -> None:
    raw = b"HTTP/1.1 409 Conflict\r\nContent-Length: 2\r\n\r\n{}"
    assert whole_answer(raw) == Answer(409, b"{}")


def test_a_connection_tells_answers_that_come_in_pieces() -> None:
    told: list[Answer] = []
    connection = Connection(lambda _connection, answer: told.append(answer), lambda _lost: None)
    whole = HEAD % 3 + b"abc"
    for at in range(len(whole)):
        connection.data_received(whole[at : at + 1])
    connection.data_received(HEAD % 1 + b"z")
    assert told == [Answer(200, b"abc"), Answer(200, b"z")]


@pytest.mark.parametrize("body", [b"", '{"a":"寄件人"}'.encode()])
def test_a_request_tells_its_length_in_bytes(body: bytes) -> None:
    head, _, rest = encode_request("POST", "/v1/score", "key", body).partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1/score HTTP/1.1\r\n")
    assert b"content-length: %d" % len(body) in head
    assert b"authorization: Bearer key" in head
    assert rest == body
