"""What a policy would have done to events of the log, before it is published.

The stored vector of each event is judged again by the engine's own ``judge``, with the bundle that decided
then and the policy on trial. So windows are as they were, and differ from a replay in one respect: what a
decision of the trial would have changed in later events (accounts granted, COD limits used) is not
followed. A COD parcel is over its limits where it was; an application shares its limits with nobody.
"""

from array import array
from collections.abc import Iterator
from time import sleep
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from data.errors import Failure
from data.events import CLEARED_OUTCOMES, FRAUD_OUTCOMES, decode_event
from data.records import EventRecord
from data.store import Store
from data.subject import Reader
from risk.archive import Archive
from risk.backtest import REVIEW_MINUTES, STOPPED
from risk.engine import Engine
from risk.evaluation import Evaluation
from risk.features.catalogue import INDEX, NAMES
from risk.features.reading import Reading
from risk.features.state import State
from risk.stakes import stake_fen
from rules.compile import CompiledPolicy

MAX_EVENTS: Final = 200_000
"""Places of the log that one trial looks at: about half a minute of one core."""
MAX_FOUND: Final = 1_000
_STATE: Final = 16
_LIMIT_USES: Final = (
    ("parcel", INDEX["parcel_limit_use"]),
    ("day", INDEX["merchant_day_use"]),
    ("outstanding", INDEX["merchant_limit_use"]),
    ("group", INDEX["group_limit_use"]),
)
_OVER_LIMIT_AT: Final = INDEX["cod_over_limit_fen"]
_VECTOR_BYTES: Final = 8 * len(NAMES)
FINAL: Final = frozenset(
    {
        *("delivered", "refused", "returned", "undeliverable"),
        *("confirmed_fraud", "policy_violation", "legit_explained", "data_error"),
    }
)
"""Outcomes after which a parcel is no longer under way, or needs no more looking at."""


class Side(Struct):
    """Events that one side stops and the other does not; money is what is at stake in them."""

    events: int = 0
    frauds: int = 0
    fen: int = 0
    fraud_fen: int = 0

    def add(self, *, fraud: bool, fen: int) -> None:
        """Count one event."""
        self.events += 1
        self.fen += fen
        if fraud:
            self.frauds += 1
            self.fraud_fen += fen


class Trial(Struct):
    """What a trial found.

    Attributes:
        events: judged again.
        skipped: rows of another list of features, or whose bundle is not kept.
        then: stopped as it was decided; ``now`` with the policy on trial.
        gained: stopped with the policy alone; ``lost`` stopped as it was alone.
        moves: "kind: action -> action" -> events, where they differ.
        hits: rule -> events on which it fired.
    """

    policy: str
    events: int = 0
    skipped: int = 0
    frauds_known: int = 0
    then: int = 0
    now: int = 0
    gained: Side = field(default_factory=Side)
    lost: Side = field(default_factory=Side)
    moves: dict[str, int] = {}
    hits: dict[str, int] = {}
    hours_then: float = 0.0
    hours_now: float = 0.0


class Found(Struct, frozen=True):
    """A parcel under way that a rule hits."""

    event_id: str
    occurred_at_ms: int
    decided: str
    would: str
    rules: tuple[str, ...]
    stake_fen: int


class Search(Struct):
    """Parcels under way that a policy's rules hit: the newest first, no more than ``MAX_FOUND``."""

    policy: str
    shipments: int = 0
    under_way: int = 0
    hit: int = 0
    hit_fen: int = 0
    found: list[Found] = []


