"""AO-12: a scammed customer opens an account as told."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from data.events import AccountOpening, Event
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import Weighted, chance
from data.synthetic.openings import account_opening
from data.synthetic.persons import Person
from data.synthetic.world import World

_ELDERS: Final = 0.6
# More cards than others hold (openings.CARDS_HELD): the callers look for people with savings.
_CARDS_HELD: Final = Weighted((0, 1, 2, 3), (35, 40, 18, 7))


@dataclass(frozen=True, slots=True)
class ScammedCustomers(Campaign):
    """Strangers of any place, most of them elders, with one phone in common that is not theirs."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One further account for each victim, at a counter near their home."""
        phones = self.phones(world, rng, world.spare_phone(rng))
        victims = []
        for number in range(self.size):
            youngest = 60 if chance(rng, _ELDERS) else 30
            victim = world.cast(rng, world.population.adults, _at_least(youngest))
            victims.append(victim)
            own = chance(rng, self.lever("own_phone"))
            event = account_opening(
                world,
                rng,
                self.some_day(rng),
                victim,
                existing_cards=_CARDS_HELD.pick(rng),
                phone=None if own else phones[number % len(phones)],
            )
            yield Draft(event, self.label())
        yield from self.camouflage(world, rng, victims)


def _at_least(years: int) -> Callable[[Person], bool]:
    return lambda person: person.age_years >= years
