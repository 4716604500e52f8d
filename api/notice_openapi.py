"""The calls on notices in the OpenAPI document."""

from typing import Any

from api.notice_bodies import MOST, PATHS, STATUSES
from api.openapi_parts import keyed
from api.roles import NOTICE_READERS, NOTICE_SENDERS
from api.schemas import ref


def notice_paths() -> dict[str, Any]:
    """Path -> verb -> operation."""
    return {PATHS[0]: {"get": _listed()}, PATHS[1]: {"post": _retry()}}


def _listed() -> dict[str, Any]:
    return keyed(
        "listNotices",
        "Deliveries of notices to people and machines outside, the newest notice first. "
        f"For: {', '.join(sorted(NOTICE_READERS))}.",
        parameters=[
            _in_query("status", "Of this status.", {"type": "string", "enum": list(STATUSES)}),
            _in_query("limit", "How many.", {"type": "integer", "minimum": 1, "maximum": MOST}),
        ],
        body=None,
        answer=ref("NoticeList"),
        errors=[401, 403, 422, 500, 503],
    )


def _retry() -> dict[str, Any]:
    of_path = {
        "name": "notice_id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_\\-]{1,128}$"},
        "example": "case_high-C-20250314-000001",
    }
    return keyed(
        "retryNotice",
        "Let the dead deliveries of a notice be tried anew. "
        f"For: {', '.join(sorted(NOTICE_SENDERS))}.",
        parameters=[of_path],
        body=None,
        answer=ref("NoticeRetried"),
        errors=[401, 403, 404, 413, 422, 500, 503],
    )


def _in_query(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }
