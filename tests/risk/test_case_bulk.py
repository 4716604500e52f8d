"""An act upon many cases that none of them could take is refused as a whole."""

from typing import Any

import msgspec
import pytest

from data.errors import InvalidInput
from risk.case_bulk import given, require_act
from risk.case_requests import Bulk

SAID = {
    "label": "confirmed_fraud",
    "reason": "经核实为冒用他人身份开户",
    "evidence": ["called_customer"],
}


def bulk(action: str, **more: Any) -> Bulk:
    given = {
        "case_ids": ["C-20250101-000001"],
        "action": action,
        "reason": "已逐户回访排查后统一处理",
    }
    return msgspec.convert(given | more, Bulk)


def test_a_missing_field_is_named() -> None:
    assert given("lin", "to") == "lin"
    with pytest.raises(InvalidInput) as refused:
        given(None, "until")
    assert refused.value.param == "until"


def test_a_fraud_without_typology_is_refused_and_with_it_taken() -> None:
    with pytest.raises(InvalidInput) as refused:
        require_act(bulk("dispose", disposal=SAID))
    assert refused.value.param == "typology"
    require_act(bulk("dispose", disposal=SAID | {"typology": "AO-02"}))


def test_other_acts_have_no_disposal_to_look_at() -> None:
    require_act(bulk("release"))