class Trials:
    """Judges rows of a log again.

    Args:
        store: the log.
        archive: gives the bundles that decided.
    """

    def __init__(self, store: Store, archive: Archive) -> None:
        self._store = store
        self._archive = archive

    def run(self, engine: Engine, policy: CompiledPolicy, events: int) -> Trial:
        """Compare a policy with what was decided, over the last places of the log.

        Args:
            engine: the live one; only its reader is used.
            policy: on trial.
            events: places of the log to look at, newest.
        """
        frauds = self._frauds(events)
        trial = Trial(policy.id)
        for record, judged in self._judged(engine, policy, events):
            if judged is None:
                trial.skipped += 1
            else:
                _count(trial, record, judged, fraud=record.event_id in frauds)
        trial.hours_then = trial.then * REVIEW_MINUTES / 60
        trial.hours_now = trial.now * REVIEW_MINUTES / 60
        return trial

    def search(
        self, engine: Engine, policy: CompiledPolicy, rules: set[str], events: int
    ) -> Search:
        """The parcels under way that any of some rules of a policy hits."""
        ended = self._ended(events)
        result = Search(policy.id)
        found: list[Found] = []
        for record, judged in self._judged(engine, policy, events):
            if record.kind != "shipment":
                continue
            result.shipments += 1
            if record.event_id in ended or judged is None:
                continue
            result.under_way += 1
            fired = tuple(hit.id for hit in judged.hits if hit.id in rules)
            if fired:
                found.append(_found(record, judged, fired))
        result.hit = len(found)
        result.hit_fen = sum(each.stake_fen for each in found)
        result.found = found[::-1][:MAX_FOUND]
        return result

    def _after(self, events: int) -> int:
        return max(self._store.last_seq() - min(events, MAX_EVENTS), 0)

    def _frauds(self, events: int) -> set[str]:
        """Events of which the last verdict says fraud; a verdict may come long after its event."""
        frauds: set[str] = set()
        for record in self._store.scan_outcomes(self._after(events)):
            if record.outcome in FRAUD_OUTCOMES:
                frauds.add(record.event_id)
            elif record.outcome in CLEARED_OUTCOMES or record.outcome == "data_error":
                frauds.discard(record.event_id)
        return frauds

    def _ended(self, events: int) -> set[str]:
        records = self._store.scan_outcomes(self._after(events))
        return {record.event_id for record in records if record.outcome in FINAL}

    def _judged(
        self, engine: Engine, policy: CompiledPolicy, events: int
    ) -> Iterator[tuple[EventRecord, Evaluation | None]]:
        """Each event of the last places, as the policy judges it; None where it can't be judged."""
        engines: dict[str, Engine | None] = {}
        for record in self._store.scan(self._after(events)):
            if not isinstance(record, EventRecord):
                continue
            if record.bundle not in engines:
                engines[record.bundle] = self._engine(engine.reader, policy, record.bundle)
            judge = engines[record.bundle]
            readable = judge is not None and len(record.vector) == _VECTOR_BYTES
            yield record, _again(judge, record) if judge is not None and readable else None
            sleep(0)  # the event loop waits for the interpreter's lock: let it go after each event

    def _engine(self, reader: Reader, policy: CompiledPolicy, bundle: str) -> Engine | None:
        try:
            return Engine(reader, State(_STATE), self._archive.bundle(bundle), policy)
        except Failure:
            return None


def _again(engine: Engine, record: EventRecord) -> Evaluation:
    """A row judged again over the vector that it was decided by."""
    subject = engine.reader.read(decode_event(record.body))
    blank = engine.state.read(subject)
    vector = array("d", record.vector).tolist()
    claim = blank.claim
    if claim is not None:
        claim = replace(claim, breach=_breach_in(vector))
    reading = Reading(
        vector, record.vector, blank.fact, blank.touch, blank.reach, claim=claim, tie=blank.tie
    )
    return engine.judge(subject, reading)


def _breach_in(vector: list[float]) -> str:
    """The limit that a COD parcel broke as it came, of several the narrowest; empty for none."""
    for breach, at in _LIMIT_USES:
        if vector[at] > 1.0:
            return breach
    return "parcel" if vector[_OVER_LIMIT_AT] > 0.0 else ""  # a limit of nothing has no use


def _found(record: EventRecord, judged: Evaluation, fired: tuple[str, ...]) -> Found:
    return Found(
        record.event_id,
        record.occurred_at_ms,
        record.decision,
        judged.decision.decision,
        fired,
        stake_fen(decode_event(record.body)),
    )


def _count(trial: Trial, record: EventRecord, judged: Evaluation, *, fraud: bool) -> None:
    would, did = judged.decision.decision, record.decision
    fen = stake_fen(decode_event(record.body))
    trial.events += 1
    trial.frauds_known += fraud
    trial.then += did in STOPPED
    trial.now += would in STOPPED
    for hit in judged.hits:
        _add_one(trial.hits, hit.id)
    if would != did:
        _add_one(trial.moves, f"{record.kind}: {did} -> {would}")
    if would in STOPPED and did not in STOPPED:
        trial.gained.add(fraud=fraud, fen=fen)
    elif did in STOPPED and would not in STOPPED:
        trial.lost.add(fraud=fraud, fen=fen)


def _add_one(counts: dict[str, int], name: str) -> None:
    counts[name] = counts.get(name, 0) + 1
