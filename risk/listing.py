"""From what somebody writes to an entry of a list: identifiers are read by the very code that reads events.

Every mistake of an entry is told, with its field and never with its value.
"""

from typing import Annotated, Final

from msgspec import Meta, Struct

from data.changes import HubName, IdentifierKind, Listing, ListName, Source
from data.events import Instant
from data.identifiers import Kind
from data.instants import DAY_MS, to_ms
from data.subject import NO_NODE, Reader
from risk.masked_labels import masked_number
from rules.compile import CompiledPolicy
from rules.list_ledger import ListLedger

LONGEST_BLOCK_DAYS: Final = 5 * 366
"""Joint punishment for telecom fraud ends after five years at the latest (DOMAIN 5.1, AFTL 31) [V77]."""
_KIND_OF: Final[dict[IdentifierKind, Kind]] = {
    "person": Kind.PERSON,
    "organisation": Kind.ORG,
    "phone": Kind.PHONE,
    "address": Kind.UNIT,
    "account": Kind.ACCOUNT,
    "device": Kind.DEVICE,
    "outlet": Kind.OUTLET,
    "operator": Kind.OPERATOR,
    "merchant": Kind.MERCHANT,
}
_CODES: Final = frozenset({"outlet", "operator"})
"""Codes of our own house: nobody's secret, and of no use when masked."""
_ENDING: Final = frozenset({"block", "suppress", "hub"})
_SHARED: Final = frozenset({"phone", "address", "device", "account"})
"""Kinds that can be a hub."""

Short = Annotated[str, Meta(max_length=500)]


class ListingIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry as it is asked for.

    Attributes:
        value: the identifier, as people write it.
        id_type: kind of a person's document; a resident identity card where it is not said.
        since: from when, by the time of events; at once where it is not said.
        until: to when; needed to block, to suppress and to say what a hub is.
        appeal: where the person concerned can object; needed to block.
        rule: the rule to silence; of ``suppress`` alone.
        hub: what a shared identifier is; of ``hub`` alone.
    """

    list: ListName
    kind: IdentifierKind
    value: Annotated[str, Meta(min_length=1, max_length=500)]
    source: Source
    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    id_type: Short | None = None
    legal_basis: Short | None = None
    since: Instant | None = None
    until: Instant | None = None
    appeal: Short | None = None
    rule: Short | None = None
    hub: HubName | None = None


class Mistake(Struct, frozen=True):
    """What is wrong with a field."""

    field: str
    message: str


class Listings:
    """Reads entries.

    Args:
        reader: gives identifiers the nodes that events have.
        ledger: knows what stands already.
    """

    def __init__(self, reader: Reader, ledger: ListLedger) -> None:
        self._reader = reader
        self._ledger = ledger

    def read(
        self, asked: ListingIn, policy: CompiledPolicy, now_ms: int
    ) -> Listing | list[Mistake]:
        """The entry, or all that is wrong with it."""
        node = self._reader.identify(_KIND_OF[asked.kind], asked.value, asked.id_type)
        since_ms = None if asked.since is None else to_ms(asked.since)
        until_ms = None if asked.until is None else to_ms(asked.until)
        mistakes = [*_of_form(asked, policy), *_of_time(asked, since_ms, until_ms, now_ms)]
        if node == NO_NODE:
            message = f"can't be read as {asked.kind}, or is a place or number that many share"
            mistakes.append(Mistake("value", message))
        elif known := self._ledger.standing(asked.list, node, asked.rule or ""):
            mistakes.append(Mistake("value", f"stands there already as {known}"))
        if mistakes:
            return mistakes
        return Listing(
            asked.list,
            asked.kind,
            node,
            asked.value.strip(),
            self._masked(asked),
            asked.source,
            asked.reason,
            asked.legal_basis or "",
            since_ms,
            until_ms,
            asked.appeal or "",
            asked.rule or "",
            asked.hub,
        )

    def _masked(self, asked: ListingIn) -> str:
        text = asked.value.strip()
        if asked.kind in _CODES:
            return text
        if asked.kind == "address":
            return self._reader.road(text)
        return masked_number(text)


def _of_form(asked: ListingIn, policy: CompiledPolicy) -> list[Mistake]:
    mistakes = []
    if asked.list == "block":
        mistakes += [
            Mistake(name, "is needed to block")
            for name in ("legal_basis", "appeal")
            if not (getattr(asked, name) or "").strip()
        ]
        if asked.kind == "address":
            message = "an address is a family's: watch it, or block the person"
            mistakes.append(Mistake("kind", message))
    if asked.list == "register" and asked.kind not in ("outlet", "device"):
        mistakes.append(Mistake("kind", "only outlets and terminals (device) are registered"))
    if asked.list == "suppress":
        mistakes += _of_rule(asked.rule, policy)
    elif asked.rule is not None:
        mistakes.append(Mistake("rule", "is for suppress alone"))
    if asked.list == "hub":
        mistakes += _of_hub(asked)
    elif asked.hub is not None:
        mistakes.append(Mistake("hub", "is for hub alone"))
    return mistakes


def _of_hub(asked: ListingIn) -> list[Mistake]:
    mistakes = []
    if asked.hub is None:
        mistakes.append(Mistake("hub", "is needed: what the shared identifier is"))
    if asked.kind not in _SHARED:
        mistakes.append(Mistake("kind", f"only these are shared: {', '.join(sorted(_SHARED))}"))
    if asked.since is not None:
        mistakes.append(Mistake("since", "a hub's word holds from its approval on"))
    return mistakes


def _of_rule(name: str | None, policy: CompiledPolicy) -> list[Mistake]:
    rule = next((rule for rule in policy.rules if rule.id == name), None)
    if rule is None:
        return [Mistake("rule", "names no rule of the policy in force")]
    if rule.basis is not None:
        return [Mistake("rule", "stands on the law or on a list, and can't be silenced")]
    return []


def _of_time(
    asked: ListingIn, since_ms: int | None, until_ms: int | None, now_ms: int
) -> list[Mistake]:
    if until_ms is None:
        return [Mistake("until", f"is needed to {asked.list}")] if asked.list in _ENDING else []
    if until_ms <= max(now_ms, since_ms or 0):
        return [Mistake("until", "must lie after now and after since")]
    if asked.list == "block" and until_ms - now_ms > LONGEST_BLOCK_DAYS * DAY_MS:
        return [Mistake("until", "a block ends within five years")]
    return []
