"""Accounts that come back, over HTTP."""

from typing import Any

import pytest

from tests.api.test_admin_calls import AUDITOR, SECURITY, WHY, AdminCaller, desk, made

__all__ = ["desk"]

FIRST, SECOND = f"{SECURITY}@first", f"{SECURITY}@second"


def test_a_disabled_account_comes_back_by_two_people(desk: AdminCaller) -> None:
    account = made(desk)
    desk.good("POST", f"/v1/accounts/{account['id']}/disable", None, FIRST)
    path = f"/v1/accounts/{account['id']}/returns"
    asked = desk.good("POST", path, WHY, FIRST)
    assert desk.refused("POST", path, WHY, SECOND)[:2] == (409, "already_asked")
    approve = f"/v1/account-returns/{asked['id']}/approve"
    assert desk.refused("POST", approve, None, FIRST)[:2] == (403, "second_person_needed")
    assert desk.good("GET", "/v1/account-returns", role=AUDITOR)["returns"] == [asked]
    handed = desk.good("POST", approve, None, SECOND)
    assert handed["password"] and handed["seed_uri"] is None
    assert desk.good("GET", "/v1/account-returns", role=AUDITOR)["returns"] == []
    assert desk.good("GET", "/v1/accounts", role=AUDITOR)["accounts"][0]["state"] == "new"
    assert desk.refused("POST", approve, None, SECOND)[0::2] == (404, "return")


def test_a_request_is_refused_without_effect(desk: AdminCaller) -> None:
    account = made(desk)
    desk.good("POST", f"/v1/accounts/{account['id']}/disable", None, FIRST)
    asked = desk.good("POST", f"/v1/accounts/{account['id']}/returns", WHY, FIRST)
    path = f"/v1/account-returns/{asked['id']}/refuse"
    assert desk.good("POST", path, None, SECOND)["accounts"][0]["state"] == "disabled"


@pytest.mark.parametrize(
    ("changes", "param"), [({"asks": "all"}, "asks"), ({"reason": "short"}, "reason")]
)
def test_a_mistake_is_named(desk: AdminCaller, changes: dict[str, Any], param: str) -> None:
    found = desk.refused("POST", "/v1/accounts/u-0/returns", WHY | changes, SECURITY)
    assert found[0::2] == (422, param)
