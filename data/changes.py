"""What people change in the rules of the game, as values: lists, limits by hand, the life of policies.

A change is a record of the one log, beside events and outcomes: it takes force at its ``seq``, a restart
applies it again in its place, and ``verify`` sees lists as they stood when a decision was made. Who made
a change and when stands in its record.
"""

from typing import Any, Final, Literal, TypeAlias, get_args

import msgspec
from msgspec import Struct

from data.decisions import ENCODER, CreditLimits
from data.errors import Failure

ListName: TypeAlias = Literal["block", "watch", "grey", "allow", "suppress", "register", "hub"]
"""``suppress`` silences one rule for an identifier; ``register`` says that an outlet or terminal exists;
``hub`` says what a shared identifier is."""
LIST_NAMES: Final[tuple[ListName, ...]] = get_args(ListName)

IdentifierKind: TypeAlias = Literal[
    "person",
    "organisation",
    "phone",
    "address",
    "account",
    "device",
    "outlet",
    "operator",
    "merchant",
]
"""What can stand on a list; ``device`` is a customer's own or, at a counter, the outlet's terminal."""
IDENTIFIER_KINDS: Final[tuple[IdentifierKind, ...]] = get_args(IdentifierKind)

HubName: TypeAlias = Literal[
    "station",
    "locker",
    "dorm",
    "warehouse",
    "office",
    "factory",
    "hospital",
    "barracks",
    "village",
    "secretary_registration",
    "consolidation",
    "unknown",
]
"""The kinds of DOMAIN 2.0, as ``graph.hubs.HubType`` has them; ``unknown``: its behaviour deceives."""

Source: TypeAlias = Literal["police", "court", "regulator", "bank", "carrier", "internal"]
SOURCES: Final[tuple[Source, ...]] = get_args(Source)


class Listing(Struct, frozen=True):
    """One identifier that is to stand on a list.

    Attributes:
        node: the keyed node of the identifier, as events have it.
        value: the identifier in clear: only in the sealed body of the record.
        masked: what of it may be shown.
        reason: why, in the author's words; sealed too, for people write names into such fields.
        legal_basis: the provision that allows it, or empty.
        since_ms: from when of an event's own time; None means from the approval's place in the log.
        until_ms: the instant of an event's own time at which it ends; None for no end.
        appeal: where the person concerned can object, or empty.
        rule: the rule that is silenced, of ``suppress`` only.
        hub: what it is, of ``hub`` only.
    """

    list: ListName
    kind: IdentifierKind
    node: int
    value: str
    masked: str
    source: Source
    reason: str
    legal_basis: str = ""
    since_ms: int | None = None
    until_ms: int | None = None
    appeal: str = ""
    rule: str = ""
    hub: HubName | None = None


class ListingsProposed(Struct, frozen=True, tag_field="kind", tag="listings_proposed"):
    """Somebody asks for identifiers to be listed; without effect until somebody else approves."""

    listings: tuple[Listing, ...]


class LiftProposed(Struct, frozen=True, tag_field="kind", tag="lift_proposed"):
    """Somebody asks for an entry to be lifted."""

    entry: str
    reason: str


class ProposalApproved(Struct, frozen=True, tag_field="kind", tag="proposal_approved"):
    """A second person lets a proposal take force."""

    proposal: str


class ProposalRefused(Struct, frozen=True, tag_field="kind", tag="proposal_refused"):
    """A proposal is closed without effect."""

    proposal: str
    reason: str


class LimitsProposed(Struct, frozen=True, tag_field="kind", tag="limits_proposed"):
    """Somebody asks for a COD merchant's limits to be set by hand, which a second person has to sign.

    Attributes:
        merchant: its keyed node.
        event_id: the application that it is about.
        limits: that then hold in place of those that were worked out.
        until_ms: the instant of an event's own time at which they end.
        reason: why, in the author's words; sealed.
    """

    merchant: int
    event_id: str
    limits: CreditLimits
    until_ms: int
    reason: str


class LimitsSigned(Struct, frozen=True, tag_field="kind", tag="limits_signed"):
    """A second person lets limits by hand take force, in the place of earlier ones of the merchant."""

    override: str


class LimitsRefused(Struct, frozen=True, tag_field="kind", tag="limits_refused"):
    """Limits that were asked for are refused."""

    override: str
    reason: str


class LimitsWithdrawn(Struct, frozen=True, tag_field="kind", tag="limits_withdrawn"):
    """Limits by hand end before their time: those that were worked out hold again."""

    override: str
    reason: str


class PolicyDrafted(Struct, frozen=True, tag_field="kind", tag="policy_drafted"):
    """A checked policy file is kept as a version.

    Attributes:
        version: its id, which ends in a digest of its content.
        policy: the id of the policy that it is a version of.
        text: the file.
    """

    version: str
    policy: str
    text: str


class PolicyShadowed(Struct, frozen=True, tag_field="kind", tag="policy_shadowed"):
    """A version begins to look at live events, without effect."""

    version: str


class PolicyPublished(Struct, frozen=True, tag_field="kind", tag="policy_published"):
    """A version begins to decide, for a share of events drawn by their ids."""

    version: str
    share: float


class PolicyRolledBack(Struct, frozen=True, tag_field="kind", tag="policy_rolled_back"):
    """What decided before the last publication or retirement decides again."""

    reason: str


class PolicyRetired(Struct, frozen=True, tag_field="kind", tag="policy_retired"):
    """A version ends: one that decided no longer does, one in shadow no longer looks."""

    version: str


ListChange: TypeAlias = ListingsProposed | LiftProposed | ProposalApproved | ProposalRefused
PolicyChange: TypeAlias = (
    PolicyDrafted | PolicyShadowed | PolicyPublished | PolicyRolledBack | PolicyRetired
)
LimitChange: TypeAlias = LimitsProposed | LimitsSigned | LimitsRefused | LimitsWithdrawn
Change: TypeAlias = ListChange | LimitChange | PolicyChange

LIMIT_CHANGES: Final = (LimitsProposed, LimitsSigned, LimitsRefused, LimitsWithdrawn)
STATE_CHANGES: Final = (
    *(ListingsProposed, LiftProposed, ProposalApproved, ProposalRefused),
    *LIMIT_CHANGES,
)
"""Changes that enter the state; the others say which policies decide."""


class Made(Struct, frozen=True):
    """A change with its place in the log.

    Attributes:
        seq: place in the log.
        actor: id of the API key that asked for it.
        at_ms: when it was received.
        what: the change.
    """

    seq: int
    actor: str
    at_ms: int
    what: Change


_DECODER: Final[msgspec.json.Decoder[Any]] = msgspec.json.Decoder(Change)


def encode_change(change: Change) -> bytes:
    """A change as JSON, for the sealed body of its record."""
    return ENCODER.encode(change)


def decode_change(body: bytes) -> Change:
    """The change of a record's body.

    Raises:
        Failure: it is of no kind that this version knows.
    """
    try:
        change: Change = _DECODER.decode(body)
    except msgspec.DecodeError:
        raise Failure("a change in the log can't be read", code="log_damaged") from None
    return change


def kind_of_change(change: Change) -> str:
    """The name of a change's kind, as its record has it.

    >>> kind_of_change(PolicyShadowed("gifts@1-0a1b2c3d"))
    'policy_shadowed'
    """
    return str(change.__struct_config__.tag)
