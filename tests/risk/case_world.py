"""Cases to work on: a store with alerts in it, people with keys, and everything that serves them."""

from typing import Any, Final

from data.api_keys import ApiKeys, Caller
from data.events import Outcome
from data.store import Store
from data.vault import Vault
from risk.case_room import CaseRoom
from risk.case_threads import CaseThreads
from risk.cases import Cases
from risk.engine import Engine
from risk.service import ScoringService
from rules.compile import CompiledPolicy
from tests.risk.builders import (
    NOW_MS,
    engine_with,
    policy_of,
    rule,
    service_over,
    shipment,
    tokeniser,
)
from tests.risk.running import run_async

ALERTING: Final = policy_of(rule("T", action="hold", typology="SH-08"))
DECLINING: Final = policy_of(rule("T", action="decline", typology="SH-01"))
INSIDER: Final = policy_of(rule("T", action="hold", typology="IN-05"))
VAULT: Final = Vault({1: bytes(range(32))}, 1)
REASON: Final = "called them and it was so"


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now_ms = NOW_MS

    def __call__(self) -> int:
        return self.now_ms


class KeptLog:
    """A log that remembers what it was told, beside an engine's memory."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.told: list[Outcome] = []
        self.failure: Exception | None = None
        self.fail_after = 0

    async def record_outcome(self, outcome: Outcome) -> bool:
        if self.failure is not None and len(self.told) >= self.fail_after:
            raise self.failure
        if outcome in self.told:
            return False
        self.told.append(outcome)
        return True

    async def caught_up(self) -> None:
        pass


def room_over(store: Store, clock: Clock) -> CaseRoom:
    return CaseRoom(store, VAULT, tokeniser(), clock)


def room_at(url: str) -> CaseRoom:
    """A room as another process opens it, over tables that are there."""
    return room_over(Store.open(url, VAULT), Clock())


class CaseWorld:
    """A store with cases and those who work on them.

    Args:
        store: empty.
        policy: decides what is an alert.
    """

    def __init__(self, store: Store, policy: CompiledPolicy = ALERTING) -> None:
        self.store = store
        self.engine = engine_with(policy=policy)
        self.log = KeptLog(self.engine)
        self.clock = Clock()
        self.room = room_over(store, self.clock)
        self.threads = CaseThreads(self.room)
        self.cases = self.opened()
        self.people: dict[str, Caller] = {}

    def opened(self, log: Any = None) -> Cases:
        """Cases over the same store, as after a restart."""
        return Cases(self.threads, log or self.log)

    def score(self, *events: Any) -> list[str | None]:
        """The case ids of events, scored one after the other."""

        async def work() -> list[str | None]:
            service: ScoringService = service_over(
                self.store, engine_with(policy=self.engine.policy)
            )
            answers = [(await service.score(event)).decision for event in events]
            self.engine.state = service.engine.state
            return [answer.case_id for answer in answers]

        return run_async(work())

    def ring(self, count: int = 3, first: int = 0, **changes: Any) -> str:
        """One case of some alerts; gives its id."""
        found = self.score(*(shipment(n, **changes) for n in range(first, first + count)))
        assert len(set(found)) == 1
        assert found[0] is not None
        return found[0]

    def person(self, role: str = "analyst", name: str = "") -> Caller:
        """Somebody with a key of a role."""
        known = self.people.get(role + name)
        if known is None:
            key_id, _ = ApiKeys(self.store).create(role, self.clock.now_ms)
            known = self.people[role + name] = Caller(key_id, role)
        return known

    def close(self) -> None:
        run_async(self.threads.close())


def somebody(number: int) -> dict[str, Any]:
    """A shipment's parties that share nothing with those of another number."""
    return {
        "sender": {"name": "王五", "phone": f"1391234{number:04d}"},
        "receiver": {"name": "赵六", "phone": f"1371234{number:04d}"},
    }
