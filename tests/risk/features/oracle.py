"""The state, told naively: the plain list of what arrived, counted anew for each question.

Written from docs/features.md and the docstrings of the catalogue, not from the windows or the graph:
no index, no prefix sum, no edge is kept. What a bounded store forgets is written down as plain
rules too: a key's memory starts anew where it was dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf, nan
from types import ModuleType

from data.events import AccountOpening, Shipment
from data.instants import DAY_MS
from data.normalise.text import clean
from data.subject import Subject
from graph import identity
from risk.features import keeper as keeper_module
from risk.features.touch import Touch, addressee, own_unit, touch_of
from tests.risk.features.oracle_exposure import ExposureOracle
from tests.risk.features.oracle_words import is_uncapped, is_unrelated, is_vague

KEEPER: ModuleType = keeper_module
GRAPH: ModuleType = identity
Values = dict[str, float]
FRAUDS = ("confirmed_fraud", "policy_violation", "written_off")
COMPLAINTS = ("complaint_not_ordered", "complaint_mismatch")
ORG = 2
LIFTS = ("legit_explained", "data_error")


class Row:
    """One event of the log; facts are read from the event itself."""

    def __init__(self, subject: Subject, touch: Touch) -> None:
        event, party, other = subject.event, subject.party, subject.other
        parcel = event if isinstance(event, Shipment) else None
        self.subject, self.touch, self.at_ms = subject, touch, subject.at_ms
        self.granted = self.novel = 0
        self.told: list[tuple[str, int]] = []
        self.person, self.phone, self.name = party.document_node, party.phone_node, party.name_node
        self.unit, self.device = own_unit(party.place), touch.device
        self.account = subject.account or party.account_node
        self.merchant, self.outlet, self.sender = subject.merchant, subject.outlet, party.best_node
        self.agent = subject.agent_node
        self.region = party.document.region if party.document else ""
        self.receiver = other.best_node if parcel and other else 0
        self.province = other.place.address.adcode[:2] if parcel and other else ""
        self.grams = within(parcel.weight_grams, 10**9) if parcel else 0
        self.declared = within(parcel.item.declared_value_fen, 10**15) if parcel else 0
        self.cod = within(parcel.cod_amount_fen, 10**15) if parcel else 0
        self.vague = int(is_vague(clean(parcel.item.text))) if parcel else 0
        registered = subject.account or subject.merchant or party.organisation is not None
        self.walk_in = int(bool(parcel and not registered))
        self.walk_in_person = self.person if self.walk_in else 0
        opening = event if isinstance(event, AccountOpening) else None
        self.unrelated = self.person if opening and is_unrelated(opening) else 0
        self.counted = int(bool(opening and not is_uncapped(opening)))
        self.org = self.person if self.person & 15 == ORG else 0
        self.first_sender = self.fresh_sender = self.linked = 0
        self.returned = int(bool(parcel and parcel.is_return))
        self.building = _building(subject)
        self.named = 0

    @property
    def known_ms(self) -> float:
        """When it became known as a fraud: told first of what no later outcome has lifted."""
        lifted = max((at + 1 for at, (said, _) in enumerate(self.told) if said in LIFTS), default=0)
        return min((ms for said, ms in self.told[lifted:] if said in FRAUDS), default=inf)

    @property
    def identity(self) -> list[int]:
        """The acting party's identifiers, which a confirmed fraud marks."""
        nodes = (self.person, self.phone, self.unit, self.device, self.account, self.agent)
        return [node for node in nodes if node]


@dataclass
class Life:
    """What is remembered of a key or node since it was last dropped."""

    since: int
    touched_ms: int = 0
    first_ms: int = 10**18
    rows: list[Row] = field(default_factory=list)
    delivered: int = 0
    failed: int = 0
    claims: int = 0
    complaints: int = 0
    signed_fast: int = 0
    changed_ms: int = 0
    overdue: int = 0
    marks: set[int] = field(default_factory=set)


