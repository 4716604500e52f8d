"""What the identity graph knows of the acting party. See ``catalogue.NETWORK``."""

from typing import Final

from data.identifiers import Kind
from graph.components import Reach
from graph.identity import kind_set
from risk.features.blocks.view import NAN, View
from risk.features.facts import Fact
from risk.features.windows import D90

_HOLDERS: Final = kind_set(Kind.PERSON, Kind.ORG)
_PHONES: Final = kind_set(Kind.PHONE)
_UNITS: Final = kind_set(Kind.UNIT)


def read(view: View, fact: Fact, reach: Reach) -> tuple[float, ...]:
    """The values of the block."""
    graph, since_ms = view.graph, view.at_ms - D90
    person, phone, unit, device = fact.person, fact.phone, fact.unit, fact.device
    return (
        float(reach.size),
        float(graph.sharers(phone, _HOLDERS, since_ms, person)) if phone else NAN,
        float(graph.sharers(unit, _HOLDERS, since_ms, person)) if unit else NAN,
        float(graph.sharers(device, _HOLDERS, since_ms, person)) if device else NAN,
        float(graph.sharers(person, _PHONES, since_ms, phone)) if person else NAN,
        float(graph.sharers(person, _UNITS, since_ms, unit)) if person else NAN,
        NAN if reach.hops is None else float(reach.hops),
        float(reach.confirmed_near),
    )
