"""Entries and proposals of lists, and who may do what next: two people for each change.

Nothing is listed or lifted by one person alone (DOMAIN 5.4): one proposes, another approves. The ledger is
filled from the log alone, so a restart knows every proposal that is open. What an entry did is read from
the book at each score and kept nowhere else, so a lift leaves nothing behind.
"""

from collections.abc import Callable, Iterator
from typing import Final, Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from data.changes import (
    HubName,
    IdentifierKind,
    LiftProposed,
    ListChange,
    ListingsProposed,
    ListName,
    Made,
    ProposalApproved,
    ProposalRefused,
    Source,
)
from data.errors import Conflict, Forbidden, NotFound
from data.recency import Call, Step
from rules.lists import ALWAYS_MS, BIT_OF, NEVER_MS, Held, ListBook

_K = TypeVar("_K")
_V = TypeVar("_V")
State = Literal["proposed", "active", "lifted", "refused"]
Decided = Literal["open", "approved", "refused"]
MAX_ENTRIES: Final = 1_000_000
"""Entries that were ever proposed, in one process's memory: about 1 KB each."""


class Entry(Struct, frozen=True):
    """An identifier on a list; the identifier itself is in the sealed log alone.

    Attributes:
        id: ``E``, the seq of its proposal, and its place there.
        author: API key that proposed it.
        approver: API key that let it take force, or None.
    """

    id: str
    list: ListName
    kind: IdentifierKind
    node: int
    masked: str
    source: Source
    reason: str
    legal_basis: str
    since_ms: int | None
    until_ms: int | None
    appeal: str
    rule: str
    hub: HubName | None
    author: str
    proposed_at_ms: int
    state: State = "proposed"
    approver: str | None = None
    approved_at_ms: int | None = None
    lifted_at_ms: int | None = None
    lift_reason: str | None = None


class Proposal(Struct, frozen=True):
    """What somebody asks for, and what became of it."""

    id: str
    asks: Literal["list", "lift"]
    entries: tuple[str, ...]
    author: str
    at_ms: int
    reason: str
    state: Decided = "open"
    decided_by: str | None = None
    decided_at_ms: int | None = None


