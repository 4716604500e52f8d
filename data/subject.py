"""An event made ready to be scored: each identifier parsed, judged and turned into a node.

Pure but for its caches, which hold parsed raw texts in memory only and are bounded. Parsing is the
largest part of a score and senders repeat, so the caches pay; they never change an answer.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from typing import Final, TypeAlias

from msgspec import UNSET, Struct

from data.events import AccountOpening, CodApplication, Event, Party, Shipment
from data.identifiers import Kind, Tokeniser
from data.instants import local_day, to_ms
from data.normalise.address import Address, parse_address
from data.normalise.name import Name, parse_name
from data.normalise.person_document import Document, parse_document
from data.normalise.phone import Phone, parse_phone
from data.normalise.text import clean
from data.normalise.uscc import Organisation, parse_uscc

NO_NODE: Final = 0
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_LAST_ORDINAL: Final = date.max.toordinal()
_CACHE: Final = 65_536
_UNNAMED: Final = frozenset({"masked", "nickname", "placeholder"})
"""Flags of a name that names nobody: it must not count as one more person."""

_Papers: TypeAlias = tuple[Document | None, Organisation | None, int]


class Place(Struct, frozen=True, gc=False):
    """A parsed address with its nodes at three levels; 0 where a level is not known."""

    address: Address
    unit: int
    building: int
    estate: int


class PartyFacts(Struct, frozen=True, gc=False):
    """A party with everything parsed. A node is 0 where the identifier may not link."""

    name: Name
    name_node: int
    document: Document | None
    organisation: Organisation | None
    document_node: int
    phone: Phone
    phone_node: int
    place: Place
    account_node: int

    @property
    def best_node(self) -> int:
        """The surest identifier at hand: phone, else document, else unit, else building."""
        return self.phone_node or self.document_node or self.place.unit or self.place.building


class Subject(Struct, frozen=True, gc=False):
    """An event ready to be scored.

    Attributes:
        party: sender, applicant or the business that applies.
        other: receiver, agent or legal representative, or None.
        agent_node: the agent's document as an agent (a kind of its own: being one's agent is not
            being the same person).
    """

    event: Event
    at_ms: int
    event_node: int
    party: PartyFacts
    other: PartyFacts | None
    outlet: int
    operator: int
    device: int
    merchant: int
    account: int
    agent_node: int
    contact_node: int
    warehouse: Place | None


class Reader:
    """Makes subjects of events.

    Args:
        tokeniser: gives the keyed nodes.
    """

    def __init__(self, tokeniser: Tokeniser) -> None:
        self._node = tokeniser.node
        self._name: Callable[[str | None], tuple[Name, int]] = lru_cache(_CACHE)(self._read_name)
        self._phone: Callable[[str | None], tuple[Phone, int]] = lru_cache(_CACHE)(self._read_phone)
        self._place: Callable[[str | None], Place] = lru_cache(_CACHE)(self._read_place)
        self._papers: Callable[[str | None, str | None], _Papers] = lru_cache(_CACHE)(
            self._read_papers
        )
        # Flats of one house and houses of one estate share these, a flat's own key seldom returns.
        self._wide_node: Callable[[Kind, str], int] = lru_cache(_CACHE)(tokeniser.node)
        # A code that is not given is not looked up: most parcels have neither merchant nor account.
        self._outlet = self._code(Kind.OUTLET)
        self._operator = self._code(Kind.OPERATOR)
        self._device = self._code(Kind.DEVICE)
        self._merchant = self._code(Kind.MERCHANT)
        self._account = self._code(Kind.ACCOUNT)

    def read(self, event: Event) -> Subject:
        """The subject of an event; never raises, whatever the texts hold."""
        at_ms = to_ms(event.occurred_at)
        if isinstance(event, Shipment):
            return self._shipment(event, at_ms)
        if isinstance(event, AccountOpening):
            return self._opening(event, at_ms)
        return self._application(event, at_ms)

    def event_node(self, event_id: str) -> int:
        """The integer under which an event itself is remembered, for its outcomes."""
        return self._node(Kind.EVENT, event_id)

    def merchant_node(self, merchant_id: str) -> int:
        """The integer that stands for a merchant; 0 where the id names nobody."""
        return self._merchant(merchant_id)

    def identify(self, kind: Kind, raw: str, id_type: str | None = None) -> int:
        """The node that an identifier has in events; 0 where it may not link, as in events.

        Args:
            kind: person, organisation, phone, unit (an address) or a kind of code.
            raw: the identifier as people write it.
            id_type: the kind of a person's document; None means a resident identity card.
        """
        if kind is Kind.PHONE:
            return self._phone(raw)[1]
        if kind is Kind.PERSON:
            return self._papers(raw, id_type or "resident_id")[2]
        if kind is Kind.ORG:
            return self._papers(raw, "uscc")[2]
        if kind is Kind.UNIT:
            place = self._place(raw)
            return NO_NODE if place.address.poi_type else place.unit
        return self._read_code(kind, raw)

    def road(self, raw: str) -> str:
        """District and road of an address: no door, no room, so that it may be shown."""
        address = self._place(raw).address
        return f"{address.district or address.city}{address.road or address.village}"

    def _shipment(self, event: Shipment, at_ms: int) -> Subject:
        return self._subject(
            event,
            at_ms,
            self._party(event.sender, at_ms),
            self._party(event.receiver, at_ms),
            merchant=self._merchant(event.merchant_id) if event.merchant_id else NO_NODE,
            account=self._account(event.monthly_account) if event.monthly_account else NO_NODE,
        )

    def _opening(self, event: AccountOpening, at_ms: int) -> Subject:
        agent = None if event.agent is UNSET else self._party(event.agent, at_ms)
        return self._subject(
            event,
            at_ms,
            self._party(event.applicant, at_ms),
            agent,
            agent_node=self._agent_node(agent),
        )

    def _application(self, event: CodApplication, at_ms: int) -> Subject:
        legal_rep = None if event.legal_rep is UNSET else self._party(event.legal_rep, at_ms)
        return self._subject(
            event,
            at_ms,
            self._party(event.business, at_ms),
            legal_rep,
            merchant=self._merchant(event.merchant_id),
            account=self._account(event.settle_account_no),
            contact_node=self._phone(event.contact_phone)[1],
            warehouse=self._place(event.warehouse_address),
        )

    def _subject(
        self,
        event: Event,
        at_ms: int,
        party: PartyFacts,
        other: PartyFacts | None,
        *,
        merchant: int = NO_NODE,
        account: int = NO_NODE,
        agent_node: int = NO_NODE,
        contact_node: int = NO_NODE,
        warehouse: Place | None = None,
    ) -> Subject:
        return Subject(
            event,
            at_ms,
            self.event_node(event.event_id),
            party,
            other,
            self._outlet(event.outlet_id) if event.outlet_id else NO_NODE,
            self._operator(event.operator_id) if event.operator_id else NO_NODE,
            self._device(event.device_id) if event.device_id else NO_NODE,
            merchant,
            account,
            agent_node,
            contact_node,
            warehouse,
        )

    def _party(self, party: Party, at_ms: int) -> PartyFacts:
        name, name_node = self._name(party.name)
        phone, phone_node = self._phone(party.phone)
        document, organisation, document_node = self._papers(party.id_no, party.id_type)
        if document is not None and document.birth_date is not None:
            document = _as_of(document, at_ms, party)
        return PartyFacts(
            name,
            name_node,
            document,
            organisation,
            document_node,
            phone,
            phone_node,
            self._place(party.address),
            self._account(party.account_no) if party.account_no else NO_NODE,
        )

    def _read_name(self, raw: str | None) -> tuple[Name, int]:
        name = parse_name(raw)
        if name.kind == "person" and not name.surname and "·" not in name.canonical:
            return name, NO_NODE
        if not name.canonical or not _UNNAMED.isdisjoint(name.flags):
            return name, NO_NODE
        return name, self._node(Kind.NAME, name.canonical)

    def _read_phone(self, raw: str | None) -> tuple[Phone, int]:
        phone = parse_phone(raw)
        if not phone.linkable:
            return phone, NO_NODE
        key = f"{phone.canonical};{phone.extension}" if phone.extension else phone.canonical
        return phone, self._node(Kind.PHONE, key)

    def _read_place(self, raw: str | None) -> Place:
        address = parse_address(raw)
        return Place(
            address,
            self._node(Kind.UNIT, address.unit_key) if address.unit_key else NO_NODE,
            self._wide_node(Kind.BUILDING, address.building_key)
            if address.building_key
            else NO_NODE,
            self._wide_node(Kind.ESTATE, address.estate_key) if address.estate_key else NO_NODE,
        )

    def _read_papers(self, raw: str | None, id_type: str | None) -> _Papers:
        """A document or an organisation, read as of the last of all days."""
        if id_type == "uscc":
            organisation = parse_uscc(raw)
            linkable = organisation.linkable
            node = self._node(Kind.ORG, organisation.canonical) if linkable else NO_NODE
            return None, organisation, node
        document = parse_document(raw, id_type, date.max)
        node = self._node(Kind.PERSON, document.canonical) if document.linkable else NO_NODE
        return document, None, node

    def _code(self, kind: Kind) -> Callable[[str], int]:
        """The reader of codes of one kind, with a cache of its own: one argument is found faster."""
        return lru_cache(_CACHE)(partial(self._read_code, kind))

    def _read_code(self, kind: Kind, raw: str) -> int:
        code = clean(raw)
        return self._node(kind, code) if code and "*" not in code else NO_NODE

    def _agent_node(self, agent: PartyFacts | None) -> int:
        if agent is None or agent.document is None or not agent.document.linkable:
            return NO_NODE
        return self._node(Kind.AGENT, agent.document.canonical)


def _as_of(document: Document, at_ms: int, party: Party) -> Document:
    """A document read as of the last day, as it stood on the day of the event.

    Only a birth after that day reads differently, and next to no number has one: so the cache is
    free of days, and does not start anew each morning.
    """
    ordinal = min(max(_EPOCH_ORDINAL + local_day(at_ms), 1), _LAST_ORDINAL)
    if document.birth_date is None or document.birth_date.toordinal() <= ordinal:
        return document
    return parse_document(party.id_no, party.id_type, date.fromordinal(ordinal))
