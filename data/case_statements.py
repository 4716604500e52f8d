"""Alerts into their cases, in the transaction of the log's own rows.

A case that was merged hands its alerts on: ``merged_into`` leads straight to the last one. Cases are
touched in order of their ids; whoever else locks several at once does it without waiting.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final, TypeAlias

from sqlalchemy import Engine

from data.case_tables import CASE_ALERTS, CASES
from data.records import AlertRecord, EventRecord
from data.statements import insert_text

_Execute: TypeAlias = Callable[..., Any]

_HIGHER: Final = "{0} = CASE WHEN {0} < %s THEN %s ELSE {0} END"
_ADD_TO_CASE: Final = f"""UPDATE cases SET alerts = alerts + 1,
 stake_fen = stake_fen + %s, loss_fen = loss_fen + %s,
 typology = COALESCE(typology, %s),
 last_alert_ms = CASE WHEN last_alert_ms < %s THEN %s ELSE last_alert_ms END,
 first_alert_ms = CASE WHEN first_alert_ms > %s THEN %s ELSE first_alert_ms END,
 due_at_ms = CASE WHEN due_at_ms > %s THEN %s ELSE due_at_ms END,
 owner = CASE WHEN tier < %s THEN NULL ELSE owner END,
 desk = CASE WHEN tier < %s THEN %s ELSE desk END,
 {", ".join(_HIGHER.format(name) for name in ("band", "decision", "score", "tier"))}
 WHERE id = (SELECT COALESCE(merged_into, id) FROM cases WHERE id = %s)"""  # noqa: S608  no value is in it


class AlertWriter:
    """Files alerts.

    Args:
        engine: of the log, for its way of writing parameters.
    """

    def __init__(self, engine: Engine) -> None:
        self._alert = insert_text(engine, CASE_ALERTS)
        self._case = insert_text(engine, CASES)
        mark = "?" if engine.dialect.name == "sqlite" else "%s"
        self._add = _ADD_TO_CASE.replace("%s", mark)

    def add(self, execute: _Execute, records: Sequence[EventRecord]) -> None:
        """Add alerts to their cases, and open the cases that begin with one of them."""
        pairs = [(record, record.alert) for record in records]
        filed = [(alert.case_id, record, alert) for record, alert in pairs if alert is not None]
        filed.sort(key=itemgetter(0))  # stable: those of one case stay in order of the log
        for _, record, alert in filed:
            execute(self._alert, _alert_row(record, alert))
            if alert.opens:
                execute(self._case, _case_row(record, alert))
            else:
                execute(self._add, _added(record, alert))


def _alert_row(record: EventRecord, alert: AlertRecord) -> tuple[Any, ...]:
    return (
        record.seq,
        record.event_id,
        alert.case_id,
        record.kind,
        alert.typology,
        alert.band,
        alert.decision,
        record.score,
        alert.stake_fen,
        alert.loss_fen,
        record.occurred_at_ms,
        record.received_at_ms,
    )


def _case_row(record: EventRecord, alert: AlertRecord) -> tuple[Any, ...]:
    values = {
        "id": alert.case_id,
        "kind": record.kind,
        "typology": alert.typology,
        "band": alert.band,
        "decision": alert.decision,
        "score": record.score,
        "tier": alert.tier,
        "desk": alert.desk,
        "status": "open",
        "alerts": 1,
        "stake_fen": alert.stake_fen,
        "loss_fen": alert.loss_fen,
        "opened_at_ms": record.received_at_ms,
        "first_alert_ms": record.occurred_at_ms,
        "last_alert_ms": record.occurred_at_ms,
        "due_at_ms": alert.due_at_ms,
        "linked_to": alert.linked_to,
        "disposition_no": 0,
    }
    return tuple(values.get(column.name) for column in CASES.columns)


def _added(record: EventRecord, alert: AlertRecord) -> tuple[Any, ...]:
    at_ms, due_ms = record.occurred_at_ms, alert.due_at_ms
    return (
        alert.stake_fen,
        alert.loss_fen,
        alert.typology,
        at_ms,
        at_ms,
        at_ms,
        at_ms,
        due_ms,
        due_ms,
        alert.tier,
        alert.tier,
        alert.desk,
        alert.band,
        alert.band,
        alert.decision,
        alert.decision,
        record.score,
        record.score,
        alert.tier,
        alert.tier,
        alert.case_id,
    )
