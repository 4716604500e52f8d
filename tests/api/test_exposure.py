"""``POST /v1/exposure``: strict about what it is asked, silent about the merchant in errors."""

from typing import Any

import msgspec
import pytest

from api.exposure import ExposureQuery
from risk.exposure_desk import MAX_ENTRIES, ExposureView
from tests.api.caller import Caller


def test_a_merchant_s_exposure_has_the_documented_form(door: Caller) -> None:
    answer = door.post("/v1/exposure", {"merchant_id": "m-1001"}, "cod_officer")
    assert answer.status_code == 200
    view = msgspec.json.decode(answer.content, type=ExposureView)
    assert view.room_fen == view.limits.per_parcel_fen
    assert [entry.kind for entry in view.entries] == ["reserve"]


def test_an_unknown_merchant_is_not_found_and_not_named(door: Caller) -> None:
    answer = door.post("/v1/exposure", {"merchant_id": "13800138000"})
    assert answer.status_code == 404
    assert answer.json()["error"]["param"] == "merchant_id"
    assert "13800138000" not in answer.text


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"merchant_id": 5}, "merchant_id"),
        ({"entries": 0}, "entries"),
        ({"entries": MAX_ENTRIES + 1}, "entries"),
        ({"entries": 1.5}, "entries"),
        ({"before_seq": 0}, "before_seq"),
        ({"after": 1}, "after"),
    ],
)
def test_what_breaks_the_form_is_named(door: Caller, changes: dict[str, Any], param: str) -> None:
    answer = door.post("/v1/exposure", {"merchant_id": "m-1001"} | changes)
    assert answer.status_code == 422
    assert answer.json()["error"]["param"] == param


def test_a_get_is_refused_with_the_method_there_is(door: Caller) -> None:
    answer = door.get("/v1/exposure")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"


def test_a_query_has_its_defaults() -> None:
    assert ExposureQuery("m-1") == ExposureQuery("m-1", entries=20, before_seq=None)
