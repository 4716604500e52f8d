"""The parties of an event as a screen may show them, and what of them is shown in clear on demand.

Masked as GB/T 41833 asks of waybills (see ``risk.masked_labels``). In clear only by name of the field, for
a case, with a reason, and written down: see ``risk.case_desk``.
"""

from typing import Final

from msgspec import Struct

from data.errors import InvalidInput
from data.events import Event, Party
from data.subject import PartyFacts, Subject
from risk.address_view import AddressView, address_view
from risk.masked_labels import masked_name, masked_number

ROLES: Final = ("sender", "receiver", "applicant", "agent", "business", "legal_rep")
PARTS: Final = ("name", "id_no", "phone", "address", "account_no")
SINGLE: Final = ("contact_phone", "warehouse_address", "settle_account_no", "employer")
FIELDS: Final = (*(f"{role}.{part}" for role in ROLES for part in PARTS), *SINGLE)
"""What can be shown in clear. Device and IP are for machines only."""
_FIRST: Final = ("sender", "applicant", "business")


class MaskedParty(Struct, frozen=True):
    """A party as a screen may show it; "" where nothing was given or could be read.

    Attributes:
        missing: which of name, id_no, phone and address were not given.
        address: how it was written and how it was read; None where none was given.
    """

    role: str
    name: str
    id_no: str
    phone: str
    place: str
    missing: tuple[str, ...]
    address: AddressView | None


def masked_parties(subject: Subject) -> list[MaskedParty]:
    """The parties of an event, the acting one first."""
    found = []
    for role in ROLES:
        party = getattr(subject.event, role, None)
        facts = subject.party if role in _FIRST else subject.other
        if isinstance(party, Party) and facts is not None:
            found.append(_masked(role, party, facts))
    return found


def clear_values(event: Event, fields: list[str]) -> dict[str, str | None]:
    """Some fields of an event in clear; None where it has none.

    Raises:
        InvalidInput: there is no such field.
    """
    found: dict[str, str | None] = {}
    for field in fields:
        if field not in FIELDS:
            raise InvalidInput(f"the fields are: {', '.join(FIELDS)}"[:256], param="fields")
        role, _, part = field.partition(".")
        value = getattr(event, role, None)
        found[field] = getattr(value, part, None) if part and isinstance(value, Party) else None
        if not part:
            found[field] = value if isinstance(value, str) else None
    return found


def person_token(subject: Subject, field: str) -> str:
    """The token of the party that a field belongs to: for the audit log, which names nobody."""
    first = field.partition(".")[0] in (*_FIRST, *SINGLE)
    facts = subject.party if first or subject.other is None else subject.other
    return f"{facts.best_node:016x}"


def _masked(role: str, party: Party, facts: PartyFacts) -> MaskedParty:
    address = facts.place.address
    return MaskedParty(
        role,
        masked_name(facts.name.canonical),
        masked_number(party.id_no or ""),
        masked_number(facts.phone.canonical),
        f"{address.district or address.city}{address.road or address.village}",
        tuple(part for part in PARTS[:4] if not getattr(party, part)),
        address_view(party.address, address) if party.address else None,
    )
