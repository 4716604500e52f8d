"""L06: social-security card, wage card and savings book."""

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
class SocialSecurity(Occasion):
    """Three openings of one person; only the wage card is of class I."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One opening for each purpose, in order of time."""
        person = world.cast(rng, world.population.adults, lambda p: p.age_years < 60)
        moments = self.moments(rng, 3, "counter")
        for held, purpose in enumerate(("工资代发", "社保卡", "储蓄")):
            event = account_opening(
                world,
                rng,
                0,
                person,
                at=moments[held],
                purpose=purpose,
                account_class="II" if held else "I",
                existing_cards=held,
            )
            yield Draft(event, self.label())
