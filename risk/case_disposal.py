"""Dispositions and second looks: judgements that become outcomes; ``risk.case_appeals`` may lift them.

A judgement is kept first, with the alerts that it is about; then each becomes an outcome of the log, under
an id made of case, disposition and event; then the case is closed. Whatever stops this in between leaves
a case ``closing`` or an appeal ``lifting``, and a retry or the next start completes it: an outcome that is
there already is the same fact again.

Maker is not checker. A case with a machine's decline or a high stake waits for a signature; of the others
5 % are looked at again by somebody who is not shown the first label. The draw is keyed: nobody can tell
beforehand, and a replay draws the same.
"""

import hashlib
from collections.abc import Callable
from typing import Final

import msgspec

from data.api_keys import Caller
from data.case_rows import CLOSING, AlertRow, CaseRow, DispositionRow
from data.errors import Conflict, Forbidden, InvalidInput
from data.events import Outcome
from data.instants import to_datetime
from risk.case_access import ENGINE, require_open, require_owner
from risk.case_desk import Act, CaseDesk, done
from risk.case_requests import (
    FRAUD_LABELS,
    Disposal,
    Done,
    SecondLook,
)
from risk.case_routing import HIGH_STAKE_FEN, RANK_OF_DECISION, desk_of

BLIND_SHARE: Final = 0.05
"""Of dispositions that need no signature (DOMAIN 6.1, 7)."""


class Disposals:
    """Judges cases.

    Args:
        desk: opens transactions on cases.
        digest: keyed, for the draw of second looks.
    """

    def __init__(self, desk: CaseDesk, digest: Callable[[bytes], bytes]) -> None:
        self._desk = desk
        self._digest = digest

    def dispose(self, caller: Caller, case_id: str, body: Disposal) -> Done:
        """Say what a case was; the caller completes it if it is then closing.

        Raises:
            InvalidInput: a fraud without typology, or an honest case without look-alike.
            Conflict: the case is not the caller's, or is not open.
        """
        require_whole(body)
        with self._desk.act(caller, case_id) as act:
            if act.row.status == CLOSING:
                return done(act.row)  # a retry: what was said first is completed
            require_owner(caller, act.row)
            alerts = act.work.alerts(case_id)
            second = self._second_of(act.row)
            _keep(act, body, alerts, second)
            signed = second != "signature"
            label = body.label if signed else act.row.label
            row = act.work.change(
                case_id,
                status=CLOSING if signed else "second",
                disposition_no=act.row.disposition_no + 1,
                label=label,
            )
            return done(row, None if signed else second)

    def look_again(self, caller: Caller, case_id: str, body: SecondLook) -> Done:
        """The second look at a disposition; the caller completes the case if it is then closing.

        Raises:
            Conflict: the case waits for none.
            Forbidden: the caller made the disposition.
        """
        with self._desk.act(caller, case_id) as act:
            row = act.work.disposition(case_id, act.row.disposition_no)
            if act.row.status == CLOSING and row is not None and row.second == "signed":
                return done(act.row)  # a retry of the signature: what it began is completed
            if row is None or row.second not in ("signature", "blind"):
                raise Conflict("the case waits for no second look", code="no_second_look")
            if row.maker == caller.id:
                raise Forbidden("who disposed a case can't check it", code="maker_is_checker")
            agrees = body.label == row.label
            if row.second == "blind":
                return _compare(act, row, body, agrees=agrees)
            return _sign(act, row, body, agrees=agrees)

    def outcomes(self, case_id: str) -> list[Outcome]:
        """What a closing case has to tell the log; empty where it is not closing."""
        with self._desk.act(ENGINE, case_id) as act:
            row = act.work.disposition(case_id, act.row.disposition_no)
            if act.row.status != CLOSING or row is None:
                return []
            alerts = [a for a in act.work.alerts(case_id) if a.seq <= row.last_seq]
            return [
                outcome_of(case_id, f"d{row.no}", a.event_id, row.label, row.at_ms) for a in alerts
            ]

    def close(self, case_id: str) -> Done:
        """Close a case whose outcomes are in the log; alerts that came meanwhile open it again."""
        with self._desk.act(ENGINE, case_id) as act:
            row = act.work.disposition(case_id, act.row.disposition_no)
            if act.row.status != CLOSING or row is None:
                return done(act.row)
            late = [a for a in act.work.alerts(case_id) if a.seq > row.last_seq]
            if late:
                act.note("late_alerts", detail={"alerts": len(late)}, reason="engine")
                return done(act.work.change(case_id, status="open", owner=None))
            act.note("close", reason="engine")
            return done(
                act.work.change(
                    case_id,
                    status="closed",
                    closed_at_ms=row.checked_at_ms or row.at_ms,
                    owner=None,
                )
            )

    def _second_of(self, row: CaseRow) -> str:
        """Which second look a disposition needs: signature, blind or none."""
        if row.decision >= RANK_OF_DECISION["decline"] or row.stake_fen >= HIGH_STAKE_FEN:
            return "signature"
        drawn = self._digest(f"second|{row.id}|{row.disposition_no + 1}".encode())
        share = int.from_bytes(drawn[:8], "big") / 2.0**64
        return "blind" if share < BLIND_SHARE else "none"


