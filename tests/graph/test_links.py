"""The table of DOMAIN 3.6, by kind."""

from data.identifiers import Kind
from data.instants import DAY_MS
from graph.links import CERTAIN, LIVES_MS, WEIGHTS
from graph.walks import STRONG


def test_the_strong_kinds_are_those_of_two_and_more() -> None:
    strong = {Kind(kind).name for kind, weight in enumerate(WEIGHTS) if weight >= STRONG}
    assert strong == {"PERSON", "ORG", "MERCHANT", "ACCOUNT", "DEVICE", "PHONE", "UNIT", "AGENT"}
    assert max(WEIGHTS) == CERTAIN


def test_lives_are_by_kind() -> None:
    days = {kind.name: LIVES_MS[kind] // DAY_MS for kind in (Kind.DEVICE, Kind.PHONE, Kind.UNIT)}
    assert days == {"DEVICE": 90, "PHONE": 180, "UNIT": 365}
