"""What an event's identifiers may be called on a screen: masked, as GB/T 41833 asks of waybills.

A name shows its first character, a number its first three signs and its last two, a place its district
and road: no door, no room.
"""

from collections.abc import Set
from pathlib import Path
from typing import Final

from data.errors import PostRiskError
from data.events import AccountOpening, OutcomeLine, Shipment, decode_line
from data.files import read_lines
from data.normalise.phone import parse_phone
from data.subject import PartyFacts, Place, Reader, Subject

_LEAST: Final = 11
"""Signs of a number that shows five of them."""


def labels_in(events: Path, reader: Reader, wanted: Set[int]) -> dict[int, str]:
    """Masked texts of some identifiers, as a file tells them last; lines that can't be read are passed over.

    Args:
        events: JSON lines, gzip by its ending.
        reader: gives the nodes.
        wanted: nodes whose texts are asked for.

    Raises:
        Failure: the file can't be read.
    """
    labels = dict[int, str]()
    for _, line in read_lines(events):
        try:
            value = decode_line(line)
        except PostRiskError:
            continue
        if not isinstance(value, OutcomeLine):
            found = labels_of(reader.read(value))
            labels.update((key, text) for key, text in found.items() if key in wanted)
    return labels


def labels_of(subject: Subject) -> dict[int, str]:
    """By node, the masked text of each identifier of an event that enters the identity graph."""
    labels = _of_party(subject.party)
    if subject.other is not None:
        labels |= _of_party(subject.other)
        labels[subject.agent_node] = masked_name(subject.other.name.canonical)
    labels |= _of_codes(subject)
    if subject.warehouse is not None:
        labels |= _of_place(subject.warehouse)
    return {node: label for node, label in labels.items() if node and label}


def masked_name(name: str) -> str:
    """A name by its first character.

    >>> masked_name("袁程程")
    '袁**'
    """
    return name[:1] + "*" * min(max(len(name) - 1, 0), 3)


def masked_number(number: str) -> str:
    """A phone, card or code by its ends; at least six signs are hidden, or all.

    >>> masked_number("18278821102")
    '182******02'
    """
    plain = number.removeprefix("+86")
    if len(plain) < _LEAST:
        return "*" * len(plain)
    return f"{plain[:3]}{'*' * 6}{plain[-2:]}"


def _of_codes(subject: Subject) -> dict[int, str]:
    event = subject.event
    labels = {subject.device: masked_number(event.device_id or "")}
    if isinstance(event, AccountOpening):
        labels[subject.party.account_node] = masked_number(event.applicant.account_no or "")
    elif isinstance(event, Shipment):
        labels[subject.party.account_node] = masked_number(event.sender.account_no or "")
        if subject.other is not None:
            labels[subject.other.account_node] = masked_number(event.receiver.account_no or "")
        labels[subject.merchant] = masked_number(event.merchant_id or "")
        labels[subject.account] = masked_number(event.monthly_account or "")
    else:
        labels[subject.merchant] = masked_number(event.merchant_id)
        labels[subject.account] = masked_number(event.settle_account_no or "")
        labels[subject.contact_node] = masked_number(parse_phone(event.contact_phone).canonical)
    return labels


def _of_party(party: PartyFacts) -> dict[int, str]:
    labels = {
        party.document_node: masked_name(party.name.canonical),
        party.phone_node: masked_number(party.phone.canonical),
    }
    return labels | _of_place(party.place)


def _of_place(place: Place) -> dict[int, str]:
    address = place.address
    return {place.unit: f"{address.district or address.city}{address.road or address.village}"}
