"""How long the queue and the page of a case take, and who owns a case that 64 want at once.

``python -m benchmarks.cases``: fills a database of its own on a PostgreSQL server, prints the figures and
drops it. Most decisions and cases are copies of one real row each, under ids of their own; the page is that
of a ring of 40 alerts that the engine scored. Questions are asked as the doors ask them, answers encoded.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

import msgspec
import psycopg
from psycopg import sql
from sqlalchemy import make_url, text

from data.api_keys import Caller
from data.case_filter import Filter
from data.clock import stopwatch_ns, wall_clock_ms
from data.decisions import ENCODER
from data.errors import Conflict
from data.events import Event, decode_event
from data.identifiers import Tokeniser
from data.store import Store
from data.subject import Reader
from data.vault import Vault
from risk.bundle import NO_BUNDLE
from risk.case_book import CaseBook
from risk.case_desk import CaseDesk
from risk.case_room import CaseRoom
from risk.case_routing import RANK_OF_BAND
from risk.case_threads import CaseThreads
from risk.cases import Cases
from risk.engine import Engine
from risk.features.catalogue import vocabulary
from risk.features.state import State
from risk.features.touch import touch_of
from risk.service import ScoringService
from rules.compile import CompiledPolicy, compile_policies
from rules.model import Policy, ReasonText, Rule, Words

SERVER: Final = "postgresql://postgres@127.0.0.1:5432/postgres"
RING: Final = 40
CLAIMERS: Final = 64
_KEY: Final = bytes(range(32))
_TIMES: Final = 20
_COPY_EVENTS: Final = """INSERT INTO events (seq, event_id, kind, occurred_at_ms, received_at_ms,
        body_sealed, body_digest, vector, ledger, raw_scores, hits, graph, answer, decision, score,
        bundle, policy)
 SELECT g, 'copy-' || g, kind, occurred_at_ms + g, received_at_ms + g, body_sealed, body_digest, vector,
        ledger, raw_scores, hits, graph, answer, decision, score, bundle, policy
 FROM events, generate_series(:first, :last) AS g WHERE seq = 1"""
_COPY_CASES: Final = """INSERT INTO cases
 SELECT 'C-20250101-' || lpad(g::text, 6, '0'), 'shipment',
        (ARRAY['SH-01', 'SH-08', 'AO-02', 'CR-03'])[g % 4 + 1], g % 4, 3, g % 1000, 1 + g % 3, 'triage',
        CASE WHEN g % 5 < 3 THEN 'open' ELSE 'closed' END, NULL, 1,
        100 * (g::bigint * 7919 % 100000), g::bigint * 104729 % 500000, :now - 60000 * (g % 5000), :now, :now,
        :now + 1000 * (g::bigint * 31 % 90000) - 9000000, NULL, NULL,
        CASE WHEN g % 5 < 3 THEN NULL ELSE :now - g END, NULL, NULL, 1,
        CASE WHEN g % 5 < 3 THEN NULL ELSE 'confirmed_fraud' END
 FROM generate_series(:first, :last) AS g"""
_COPY_ALERTS: Final = """INSERT INTO case_alerts
 SELECT g, 'copy-' || g, 'C-20250101-' || lpad(g::text, 6, '0'), 'shipment', 'SH-08', 0, 3, 500, 100, 100,
        :now, :now FROM generate_series(:first, :last) AS g"""


def main() -> None:
    """Fill, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=50_000)
    asked.add_argument("--decisions", type=int, default=200_000)
    asked.add_argument("--server", default=SERVER)
    given = asked.parse_args()
    print(f"grouping: {book_us():.1f} µs an alert (file and enter)")
    with scratch_database(given.server) as url:
        store = Store.open(url, Vault({1: _KEY}, 1))
        store.migrate()
        asyncio.run(run(store, given.cases, given.decisions))
        store.close()


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    """A new database, dropped at the end."""
    name = f"postrisk_cases_{wall_clock_ms()}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            admin.execute(drop)


