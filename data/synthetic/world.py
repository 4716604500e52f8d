"""The world before anything happens: its people, merchants and outlets, drawn from one seed."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from data.synthetic.draws import Weighted, stream
from data.synthetic.geography import DISTRICTS, REGION_SHARE, District
from data.synthetic.merchants import Market, MarketBuilder
from data.synthetic.outlets import Outlets
from data.synthetic.persons import Person
from data.synthetic.phonebook import Phonebook
from data.synthetic.pools import Pools, pools
from data.synthetic.population import Population, somebody
from data.synthetic.presets import Preset
from data.synthetic.settling import Settlement


@dataclass(frozen=True, slots=True)
class World:
    """All that sources of events draw from.

    Attributes:
        districts: where the group has outlets.
        founder: founds further merchants, for stories.
        receivers: every person, by how much they receive (Gamma 1.2).
        senders: local adults, by how much they send in private (Gamma 0.3).
        taken: numbers of the persons who have a part already: one story for each person.
    """

    preset: Preset
    seed: int
    districts: tuple[District, ...]
    population: Population
    market: Market
    founder: MarketBuilder
    outlets: Outlets
    pools: Pools
    phonebook: Phonebook
    receivers: Weighted[Person]
    senders: Weighted[Person]
    taken: set[int] = field(default_factory=set)

    def cast(
        self,
        rng: random.Random,
        pool: Sequence[Person],
        fits: Callable[[Person], bool] | None = None,
    ) -> Person:
        """Somebody of a pool who has no part in another story yet, and takes one now.

        Args:
            rng: the stream to draw from.
            pool: whom to choose from.
            fits: what the part asks of a person.

        Raises:
            LookupError: after a thousand draws nobody was free; the pool is too small.
        """
        for _ in range(1000):
            person = somebody(rng, pool)
            if person.number not in self.taken and (fits is None or fits(person)):
                self.taken.add(person.number)
                return person
        raise LookupError("the pool of persons is too small for its stories")

    def free(self, people: Sequence[Person]) -> list[Person]:
        """Those of a small group who have no part yet."""
        return [person for person in people if person.number not in self.taken]

    def spare_phone(self, rng: random.Random) -> str:
        """A phone number that nobody of the population has as their own."""
        return self.phonebook.spare(rng)

    def begin_day(self, day: int) -> None:
        """Let a day's phones change; call it once for each day, in order."""
        self.population.register.phones.pass_day(day, len(self.population.persons))

    def contacts_of(self, person: Person) -> list[Person]:
        """The two to six persons to whom somebody sends in private, always the same."""
        rng = stream(self.seed, "contacts", person.number)
        return self.receivers.picks(rng, rng.randrange(2, 7))


def build_world(preset: Preset, seed: int) -> World:
    """The world of a preset and a seed; the same for the same two."""
    districts = _home_districts(stream(seed, "districts"), preset.home_districts)
    phonebook = Phonebook(seed, 2 * preset.persons)
    places = pools(stream(seed, "pools"), preset.persons, districts)
    settlement = Settlement(stream(seed, "persons"), seed, phonebook, places, districts)
    population = settlement.settle(preset.persons, preset.smallest_dorm)
    rng = stream(seed, "rates")
    everybody, adults = population.persons, population.adults
    receivers = Weighted(everybody, (rng.gammavariate(1.2, 1.0) for _ in range(len(everybody))))
    senders = Weighted(adults, (rng.gammavariate(0.3, 1.0) for _ in range(len(adults))))
    founder = MarketBuilder(stream(seed, "merchants"), districts, population, receivers, phonebook)
    return World(
        preset=preset,
        seed=seed,
        districts=districts,
        population=population,
        market=founder.market(preset.merchants, preset.days),
        founder=founder,
        outlets=Outlets(stream(seed, "outlets"), districts, preset.outlets_per_district),
        pools=places,
        phonebook=phonebook,
        receivers=receivers,
        senders=senders,
    )


def _home_districts(rng: random.Random, count: int) -> tuple[District, ...]:
    """Different districts, by their region's share of parcels; one of them western."""
    west = rng.choice([d for d in DISTRICTS if d.region == "W"])
    others = [d for d in DISTRICTS if d.region != "W" or count > len(DISTRICTS) // 2]
    choice = Weighted(others, [REGION_SHARE[d.region] for d in others])
    chosen = [west]
    while len(chosen) < count:
        district = choice.pick(rng)
        if district not in chosen:
            chosen.append(district)
    return tuple(chosen)
