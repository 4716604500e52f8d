"""What stands in the menu for whom: two levels at most, and a role sees its own pages only."""

from typing import Final

from msgspec import Struct

from api.roles import (
    ACCOUNT_READERS,
    AUDITORS,
    CREDIT_READERS,
    KEY_READERS,
    LIST_APPROVERS,
    LIST_AUTHORS,
    POLICY_READERS,
    READERS,
)
from risk.case_access import CALLS


class Place(Struct, frozen=True):
    """A page in the menu.

    Attributes:
        word: key of its name.
        path: where it is.
        roles: who sees it.
        below: pages of the second level; the first that a role sees is where the word leads.
    """

    word: str
    path: str
    roles: frozenset[str]
    below: tuple["Place", ...] = ()


PLACES: Final = (
    Place("nav.queue", "/queue", CALLS["listCases"]),
    Place("nav.credit", "/credit", CREDIT_READERS),
    Place(
        "nav.rules",
        "/policies",
        POLICY_READERS - {"audit_admin"},
        (
            Place("nav.policies", "/policies", POLICY_READERS - {"audit_admin"}),
            Place("nav.lists", "/lists", LIST_AUTHORS | LIST_APPROVERS),
            Place("nav.hubs", "/hubs", LIST_AUTHORS | LIST_APPROVERS),
        ),
    ),
    Place("nav.counter", "/counter", READERS),
    Place("nav.board", "/board", CALLS["caseMetrics"]),
    Place(
        "nav.admin",
        "/admin",
        ACCOUNT_READERS | KEY_READERS | AUDITORS,
        (
            Place("nav.audit", "/admin/audit", AUDITORS),
            Place("nav.people", "/admin/people", ACCOUNT_READERS),
            Place("nav.keys", "/admin/keys", KEY_READERS),
        ),
    ),
)
_UNDER: Final = {"/queue": "/cases"}
"""Pages that belong to a place without standing under its path."""


def places_of(role: str) -> list[Place]:
    """The first level of a role's menu."""
    return [place for place in PLACES if role in place.roles]


def below(place: Place, role: str) -> list[Place]:
    """The second level under a place."""
    return [one for one in place.below if role in one.roles]


def target_of(place: Place, role: str) -> str:
    """Where a place's word leads."""
    inner = below(place, role)
    return inner[0].path if inner else place.path


def stands_in(place: Place, path: str) -> bool:
    """Whether a page belongs to a place."""
    own = (place.path, _UNDER.get(place.path, place.path))
    return any(path == one or path.startswith(f"{one}/") for one in own) or any(
        stands_in(one, path) for one in place.below
    )


def home_of(role: str) -> str:
    """The first page of a role; the login page where there is none."""
    found = places_of(role)
    return target_of(found[0], role) if found else "/login"
