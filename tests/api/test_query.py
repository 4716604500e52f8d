import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.query import read_query
from data.errors import InvalidInput


def test_known_parameters_are_read_and_decoded() -> None:
    assert read_query(b"", "detail") == {}
    assert read_query(b"detail=", "detail") == {"detail": ""}
    assert read_query(b"a=%31&b=x+y", "a", "b") == {"a": "1", "b": "x y"}


@pytest.mark.parametrize(
    ("query", "code", "param"),
    [
        (b"details=1", "unknown_parameter", "details"),
        (b"detail=a&detail=a", "repeated_parameter", "detail"),
        (b"=0", "unknown_parameter", ""),
    ],
)
def test_anything_else_is_refused_by_name(query: bytes, code: str, param: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_query(query, "detail")
    assert (caught.value.code, caught.value.param) == (code, param)


@given(st.binary(max_size=60))
def test_no_bytes_at_all_break_it(query: bytes) -> None:
    try:
        found = read_query(query, "detail")
    except InvalidInput:
        return
    assert set(found) <= {"detail"}
