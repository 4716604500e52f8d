"""Which windows and links an event touches: read and apply use the same list.

A shared place that its own name gives away (station, dormitory, warehouse, village …) is no key of a
person: its unit is left out, as DOMAIN 2.0 asks ("typed hubs do not transmit risk"). A device is the
customer's own only in channels where the customer holds it; at the counter it is the outlet's.
"""

from typing import Final

from msgspec import Struct

from data.events import AccountOpening, Shipment
from data.subject import PartyFacts, Place, Subject
from risk.features.windows import Role

CUSTOMER_CHANNELS: Final = frozenset({"app", "mini_program", "web"})

Pairs = tuple[tuple[int, int], ...]


class Touch(Struct, frozen=True, gc=False):
    """The keys and links of one event.

    Attributes:
        party: nodes of the acting party, surest first: document, phone, unit, device, account.
        other: nodes of the receiver.
        keys: history keys (node and role) that the event enters.
        pairs: identifiers that stood together on one party.
        device: the customer's own device, or 0.
    """

    party: tuple[int, ...]
    other: tuple[int, ...]
    keys: tuple[int, ...]
    pairs: Pairs
    device: int


def own_unit(place: Place) -> int:
    """The unit node, unless the place is a shared one by its name."""
    return 0 if place.address.poi_type else place.unit


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
    unit = own_unit(sender.place)
    party = _known(sender.document_node, sender.phone_node, unit, subject.merchant, subject.account)
    other = _known(receiver.phone_node, own_unit(receiver.place), receiver.document_node)
    keys = [node << 3 | Role.SENDER for node in party]
    keys += [node << 3 | Role.RECEIVER for node in other]
    if subject.operator:
        keys.append(subject.operator << 3 | Role.OPERATOR)
    pairs = _pairs(sender, unit, device) + _pairs(receiver, own_unit(receiver.place), 0)
    return Touch(party, other, tuple(keys), pairs, device)


def _opening(subject: Subject, device: int) -> Touch:
    applicant = subject.party
    unit = own_unit(applicant.place)
    party = _known(applicant.document_node, applicant.phone_node, unit, device)
    keys = [node << 3 | Role.APPLICANT for node in party]
    if subject.outlet:
        keys.append(subject.outlet << 3 | Role.OUTLET)
    pairs = _pairs(applicant, unit, device)
    if subject.agent_node:
        keys.append(subject.agent_node << 3 | Role.AGENT)
        if applicant.document_node:
            pairs += ((subject.agent_node, applicant.document_node),)
    return Touch(party, (), tuple(keys), pairs, device)


def _application(subject: Subject, device: int) -> Touch:
    business = subject.party
    unit = own_unit(subject.warehouse) if subject.warehouse else 0
    phone = subject.contact_node or business.phone_node
    party = _known(business.document_node, phone, unit, subject.merchant, subject.account)
    keys = [node << 3 | Role.BUSINESS for node in party]
    anchor = business.document_node or subject.merchant
    pairs = tuple((anchor, node) for node in party if anchor and node != anchor)
    return Touch(party, (), tuple(keys), pairs, device)


def _known(*nodes: int) -> tuple[int, ...]:
    return tuple([node for node in nodes if node])


def _pairs(party: PartyFacts, unit: int, device: int) -> Pairs:
    """Ties of one party: all to the surest identifier at hand, so that no clique is built."""
    anchor = party.document_node or party.phone_node
    if not anchor:
        return ()
    others = (party.phone_node, unit, device, party.account_node)
    return tuple([(anchor, node) for node in others if node and node != anchor])
