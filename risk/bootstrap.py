"""Puts the parts together: the only place that knows which keeper, store and policy are in use."""

from collections.abc import Callable
from pathlib import Path

from data.accounts import Accounts
from data.api_keys import ApiKeys
from data.audit import AuditLog, Head
from data.audit_head import HeadFile
from data.clock import wall_clock_ms
from data.home import Home
from data.identifiers import Tokeniser
from data.sessions import Sessions
from data.store import Store
from data.subject import Reader
from risk.administration import Administration
from risk.archive import Archive
from risk.bundle import MANIFEST, NO_BUNDLE, Bundle, load_bundle
from risk.case_room import CaseRoom
from risk.engine import Engine
from risk.features.catalogue import credit_features, vocabulary
from risk.features.state import State
from risk.oidc import Oidc
from risk.oidc_settings import read_oidc, secret_in
from risk.people import People
from risk.service import ScoringService
from risk.settings import Settings, variable
from risk.shared_service import SharedScoringService
from risk.watch import BundleWatch
from rules.cod_book import shipped_book
from rules.compile import CompiledPolicy, compile_policies
from rules.load import load_policies, shipped_policies


def home_of(settings: Settings) -> Home:
    """The home folder, made if it is not there."""
    return Home(settings.home, settings.cipher)


def tokeniser_of(home: Home) -> Tokeniser:
    """The tokeniser over the home's key, which is made at the first call."""
    return Tokeniser(home.secrets().token_key)


def archive_of(home: Home) -> Archive:
    """Where bundles and policies that decided are kept."""
    return Archive(home.path / "archive")


def shipped_policy() -> CompiledPolicy:
    """The rules that come with the engine, compiled, and its grades of cash on delivery."""
    names = vocabulary()
    book = shipped_book(credit_features())
    return compile_policies(load_policies(shipped_policies(), names), names, book)


def bundle_of(home: Home, folder: Path | None) -> tuple[Bundle, Path]:
    """The bundle of a folder, else the home's, else none; and the folder it came from.

    Raises:
        Failure: a folder was named and holds no bundle, or a bundle is damaged.
    """
    if folder is None and not (home.bundle_path / MANIFEST).exists():
        return NO_BUNDLE, home.bundle_path
    chosen = folder or home.bundle_path
    return load_bundle(chosen), chosen


def engine_of(settings: Settings, home: Home) -> Engine:
    """A fresh engine with an empty state; its bundle and policy are kept in the archive."""
    bundle, folder = bundle_of(home, settings.bundle)
    policy = shipped_policy()
    archive = archive_of(home)
    archive.keep_bundle(folder, bundle)
    archive.keep_policy(policy)
    reader = Reader(tokeniser_of(home))
    return Engine(reader, State(settings.max_identifiers), bundle, policy)


def challenger_of(settings: Settings, home: Home) -> Bundle | None:
    """The bundle that scores in shadow, kept in the archive; None if none is wanted.

    Raises:
        Failure: the folder holds no bundle, or a damaged one.
    """
    if settings.challenger is None:
        return None
    challenger = load_bundle(settings.challenger)
    archive_of(home).keep_bundle(settings.challenger, challenger)
    return challenger


def watches_of(settings: Settings, home: Home) -> tuple[BundleWatch, BundleWatch | None]:
    """Watches over the folders of champion and challenger; make them before the engine."""
    archive, challenger = archive_of(home), settings.challenger
    champion = BundleWatch(settings.bundle or home.bundle_path, archive)
    return champion, None if challenger is None else BundleWatch(challenger, archive)


def store_of(settings: Settings, home: Home) -> Store:
    """The log, brought to this version.

    Raises:
        Failure: the database can't be reached.
    """
    vault = home.vault()
    store = Store.open(settings.database or home.database_url, vault)
    store.migrate()
    return store


def service_of(settings: Settings, home: Home, store: Store) -> ScoringService:
    """The scoring service over a log, with its challenger; ``start`` fills its state."""
    engine = engine_of(settings, home)
    engine.challenger = challenger_of(settings, home)
    return ScoringService(engine, store, tokeniser_of(home), wall_clock_ms)


def shared_service_of(
    settings: Settings, home: Home, store: Store, faulty: Callable[[], None]
) -> SharedScoringService:
    """The scoring service of one worker among several; ``faulty`` is told when it must start again."""
    engine = engine_of(settings, home)
    engine.challenger = challenger_of(settings, home)
    return SharedScoringService(
        engine,
        store,
        tokeniser_of(home),
        wall_clock_ms,
        archive=archive_of(home),
        faulty=faulty,
    )


def room_of(home: Home, store: Store) -> CaseRoom:
    """Where the cases of a log are kept; the end of their audit chain is kept in the home as well."""
    told = HeadFile(home.path).keep
    return CaseRoom(store, home.vault(), tokeniser_of(home), wall_clock_ms, told=told)


def opened_room(settings: Settings) -> CaseRoom:
    """The same in a process of its own, over a store of its own that is of this version already."""
    home = home_of(settings)
    return room_of(home, Store.open(settings.database or home.database_url, home.vault()))


def oidc_of(settings: Settings, home: Home) -> Oidc | None:
    """The single sign-on, where there is one.

    Raises:
        WrongUse: a field of its settings is wrong.
    """
    path = settings.oidc or home.path / "oidc.yaml"
    if settings.oidc is None and not path.exists():
        return None
    told = read_oidc(path)
    return Oidc(told, secret_in(told, variable), home.vault(), wall_clock_ms)


def people_of(home: Home, store: Store, oidc: Oidc | None = None) -> People:
    """The people who log in; what they do goes into the same audit log."""
    audit = AuditLog(store.engine, tokeniser_of(home).digest)
    accounts = Accounts(store, home.vault(), audit, HeadFile(home.path).keep)
    return People(accounts, Sessions(store), wall_clock_ms, oidc)


def audit_of(home: Home, store: Store) -> tuple[AuditLog, Head | None]:
    """The audit log of a database, and its end as the home knows it."""
    return AuditLog(store.engine, tokeniser_of(home).digest), HeadFile(home.path).read()


def administration_of(home: Home, store: Store, people: People) -> Administration:
    """The administrators' desk over a log."""
    secrets = home.secrets()
    vault = (tuple(sorted(secrets.vault_keys)), secrets.vault_current)
    audit = AuditLog(store.engine, tokeniser_of(home).digest)
    kept = HeadFile(home.path).read
    return Administration(people, ApiKeys(store), vault, (audit, kept), wall_clock_ms)
