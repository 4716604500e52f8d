from hypothesis import given
from hypothesis import strategies as st

from api.answers import GoodAnswers, answer_bytes
from api.wire import json_headers

_IDS = st.from_regex(r"[A-Za-z0-9._:\-]{1,64}", fullmatch=True)
_DATES = st.lists(st.tuples(st.just(b"date"), st.from_regex(rb"[ -~]{0,20}", fullmatch=True)))


@given(st.lists(st.tuples(_DATES, st.binary(max_size=50), _IDS), min_size=1))
def test_a_good_answer_has_the_bytes_of_the_plain_form(
    calls: list[tuple[list[tuple[bytes, bytes]], bytes, str]],
) -> None:
    answers = GoodAnswers()
    for default, body, request_id in calls:
        plain = answer_bytes(200, default + json_headers(body, request_id), body, keep_alive=True)
        assert answers.encode(default, body, request_id) == plain
        assert answers.encode(default, body, request_id) == plain


def test_the_end_of_a_connection_is_told_once() -> None:
    plain = answer_bytes(413, [(b"connection", b"close")], b"", keep_alive=False)
    assert plain == b"HTTP/1.1 413 Request Entity Too Large\r\nconnection: close\r\n\r\n"
    assert answer_bytes(200, [], b"{}", keep_alive=False).endswith(b"connection: close\r\n\r\n{}")
