"""Appeals: their own clocks, another officer, and a lift that takes effect at once.

7 days for a parcel, 15 for an account (DOMAIN 5.1). Who made, checked or holds the case, and who took the
appeal in, does not decide it. A lift becomes an outcome that clears the event in graph and windows; what
stops it in between leaves the appeal ``lifting``, for a retry or the next start to complete.
"""

from data.api_keys import Caller
from data.case_rows import AlertRow, AppealRow, CaseRow
from data.case_work import CaseWork
from data.errors import Conflict, Forbidden, NotFound
from data.events import Outcome
from data.instants import to_datetime
from risk.case_access import ENGINE
from risk.case_desk import CaseDesk
from risk.case_disposal import outcome_of
from risk.case_requests import AppealBody, AppealDecision, Kept
from risk.case_routing import APPEAL_MS


class Appeals:
    """Takes in and decides appeals.

    Args:
        desk: opens transactions on cases.
    """

    def __init__(self, desk: CaseDesk) -> None:
        self._desk = desk

    def take_in(self, caller: Caller, case_id: str, body: AppealBody) -> Kept:
        """Take in an appeal; its clock runs from now.

        Raises:
            NotFound: the event is not of this case.
            Conflict: one about the event is open.
        """
        with self._desk.act(caller, case_id, follow=True) as act:
            case_id = act.row.id
            alert = _alert(act.work.alerts(case_id), body.event_id)
            due_ms = act.now_ms + APPEAL_MS[alert.kind]
            appeal_id = act.work.open_appeal(
                case_id=case_id,
                event_id=body.event_id,
                opened_at_ms=act.now_ms,
                opened_by=caller.id,
                due_at_ms=due_ms,
                status="open",
            )
            detail = {"appeal": appeal_id}
            act.note("appeal", detail=detail, text=body.reason, fields=f"appeal:{appeal_id}")
            return Kept(appeal_id, to_datetime(due_ms).isoformat())

    def decide(
        self, caller: Caller, case_id: str, appeal_id: int, body: AppealDecision
    ) -> AppealRow:
        """Decide an appeal; the caller completes it if it is then lifting.

        Raises:
            Forbidden: the caller had a part in the case.
            Conflict: it was decided otherwise.
        """
        with self._desk.act(caller, case_id) as act:
            appeal = act.work.appeal(appeal_id, case_id)
            if appeal.status != "open":
                if appeal.result != body.result:
                    raise Conflict("the appeal was decided", code="appeal_decided")
                return appeal
            if caller.id in _hands_in(act.work, act.row) | {appeal.opened_by}:
                raise Forbidden("another officer has to decide", code="same_officer")
            status = "lifting" if body.result == "lifted" else "decided"
            act.work.decide_appeal(
                appeal_id,
                status=status,
                officer=caller.id,
                decided_at_ms=act.now_ms,
                result=body.result,
            )
            detail = {"appeal": appeal_id, "result": body.result}
            act.note("decide_appeal", detail=detail, text=body.reason, fields=f"appeal:{appeal_id}")
            return act.work.appeal(appeal_id, case_id)

    def lift(self, case_id: str, appeal_id: int) -> Outcome | None:
        """What a lifted appeal has to tell the log; None where it is told."""
        with self._desk.act(ENGINE, case_id) as act:
            appeal = act.work.appeal(appeal_id, case_id)
            if appeal.status != "lifting" or appeal.decided_at_ms is None:
                return None
            at_ms = appeal.decided_at_ms
            return outcome_of(case_id, f"a{appeal_id}", appeal.event_id, "legit_explained", at_ms)

    def lifted(self, case_id: str, appeal_id: int) -> AppealRow:
        """End an appeal whose lift is in the log; of a case of one alert the label turns with it."""
        with self._desk.act(ENGINE, case_id) as act:
            appeal = act.work.appeal(appeal_id, case_id)
            if appeal.status == "lifting":
                act.work.decide_appeal(appeal_id, status="decided")
                act.note("lift", detail={"appeal": appeal_id}, reason="engine")
                if act.row.alerts == 1 and act.row.label is not None:
                    act.work.change(case_id, label="legit_explained")
            return act.work.appeal(appeal_id, case_id)


def _hands_in(work: CaseWork, row: CaseRow) -> set[str]:
    """Who had a part in what a case was said to be."""
    hands = {row.owner} if row.owner else set()
    for no in range(1, row.disposition_no + 1):
        kept = work.disposition(row.id, no)
        if kept is not None:
            hands |= {kept.maker} | ({kept.checker} if kept.checker else set())
    return hands


def _alert(alerts: list[AlertRow], event_id: str) -> AlertRow:
    for alert in alerts:
        if alert.event_id == event_id:
            return alert
    raise NotFound("the case has no such event", param="event_id")
