"""What reading and changing of cases have in common."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select

from data.case_tables import CASE_ALERTS, CASES
from data.errors import NotFound
from data.vault import Vault


def case_query(case_id: str) -> Select[Any]:
    """A case by its id."""
    return select(CASES).where(CASES.c.id == case_id)


def alerts_query(case_id: str) -> Select[Any]:
    """The alerts of a case and of those merged into it, in order of the log."""
    merged = select(CASES.c.id).where(CASES.c.merged_into == case_id)
    own = or_(CASE_ALERTS.c.case_id == case_id, CASE_ALERTS.c.case_id.in_(merged))
    return select(CASE_ALERTS).where(own).order_by(CASE_ALERTS.c.seq)


def unknown_case() -> NotFound:
    """The error for a case that is not there, or that the caller may not know of."""
    return NotFound("there is no such case", code="unknown_case", param="case_id")


def opened_text(vault: Vault, case_id: str, sealed: Sequence[int] | bytes | None) -> str | None:
    """A sealed text of a case in clear."""
    if sealed is None:
        return None
    return vault.open(bytes(sealed), belonging(case_id)).decode("utf-8", "surrogatepass")


def belonging(case_id: str) -> bytes:
    """Ties a sealed text or file to its case: moved to another one it does not open."""
    return f"cases|{case_id}".encode()
