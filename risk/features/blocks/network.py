"""What the identity graph knows of the acting party. See ``catalogue.NETWORK``."""

from typing import Final

from data.identifiers import Kind
from graph.components import Reach
from graph.identity import kind_set
from risk.features.blocks.view import NAN, View, one
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
        _sharers(view, phone, since_ms, person),
        _sharers(view, unit, since_ms, person),
        _sharers(view, device, since_ms, person),
        float(graph.sharers(person, _PHONES, since_ms, phone)) if person else NAN,
        float(graph.sharers(person, _UNITS, since_ms, unit)) if person else NAN,
        NAN if reach.hops is None else float(reach.hops),
        float(reach.confirmed_near),
    )


def _sharers(view: View, key: int, since_ms: int, person: int) -> float:
    """Persons and organisations on a key, this one included; of a typed hub this one alone counts."""
    if not key:
        return NAN
    if key in view.hubs:
        return one(person)
    return float(view.graph.sharers(key, _HOLDERS, since_ms, person))
