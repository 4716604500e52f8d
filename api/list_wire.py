"""Bodies and answers of ``/v1/lists``."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from data.changes import HubName, IdentifierKind, ListName, Source
from risk.listing import ListingIn

EntryState = Literal["proposed", "active", "expired", "lifted", "refused"]
ProposalState = Literal["open", "approved", "refused"]


class ListingsIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Entries that are asked for together."""

    entries: Annotated[list[ListingIn], Meta(min_length=1, max_length=1000)]


class CsvIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A CSV file with a header, as text."""

    csv: str


class ReasonIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Why."""

    reason: Annotated[str, Meta(min_length=1, max_length=500)]


class EntryOut(Struct, frozen=True):
    """An entry as it may be shown: the identifier is masked. ``expired`` is by the wall clock."""

    id: str
    list: ListName
    kind: IdentifierKind
    masked: str
    source: Source
    reason: str
    legal_basis: str
    since: datetime | None
    until: datetime | None
    appeal: str
    rule: str
    hub: HubName | None
    state: EntryState
    author: str
    proposed_at: datetime
    approver: str | None
    approved_at: datetime | None
    lifted_at: datetime | None
    lift_reason: str | None


class EntriesOut(Struct, frozen=True):
    """Some entries."""

    entries: list[EntryOut]


class ProposalOut(Struct, frozen=True):
    """A proposal; of a large one the first hundred entries are named."""

    id: str
    asks: Literal["list", "lift"]
    entries: list[str]
    count: int
    author: str
    at: datetime
    reason: str
    state: ProposalState
    decided_by: str | None
    decided_at: datetime | None


class ProposalsOut(Struct, frozen=True):
    """Some proposals."""

    proposals: list[ProposalOut]
