import pytest

from api.examples import SHIPMENT
from api.security import role_of
from data.errors import Unauthenticated
from tests.api.caller import Caller
from tests.api.fakes import FakeKeys

_GUARDED = [
    ("POST", "/v1/score"),
    ("POST", "/v1/score/batch"),
    ("POST", "/v1/outcomes"),
    ("GET", "/v1/decisions/x"),
]


@pytest.mark.parametrize(("method", "path"), _GUARDED)
@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer nope", "Basic key-analyst", "key-analyst"],
)
def test_every_guarded_call_wants_a_known_key(
    door: Caller, method: str, path: str, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = door.call(method, path, SHIPMENT, role=None, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["error"]["type"] == "unauthenticated"
    assert door.service.events == {}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/openapi.json", "/docs"])
def test_operations_want_no_key(door: Caller, path: str) -> None:
    assert door.get(path, role=None).status_code == 200


def test_the_scheme_has_no_case_and_blanks_around_the_key_are_no_matter() -> None:
    assert role_of(b"bEARER  key-counter ", FakeKeys()) == "counter"


@pytest.mark.parametrize("header", ["Bearer é".encode(), b"Bearer \xff", b"Bearer " + b"k" * 9999])
def test_a_key_that_nobody_can_have_is_refused_like_an_unknown_one(header: bytes) -> None:
    with pytest.raises(Unauthenticated):
        role_of(header, FakeKeys())
