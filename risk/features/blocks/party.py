"""Quality of what is known of the acting party. See ``catalogue.PARTY``."""

from typing import Final

from data.instants import local_day, local_hour
from data.subject import PartyFacts
from risk.features.blocks.view import View, flag
from risk.features.roles import RECEIVER
from rules.calendar import calendar_index

_ODD_NAMES: Final = frozenset({"courtesy", "masked", "nickname", "placeholder"})
_ABSURD_BIRTH: Final = frozenset({"birth_future", "birth_before_1900"})
_INVALID_DOCUMENTS: Final = frozenset({"invalid", "masked", "placeholder"})
DELIVERED_BEFORE: Final = 0.15
"""Part of the address quality for a place that parcels have reached (DOMAIN 3.4)."""


def read(view: View) -> tuple[float, ...]:
    """The values of the block."""
    subject = view.subject
    party = subject.party
    phone, address, organisation = party.phone, party.place.address, party.organisation
    kind, flags, poi_type = phone.kind, address.flags, address.poi_type
    missing, invalid, absurd, unknown_region = _document(party)
    return (
        flag(name_is_odd(party)),
        missing,
        invalid,
        absurd,
        unknown_region,
        flag(kind == "missing"),
        flag(kind == "masked"),
        flag(kind == "placeholder"),
        flag(phone.virtual_operator),
        quality(view, party),
        flag("conflict" in flags),
        flag("placeholder" in flags),
        flag(poi_type and poi_type != "village"),
        flag(poi_type == "village"),
        flag(organisation is not None or party.name.kind == "organisation"),
        flag(not 6 <= local_hour(view.at_ms) < 22),
        flag(subject.event.channel == "counter"),
        calendar_index(local_day(view.at_ms)),
    )


def name_is_odd(party: PartyFacts) -> bool:
    """Whether a name is a courtesy, a nickname, masked or a placeholder."""
    flags = party.name.flags
    return bool(flags) and not _ODD_NAMES.isdisjoint(flags)


def quality(view: View, party: PartyFacts) -> float:
    """Address quality 0–1 with the part that only history can give."""
    place = party.place
    said: float = place.address.quality
    reached = view.history(RECEIVER, place.unit)
    if reached is not None and reached.delivered:
        return min(said + DELIVERED_BEFORE, 1.0)
    return said


def _document(party: PartyFacts) -> tuple[float, float, float, float]:
    if party.organisation is not None:
        kind = party.organisation.kind
        return flag(kind == "missing"), flag(kind in _INVALID_DOCUMENTS), 0.0, 0.0
    document = party.document
    if document is None or document.kind == "missing":
        return 1.0, 0.0, 0.0, 0.0
    invalid, flags = document.kind in _INVALID_DOCUMENTS, document.flags
    if not flags:
        return 0.0, flag(invalid), 0.0, 0.0
    return (
        0.0,
        flag(invalid or "checksum" in flags),
        flag(not _ABSURD_BIRTH.isdisjoint(flags)),
        flag("region_unknown" in flags),
    )
