"""G9: shares among a world's people and shops, as they are drawn before anything happens."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from benchmarks.quality.acceptance.marginals import Marginal, share
from data.synthetic.geography import ABOLISHED
from data.synthetic.persons import SECOND_HOMES, Person
from data.synthetic.presets import preset as preset_of
from data.synthetic.world import World, build_world

_PERSONS: Final = 30_000
_SIZES: Final = {1: 0.25, 2: 0.30, 3: 0.21, 4: 0.13, 5: 0.11}
_DOCUMENTS: Final = {
    "resident_id": 0.99,
    "hmt_permit": 0.005,
    "passport": 0.004,
    "foreigner_card": 0.001,
}
_VIRTUAL: Final = ("162", "165", "167", "170", "171")
_DORMS: Final = frozenset({"dorm", "factory"})


def of_people(preset: str, seed: int) -> list[Marginal]:
    """The marginals of a preset's people and shops.

    Raises:
        WrongUse: there is no such preset.
    """
    world = build_world(preset_of(preset), seed)
    persons = _some(world)
    return [*_homes(world, persons), *_papers(persons), *_phones(persons), *_shops(world)]


def _some(world: World) -> list[Person]:
    """Persons of the whole register, evenly spread: neighbours in it live together."""
    everybody = world.population.persons
    step = max(1, len(everybody) // _PERSONS)
    return list(islice(everybody, 0, None, step))


def _homes(world: World, persons: Sequence[Person]) -> Iterator[Marginal]:
    heads = [
        (p, len(family))
        for p in persons
        if p.home.kind not in _DORMS
        and (family := world.population.family(p))[0].number == p.number
    ]
    for size, claimed in _SIZES.items():
        found = (count == size for _, count in heads)
        yield share(f"households of {size}{' or more' if size == 5 else ''}", claimed, found)
    yield share("students in dorms", 0.04, (p.home.kind == "dorm" for p in persons))
    yield share("workers in dorms", 0.03, (p.home.kind == "factory" for p in persons))
    yield share("villagers", 0.30, (p.home.kind == "village" for p in persons))
    yield share("second homes", SECOND_HOMES, (p.second_home is not None for p, _ in heads))


def _papers(persons: Sequence[Person]) -> Iterator[Marginal]:
    for id_type, claimed in _DOCUMENTS.items():
        yield share(f"documents: {id_type}", claimed, (p.id_type == id_type for p in persons))
    residents = [p.id_no for p in persons if p.id_type == "resident_id"]
    yield share("abolished region codes", 0.06, (number[:6] in ABOLISHED for number in residents))


def _phones(persons: Sequence[Person]) -> Iterator[Marginal]:
    yield share("phones of virtual operators", 0.04, (p.phone[:3] in _VIRTUAL for p in persons))


def _shops(world: World) -> Iterator[Marginal]:
    shops = list(world.market)
    yield share("shops with an agreement", 0.60, (s.monthly_account is not None for s in shops))