class ListLedger:
    """All entries and proposals, and the book that scoring reads.

    Attributes:
        book: the entries in force.
    """

    def __init__(self) -> None:
        self.book = ListBook()
        self._entries: dict[str, Entry] = {}
        self._proposals: dict[str, Proposal] = {}
        self._on: dict[tuple[str, int, str], str] = {}

    def entry(self, id_: str) -> Entry:
        """The entry of an id.

        Raises:
            NotFound: there is none.
        """
        found = self._entries.get(id_)
        if found is None:
            raise NotFound("there is no list entry with this id", param="entry")
        return found

    def proposal(self, id_: str) -> Proposal:
        """The proposal of an id.

        Raises:
            NotFound: there is none.
        """
        found = self._proposals.get(id_)
        if found is None:
            raise NotFound("there is no proposal with this id", param="proposal")
        return found

    def entries(self) -> Iterator[Entry]:
        """All entries, oldest first."""
        return iter(self._entries.values())

    def proposals(self) -> Iterator[Proposal]:
        """All proposals, oldest first."""
        return iter(self._proposals.values())

    def standing(self, list_: ListName, node: int, rule: str = "") -> str | None:
        """The entry, proposed or active, by which a node stands on a list already."""
        return self._on.get((list_, node, rule))

    def hubs_of(self, made: Made) -> list[Entry]:
        """The entries of ``hub`` that an applied change let take force, or lifted."""
        if not isinstance(made.what, ProposalApproved):
            return []
        asked = self._proposals[made.what.proposal]
        entries = [self._entries[id_] for id_ in asked.entries]
        return [entry for entry in entries if entry.list == "hub"]

    def check(self, actor: str, change: ListChange) -> None:
        """Refuse what may not be done now.

        Raises:
            NotFound: what it speaks of is not there.
            Conflict: it is already so, or no longer possible.
            Forbidden: the approver is the author.
        """
        if isinstance(change, ListingsProposed):
            self._check_listings(change)
        elif isinstance(change, LiftProposed):
            self._check_lift(change)
        else:
            self._check_decision(actor, change)

    def apply(self, made: Made) -> list[Step]:
        """Let a checked change take force; returns how to undo it, to be taken back newest first."""
        undo: list[Step] = []
        what = made.what
        if isinstance(what, ListingsProposed):
            self._list(made, what, undo)
        elif isinstance(what, LiftProposed):
            asked = Proposal(
                f"P{made.seq}", "lift", (what.entry,), made.actor, made.at_ms, what.reason
            )
            _set(self._proposals, asked.id, asked, undo)
        elif isinstance(what, ProposalApproved):
            self._approve(made, self._proposals[what.proposal], undo)
        elif isinstance(what, ProposalRefused):
            self._refuse(made, self._proposals[what.proposal], undo)
        return undo

    def _check_listings(self, change: ListingsProposed) -> None:
        if len(self._entries) + len(change.listings) > MAX_ENTRIES:
            raise Conflict(f"the lists hold {MAX_ENTRIES} entries at most", code="lists_full")
        for listing in change.listings:
            known = self.standing(listing.list, listing.node, listing.rule)
            if known is not None:
                raise Conflict(f"it stands there already as {known}", code="already_listed")

    def _check_lift(self, change: LiftProposed) -> None:
        if self.entry(change.entry).state != "active":
            raise Conflict("only an entry in force can be lifted", code="not_in_force")
        for proposal in self._proposals.values():
            if (
                proposal.state == "open"
                and proposal.asks == "lift"
                and change.entry in proposal.entries
            ):
                raise Conflict(f"{proposal.id} asks for it already", code="already_proposed")

    def _check_decision(self, actor: str, change: ProposalApproved | ProposalRefused) -> None:
        proposal = self.proposal(change.proposal)
        if proposal.state != "open":
            raise Conflict(f"the proposal is {proposal.state} already", code="already_decided")
        if isinstance(change, ProposalApproved) and proposal.author == actor:
            raise Forbidden("who proposed it may not approve it", code="second_person_needed")

    def _list(self, made: Made, what: ListingsProposed, undo: list[Step]) -> None:
        ids = []
        for place, listing in enumerate(what.listings, start=1):
            entry = Entry(
                f"E{made.seq}-{place}",
                listing.list,
                listing.kind,
                listing.node,
                listing.masked,
                listing.source,
                listing.reason,
                listing.legal_basis,
                listing.since_ms,
                listing.until_ms,
                listing.appeal,
                listing.rule,
                listing.hub,
                made.actor,
                made.at_ms,
            )
            _set(self._entries, entry.id, entry, undo)
            _set(self._on, _place(entry), entry.id, undo)
            ids.append(entry.id)
        asked = Proposal(f"P{made.seq}", "list", tuple(ids), made.actor, made.at_ms, "")
        _set(self._proposals, asked.id, asked, undo)

    def _approve(self, made: Made, proposal: Proposal, undo: list[Step]) -> None:
        for id_ in proposal.entries:
            entry = self._entries[id_]
            if proposal.asks == "list":
                active = replace(
                    entry, state="active", approver=made.actor, approved_at_ms=made.at_ms
                )
                _set(self._entries, id_, active, undo)
                self._hold(entry, undo)
            else:
                lifted = replace(
                    entry, state="lifted", lifted_at_ms=made.at_ms, lift_reason=proposal.reason
                )
                _set(self._entries, id_, lifted, undo)
                _drop(self._on, _place(entry), undo)
                self._let_go(entry, undo)
        self._close(made, proposal, "approved", undo)

    def _hold(self, entry: Entry, undo: list[Step]) -> None:
        if entry.list != "hub":  # what an identifier is stands in the graph: see ``hubs_of``
            _do(self.book.add, self.book.remove, entry.node, _held(entry), undo)

    def _let_go(self, entry: Entry, undo: list[Step]) -> None:
        if entry.list != "hub":
            _do(self.book.remove, self.book.add, entry.node, _held(entry), undo)

    def _refuse(self, made: Made, proposal: Proposal, undo: list[Step]) -> None:
        if proposal.asks == "list":
            for id_ in proposal.entries:
                entry = self._entries[id_]
                _set(self._entries, id_, replace(entry, state="refused"), undo)
                _drop(self._on, _place(entry), undo)
        self._close(made, proposal, "refused", undo)

    def _close(self, made: Made, proposal: Proposal, state: Decided, undo: list[Step]) -> None:
        closed = replace(proposal, state=state, decided_by=made.actor, decided_at_ms=made.at_ms)
        _set(self._proposals, proposal.id, closed, undo)


def _held(entry: Entry) -> Held:
    since_ms = ALWAYS_MS if entry.since_ms is None else entry.since_ms
    until_ms = NEVER_MS if entry.until_ms is None else entry.until_ms
    return Held(entry.id, BIT_OF[entry.list], since_ms, until_ms, entry.rule)


def _place(entry: Entry) -> tuple[str, int, str]:
    return entry.list, entry.node, entry.rule


def _set(kept: dict[_K, _V], key: _K, value: _V, undo: list[Step]) -> None:
    undo.append(Call(kept.__setitem__, key, kept[key]) if key in kept else Call(kept.pop, key))
    kept[key] = value


def _drop(kept: dict[_K, _V], key: _K, undo: list[Step]) -> None:
    undo.append(Call(kept.__setitem__, key, kept[key]))
    del kept[key]


def _do(
    change: Callable[[int, Held], None],
    back: Callable[[int, Held], None],
    node: int,
    held: Held,
    undo: list[Step],
) -> None:
    change(node, held)
    undo.append(Call(back, node, held))
