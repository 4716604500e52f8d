"""Who may do what to which case: the table of DOMAIN 5.4 in one place.

The doors ask ``CALLS`` before a body is read; what depends on the case itself is asked by the use cases.
"""

from typing import Final

import msgspec

from data.api_keys import Caller
from data.case_filter import Filter
from data.case_queries import unknown_case
from data.case_rows import CaseRow
from data.errors import Conflict, Forbidden

_WORKERS: Final = frozenset({"analyst", "senior_analyst", "cod_officer"})
_SENIOR: Final = frozenset({"senior_analyst"})
_SIGNERS: Final = frozenset({"senior_analyst", "approver"})
_READERS: Final = _WORKERS | {"approver"}
_DESK: Final = frozenset({"counter", "courier", "api_client"})
_FIGURES: Final = frozenset(
    {"senior_analyst", "approver", "audit_admin", "strategy_admin", "strategy_approver"}
)
_AUDITORS: Final = frozenset({"audit_admin"})

CALLS: Final[dict[str, frozenset[str]]] = {
    "listCases": _READERS,
    "nextCase": _WORKERS,
    "bulkCases": _SENIOR,
    "caseMetrics": _FIGURES,
    "getCase": _READERS,
    "caseLinks": _READERS,
    "claimCase": _WORKERS,
    "releaseCase": _WORKERS,
    "assignCase": _SENIOR,
    "transferCase": _WORKERS,
    "escalateCase": _WORKERS,
    "mergeCase": _WORKERS,
    "snoozeCase": _WORKERS,
    "commentCase": _READERS,
    "attachFile": _WORKERS,
    "getFile": _READERS,
    "disposeCase": _WORKERS,
    "secondLook": _SIGNERS,
    "openAppeal": _READERS | _DESK,
    "decideAppeal": _SIGNERS,
    "unmaskCase": _WORKERS,
    "readAudit": _AUDITORS,
}
"""Call -> roles. Administrators see no customer's data; auditors see who did what, in codes."""

ENGINE: Final = Caller("engine", "engine")
"""Who completes what people have judged."""

COD_ONLY: Final = frozenset({"cod_officer", "approver"})
"""Credit officers and those who sign for them see applications for cash on delivery only."""


def may_see(caller: Caller, row: CaseRow) -> bool:
    """Whether a case exists for a caller: insider cases only for experts, credit for its officers."""
    if caller.role in COD_ONLY:
        return row.kind == "cod_application" and row.desk != "compliance"
    return caller.role in ("senior_analyst", "engine") or row.desk != "compliance"


def require_seen(caller: Caller, row: CaseRow) -> CaseRow:
    """The case, if it exists for the caller.

    Raises:
        NotFound: it does not, and nobody is told whether it is there.
    """
    if not may_see(caller, row):
        raise unknown_case()
    return row


def require_tier(caller: Caller, row: CaseRow) -> None:
    """Let only experts work the second and third tier.

    Raises:
        Forbidden: the case is above the caller.
    """
    if row.tier > highest_tier(caller):
        raise Forbidden("the case is with a higher tier", code="tier_forbidden")


def highest_tier(caller: Caller) -> int:
    """The highest tier that a caller works on."""
    return 1 if caller.role == "analyst" else 3


def require_owner(caller: Caller, row: CaseRow, *, or_senior: bool = False) -> None:
    """Let only who holds the lock act on an open case.

    Raises:
        Conflict: the case is not open, or another holds it, or nobody.
    """
    require_open(row)
    if row.owner == caller.id or (or_senior and caller.role in _SENIOR):
        return
    raise Conflict("claim the case first; it is not yours", code="not_owner")


def require_open(row: CaseRow) -> None:
    """Let an act pass on an open case only.

    Raises:
        Conflict: it is not open.
    """
    if row.status != "open":
        raise Conflict(f"the case is not open but {row.status}", code="not_open")


def seen_by(caller: Caller, wanted: Filter) -> Filter:
    """The filter, narrowed to what exists for the caller."""
    kind = wanted.kind
    if caller.role in COD_ONLY:
        kind = "cod_application" if kind in (None, "cod_application") else "none"
    insiders = caller.role == "senior_analyst"
    return msgspec.structs.replace(wanted, kind=kind, insiders=insiders)
