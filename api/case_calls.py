"""The calls under ``/v1/cases`` and ``/v1/audit``: one table.

Routes, roles, OpenAPI and tests are made of it, so none of them can miss a call. Roles stand in
``risk.case_access.CALLS`` under the same names.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

import msgspec
from msgspec import Struct

from api.case_queries import (
    AuditPage,
    BulkAnswer,
    QueueAnswer,
    audit_page,
    days_of,
    queue_of,
)
from data.api_keys import Caller
from risk.case_appeals import Appeals
from risk.case_desk import CaseDesk
from risk.case_figures import Metrics
from risk.case_links import CaseLinks
from risk.case_papers import CasePapers, PaperCopy
from risk.case_requests import (
    AppealBody,
    AppealDecision,
    Bulk,
    Comment,
    Disposal,
    Done,
    Escalation,
    Handover,
    Kept,
    Merge,
    Paper,
    SecondLook,
    Snooze,
    Unmasking,
)
from risk.case_room import Unmasked
from risk.case_sheet import CaseSheet
from risk.cases import AppealView, Cases


class Asked(Struct, frozen=True):
    """What a caller asked for: ids of the path, parameters of the query, the decoded body."""

    caller: Caller
    case_id: str
    number: int
    query: dict[str, str]
    body: Any


Answering: TypeAlias = Callable[[Cases, Asked], Awaitable[Struct]]


class CaseCall(Struct, frozen=True):
    """One call.

    Attributes:
        name: as in ``risk.case_access.CALLS`` and in the OpenAPI.
        body: type of the body; None for a call that has none.
        known: parameters of the query.
        conflicts: whether 409 is among its answers.
    """

    name: str
    method: str
    path: str
    summary: str
    answer: type[Struct]
    run: Answering
    body: type[Struct] | None = None
    known: tuple[str, ...] = ()
    example: Any = None
    conflicts: bool = True


_CASE: Final = "/v1/cases/{case_id}"
_WHY: Final = "the customer was called back and explained it"
_UNTIL: Final = "2026-01-05T09:00:00+08:00"


async def _bulk(cases: Cases, asked: Asked) -> BulkAnswer:
    return BulkAnswer(await cases.bulk(asked.caller, asked.body))


async def _queue(cases: Cases, asked: Asked) -> QueueAnswer:
    wanted, after, most = queue_of(asked.query, asked.caller)
    return QueueAnswer.of(await cases.queue(asked.caller, wanted, after, most))


async def _metrics(cases: Cases, asked: Asked) -> Metrics:
    return await cases.metrics(days_of(asked.query))


async def _audit(cases: Cases, asked: Asked) -> AuditPage:
    return await audit_page(cases, asked.query)


async def _page(cases: Cases, asked: Asked) -> CaseSheet:
    return await cases.page(asked.caller, asked.case_id)


async def _links(cases: Cases, asked: Asked) -> CaseLinks:
    return await cases.links(asked.caller, asked.case_id)


async def _next(cases: Cases, asked: Asked) -> Done:
    return await cases.act(CaseDesk.next, asked.caller)


async def _claim(cases: Cases, asked: Asked) -> Done:
    return await cases.act(CaseDesk.claim, asked.caller, asked.case_id)


async def _release(cases: Cases, asked: Asked) -> Done:
    return await cases.act(CaseDesk.release, asked.caller, asked.case_id)


async def _assign(cases: Cases, asked: Asked) -> Done:
    return await cases.act(CaseDesk.assign, asked.caller, asked.case_id, asked.body)


async def _transfer(cases: Cases, asked: Asked) -> Done:
    return await cases.act(CaseDesk.transfer, asked.caller, asked.case_id, asked.body)


async def _escalate(cases: Cases, asked: Asked) -> Done:
    return await cases.act(CaseDesk.escalate, asked.caller, asked.case_id, asked.body)


async def _merge(cases: Cases, asked: Asked) -> Done:
    return await cases.act(CaseDesk.merge, asked.caller, asked.case_id, asked.body)


async def _snooze(cases: Cases, asked: Asked) -> Done:
    return await cases.act(CaseDesk.snooze, asked.caller, asked.case_id, asked.body)


async def _comment(cases: Cases, asked: Asked) -> Done:
    return await cases.act(CaseDesk.comment, asked.caller, asked.case_id, asked.body)


async def _attach(cases: Cases, asked: Asked) -> Kept:
    return await cases.act(CasePapers.attach, asked.caller, asked.case_id, asked.body)


async def _paper(cases: Cases, asked: Asked) -> PaperCopy:
    return await cases.act(CasePapers.read, asked.caller, asked.case_id, asked.number)


async def _dispose(cases: Cases, asked: Asked) -> Done:
    return await cases.dispose(asked.caller, asked.case_id, asked.body)


async def _second(cases: Cases, asked: Asked) -> Done:
    return await cases.look_again(asked.caller, asked.case_id, asked.body)


async def _appeal(cases: Cases, asked: Asked) -> Kept:
    return await cases.act(Appeals.take_in, asked.caller, asked.case_id, asked.body)


async def _decide(cases: Cases, asked: Asked) -> AppealView:
    return await cases.decide_appeal(asked.caller, asked.case_id, asked.number, asked.body)


async def _unmask(cases: Cases, asked: Asked) -> Unmasked:
    return await cases.unmask(asked.caller, asked.case_id, asked.body)


QUEUE_PARAMETERS: Final = (
    "band", "typology", "kind", "status", "owner", "overdue", "tier", "desk", "awaits", "cursor", "limit",
)  # fmt: skip
_DISPOSAL: Final = {
    "label": "legit_explained",
    "look_alike": "L17",
    "evidence": ["called_customer"],
    "reason": _WHY,
}

CALLS: Final = (
    CaseCall(
        "listCases", "GET", "/v1/cases",
        "The queue, most urgent first (expected loss by time left), with true counts of all that it holds.",
        QueueAnswer, _queue, known=QUEUE_PARAMETERS, conflicts=False,
    ),
    CaseCall(
        "nextCase", "POST", "/v1/cases/next",
        "Lock the most urgent free case of the caller's tier; 404 where none waits.", Done, _next,
        conflicts=False,
    ),
    CaseCall(
        "bulkCases", "POST", "/v1/cases/bulk", "One act upon at most 50 cases, each with its own result.",
        BulkAnswer, _bulk, Bulk, conflicts=False,
        example={"case_ids": ["C-20250314-000001"], "action": "escalate", "reason": _WHY},
    ),
    CaseCall(
        "caseMetrics", "GET", "/v1/cases/metrics", "Figures of the reviewers' work, of the last 30 days.",
        Metrics, _metrics, known=("days",), conflicts=False,
    ),
    CaseCall(
        "getCase", "GET", _CASE,
        "Everything that the page of a case shows, parties masked. The view is written down.",
        CaseSheet, _page, conflicts=False,
    ),
    CaseCall(
        "caseLinks", "GET", f"{_CASE}/links",
        "Who stands around a case, two links away at most, and why each link is there. It is written down.",
        CaseLinks, _links, conflicts=False,
    ),
    CaseCall("claimCase", "POST", f"{_CASE}/claim", "Lock a case for oneself.", Done, _claim),
    CaseCall("releaseCase", "POST", f"{_CASE}/release", "Unlock a case.", Done, _release),
    CaseCall(
        "assignCase", "POST", f"{_CASE}/assign", "Hand a case to somebody, whoever holds it.",
        Done, _assign, Handover, example={"to": "0123456789abcdef", "reason": _WHY},
    ),
    CaseCall(
        "transferCase", "POST", f"{_CASE}/transfer", "Hand one's own case to somebody.",
        Done, _transfer, Handover, example={"to": "0123456789abcdef", "reason": _WHY},
    ),
    CaseCall(
        "escalateCase", "POST", f"{_CASE}/escalate", "Give a case to the next tier.",
        Done, _escalate, Escalation, example={"reason": _WHY},
    ),
    CaseCall(
        "mergeCase", "POST", f"{_CASE}/merge", "Put a case into another: a duplicate or a part of it.",
        Done, _merge, Merge, example={"into": "C-20250314-000002", "reason": _WHY},
    ),
    CaseCall(
        "snoozeCase", "POST", f"{_CASE}/snooze", "Let a case sleep, 7 days at most; its clock runs on.",
        Done, _snooze, Snooze, example={"until": _UNTIL, "reason": _WHY},
    ),
    CaseCall(
        "commentCase", "POST", f"{_CASE}/comments", "Leave a word to colleagues; it is sealed.",
        Done, _comment, Comment, example={"text": "asked the outlet for the waybill"}, conflicts=False,
    ),
    CaseCall(
        "attachFile", "POST", f"{_CASE}/files", "Keep a paper, sealed; content is base64, 512 KiB at most.",
        Kept, _attach, Paper,
        example={"name": "note.txt", "media_type": "text/plain", "content": "aGVsbG8="},
    ),
    CaseCall(
        "getFile", "GET", f"{_CASE}/files/{{file_id}}", "A paper in clear. The view is written down.",
        PaperCopy, _paper, conflicts=False,
    ),
    CaseCall(
        "disposeCase", "POST", f"{_CASE}/disposition",
        "Say what a case was. It becomes an outcome of each alert, at once or after the second signature.",
        Done, _dispose, Disposal, example=_DISPOSAL,
    ),
    CaseCall(
        "secondLook", "POST", f"{_CASE}/second-look",
        "What another person finds the case to be: the same label signs it.",
        Done, _second, SecondLook, example={"label": "legit_explained", "reason": _WHY},
    ),
    CaseCall(
        "openAppeal", "POST", f"{_CASE}/appeals",
        "Take in an appeal; answered within 7 days, of an account opening within 15.",
        Kept, _appeal, AppealBody, example={"event_id": "demo:shipment:1", "reason": _WHY},
    ),
    CaseCall(
        "decideAppeal", "POST", f"{_CASE}/appeals/{{appeal_id}}/decision",
        "Decide an appeal, by an officer who had no part in the case; a lift takes effect at once.",
        AppealView, _decide, AppealDecision, example={"result": "lifted", "reason": _WHY},
    ),
    CaseCall(
        "unmaskCase", "POST", f"{_CASE}/unmask",
        "Personal data of one alert in clear, for a reason; 20 records an hour. It is written down.",
        Unmasked, _unmask, Unmasking,
        example={"event_id": "demo:shipment:1", "fields": ["sender.phone"], "why": "call_back"},
    ),
    CaseCall(
        "readAudit", "GET", "/v1/audit", "Who did or saw what, when and why, in order.",
        AuditPage, _audit, known=("after", "limit"), conflicts=False,
    ),
)  # fmt: skip
"""Fixed paths stand before ``/v1/cases/{case_id}``: routes are tried in order."""

DECODERS: Final = {
    call.name: msgspec.json.Decoder(call.body) for call in CALLS if call.body is not None
}
