"""On which lists the identifiers of an event stand. See ``catalogue.LISTS``.

A customer's device and an address are shared by families, so neither makes anybody's own identity listed;
of a COD application no device is asked, for none may reach credit.
"""

from data.events import CodApplication
from data.identifiers import Kind
from data.subject import PartyFacts, Subject
from risk.features.touch import Touch, own_unit
from rules.lists import ALLOW, BLOCK, GREY, REGISTER, WATCH, ListBook

# Not Final, and none made of another: mypyc does not set such finals in time.
_NOBODY: tuple[float, ...] = (0.0,) * 8
_NO_HANDLER: tuple[float, ...] = (0.0,) * 4
_NOWHERE: tuple[float, ...] = (0.0,) * 12


def read(subject: Subject, touch: Touch, book: ListBook) -> tuple[float, ...]:
    """The values of the block."""
    if book.empty:
        return _NOWHERE
    terminal = 0 if touch.device else subject.device
    return _of_people(subject, touch, book) + _of_handler(subject, terminal, book)


def _of_people(subject: Subject, touch: Touch, book: ListBook) -> tuple[float, ...]:
    party, others = party_nodes(subject, touch), _other_nodes(subject.other)
    if book.none_of(party) and book.none_of(others):
        return _NOBODY
    at_ms = subject.at_ms
    own = book.on(party, at_ms)
    other = book.on(others, at_ms)
    return (
        _flag(book.on(_identity_nodes(subject), at_ms) & BLOCK),
        _flag(own & BLOCK),
        _flag(own & WATCH),
        _flag(own & GREY),
        _flag(own & ALLOW),
        _flag(other & BLOCK),
        _flag(other & WATCH),
        _flag(other & GREY),
    )


def _of_handler(subject: Subject, terminal: int, book: ListBook) -> tuple[float, ...]:
    handlers = (subject.outlet, subject.operator, terminal)
    if not book.registering and book.none_of(handlers):
        return _NO_HANDLER
    at_ms = subject.at_ms
    found = book.on(handlers, at_ms)
    return (
        _flag(found & BLOCK),
        _flag(found & WATCH),
        _unregistered(book, Kind.OUTLET, subject.outlet, at_ms),
        _unregistered(book, Kind.DEVICE, terminal, at_ms),
    )


def party_nodes(subject: Subject, touch: Touch) -> tuple[int, ...]:
    """The acting party's identifiers that a list may name."""
    own = subject.party
    device = 0 if isinstance(subject.event, CodApplication) else touch.device
    return (
        *touch.party,
        own.phone_node,
        own.account_node,
        own_unit(own.place),
        device,
    )


def suppressed_nodes(subject: Subject, touch: Touch) -> tuple[int, ...]:
    """All for whom a rule may be silenced: the party, and who stood at the counter."""
    return (*party_nodes(subject, touch), subject.outlet, subject.operator)


def _identity_nodes(subject: Subject) -> tuple[int, ...]:
    """Identifiers that are one person's or firm's alone."""
    own = subject.party
    return own.document_node, own.account_node, subject.account, subject.merchant


def _other_nodes(other: PartyFacts | None) -> tuple[int, ...]:
    if other is None:
        return ()
    return other.document_node, other.phone_node, own_unit(other.place), other.account_node


def _unregistered(book: ListBook, kind: Kind, node: int, at_ms: int) -> float:
    """Without a register of the kind, or without a code to look up, nothing is unregistered."""
    if not node or not book.registers(kind):
        return 0.0
    return _flag(not book.on((node,), at_ms) & REGISTER)


def _flag(bits: int) -> float:
    return 1.0 if bits else 0.0
