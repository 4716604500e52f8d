"""Which role may do what at the HTTP door: the one table of permissions.

Least privilege. System, security and audit administrators and the strategy roles see no customer's
data, so they may neither score nor read decisions. An unknown role may do nothing.
"""

from typing import Final

from data.errors import Forbidden, InvalidInput
from data.events import CLEARED_OUTCOMES, FRAUD_OUTCOMES, Outcome

SCORERS: Final = frozenset(
    {"counter", "courier", "api_client", "analyst", "senior_analyst", "cod_officer"}
)
"""May send events and facts about them."""

READERS: Final = SCORERS | {"approver"}
"""May read a stored decision, at the detail of their role."""

EXPOSURE_READERS: Final = frozenset({"cod_officer", "analyst", "senior_analyst"})
"""See what a merchant has under way and what its limits are."""

CREDIT_READERS: Final = EXPOSURE_READERS | {"approver"}
"""See how an application was graded, and limits that were set by hand."""

CREDIT_OFFICERS: Final = frozenset({"cod_officer"})
"""May ask for limits by hand."""

CREDIT_SIGNERS: Final = frozenset({"approver"})
"""May sign, refuse and withdraw limits that somebody else asked for."""

EXPLAINED: Final = frozenset({"analyst", "senior_analyst"})
"""See the whole explanation, the rules and the graph; the others see what a clerk may see."""

LABELLERS: Final = frozenset({"analyst", "senior_analyst", "api_client"})
"""May send verdicts, from which the engine learns. ``api_client`` because the verdicts of police,
banks and carriers come through their systems."""

LIST_AUTHORS: Final = frozenset({"analyst", "senior_analyst"})
"""May ask for entries of lists and for their lifting; they see masked identifiers."""

LIST_APPROVERS: Final = frozenset({"senior_analyst"})
"""May let them take force, if somebody else asked."""

POLICY_AUTHORS: Final = frozenset({"strategy_admin", "strategy_approver"})
"""May draft policies, put them in shadow and try them out."""

COLLEAGUES: Final = READERS - {"api_client"} | POLICY_AUTHORS | {"audit_admin", "security_admin"}
"""May know who logs in by which name: those who work with each other, and those who watch over them."""

POLICY_PUBLISHERS: Final = frozenset({"strategy_approver"})
"""May publish what somebody else drafted, and roll back."""

POLICY_READERS: Final = POLICY_AUTHORS | {"analyst", "senior_analyst", "audit_admin"}
"""May read policies; they hold nothing of any customer."""

NOTICE_READERS: Final = frozenset({"system_admin", "audit_admin"})
"""May see which notices were delivered; they hold ids and codes, and bodies are not shown."""

NOTICE_SENDERS: Final = frozenset({"system_admin"})
"""May have dead deliveries tried anew."""

ACCOUNT_ADMINS: Final = frozenset({"security_admin"})
"""May make accounts, lock them and change their roles; never their own."""

ACCOUNT_READERS: Final = ACCOUNT_ADMINS | {"audit_admin"}
"""May see which accounts there are."""

KEY_READERS: Final = frozenset({"system_admin"})
"""May see which keys there are, and their versions; no secret is among it."""

AUDITORS: Final = frozenset({"audit_admin"})
"""May walk the audit chain."""

VERDICTS: Final = FRAUD_OUTCOMES | CLEARED_OUTCOMES | {"suspicious_unproven", "data_error"}
"""Outcomes that are judgements, not observed facts."""

COD_VERDICTS: Final = frozenset({"written_off"})
"""Verdicts that belong to the credit officer's own work."""


def require(role: str, allowed: frozenset[str]) -> None:
    """Let only these roles pass.

    Raises:
        Forbidden: the role is not among them.
    """
    if role not in allowed:
        raise Forbidden("the role of this key may not do this")


def require_outcome(role: str, outcome: Outcome) -> None:
    """Let a role report facts, and only those who judge report verdicts.

    Raises:
        Forbidden: the role may not send this outcome.
    """
    require(role, SCORERS)
    if outcome.outcome not in VERDICTS or role in LABELLERS:
        return
    if role == "cod_officer" and outcome.outcome in COD_VERDICTS:
        return
    raise Forbidden("the role of this key may not send a verdict", param="outcome")


def wants_explanation(detail: str | None, role: str) -> bool:
    """Whether the caller asked for analyst detail and may have it.

    Raises:
        InvalidInput: ``detail`` is not one of its two values.
        Forbidden: analyst detail was asked for by a role that may not see it.
    """
    if detail is None or detail == "counter":
        return False
    if detail != "analyst":
        raise InvalidInput("must be counter or analyst", param="detail")
    if role not in EXPLAINED:
        raise Forbidden("the role of this key may not see analyst detail", param="detail")
    return True
