"""What each rule has caught of late: hits in the log, and what became of them (DOMAIN 6.2, rule yield)."""

from collections import Counter
from typing import Final

import msgspec
from msgspec import Struct

from data.decisions import Action, RuleHit
from data.events import CLEARED_OUTCOMES, FRAUD_OUTCOMES
from data.records import EventRecord
from data.store import Store
from risk.policy_trial import MAX_EVENTS
from rules.compile import CompiledPolicy

_HITS: Final = msgspec.json.Decoder(tuple[RuleHit, ...])


class RuleYield(Struct, frozen=True):
    """One rule that decides.

    Attributes:
        policy: the id of the file that it stands in.
        zh, en: its reason.
        hits: events on which it fired; ``alone`` those on which no other did.
        confirmed: of the hits, those that the last verdict calls a fraud or a violation.
        cleared: of the hits, those that it calls honest.
    """

    rule: str
    policy: str
    action: Action
    zh: str
    en: str
    hits: int
    alone: int
    confirmed: int
    cleared: int


class RuleYields(Struct, frozen=True):
    """All rules that decide, over the last events of the log."""

    events: int
    rules: list[RuleYield]


class YieldCounts:
    """Counts hits; blocks, so it runs in a thread.

    Args:
        store: the log.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def run(self, policy: CompiledPolicy, places: int) -> RuleYields:
        """The hits of the rules that decide.

        Args:
            policy: that decides now.
            places: of the log to look at, the newest.

        Raises:
            Unavailable: the log can't be read.
        """
        after = max(self._store.last_seq() - min(places, MAX_EVENTS), 0)
        verdicts = self._verdicts(after)
        events, counts = 0, Counter[tuple[str, str]]()
        for record in self._store.scan(after):
            if not isinstance(record, EventRecord):
                continue
            events += 1
            fired = [hit.id for hit in _HITS.decode(record.hits)]
            verdict = verdicts.get(record.event_id, "")
            for rule in fired:
                counts[rule, "hits"] += 1
                counts[rule, "alone"] += len(fired) == 1
                counts[rule, verdict] += 1
        return RuleYields(events, _rows(policy, counts))

    def _verdicts(self, after: int) -> dict[str, str]:
        """The last verdict on each event: ``confirmed`` or ``cleared``."""
        found: dict[str, str] = {}
        for record in self._store.scan_outcomes(after):
            if record.outcome in FRAUD_OUTCOMES:
                found[record.event_id] = "confirmed"
            elif record.outcome in CLEARED_OUTCOMES:
                found[record.event_id] = "cleared"
        return found


def _rows(policy: CompiledPolicy, counts: Counter[tuple[str, str]]) -> list[RuleYield]:
    return [
        RuleYield(
            rule.id,
            file.id,
            rule.action,
            rule.reason.zh,
            rule.reason.en,
            *(counts[rule.id, name] for name in ("hits", "alone", "confirmed", "cleared")),
        )
        for file in policy.policies
        for rule in file.rules
    ]
