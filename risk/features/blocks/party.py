"""Quality of what is known of the acting party. See ``catalogue.PARTY``."""

from typing import Final

from data.instants import local_hour
from data.subject import PartyFacts
from risk.features.blocks.view import View, flag
from risk.features.windows import Role

_ODD_NAMES: Final = frozenset({"courtesy", "masked", "nickname", "placeholder"})
_ABSURD_BIRTH: Final = frozenset({"birth_future", "birth_before_1900"})
_INVALID_DOCUMENTS: Final = frozenset({"invalid", "masked", "placeholder"})
DELIVERED_BEFORE: Final = 0.15
"""Part of the address quality for a place that parcels have reached (DOMAIN 3.4)."""


def read(view: View) -> tuple[float, ...]:
    """The values of the block."""
    party = view.subject.party
    phone, address = party.phone, party.place.address
    missing, invalid, absurd, unknown_region = _document(party)
    return (
        flag(name_is_odd(party)),
        missing,
        invalid,
        absurd,
        unknown_region,
        flag(phone.kind == "missing"),
        flag(phone.kind == "masked"),
        flag(phone.kind == "placeholder"),
        flag(phone.virtual_operator),
        quality(view, party),
        flag("conflict" in address.flags),
        flag("placeholder" in address.flags),
        flag(address.poi_type and address.poi_type != "village"),
        flag(address.poi_type == "village"),
        flag(party.organisation is not None or party.name.kind == "organisation"),
        flag(not 6 <= local_hour(view.at_ms) < 22),
        flag(view.subject.event.channel == "counter"),
    )


def name_is_odd(party: PartyFacts) -> bool:
    """Whether a name is a courtesy, a nickname, masked or a placeholder."""
    return not _ODD_NAMES.isdisjoint(party.name.flags)


def quality(view: View, party: PartyFacts) -> float:
    """Address quality 0–1 with the part that only history can give."""
    place = party.place
    reached = view.history(Role.RECEIVER, place.unit)
    if reached is not None and reached.delivered:
        return min(place.address.quality + DELIVERED_BEFORE, 1.0)
    return place.address.quality


def _document(party: PartyFacts) -> tuple[float, float, float, float]:
    if party.organisation is not None:
        kind = party.organisation.kind
        return flag(kind == "missing"), flag(kind in _INVALID_DOCUMENTS), 0.0, 0.0
    document = party.document
    if document is None or document.kind == "missing":
        return 1.0, 0.0, 0.0, 0.0
    flags = document.flags
    return (
        0.0,
        flag(document.kind in _INVALID_DOCUMENTS or "checksum" in flags),
        flag(not _ABSURD_BIRTH.isdisjoint(flags)),
        flag("region_unknown" in flags),
    )