async def run(store: Store, cases: int, decisions: int) -> None:
    """Fill a store and ask it."""
    log = service_over(store)
    await log.score(parcel("first", 1))
    fill(store, cases, decisions)
    log._replica.seq = store.last_seq()  # noqa: SLF001  the copies came past it
    for number in range(RING):
        await log.score(parcel(f"ring-{number}", 2))
    room = CaseRoom(store, Vault({1: _KEY}, 1), Tokeniser(_KEY), wall_clock_ms)
    desk = Cases(CaseThreads(room), log)
    me = Caller("benchmark", "senior_analyst")
    ring = room.reads.alert_of(f"ring-{RING - 1}")
    assert ring is not None
    print(f"{cases + 2:,} cases, {decisions + RING:,} decisions, a ring of {RING} alerts")
    everything, high = Filter(), Filter(status="open", band=RANK_OF_BAND["high"], unowned=True)
    await tell("queue, all of it", lambda: desk.queue(me, everything, None, 50))
    await tell("queue, open and free of band high", lambda: desk.queue(me, high, None, 50))
    page = await desk.queue(me, everything, None, 50)
    await tell("queue, the second page", lambda: desk.queue(me, everything, page.next, 50))
    await tell("page of the ring", lambda: desk.page(me, ring.case_id))
    await tell("figures of 30 days", lambda: desk.metrics(30))
    await tell("next case", lambda: desk.act(CaseDesk.next, me))
    print(f"{CLAIMERS} claims at once: {claims(room, ring.case_id)}")
    await desk.close()


def fill(store: Store, cases: int, decisions: int) -> None:
    """Copies of the first row: decisions, and cases of one alert each."""
    now = {"now": wall_clock_ms()}
    with store.engine.begin() as connection:
        connection.execute(text(_COPY_EVENTS), {"first": 2, "last": decisions})
        connection.execute(text(_COPY_CASES), {"first": 2, "last": cases, **now})
        connection.execute(text(_COPY_ALERTS), {"first": 2, "last": cases, **now})
    with store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


async def tell(what: str, ask: Callable[[], Awaitable[Any]]) -> None:
    """Print the median and the slowest of some calls, the first among them."""
    spent_ms = []
    for _ in range(_TIMES):
        started = stopwatch_ns()
        ENCODER.encode(await ask())
        spent_ms.append((stopwatch_ns() - started) / 1e6)
    middle = sorted(spent_ms)[_TIMES // 2]
    print(f"{what}: median {middle:.0f} ms, slowest {max(spent_ms):.0f} ms of {_TIMES}")


def claims(room: CaseRoom, case_id: str) -> str:
    """What as many people as there are threads are told who claim one case."""

    def claim(number: int) -> str:
        try:
            room.desk.claim(Caller(f"person-{number}", "analyst"), case_id)
        except Conflict as error:
            return error.code
        return "owner"

    with ThreadPoolExecutor(CLAIMERS) as pool:
        said = list(pool.map(claim, range(CLAIMERS)))
    return ", ".join(f"{said.count(word)} × {word}" for word in sorted(set(said)))


def book_us(alerts: int = 20_000) -> float:
    """Microseconds to find the case of an alert and to let it enter."""
    state, reader = State(), Reader(Tokeniser(_KEY))
    touches = [touch_of(reader.read(parcel(str(n), n // 20))) for n in range(alerts)]
    book = CaseBook(state.graph)
    started = stopwatch_ns()
    for number, touch in enumerate(touches):
        filing = book.file(touch, 1_700_000_000_000)
        book.enter(filing, number << 4, 1_700_000_000_000, [])
    return (stopwatch_ns() - started) / 1e3 / alerts


def service_over(store: Store) -> ScoringService:
    """A started service whose policy holds every parcel."""
    engine = Engine(Reader(Tokeniser(_KEY)), State(), NO_BUNDLE, holding())
    service = ScoringService(engine, store, Tokeniser(_KEY), wall_clock_ms)
    service.start()
    return service


def holding() -> CompiledPolicy:
    """A policy that holds every parcel, so that each is an alert."""
    words = Words("核实", "check")
    rule = Rule("B", 1, "SH-08", "hold", ("shipment",), "weight_grams > 0", None,
                ReasonText("b", "测试", "benchmark"), words, words, (), ())  # fmt: skip
    names = vocabulary()
    return compile_policies([Policy("benchmark", 1, words, (), (rule,))], names)


def parcel(number: str, group: int) -> Event:
    """A parcel; those of one group share their phones."""
    body = {
        "event_id": number,
        "kind": "shipment",
        "occurred_at": "2025-03-14T09:26:53+08:00",
        "channel": "counter",
        "sender": {"name": "王五", "phone": f"139{12_340_000 + group}"},
        "receiver": {"name": "赵六", "phone": f"137{12_340_000 + group}"},
        "item": {"category": "电子产品", "text": "耳机", "declared_value_fen": 29_900},
        "weight_grams": 450,
        "pay_mode": "sender",
    }
    return decode_event(msgspec.json.encode(body))


if __name__ == "__main__":
    main()
