"""The menu: two levels at most, each role its own pages, and every page behind the right word."""

import pytest

from api.console.places import PLACES, below, home_of, places_of, stands_in, target_of
from tests.api.fakes import ROLES

SEEN = {
    "counter": ["/counter"],
    "courier": ["/counter"],
    "api_client": ["/counter"],
    "analyst": ["/queue", "/credit", "/policies", "/counter"],
    "senior_analyst": ["/queue", "/credit", "/policies", "/counter", "/board"],
    "cod_officer": ["/queue", "/credit", "/counter"],
    "approver": ["/queue", "/credit", "/counter", "/board"],
    "strategy_admin": ["/policies", "/board"],
    "strategy_approver": ["/policies", "/board"],
    "system_admin": ["/admin/keys"],
    "security_admin": ["/admin/people"],
    "audit_admin": ["/board", "/admin/audit"],
}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_its_own_pages(role: str) -> None:
    assert [target_of(place, role) for place in places_of(role)] == SEEN[role]
    assert home_of(role) == SEEN[role][0]


def test_the_second_level_is_the_last() -> None:
    assert all(not inner.below for place in PLACES for inner in place.below)
    rules = next(place for place in PLACES if place.word == "nav.rules")
    assert [one.path for one in below(rules, "analyst")] == ["/policies", "/lists", "/hubs"]
    assert [one.path for one in below(rules, "strategy_admin")] == ["/policies"]


def test_a_page_lights_the_place_that_it_belongs_to() -> None:
    for path, word in (
        ("/cases/{case_id}", "nav.queue"),
        ("/credit/{event_id}", "nav.credit"),
        ("/policies/edit", "nav.rules"),
        ("/hubs", "nav.rules"),
        ("/admin/keys", "nav.admin"),
    ):
        assert [place.word for place in PLACES if stands_in(place, path)] == [word]


def test_a_role_without_a_page_is_sent_to_log_in() -> None:
    assert home_of("nobody") == "/login"
