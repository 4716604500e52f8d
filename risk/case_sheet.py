"""The page of a case put together: what is hidden from whom, and what the live memory adds."""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from data.api_keys import Caller
from data.case_rows import AppealRow, CaseRow, DispositionRow, FileRow, StepRow
from data.records import OutcomeRecord
from risk.bundle import Bundle
from risk.case_access import CALLS
from risk.case_book import JUDGED
from risk.case_graph import CaseGraph, case_graph
from risk.case_page import (
    AlertView,
    Body,
    CaseItem,
    Explained,
    Similar,
    StepView,
    item_of,
    steps_of,
    summary,
    told,
)
from risk.case_trace import Traced, TraceItem, trace_of, traced
from risk.case_usual import Usual, usual_of
from risk.features.state import State
from risk.peers import Peers

_TELLING: Final = ("dispose", "comment", "close")
"""Steps that would tell a blind reviewer what the first one thought."""


class Around(Struct, frozen=True):
    """What people did with a case."""

    dispositions: list[DispositionRow]
    appeals: list[AppealRow]
    steps: list[StepRow]
    files: list[FileRow]
    outcomes: list[OutcomeRecord]


class DispositionView(Struct, frozen=True):
    """What a case was said to be, and what the second look said; reasons stand among the steps."""

    no: int
    at: str
    maker: str
    label: str
    typology: str | None
    look_alike: str | None
    second: str
    checker: str | None
    check_label: str | None


class AppealItem(Struct, frozen=True):
    """An appeal with its clock."""

    id: int
    event_id: str
    opened_at: str
    due_at: str
    status: str
    officer: str | None
    result: str | None


class CaseSheet(Struct, frozen=True):
    """Everything that a case's page shows, in one answer.

    Attributes:
        label: of the last disposition; None before it, and while a second look has to be blind.
        blind: whether a second look is waited for that may not see the first.
        alerts: at most 100; ``alerts_left_out`` counts the others.
        explained: the ledger of the alert with the highest score.
        timeline: what else the same identifiers did; ``timeline_cut`` where the bound was met.
        usual: of the features that explain the score, what the middle 80 % of such events had in training.
        peers: the group that they are held against, where the training card knows it.
        graph: what ties the alerts together.
        may: names of the calls that the caller's role has.
    """

    case: CaseItem
    label: str | None
    summary_zh: str
    summary_en: str
    blind: bool
    alerts: list[AlertView]
    alerts_left_out: int
    explained: Explained | None
    usual: dict[str, Usual]
    peers: Peers | None
    graph: CaseGraph
    timeline: list[TraceItem]
    timeline_cut: bool
    data_gaps: list[str]
    similar: list[Similar]
    dispositions: list[DispositionView]
    appeals: list[AppealItem]
    steps: list[StepView]
    files: list[FileRow]
    may: tuple[str, ...]


class Drawn(Struct, frozen=True):
    """A page before the live memory adds its part.

    Attributes:
        sheet: the page; what is of the memory is empty.
        row: the case.
        traced: which events and identifiers the memory is asked about.
        outcomes: what was told of the alerts and may be seen.
        named: the features that explain the score and the rules of the same alert.
    """

    sheet: CaseSheet
    row: CaseRow
    traced: Traced
    outcomes: list[OutcomeRecord]
    named: frozenset[str]


def drawn(caller: Caller, row: CaseRow, body: Body, around: Around) -> Drawn:
    """The page for one caller, as far as the database knows it.

    While a blind second look is waited for, only the first reviewer is shown what was said: label,
    disposition, words, and the verdicts that followed.
    """
    blind = is_blind(caller, around.dispositions)
    dispositions = around.dispositions[:-1] if blind else around.dispositions
    steps = [step for step in around.steps if not (blind and step.action in _TELLING)]
    sheet = CaseSheet(
        case=item_of(row),
        label=None if blind else row.label,
        summary_zh="",
        summary_en="",
        blind=blind,
        alerts=body.views,
        alerts_left_out=body.left_out,
        explained=body.explained,
        usual={},
        peers=body.peers,
        graph=case_graph(body.subjects),
        timeline=[],
        timeline_cut=False,
        data_gaps=body.gaps,
        similar=body.similar,
        dispositions=[_disposition(one) for one in dispositions],
        appeals=[_appeal(one) for one in around.appeals],
        steps=steps_of(steps),
        files=around.files,
        may=tuple(name for name, roles in CALLS.items() if caller.role in roles),
    )
    outcomes = [one for one in around.outcomes if not (blind and one.outcome in JUDGED)]
    return Drawn(sheet, row, traced(body.subjects), outcomes, frozenset(_named(body)))


def completed(page: Drawn, state: State, bundle: Bundle) -> CaseSheet:
    """The whole page: what the live memory and the bundle that scores now add."""
    sheet = page.sheet
    trace = trace_of(state, page.traced, page.outcomes)
    zh, en = summary(page.row, trace)
    usual = usual_of(bundle, page.row.kind, page.named, sheet.peers)
    return replace(
        sheet,
        summary_zh=zh,
        summary_en=en,
        usual=usual,
        peers=sheet.peers if any(one.peers for one in usual.values()) else None,
        timeline=trace.items,
        timeline_cut=trace.cut,
    )


def _named(body: Body) -> set[str]:
    """The features that explain the score and the rules of the same alert."""
    if body.explained is None:
        return set()
    (lead,) = [view for view in body.views if view.event_id == body.explained.event_id]
    hit = {one.name for rule in lead.rules for one in rule.evidence}
    return hit | {part.feature for part in body.explained.contributions}


def is_blind(caller: Caller, dispositions: list[DispositionRow]) -> bool:
    """Whether a caller may not see what was said: a second look is waited for that has to be blind."""
    last = dispositions[-1] if dispositions else None
    return last is not None and last.second == "blind" and last.maker != caller.id


def _disposition(row: DispositionRow) -> DispositionView:
    return DispositionView(
        row.no,
        told(row.at_ms) or "",
        row.maker,
        row.label,
        row.typology,
        row.look_alike,
        row.second,
        row.checker,
        row.check_label,
    )


def _appeal(row: AppealRow) -> AppealItem:
    return AppealItem(
        row.id,
        row.event_id,
        told(row.opened_at_ms) or "",
        told(row.due_at_ms) or "",
        row.status,
        row.officer,
        row.result,
    )
