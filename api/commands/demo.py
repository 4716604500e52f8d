"""``postrisk demo``: a small world, scored through the real service, and served."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import click
from httpx import ASGITransport

from api.app import HttpApp
from api.commands.demo_history import work_before
from api.commands.demo_people import print_crew
from api.commands.options import home_option
from api.commands.serve import app_of
from api.commands.train import run_training
from api.console.client import Api
from api.console.site import Site
from api.server import bind, serve_on, url_of
from api.wire import Receive, Scope, Send
from data.api_keys import ApiKeys
from data.clock import stopwatch_ns, wall_clock_ms
from data.decisions import LADDER, AnalystDecision
from data.events import AccountOpening, Event, OutcomeLine, as_outcome, decode_line
from data.files import read_lines
from data.normalise.phone import parse_phone
from data.store import Store
from data.synthetic.presets import preset
from data.synthetic.truth import TRUTH
from data.synthetic.writer import EVENTS, write_world
from risk.bootstrap import (
    administration_of,
    archive_of,
    home_of,
    people_of,
    room_of,
    service_of,
    store_of,
)
from risk.bundle import MANIFEST
from risk.case_threads import CaseThreads
from risk.cases import Cases
from risk.collector import spare_the_collector
from risk.governance import Governance
from risk.masked_labels import masked_number
from risk.people import People
from risk.progress import Progress
from risk.service import ScoringService
from risk.settings import Settings, from_environment

SEED: Final = 7
_AT_ONCE: Final = 64
_SHOWN: Final = 10

Scored = list[tuple[Event, AnalystDecision]]


@click.command("demo")
@click.option("--once", is_flag=True, help="Print what was found and stop, without serving.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@home_option
def command(once: bool, host: str, port: int, home: Path | None) -> None:  # noqa: FBT001  click's
    """Make a small world, fit the detectors on it, score it, show what was found, serve the API.

    Everything is real: the events go through the serving engine into the embedded database of the
    home. Run it again and the same events get their stored answers.
    """
    started = stopwatch_ns()
    spare_the_collector()
    settings = from_environment(home)
    folder = home_of(settings)
    with ExitStack() as stack:
        listener = None if once else bind(host, port)
        if listener is not None:
            stack.callback(listener.close)
        stack.enter_context(folder.lock())
        events = _world(folder.path / "demo")
        if not (folder.bundle_path / MANIFEST).exists():
            run_training(settings, events, None, None, SEED)
        store = store_of(settings, folder)
        stack.callback(store.close)
        store.claim_writer()
        service, scored = asyncio.run(_score(settings, store, events))
        _report(scored, (stopwatch_ns() - started) / 1e9)
        _next_steps(store, None if listener is None else url_of(listener))
        if listener is not None:
            people = people_of(folder, store)
            print_crew(people, url_of(listener))
            cases = Cases(CaseThreads(room_of(folder, store)), service)
            asyncio.run(work_before(cases, people.colleagues(), events.with_name(TRUTH)))
            governance = Governance(service, store, archive_of(folder), wall_clock_ms, cases.note)
            governance.admin = administration_of(folder, store, people)
            app = _with_console(service, store, cases, people, governance)
            serve_on(app, listener)


def _with_console(
    service: ScoringService, store: Store, cases: Cases, people: People, governance: Governance
) -> HttpApp:
    """API and console in one process; the console calls the API as any client does."""
    doors: list[HttpApp] = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        await doors[0](scope, receive, send)

    site = Site(Api("http://postrisk", ASGITransport(behind)))
    app = app_of(service, store, cases, people, governance=governance, beside=site.lifespan())
    site.mount_on(app.framework)
    doors.append(app)
    return app


def _world(folder: Path) -> Path:
    """The demo's events, made when they are not there; the same seed gives the same bytes."""
    events = folder / EVENTS
    if not events.exists():
        write_world(folder, preset("demo"), SEED)
    return events


