"""What the identity graph knows of the acting party. See ``catalogue.NETWORK``."""

from typing import Final

from data.identifiers import Kind
from graph.identity import Reach
from risk.features.blocks.view import NAN, View
from risk.features.touch import own_unit
from risk.features.windows import D90

_HOLDERS: Final = (Kind.PERSON, Kind.ORG)
_PHONES: Final = (Kind.PHONE,)
_UNITS: Final = (Kind.UNIT,)


def read(view: View, reach: Reach) -> tuple[float, ...]:
    """The values of the block."""
    party, graph = view.subject.party, view.graph
    since_ms = view.at_ms - D90
    person, phone = party.document_node, party.phone_node
    unit = own_unit(party.place)
    return (
        float(reach.size),
        graph.sharers(phone, _HOLDERS, since_ms, person) if phone else NAN,
        graph.sharers(unit, _HOLDERS, since_ms, person) if unit else NAN,
        graph.sharers(view.touch.device, _HOLDERS, since_ms, person) if view.touch.device else NAN,
        graph.sharers(person, _PHONES, since_ms, phone) if person else NAN,
        graph.sharers(person, _UNITS, since_ms, unit) if person else NAN,
        NAN if reach.hops is None else float(reach.hops),
        float(reach.confirmed_near),
    )
