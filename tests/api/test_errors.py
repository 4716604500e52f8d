import pytest

from api.errors import (
    STATUS,
    MethodNotAllowed,
    body_of,
    code_of,
    extra_headers_of,
    status_of,
    type_of,
)
from data.errors import (
    Conflict,
    Failure,
    Forbidden,
    InvalidInput,
    NotFound,
    PostRiskError,
    TooLarge,
    Unauthenticated,
    Unavailable,
    WrongUse,
)

_TOLD: list[tuple[PostRiskError, int]] = [
    (InvalidInput("m", param="p"), 422),
    (TooLarge("m"), 413),
    (Unauthenticated("m"), 401),
    (Forbidden("m"), 403),
    (NotFound("m"), 404),
    (MethodNotAllowed("GET"), 405),
    (Conflict("m"), 409),
    (Unavailable("m"), 503),
]


@pytest.mark.parametrize(("error", "status"), _TOLD)
def test_each_error_has_its_status_and_is_told(error: PostRiskError, status: int) -> None:
    assert status_of(error) == status
    detail = body_of(error, "r-1").error
    assert (detail.type, detail.code, detail.message, detail.param, detail.request_id) == (
        error.type,
        error.code,
        error.message,
        error.param,
        "r-1",
    )


def test_the_table_tells_every_type_and_only_those() -> None:
    assert {error.type for error, _ in _TOLD} | {"internal"} == set(STATUS)


@pytest.mark.parametrize(
    "error", [RuntimeError("13800138000"), Failure("a path"), WrongUse("x"), PostRiskError("y")]
)
def test_an_accident_is_told_without_a_word_of_its_own(error: Exception) -> None:
    detail = body_of(error, "r-1").error
    assert (status_of(error), type_of(error), code_of(error)) == (500, "internal", "internal")
    assert detail.param is None
    assert str(error) not in detail.message


def test_what_comes_from_the_caller_is_cut() -> None:
    detail = body_of(InvalidInput("m" * 9999, param="p" * 9999), "r").error
    assert len(detail.message) <= 256
    assert detail.param is not None
    assert len(detail.param) <= 128


def test_the_headers_that_a_status_owes() -> None:
    owed = {status_of(error): dict(extra_headers_of(error)) for error, _ in _TOLD}
    assert owed[401] == {b"www-authenticate": b"Bearer"}
    assert owed[405] == {b"allow": b"GET"}
    assert owed[413] == {b"connection": b"close"}
    assert owed[503] == {b"retry-after": b"1"}
    assert owed[422] == owed[404] == owed[409] == {}