async def _score(settings: Settings, store: Store, events: Path) -> tuple[ScoringService, Scored]:
    """Send a file through the service in its order, many events to one commit."""
    service = service_of(settings, home_of(settings), store)
    service.start()
    lines = [decode_line(line) for _, line in read_lines(events)]
    scored: Scored = []
    with Progress("score", len(lines)) as progress:
        for at in range(0, len(lines), _AT_ONCE):
            part = lines[at : at + _AT_ONCE]
            answers = await asyncio.gather(*(_send(service, line) for line in part))
            scored += [pair for pair in answers if pair is not None]
            progress.step(len(part))
    return service, scored


async def _send(
    service: ScoringService, line: Event | OutcomeLine
) -> tuple[Event, AnalystDecision] | None:
    if isinstance(line, OutcomeLine):
        await service.record_outcome(as_outcome(line))
        return None
    return line, (await service.score(line)).analyst_decision()


def _report(scored: Scored, seconds: float) -> None:
    actions = Counter(answer.decision for _, answer in scored)
    listed = ", ".join(f"{actions[action]:,} {action}" for action in LADDER)
    click.echo(f"\nScored {len(scored):,} events in {seconds:.1f} s, set-up included: {listed}")
    _report_typologies(scored)
    _report_ring(scored)


def _report_typologies(scored: Scored) -> None:
    """One flagged event of each typology, in the words that a clerk and an analyst see."""
    first: dict[str, AnalystDecision] = {}
    hits: Counter[str] = Counter()
    for _, answer in scored:
        if answer.typology:
            hits[answer.typology] += 1
            first.setdefault(answer.typology, answer)
    click.echo("\nFlagged, one example of each kind:")
    for typology, answer in sorted(first.items())[: _SHOWN + 2]:
        click.echo(
            f"  {typology}  {hits[typology]:>4} events   {answer.event_id}: {answer.decision}"
        )
        click.echo(f"         why:    {answer.reasons[0].zh}")
        click.echo(f"                 {answer.reasons[0].en}")
        click.echo(f"         clerk:  {answer.counter.zh}")


def _report_ring(scored: Scored) -> None:
    """The largest group of flagged openings that one phone ties together."""
    phones: dict[str, list[AnalystDecision]] = defaultdict(list)
    people: dict[str, set[str]] = defaultdict(set)
    for event, answer in scored:
        if isinstance(event, AccountOpening):
            phone = parse_phone(event.applicant.phone)
            if phone.linkable:
                phones[phone.canonical].append(answer)
                people[phone.canonical].add(event.applicant.id_no or "")
    rings = {
        number: found
        for number, found in phones.items()
        if any(answer.typology == "AO-02" for answer in found)
    }
    if not rings:
        click.echo("\nNo ring on a shared phone was found.")
        return
    shared = max(rings, key=lambda number: len(people[number]))
    _describe_ring(shared, len(people[shared]), rings[shared])


def _describe_ring(phone: str, persons: int, answers: Sequence[AnalystDecision]) -> None:
    flagged = [answer for answer in answers if answer.decision != "approve"]
    click.echo(
        f"\nA ring: {persons} persons opened {len(answers)} accounts with one phone "
        f"({masked_number(phone)}); {len(flagged)} were flagged, from opening no. "
        f"{answers.index(flagged[0]) + 1} on."
    )
    size = flagged[-1].graph.component_size
    click.echo(f"  At the last one, {size} identifiers hung together in the identity graph.")


def _next_steps(store: Store, url: str | None) -> None:
    address = url or "http://127.0.0.1:8000"
    key = ""
    if url is not None:
        _, key = ApiKeys(store).create("analyst", wall_clock_ms())
        click.echo(f"\nAPI key (analyst, shown once): {key}")
    click.echo(f"\nDocs:     {address}/docs" + ("" if url else "   (after `make demo`)"))
    click.echo(f"OpenAPI:  {address}/openapi.json")
    if url is not None:
        click.echo(f"Score API at {address} - stop with Ctrl-C. Try:")
        click.echo(f"  export POSTRISK_KEY={key}")
        click.echo("  and the curl of the README.")