class Oracle:
    """The log and its recount."""

    def __init__(self, most: int = 2_000_000) -> None:
        self.most, self.clock_ms = most, 0
        self.log: list[Row] = []
        self.keys: dict[int, Life] = {}
        self.nodes: dict[int, Life] = {}
        self.events: dict[int, tuple[Row, int]] = {}
        self.waiting: list[tuple[int, str, int]] = []
        self.exposure = ExposureOracle()

    def row(self, subject: Subject) -> Row:
        """The event as it would enter the log."""
        row = Row(subject, touch_of(subject))
        sent = [r.receiver for n in row.touch.party for r in self.window(n << 3, row.at_ms, 90)]
        known = isinstance(subject.event, Shipment) and row.receiver and row.receiver in sent
        row.novel = int(isinstance(subject.event, Shipment) and not known)
        if isinstance(subject.event, Shipment):
            before = [r for n in row.touch.party for r in self.window(n << 3, row.at_ms, 90)]
            row.first_sender = row.sender if row.touch.party and not before else 0
            nodes = [node for node in (row.person, row.phone) if node]
            opened = [r for n in nodes for r in self.window(n << 3 | 2, row.at_ms, 30)]
            row.fresh_sender = row.sender if opened and row.grams <= 500 else 0
            row.named = _named(subject) if opened and row.grams <= 500 else 0
            if row.named:
                row.touch = row.touch.with_key(row.named << 3 | 1)
            row.linked = int(bool(set(row.touch.party) & set(row.touch.other)))
        return row

    def apply(self, row: Row, *, granted: bool) -> None:
        """The event arrives."""
        row.granted = int(granted)
        self.log.append(row)
        self._tick(row.at_ms)
        self.exposure.reserve(row.subject, self.clock_ms)
        for key in row.touch.keys:
            life = self._touch(self.keys, key, len(self.log) - 1)
            late_ms = max(row.at_ms, self.clock_ms - KEEPER.RETENTION_MS)
            life.first_ms = min(life.first_ms, late_ms)
            oldest_ms = min(self.clock_ms, row.at_ms) - KEEPER.RETENTION_MS
            rows = [r for r in (*life.rows, row) if r.at_ms >= oldest_ms]
            life.rows = sorted(rows, key=lambda r: r.at_ms)[-KEEPER.MAX_FACTS :]
        self._remember(row)
        self._prune(self.keys, KEEPER.RETENTION_MS, self._newest_fact_ms)
        for pair in row.touch.pairs:
            for node in pair:
                self._touch(self.nodes, node, len(self.log) - 1)
        self._prune(self.nodes, GRAPH.UNSEEN_MS, self._newest_link_ms)
        event = row.subject.event_node
        early = [told for told in self.waiting if told[0] == event]
        self.waiting = [told for told in self.waiting if told[0] != event]
        for told in early:
            self.outcome(*told)

    def outcome(self, event: int, outcome: str, at_ms: int) -> None:
        """A later fact about an event arrives, or waits for its event."""
        self.exposure.tell(event, outcome)
        if event not in self.events:
            self.waiting.append((event, outcome, at_ms))
            return
        row, _ = self.events[event]
        row.told.append((outcome, at_ms))
        if outcome in FRAUDS:
            for node in row.identity:
                self._touch(self.nodes, node, len(self.log)).marks.add(event)
            self._prune(self.nodes, GRAPH.UNSEEN_MS, self._newest_link_ms)
        for node in row.identity if outcome in LIFTS else ():
            if node in self.nodes:
                self.nodes[node].marks.discard(event)
        for key in row.touch.keys:
            if key & 7 in (0, 1, 6) and key in self.keys:
                self.keys[key].delivered += outcome == "delivered"
                self.keys[key].failed += outcome in ("refused", "undeliverable")
                self.keys[key].claims += outcome == "claimed"
                self.keys[key].complaints += outcome in COMPLAINTS
                self.keys[key].overdue += outcome == "overdue"
                fast = outcome == "delivered" and at_ms - row.at_ms <= DAY_MS // 2
                self.keys[key].signed_fast += fast
            if key & 7 == 6 and key in self.keys and outcome == "settle_account_changed":
                self.keys[key].changed_ms = max(self.keys[key].changed_ms, at_ms)

    def at_hand(self, key: int) -> list[Row]:
        """Facts of a key in order of their own time, then of arrival."""
        return self.keys[key].rows if key in self.keys else []

    def window(self, key: int, at_ms: int, days: float) -> list[Row]:
        """Facts of a key in ``(at - days, at]``."""
        since_ms = at_ms - int(days * DAY_MS)
        return [r for r in self.at_hand(key) if since_ms < r.at_ms <= at_ms]

    def links(self, node: int) -> dict[int, int]:
        """Neighbour -> last seen together; the last seen first, of equals the last to have come."""
        found: dict[int, int] = {}
        for index, row in enumerate(self.log):
            for pair in row.touch.pairs:
                for one, other in (pair, pair[::-1]):
                    known = one == node and self._both_since(one, other) <= index
                    if known and (other not in found or row.at_ms > found[other]):
                        found.pop(other, None)
                        found[other] = row.at_ms
        newest = list(found.items())[::-1]
        return dict(sorted(newest, key=lambda link: -link[1]))

    def sharers(self, node: int, kinds: tuple[int, ...], since_ms: int, plus: int) -> int:
        """Identifiers of some kinds that were seen with a node after an instant."""
        links = self.links(node).items()
        shared = {other for other, last in links if other & 15 in kinds and last > since_ms}
        most: int = GRAPH.MAX_SHARERS
        return min(len((shared | {plus}) - {0}), most)

    def _both_since(self, one: int, other: int) -> int:
        lives = self.nodes.get(one), self.nodes.get(other)
        return max(life.since if life else len(self.log) for life in lives)

    def _tick(self, at_ms: int) -> None:
        limit_ms = self.clock_ms + KEEPER.STEP_MS if self.clock_ms else at_ms
        self.clock_ms = max(self.clock_ms, min(at_ms, limit_ms))

    def _touch(self, lives: dict[int, Life], key: int, since: int = 0) -> Life:
        life = lives.pop(key, None) or Life(since)
        lives[key] = life
        life.touched_ms = self.clock_ms
        return life

    def _prune(
        self, lives: dict[int, Life], unseen_ms: int, newest_ms: Callable[[int], int]
    ) -> None:
        while len(lives) > self.most:
            del lives[next(iter(lives))]
        for _ in range(4):
            key = next(iter(lives), None)
            if key is None or lives[key].touched_ms > self.clock_ms - unseen_ms:
                return
            if newest_ms(key) > self.clock_ms - unseen_ms:
                self._touch(lives, key)
            else:
                del lives[key]

    def _newest_fact_ms(self, key: int) -> int:
        return max((r.at_ms for r in self.at_hand(key)), default=-(10**18))

    def _newest_link_ms(self, node: int) -> int:
        return max(self.links(node).values(), default=-(10**18))

    def _remember(self, row: Row) -> None:
        self.events[row.subject.event_node] = (row, self.clock_ms)
        oldest = next(iter(self.events))
        past, remembered_ms = self.events[oldest]
        limit_ms = self.clock_ms - KEEPER.RETENTION_MS
        if len(self.events) > self.most or max(remembered_ms, past.at_ms) < limit_ms:
            del self.events[oldest]
        elif remembered_ms < limit_ms:
            self.events[oldest] = (self.events.pop(oldest)[0], self.clock_ms)


