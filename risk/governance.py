"""What people do to lists, limits and policies, as use cases: checked, committed to the log, then in force.

Changes come one at a time. A policy is compiled and kept in the archive beside the event loop, while
scores go on; it takes force between two events, in the step that gives it its place in the log.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Final, TypeVar

from data.changes import (
    LiftProposed,
    ListChange,
    Listing,
    ListingsProposed,
    Made,
    PolicyChange,
    PolicyDrafted,
    PolicyPublished,
    PolicyRetired,
    PolicyRolledBack,
    PolicyShadowed,
    ProposalApproved,
    ProposalRefused,
)
from data.clock import Clock
from data.errors import Conflict, InvalidInput
from data.store import Store
from risk.administration import Administration
from risk.archive import Archive, keep_policies
from risk.credit_files import CreditFiles, Note, unnoted
from risk.engine import Engine
from risk.list_import import ImportReport, read_csv
from risk.listing import ListingIn, Listings, Mistake
from risk.policy_book import PolicyBook
from risk.policy_files import checked_file, kept_file, version_id_of
from risk.policy_sets import PolicySets
from risk.policy_trial import Search, Trial, Trials
from risk.rule_yields import YieldCounts
from risk.service import ScoringService
from rules.list_ledger import ListLedger, Proposal
from rules.model import Policy

_T = TypeVar("_T")
SMALLEST_SHARE: Final = 0.001
"""Of events, for which a version may be published."""


class _BookMoved(Conflict):
    """A commit failed and was taken back, or another process made a change: prepare it anew."""


class Governance:
    """Lists and policies of one running service, for one event loop.

    Args:
        service: takes the changes.
        store: the log, for trials.
        archive: keeps each policy before it decides.
        clock: tells what has expired when an entry is asked for.
        note: writes into the audit log what credit officers see and do.

    Attributes:
        credit: the credit officers' desk.
        yields: counts what rules have caught.
        clock: as given.
        admin: the administrators' desk; None where there are no accounts.
    """

    def __init__(
        self,
        service: ScoringService,
        store: Store,
        archive: Archive,
        clock: Clock,
        note: Note = unnoted,
    ) -> None:
        self._service = service
        self._archive = archive
        self.clock = clock
        self._turn = asyncio.Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="policies")
        self._trier = ThreadPoolExecutor(1, thread_name_prefix="trials")  # no publication waits
        self._trials = Trials(store, archive)
        self.yields = YieldCounts(store)
        self.admin: Administration | None = None
        self.credit = CreditFiles(service, store, archive, clock, note)

    @property
    def engine(self) -> Engine:
        """What decides."""
        return self._service.engine

    @property
    def lists(self) -> ListLedger:
        """Entries and proposals."""
        return self.engine.state.lists

    @property
    def policies(self) -> PolicyBook:
        """Versions and what stands."""
        return self.engine.policies

    @property
    def service(self) -> ScoringService:
        """For what versions in shadow have said."""
        return self._service

    async def propose(self, actor: str, asked: list[ListingIn]) -> Proposal:
        """Ask for entries; all are taken, or none.

        Raises:
            InvalidInput: an entry has mistakes; ``param`` names the first.
            Conflict: one stands there already.
        """
        listings: list[Listing] = []
        for place, one in enumerate(asked):
            found = self._read(one)
            if isinstance(found, list):
                param = f"entries[{place}].{found[0].field}"
                raise InvalidInput("; ".join(f"{m.field} {m.message}" for m in found), param=param)
            if any(_same(found, other) for other in listings):
                raise InvalidInput("stands in this proposal twice", param=f"entries[{place}].value")
            listings.append(found)
        return await self.proposed(actor, ListingsProposed(tuple(listings)))

    async def import_csv(self, actor: str, text: str) -> ImportReport:
        """Ask for the entries of a CSV file: its good lines are one proposal, the bad are told of.

        Raises:
            InvalidInput: it is no such file at all.
        """
        intake = await self.beside(read_csv, text, self._read)
        if not intake.listings:
            return ImportReport(None, 0, intake.bad)
        proposal = await self.proposed(actor, ListingsProposed(intake.listings))
        return ImportReport(proposal.id, len(intake.listings), intake.bad)

    async def lift(self, actor: str, entry: str, reason: str) -> Proposal:
        """Ask for an entry to be lifted.

        Raises:
            NotFound, Conflict: it is not there, or not in force.
        """
        return await self.proposed(actor, LiftProposed(entry, reason))

    async def approve(self, actor: str, proposal: str) -> Proposal:
        """Let a proposal take force, from the very next score on.

        Raises:
            NotFound, Conflict: it is not there, or decided already.
            Forbidden: the actor proposed it.
        """
        await self._change(actor, ProposalApproved(proposal))
        return self.lists.proposal(proposal)

    async def refuse(self, actor: str, proposal: str, reason: str) -> Proposal:
        """Close a proposal without effect.

        Raises:
            NotFound, Conflict: it is not there, or decided already.
        """
        await self._change(actor, ProposalRefused(proposal, reason))
        return self.lists.proposal(proposal)

    async def draft(self, actor: str, text: str) -> str:
        """Keep a policy file as a version; returns the version's id.

        Raises:
            BadDocument: it has mistakes; each is told.
            Conflict: it is kept already, or can't stand beside the other policies.
        """
        file = await self.beside(checked_file, text)
        id_ = version_id_of(file, text)
        await self._decide(actor, PolicyDrafted(id_, file.id, text))
        return id_

    async def shadow(self, actor: str, version: str) -> None:
        """Let a version look at every live event, without effect.

        Raises:
            NotFound, Conflict: it is not there, or can't look on now.
        """
        await self._decide(actor, PolicyShadowed(version))

    async def publish(self, actor: str, version: str, share: float) -> None:
        """Let a version decide, for a share of events or for all.

        Raises:
            NotFound, Conflict, Forbidden: see ``PolicyBook.check``.
            InvalidInput: the share is no share.
        """
        if not SMALLEST_SHARE <= share <= 1.0:
            raise InvalidInput(f"must lie between {SMALLEST_SHARE} and 1", param="share")
        await self._decide(actor, PolicyPublished(version, share))

    async def roll_back(self, actor: str, reason: str) -> None:
        """Let decide what decided before the last publication or retirement.

        Raises:
            Conflict: there is nothing to go back to.
        """
        await self._decide(actor, PolicyRolledBack(reason))

    async def retire(self, actor: str, version: str) -> None:
        """End a version, whatever it does.

        Raises:
            NotFound, Conflict: it is not there, or ended already.
        """
        await self._decide(actor, PolicyRetired(version))

    async def try_out(self, version: str, events: int) -> Trial:
        """What a version would have done to the last events of the log, beside what was done.

        Raises:
            NotFound, Conflict: it is not there, or can't stand beside the others.
            Unavailable: the log can't be read.
        """
        engine = self.engine
        policy = await self.beside(engine.compiler.with_version, engine.policies, version)
        return await self.over_log(self._trials.run, engine, policy, events)

    async def search(self, version: str, events: int) -> Search:
        """Which parcels that are still under way a version's rules hit, among the last events.

        Raises:
            NotFound, Conflict: there is no such version, or it holds no rules.
            Unavailable: the log can't be read.
        """
        engine = self.engine
        file = kept_file(self.policies.version(version).text)
        if not isinstance(file, Policy):
            raise Conflict("a table has no rules that could hit a parcel", code="no_rules")
        rules = {rule.id for rule in file.rules}
        policy = await self.beside(engine.compiler.with_version, engine.policies, version)
        return await self.over_log(self._trials.search, engine, policy, rules, events)

    async def proposed(self, actor: str, change: ListChange) -> Proposal:
        """Ask for a change of the lists that is read already; raises as ``propose``."""
        made = await self._change(actor, change)
        return self.lists.proposal(f"P{made.seq}")

    async def _change(self, actor: str, change: ListChange) -> Made:
        async with self._turn:
            return await self._service.make_change(
                actor, change, lambda: self.lists.check(actor, change)
            )

    async def _decide(self, actor: str, change: PolicyChange) -> Made:
        async with self._turn:
            while True:
                book = self.policies
                book.check(actor, change)
                after = book.after(Made(0, actor, 0, change))
                sets = await self.beside(self._prepared, after, change)
                with suppress(_BookMoved):
                    return await self._service.make_change(
                        actor, change, partial(self._require_book, book), sets
                    )

    def _require_book(self, book: PolicyBook) -> None:
        if self.policies is not book:
            raise _BookMoved("the policies have changed meanwhile")

    def _prepared(self, book: PolicyBook, change: PolicyChange) -> PolicySets:
        """What a book says stands, compiled and kept where a later verify finds it."""
        compiler = self.engine.compiler
        if isinstance(change, PolicyDrafted):
            compiler.with_version(book, change.version)  # it must fit beside what is live
        sets = compiler.sets(book)
        keep_policies(self._archive, sets)
        return sets

    async def over_log(self, work: Callable[..., _T], *arguments: object) -> _T:
        """A long look at the log, in the thread of trials."""
        return await asyncio.get_running_loop().run_in_executor(self._trier, work, *arguments)

    async def beside(self, work: Callable[..., _T], *arguments: object) -> _T:
        """Work in the thread, while scores go on."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, *arguments)

    def _read(self, asked: ListingIn) -> Listing | list[Mistake]:
        engine = self.engine
        return Listings(engine.reader, self.lists).read(asked, engine.policy, self.clock())


def _same(one: Listing, other: Listing) -> bool:
    return (one.list, one.node, one.rule) == (other.list, other.node, other.rule)
