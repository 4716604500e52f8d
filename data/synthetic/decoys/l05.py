"""L05: a lost card is replaced."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from data.events import AccountOpening, Event
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.openings import account_opening
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class Replacement(Occasion):
    """A second card of class I, because the first one is gone."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One opening; a second on the last day for every fifth person."""
        person = world.cast(rng, world.population.adults)
        again = [self.start_day + self.days - 1] if self.number % 5 == 0 else []
        for day in [self.start_day, *again]:
            event = account_opening(
                world, rng, day, person, purpose="补卡换卡", account_class="I", existing_cards=1
            )
            yield Draft(event, self.label())
