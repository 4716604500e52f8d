"""The world before anything happens: its people, merchants and outlets, drawn from one seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from data.synthetic.documents import mobile
from data.synthetic.draws import Weighted, stream
from data.synthetic.geography import DISTRICTS, REGION_SHARE, District
from data.synthetic.merchants import Market, market
from data.synthetic.outlets import Outlets
from data.synthetic.persons import Person, Population, PopulationBuilder
from data.synthetic.presets import Preset


@dataclass(frozen=True, slots=True)
class World:
    """All that sources of events draw from.

    Attributes:
        receivers: every person, by how much they receive (Gamma 1.2).
        senders: local adults, by how much they send in private (Gamma 0.3).
        phones: every phone of the population.
        contacts: whom each person sends to; filled as needed.
        taken: numbers of the persons who have a part already: one story for each person.
    """

    preset: Preset
    seed: int
    population: Population
    market: Market
    outlets: Outlets
    receivers: Weighted[Person]
    senders: Weighted[Person]
    phones: frozenset[str]
    contacts: dict[int, tuple[Person, ...]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def cast(self, rng: random.Random, pool: Sequence[Person]) -> Person:
        """Somebody of a pool who has no part in another story yet, and takes one now.

        Raises:
            LookupError: after a thousand draws nobody was free; the pool is too small.
        """
        for _ in range(1000):
            person = rng.choice(pool)
            if person.number not in self.taken:
                self.taken.add(person.number)
                return person
        raise LookupError("the pool of persons is too small for its stories")

    def spare_phone(self, rng: random.Random) -> str:
        """A phone number that nobody of the population has as their own."""
        while (phone := mobile(rng)) in self.phones:
            continue
        return phone

    def contacts_of(self, person: Person) -> tuple[Person, ...]:
        """The two to six persons to whom somebody sends in private, always the same."""
        known = self.contacts.get(person.number)
        if known is None:
            rng = stream(self.seed, "contacts", person.number)
            known = tuple(self.receivers.picks(rng, rng.randrange(2, 7)))
            self.contacts[person.number] = known
        return known


def build_world(preset: Preset, seed: int) -> World:
    """The world of a preset and a seed; the same for the same two."""
    districts = _home_districts(stream(seed, "districts"), preset.home_districts)
    builder = PopulationBuilder(stream(seed, "persons"), districts)
    population = builder.build(preset.persons, preset.dorm_size)
    rng = stream(seed, "rates")
    everybody, adults = population.persons, population.adults
    return World(
        preset=preset,
        seed=seed,
        population=population,
        market=market(stream(seed, "merchants"), preset.merchants, districts, adults),
        outlets=Outlets(stream(seed, "outlets"), districts, preset.outlets_per_district),
        receivers=Weighted(everybody, [rng.gammavariate(1.2, 1.0) for _ in everybody]),
        senders=Weighted(adults, [rng.gammavariate(0.3, 1.0) for _ in adults]),
        phones=frozenset(person.phone for person in everybody),
    )


def _home_districts(rng: random.Random, count: int) -> tuple[District, ...]:
    """Different districts, by their region's share of parcels; one of them western."""
    west = rng.choice([d for d in DISTRICTS if d.region == "W"])
    others = [d for d in DISTRICTS if d.region != "W"]
    choice = Weighted(others, [REGION_SHARE[d.region] for d in others])
    chosen = [west]
    while len(chosen) < count:
        district = choice.pick(rng)
        if district not in chosen:
            chosen.append(district)
    return tuple(chosen)
