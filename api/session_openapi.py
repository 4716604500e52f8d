"""The calls on sessions and people in the OpenAPI document."""

from typing import Any

from api.openapi_parts import body_part, keyed
from api.roles import COLLEAGUES
from api.schemas import ref
from api.session_bodies import PATHS

_EXAMPLE = {"name": "li", "password": "abcd-efgh-ijkl-mnop-qrst-uvwx"}

_BACK = {"code": "SplxlOBeZQQYbYS6WxSbIA", "state": "af0ifjsldkj", "sealed": "AQAAAAE"}


def session_paths() -> dict[str, Any]:
    """Path -> verb -> operation."""
    opening, current, people, outside = PATHS
    return {
        opening: {"post": _log_in()},
        current: {
            "get": _session("currentSession", "Whose the session is; 401 where it is over."),
            "delete": _session("logOut", "End the session."),
        },
        people: {"get": _people()},
        outside: {"get": _begin(), "post": _finish()},
    }


def _log_in() -> dict[str, Any]:
    operation = keyed(
        "logIn",
        "Open a session: a Bearer token that ends after 15 minutes without a call, or after 10 hours. "
        "401 tells nobody which of name, password and code was wrong; five failed tries lock the account "
        "for 15 minutes. 403 `password_change_needed`: send `new_password` too.",
        parameters=[],
        body=body_part(ref("LogIn"), {"example": _EXAMPLE}),
        answer=ref("SessionOpened"),
        errors=[401, 403, 409, 413, 422, 500, 503],
    )
    operation["security"] = []
    return operation


def _begin() -> dict[str, Any]:
    operation = keyed(
        "beginSignOn",
        "Begin a single sign-on by OpenID Connect: where to send the browser, and what to keep for it. "
        "404 `no_oidc` where none is set.",
        parameters=[],
        body=None,
        answer=ref("SignOnBegun"),
        errors=[404, 422, 500, 503],
    )
    operation["security"] = []
    return operation


def _finish() -> dict[str, Any]:
    operation = keyed(
        "finishSignOn",
        "Open a session for whom the identity provider vouches, with the `code` and `state` that the "
        "browser brought back and the `sealed` that was kept for it. 403 `no_role`: none of the person's "
        "groups has a role here.",
        parameters=[],
        body=body_part(ref("SignOn"), {"example": _BACK}),
        answer=ref("SessionOpened"),
        errors=[401, 403, 404, 409, 413, 422, 500, 503],
    )
    operation["security"] = []
    return operation


def _session(name: str, summary: str) -> dict[str, Any]:
    return keyed(
        name,
        summary,
        parameters=[],
        body=None,
        answer=ref("SessionView"),
        errors=[401, 403, 422, 500, 503],
    )


def _people() -> dict[str, Any]:
    return keyed(
        "listPeople",
        f"Who may log in: id, name and role. For: {', '.join(sorted(COLLEAGUES))}.",
        parameters=[],
        body=None,
        answer=ref("PeopleList"),
        errors=[401, 403, 422, 500, 503],
    )
