"""What people ask of cases: bodies of calls, as strict as events; closed lists of labels and reasons."""

from datetime import datetime
from typing import Annotated, Final, Literal, TypeAlias, get_args

from msgspec import Meta, Struct

Label: TypeAlias = Literal[
    "confirmed_fraud", "policy_violation", "suspicious_unproven", "legit_explained", "data_error"
]
"""Labels of DOMAIN 6.1, each the outcome of the same name; a duplicate is merged, not disposed."""
LABELS: Final[tuple[Label, ...]] = get_args(Label)
FRAUD_LABELS: Final = ("confirmed_fraud", "policy_violation")

Why: TypeAlias = Literal[
    "call_back", "verify_identity", "police_request", "appeal", "quality_check"
]
"""Why personal data are shown. A code, since the audit log holds no free text."""
Evidence: TypeAlias = Literal[
    "called_customer", "checked_document", "opened_parcel", "asked_outlet", "checked_graph",
    "asked_police", "asked_bank", "papers_seen",
]  # fmt: skip
"""What a disposition stands on; at least one."""

CaseId: TypeAlias = Annotated[str, Meta(pattern=r"^C-[0-9]{8}-[0-9]{6,12}\Z")]
ActorId: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.\-]{1,64}\Z")]
Typology: TypeAlias = Annotated[str, Meta(pattern=r"^(AO|SH|CR|IN)-[0-9]{2}\Z")]
LookAlike: TypeAlias = Annotated[str, Meta(pattern=r"^L(0[1-9]|[12][0-9]|3[0-3])\Z")]
Reason: TypeAlias = Annotated[str, Meta(min_length=10, max_length=2_000)]
"""Free text, sealed: at least ten characters (DOMAIN 6.1)."""
EventId: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._:\-]{1,64}\Z")]

_BASE64: Final = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
MAX_BULK: Final = 50
MAX_FILE_BYTES: Final = 512 * 1024
MAX_FILES: Final = 20


class Handover(Struct, frozen=True, forbid_unknown_fields=True):
    """To whom a case goes, and why."""

    to: ActorId
    reason: Reason


class Escalation(Struct, frozen=True, forbid_unknown_fields=True):
    """Why the next tier has to look."""

    reason: Reason


class Merge(Struct, frozen=True, forbid_unknown_fields=True):
    """Into which case this one goes: it was a duplicate of it, or a part."""

    into: CaseId
    reason: Reason


class Snooze(Struct, frozen=True, forbid_unknown_fields=True):
    """Until when a case sleeps: at most seven days."""

    until: Annotated[datetime, Meta(tz=True)]
    reason: Reason


class Comment(Struct, frozen=True, forbid_unknown_fields=True):
    """A word to colleagues, sealed."""

    text: Annotated[str, Meta(min_length=1, max_length=4_000)]


class Paper(Struct, frozen=True, forbid_unknown_fields=True):
    """A paper to keep, sealed; at most 512 KiB."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    media_type: Literal["application/pdf", "image/jpeg", "image/png", "text/plain"]
    content: Annotated[
        bytes,
        Meta(min_length=1, max_length=MAX_FILE_BYTES, extra_json_schema={"pattern": _BASE64}),
    ]


class Disposal(Struct, frozen=True, forbid_unknown_fields=True):
    """What a case was.

    Attributes:
        typology: of a fraud or a violation.
        look_alike: which honest pattern it was (DOMAIN 2.6), of ``legit_explained``.
    """

    label: Label
    reason: Reason
    evidence: Annotated[list[Evidence], Meta(min_length=1, max_length=8)]
    typology: Typology | None = None
    look_alike: LookAlike | None = None


class SecondLook(Struct, frozen=True, forbid_unknown_fields=True):
    """What another person finds the case to be: the same label signs it, another one refuses it."""

    label: Label
    reason: Reason


class AppealBody(Struct, frozen=True, forbid_unknown_fields=True):
    """An appeal of a customer against the decision on one event."""

    event_id: EventId
    reason: Reason


class AppealDecision(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the decision stands; ``lifted`` takes effect at once."""

    result: Literal["upheld", "lifted"]
    reason: Reason


class Unmasking(Struct, frozen=True, forbid_unknown_fields=True):
    """Which personal data of one alert are to be shown, and why."""

    event_id: EventId
    fields: Annotated[list[str], Meta(min_length=1, max_length=20)]
    why: Why


class Bulk(Struct, frozen=True, forbid_unknown_fields=True):
    """One act upon many cases: each by itself, with its own result."""

    case_ids: Annotated[list[CaseId], Meta(min_length=1, max_length=MAX_BULK)]
    action: Literal["assign", "release", "escalate", "snooze", "dispose"]
    reason: Reason
    to: ActorId | None = None
    until: Annotated[datetime, Meta(tz=True)] | None = None
    disposal: Disposal | None = None


class Done(Struct, frozen=True):
    """What became of a case.

    Attributes:
        status: of the case now.
        second: which second look its disposition needs, without a word whether it is drawn blind.
    """

    case_id: str
    status: str
    owner: str | None
    tier: int
    desk: str
    second: str | None = None


class BulkResult(Struct, frozen=True):
    """What became of one case of many: ``code`` and ``message`` where nothing was done."""

    case_id: str
    done: bool
    code: str | None = None
    message: str | None = None


class Kept(Struct, frozen=True):
    """The id of what was kept, and until when it is due, if that has a clock."""

    id: int
    due_at: str | None = None
