"""An outlet's drive for new accounts."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from data.events import AccountOpening, Event
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.openings import account_opening
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class OpeningDrive(Occasion):
    """Real customers at a stand; at every second one a telecom sells them phones off its row."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The openings of one teller, in order of time."""
        outlet = world.outlets.some(rng, "bank", 1)[0]
        teller = rng.choice(outlet.staff)
        local = world.population.adults_of(outlet.district)
        row = world.phonebook.row(rng, self.size, 3) if self.number % 2 else []
        for number, at in enumerate(self.moments(rng, self.size, "counter")):
            event = account_opening(
                world,
                rng,
                0,
                world.cast(rng, local),
                at=at,
                outlet=outlet,
                phone=row[number] if row else None,
            )
            yield Draft(msgspec.structs.replace(event, operator_id=teller), self.label())
