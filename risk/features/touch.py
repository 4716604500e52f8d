"""Which windows and links an event touches: read and apply use the same list.

A shared place that its own name gives away (station, dormitory, warehouse, village …) is no key of a
person: its unit is left out, as DOMAIN 2.0 asks ("typed hubs do not transmit risk"). A device is the
customer's own only in channels where the customer holds it; at the counter it is the outlet's.
"""

from typing import Final

from data.events import AccountOpening, Shipment
from data.identifiers import Kind
from data.subject import PartyFacts, Place, Subject
from risk.features.roles import (
    ACCEPTANCE,
    AGENT,
    APPLICANT,
    BUSINESS,
    OPERATOR,
    OUTLET,
    RECEIVER,
    SENDER,
)

CUSTOMER_CHANNELS: Final = frozenset({"app", "mini_program", "web"})

_ODD: Final = 0x1E3779B97F4A7C15
_NAME: Final = int(Kind.NAME)

Pairs = tuple[tuple[int, int], ...]


class Touch:
    """The keys and links of one event.

    Attributes:
        party: nodes of the acting party, surest first: document, phone, unit, device, account.
        other: nodes of the receiver.
        keys: history keys (node and role) that the event enters: those of the party, of the other,
            then the rest.
        pairs: identifiers that stood together on one party.
        inbound: how many of the pairs, the last ones, are the receiver's.
        device: the customer's own device, or 0.
    """

    __slots__ = ("device", "inbound", "keys", "other", "pairs", "party")

    def __init__(
        self,
        party: tuple[int, ...],
        other: tuple[int, ...],
        keys: tuple[int, ...],
        pairs: Pairs,
        device: int,
        *,
        inbound: int = 0,
    ) -> None:
        self.party = party
        self.other = other
        self.keys = keys
        self.pairs = pairs
        self.device = device
        self.inbound = inbound

    def with_key(self, key: int) -> "Touch":
        """The same with one history key more."""
        keys = (*self.keys, key)
        return Touch(self.party, self.other, keys, self.pairs, self.device, inbound=self.inbound)


def own_unit(place: Place) -> int:
    """The unit node, unless the place is a shared one by its name."""
    return 0 if place.address.poi_type else place.unit


def addressee(party: PartyFacts) -> int:
    """A name at a place as a node of its own, whatever the phone; 0 where either is not known.

    The finer key within a hub (DOMAIN 2.0): at a station the place is everybody's, and a buyer of cards
    changes the phone but must be called by name. Houses only: rooms are written in too many ways.
    """
    place = party.place.building or party.place.estate or party.place.unit
    if not party.name_node or not place:
        return 0
    mixed = (party.name_node >> 4) * _ODD + (place >> 4)
    return mixed % (1 << 60) << 4 | _NAME


def cod_building(subject: Subject) -> int:
    """The building to which cash on delivery goes, unless it is a shared place; else 0.

    Only those parcels enter it: rings that refuse at the door take several rooms of a house (CR-03).
    """
    event, receiver = subject.event, subject.other
    if not isinstance(event, Shipment) or event.pay_mode != "cod" or receiver is None:
        return 0
    place = receiver.place
    return 0 if place.address.poi_type else place.building


def touch_of(subject: Subject) -> Touch:
    """What an event touches."""
    event = subject.event
    device = subject.device if event.channel in CUSTOMER_CHANNELS else 0
    if isinstance(event, Shipment):
        return _shipment(subject, device)
    if isinstance(event, AccountOpening):
        return _opening(subject, device)
    return _application(subject, device)


def _shipment(subject: Subject, device: int) -> Touch:
    sender, receiver = subject.party, subject.other
    assert receiver is not None, "a shipment always has a receiver"  # noqa: S101  narrows the type
    document, phone, unit = sender.document_node, sender.phone_node, own_unit(sender.place)
    party = _known((document, phone, unit, subject.merchant, subject.account))
    pairs = _pairs(document, (phone, unit, device, sender.account_node))
    document, phone, unit = receiver.document_node, receiver.phone_node, own_unit(receiver.place)
    other = _known((phone, unit, document))
    received = _pairs(document, (phone, unit, 0, receiver.account_node))
    keys = [node << 3 | SENDER for node in party]
    keys += [node << 3 | RECEIVER for node in other]
    operator = subject.operator
    if operator:
        keys.append(operator << 3 | OPERATOR)
    if subject.outlet:
        keys.append(subject.outlet << 3 | ACCEPTANCE)
    building = cod_building(subject)
    if building:
        keys.append(building << 3 | RECEIVER)
    return Touch(party, other, tuple(keys), (*pairs, *received), device, inbound=len(received))


def _opening(subject: Subject, device: int) -> Touch:
    applicant = subject.party
    document, phone, unit = applicant.document_node, applicant.phone_node, own_unit(applicant.place)
    party = _known((document, phone, unit, device))
    keys = [node << 3 | APPLICANT for node in party]
    if subject.outlet:
        keys.append(subject.outlet << 3 | OUTLET)
    if subject.operator:
        keys.append(subject.operator << 3 | OPERATOR)
    pairs = _pairs(document, (phone, unit, device, applicant.account_node))
    if subject.agent_node:
        keys.append(subject.agent_node << 3 | AGENT)
        if document:
            pairs.append((subject.agent_node, document))
    return Touch(party, (), tuple(keys), tuple(pairs), device)


def _application(subject: Subject, device: int) -> Touch:
    business = subject.party
    unit = own_unit(subject.warehouse) if subject.warehouse else 0
    phone = subject.contact_node or business.phone_node
    party = _known((business.document_node, phone, unit, subject.merchant, subject.account))
    keys = [node << 3 | BUSINESS for node in party]
    representative = subject.other
    if representative is not None:
        document = representative.document_node
        if document and document not in party:  # a sole trader is its own representative
            keys.append(document << 3 | BUSINESS)
    anchor = business.document_node or subject.merchant
    pairs = [(anchor, node) for node in party if anchor and node != anchor]
    return Touch(party, (), tuple(keys), tuple(pairs), device)


def _known(nodes: tuple[int, ...]) -> tuple[int, ...]:
    return tuple([node for node in nodes if node])


def _pairs(document: int, others: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """Ties of one party: all to the surest identifier at hand, so that no clique is built.

    That is the document, else the phone, which comes first among the others.
    """
    anchor = document or others[0]
    if not anchor:
        return []
    return [(anchor, node) for node in others if node and node != anchor]