def busiest(oracle: Oracle, nodes: tuple[int, ...], role: int) -> int:
    """The key with most facts at hand; of equals the surest, which comes first."""
    keys = [node << 3 | role for node in nodes if node << 3 | role in oracle.keys]
    return max(keys, key=lambda key: len(oracle.at_hand(key)), default=0)


def _building(subject: Subject) -> int:
    """The house to which cash on delivery goes, if it is no shared place."""
    event, other = subject.event, subject.other
    if isinstance(event, Shipment) and event.pay_mode == "cod" and other:
        return other.place.building if not other.place.address.poi_type else 0
    return 0


def _named(subject: Subject) -> int:
    """The receiver's name at its house, told apart as the pair of both."""
    assert subject.other is not None
    return addressee(subject.other)


def within(value: int, limit: int) -> int:
    return max(-limit, min(limit, value))


def distinct(rows: list[Row], field: str, own: Row | None) -> int:
    found = {getattr(row, field) for row in ([*rows, own] if own else rows)}
    return len(found - {0, ""})


def tri(flag: bool | None) -> float:
    return nan if flag is None else float(flag)


def frauds(rows: list[Row], at_ms: int, days: float) -> int:
    """Facts at hand that became known as frauds in ``(at - days, at]``."""
    return sum(at_ms - days * DAY_MS < row.known_ms <= at_ms for row in rows)


def fraud_share(window: list[Row], at_ms: int) -> float:
    """Of the facts of a window that are seven days old, those known as frauds by an instant."""
    rows = [row for row in window if row.at_ms <= at_ms - 7 * DAY_MS]
    return sum(row.known_ms <= at_ms for row in rows) / len(rows) if rows else nan


def failed_share(life: Life | None) -> float:
    told = life.failed + life.delivered if life else 0
    return (life.failed + 2) / (told + 16) if life and told else nan


def tenure(life: Life | None, at_ms: int) -> float:
    return max(at_ms - life.first_ms, 0) / DAY_MS if life and life.rows else 0.0
