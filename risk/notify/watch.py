"""What becomes a fact without a transaction of its own: time that runs out, and drift.

Score and reason drift compare the last decisions of a kind with those before them by the population
stability index; 0.25 has shifted, by the usual rule of thumb (see :mod:`risk.drift`).
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from data.instants import HOUR_MS, SECOND_MS, to_datetime
from data.notice_scans import Decided, DueAppeal, DueCase, NoticeScans
from data.notices import Notice, notice_of, told_instant
from data.outbox import Outbox
from risk.case_routing import BANDS
from risk.drift import FLOOR, baseline_of, psi

RECENT: Final = 5_000
BEFORE: Final = 20_000
LEAST_RECENT: Final = 1_000
LEAST_BEFORE: Final = 4_000
"""Of one kind; with fewer the index is above its limit by chance alone."""
LIMIT: Final = 0.25
RARE: Final = 0.005
"""Reasons that were less than this share before are counted as one."""
_SLA_EVERY_MS: Final = 15 * SECOND_MS
_DRIFT_EVERY_MS: Final = HOUR_MS


class Watch:
    """Looks now and then, and puts what it finds into the outbox; a fact that is there stays one.

    Args:
        scans: reads the database.
        outbox: gets the notices.
    """

    def __init__(self, scans: NoticeScans, outbox: Outbox) -> None:
        self._scans = scans
        self._outbox = outbox
        self._sla_at_ms = 0
        self._drift_at_ms = 0

    def look(self, now_ms: int) -> None:
        """Look at what is due to be looked at.

        Raises:
            Unavailable: the database is not there.
        """
        if now_ms >= self._sla_at_ms:
            self._add([_case_due(case, now_ms) for case in self._scans.due_cases(now_ms)])
            self._add([_appeal_due(one, now_ms) for one in self._scans.due_appeals(now_ms)])
            self._sla_at_ms = now_ms + _SLA_EVERY_MS
        if now_ms >= self._drift_at_ms:
            self._add(drifts(self._scans.last_decisions(RECENT + BEFORE), now_ms))
            self._drift_at_ms = now_ms + _DRIFT_EVERY_MS

    def _add(self, notices: Sequence[Notice]) -> None:
        """Only the new ones are written: most of what is due was due at the last look too."""
        known = self._outbox.known([notice.id for notice in notices]) if notices else set()
        fresh = [notice for notice in notices if notice.id not in known]
        if fresh:
            self._outbox.add(fresh)


def drifts(decisions: Sequence[Decided], now_ms: int) -> list[Notice]:
    """The drifts in the last decisions, one a day for each kind of event.

    Args:
        decisions: newest first.
        now_ms: the present instant.
    """
    found = []
    for kind in sorted({one.kind for one in decisions}):
        recent = [one for one in decisions[:RECENT] if one.kind == kind]
        before = [one for one in decisions[RECENT:] if one.kind == kind]
        if len(recent) >= LEAST_RECENT and len(before) >= LEAST_BEFORE:
            found += _drifts_of(kind, recent, before, now_ms)
    return found


def reason_psi(recent: Sequence[Decided], before: Sequence[Decided]) -> float:
    """The stability index of first reasons; those that were rare before count as one.

    >>> calm = [Decided("shipment", 1, "R1")] * 10
    >>> reason_psi(calm, calm)
    0.0
    """
    then, now = _shares(before), _shares(recent)
    common = [code for code, share in then.items() if share >= RARE]
    pairs = [(then[code], now.get(code, 0.0)) for code in common]
    pairs.append((1.0 - sum(e for e, _ in pairs), 1.0 - sum(a for _, a in pairs)))
    expected, actual = np.maximum(np.array(pairs), FLOOR).T
    return float(((actual - expected) * np.log(actual / expected)).sum())


def _drifts_of(
    kind: str, recent: Sequence[Decided], before: Sequence[Decided], now_ms: int
) -> list[Notice]:
    scores = baseline_of(np.array([one.score for one in before], dtype=np.float64))
    found = {
        "drift.score": psi(scores, np.array([one.score for one in recent], dtype=np.float64)),
        "drift.reasons": reason_psi(recent, before),
    }
    day = to_datetime(now_ms).strftime("%Y%m%d")
    data: dict[str, Any] = {"kind": kind, "recent": len(recent), "before": len(before)}
    return [
        notice_of(
            event,
            f"{kind}-{day}",
            now_ms,
            data=data | {"psi": round(value, 3), "limit": LIMIT},
        )
        for event, value in found.items()
        if value > LIMIT
    ]


def _shares(decisions: Sequence[Decided]) -> dict[str, float]:
    """Reason -> share of the decisions."""
    counts = Counter(one.reason for one in decisions)
    return {code: count / len(decisions) for code, count in counts.items()}


def _case_due(case: DueCase, now_ms: int) -> Notice:
    data = {
        "case_id": case.id,
        "kind": case.kind,
        "typology": case.typology,
        "band": BANDS[case.band],
        "tier": case.tier,
        "desk": case.desk,
        "status": case.status,
        "due_at": told_instant(case.due_at_ms),
    }
    return notice_of("case.due", case.id, now_ms, data=data, desk=case.desk)


def _appeal_due(appeal: DueAppeal, now_ms: int) -> Notice:
    data = {
        "appeal_id": appeal.id,
        "case_id": appeal.case_id,
        "due_at": told_instant(appeal.due_at_ms),
    }
    return notice_of("appeal.due", f"{appeal.id}", now_ms, data=data, desk=appeal.desk)