def require_whole(body: Disposal) -> None:
    """Refuse a disposition without its typology or look-alike.

    Raises:
        InvalidInput: what its label needs is missing.
    """
    if body.label in FRAUD_LABELS and body.typology is None:
        raise InvalidInput("a fraud or a violation needs its typology", param="typology")
    if body.label == "legit_explained" and body.look_alike is None:
        raise InvalidInput("say which look-alike it was, L01 to L33", param="look_alike")


def _keep(act: Act, body: Disposal, alerts: list[AlertRow], second: str) -> None:
    act.work.dispose(
        DispositionRow(
            act.row.id,
            act.row.disposition_no + 1,
            act.caller.id,
            act.now_ms,
            body.label,
            body.typology,
            body.look_alike,
            msgspec.json.encode(body.evidence),
            max((alert.seq for alert in alerts), default=0),
            second,
            None,
            None,
            None,
        )
    )
    detail = {"label": body.label, "typology": body.typology, "look_alike": body.look_alike}
    act.note("dispose", detail=detail, text=body.reason, fields=f"label={body.label}")


def _sign(act: Act, row: DispositionRow, body: SecondLook, *, agrees: bool) -> Done:
    require_waiting(act.row)
    act.work.check(
        row,
        second="signed" if agrees else "refused",
        checker=act.caller.id,
        checked_at_ms=act.now_ms,
        check_label=body.label,
    )
    detail = {"label": body.label, "agrees": agrees}
    act.note("sign" if agrees else "refuse", detail=detail, text=body.reason)
    if agrees:
        return done(act.work.change(row.case_id, status=CLOSING, label=row.label))
    return done(_open_again(act, max(act.row.tier, 2)))


def _compare(act: Act, row: DispositionRow, body: SecondLook, *, agrees: bool) -> Done:
    if act.row.status == CLOSING:
        raise Conflict("the case is being closed; try again", code="case_busy")
    values = {"checker": act.caller.id, "checked_at_ms": act.now_ms, "check_label": body.label}
    act.work.check(row, second="compared", **values)
    act.note("compare", detail={"label": body.label, "agrees": agrees}, text=body.reason)
    if agrees or act.row.status != "closed":
        return done(act.work.case(row.case_id))
    return done(_open_again(act, 3))


def _open_again(act: Act, tier: int) -> CaseRow:
    """Let the next tier judge anew; what the log was told holds until then."""
    desk = desk_of(tier, act.row.typology, act.row.kind)
    values = {"status": "open", "owner": None, "closed_at_ms": None}
    return act.work.change(act.row.id, tier=tier, desk=desk, **values)


def require_waiting(row: CaseRow) -> None:
    """Let a signature pass only where one is waited for.

    Raises:
        Conflict: none is.
    """
    if row.status != "second":
        require_open(row)
        raise Conflict("the case waits for no second look", code="no_second_look")


def outcome_of(case_id: str, judgement: str, event_id: str, label: str, at_ms: int) -> Outcome:
    """A verdict on an alert; a retry gives the same body under the same id."""
    name = hashlib.sha256(f"{case_id}|{judgement}|{event_id}".encode()).hexdigest()[:40]
    body = {
        "outcome_id": f"case.{name}",
        "event_id": event_id,
        "occurred_at": to_datetime(at_ms),
        "outcome": label,
        "source": "analyst",
    }
    return msgspec.convert(body, Outcome)
