"""What the identity graph knew of an event, as an analyst reads it."""

from typing import Final

from data.decisions import GraphFacts
from risk.features.catalogue import INDEX
from risk.features.reading import Reading

_DISTINCT: Final = (
    "persons_on_phone_90d",
    "persons_on_unit_90d",
    "persons_on_device_90d",
    "phones_of_person_90d",
    "units_of_person_90d",
    "receiver_fresh_senders_30d",
    "receiver_named_fresh_senders_30d",
)
_DISTINCT_AT: Final = tuple((name, INDEX[name]) for name in _DISTINCT)


def graph_facts_of(reading: Reading) -> GraphFacts:
    """Distinct identifiers, and the way to a confirmed fraud."""
    vector, reach = reading.vector, reading.reach
    distinct = {name: int(vector[at]) for name, at in _DISTINCT_AT if vector[at] == vector[at]}
    return GraphFacts(reach.size, distinct, reach.hops, reach.path)
