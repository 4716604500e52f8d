"""``postrisk serve``."""

import socket
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, ExitStack, closing
from functools import partial
from pathlib import Path

import click

from api.app import HttpApp, create_app
from api.bundle_log import JsonBundleLog
from api.commands.options import bundle_option, database_option, home_option
from api.keyring import StoredKeyRing
from api.lifetime import lifetime
from api.notice_log import JsonNoticeLog
from api.server import bind, serve_on, url_of
from api.workers import Workers, end_this_process
from data.api_keys import ApiKeys
from data.clock import wall_clock_ms
from data.connect import is_embedded
from data.errors import WrongUse
from data.exposure_entries import ExposureEntries
from data.home import Home
from data.outbox import Outbox
from data.sessions import Sessions
from data.store import Store
from risk.archive import keep_policies
from risk.bootstrap import (
    administration_of,
    archive_of,
    home_of,
    oidc_of,
    opened_room,
    people_of,
    service_of,
    shared_service_of,
    store_of,
    watches_of,
)
from risk.case_process import CaseProcess
from risk.case_room import Room
from risk.cases import Cases
from risk.collector import spare_the_collector
from risk.exposure_desk import ExposureDesk
from risk.governance import Governance
from risk.notice_pile import NoticePile
from risk.people import People
from risk.progress import Progress
from risk.reload import Reloads
from risk.service import ScoringService
from risk.settings import Settings, from_environment


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes on one port; more than one share a log in PostgreSQL.",
)
@click.option("--state", default="memory", show_default=True, help="Where windows and graph live.")
@database_option
@bundle_option
@click.option(
    "--challenger",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of a second bundle: it scores every event too, is kept beside the decision and has no "
    "part in it [default: POSTRISK_CHALLENGER or none].",
)
@home_option
def command(  # noqa: PLR0917  click passes by name
    host: str,
    port: int,
    workers: int,
    state: str,
    database: str | None,
    bundle: Path | None,
    challenger: Path | None,
    home: Path | None,
) -> None:
    """Serve the score API: embedded by default, on http://127.0.0.1:8000.

    Every decision is on the disk before its answer leaves. At start the state is restored from the
    log; /readyz answers 200 when that is done.

    A bundle that is put into the folder of the bundle or of the challenger while this runs is checked
    and taken within seconds, between two requests; a damaged one is refused with a line on stderr.
    """
    settings = from_environment(home, database, bundle, challenger)
    _require_log_for(workers, state, settings)
    listener = bind(host, port)
    with ExitStack() as stack:
        stack.callback(listener.close)
        folder = home_of(settings)
        stack.enter_context(folder.lock())
        store = store_of(settings, folder)
        stack.callback(store.close)
        if workers == 1:
            room = CaseProcess(partial(opened_room, settings))
            stack.callback(room.end)
            app = open_app(settings, folder, store, room)
            serve_on(app, listener, started=_announce)
        else:
            store.close()  # migrated, once for all; each worker opens its own
            serve = partial(_serve_as_worker, settings)
            Workers(workers, serve, listener, lambda: _announce(url_of(listener))).run()


def _announce(url: str) -> None:
    click.echo(f"PostRisk answers at {url}")


def _serve_as_worker(
    settings: Settings, number: int, listener: socket.socket, answers: Callable[[], None]
) -> None:
    """In a process of its own, whose parent holds the home's lock."""
    folder = home_of(settings)
    with ExitStack() as stack:
        store = stack.enter_context(closing(store_of(settings, folder)))
        room = CaseProcess(partial(opened_room, settings))
        stack.callback(room.end)
        app = open_app(settings, folder, store, room, worker=number)
        serve_on(app, listener, started=lambda _url: answers())


def open_app(
    settings: Settings, home: Home, store: Store, room: Room, *, worker: int | None = None
) -> HttpApp:
    """The HTTP app over a store whose log was restored; the caller holds the home's lock.

    Args:
        settings: as for any command.
        home: of keys, bundle and archive.
        store: the log.
        room: of its cases; closed with the app.
        worker: number of this one among several that share the log; None for the only one.
    """
    spare_the_collector()
    watches = watches_of(settings, home)
    if worker is None:
        store.claim_writer()
        service = service_of(settings, home, store)
    else:
        store.join_writers()
        service = shared_service_of(settings, home, store, end_this_process)
    with Progress("restore", store.count_events()) as progress:
        service.start(lambda _record: progress.step())
    keep_policies(archive_of(home), service.engine.sets)
    reloads = Reloads(service.engine, *watches, JsonBundleLog().told)
    cases = Cases(room, service)
    people = people_of(home, store, oidc_of(settings, home))
    governance = Governance(service, store, archive_of(home), wall_clock_ms, cases.note)
    governance.admin = administration_of(home, store, people)
    app = app_of(service, store, cases, people, reloads=reloads, governance=governance)
    if worker is not None:
        app.metrics.add_gauges(lambda: {"worker": worker})
    return app


def app_of(
    service: ScoringService,
    store: Store,
    cases: Cases | None = None,
    people: People | None = None,
    *,
    reloads: Reloads | None = None,
    governance: Governance | None = None,
    beside: AbstractAsyncContextManager[None] | None = None,
) -> HttpApp:
    """The HTTP app over a started service, with its cases; it takes other bundles where there are reloads."""
    keys = StoredKeyRing(ApiKeys(store), Sessions(store), wall_clock_ms)
    outbox = Outbox(store.engine)
    pile = NoticePile(outbox, JsonNoticeLog().piled_up)
    desk = ExposureDesk(service.engine, ExposureEntries(store), service.caught_up)
    app = create_app(
        service,
        keys,
        exposures=desk,
        cases=cases,
        people=people,
        governance=governance,
        notices=outbox,
        lifespan=lambda _framework: lifetime(service, cases, reloads, pile, beside),
    )
    app.metrics.notices = pile.counts
    if reloads is not None:
        app.metrics.add_gauges(reloads.gauges)
    return app


def _require_log_for(workers: int, state: str, settings: Settings) -> None:
    if state != "memory":
        raise WrongUse(
            "--state knows only memory: workers share the log, not a state; "
            "use --workers N --database postgresql://…"
        )
    if workers > 1 and (settings.database is None or is_embedded(settings.database)):
        raise WrongUse(
            "--workers above 1 needs a log that processes can share: "
            "--database postgresql://USER@HOST/DATABASE"
        )
