"""AO-01: one person opens accounts at many outlets, to sell or lend the cards."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from data.events import AccountClass, AccountOpening, Event
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.openings import account_opening, purpose_of
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class OneManyAccounts(Campaign):
    """Openings by one id at several outlets.

    The variant ``breaks_cap`` asks for class I every time, though one such account is the cap.
    """

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The openings in order of time, each with one card more."""
        person = world.cast(rng, world.population.adults)
        outlets = world.outlets.some(rng, "bank", max(2, self.size - 1), person.home.district)
        phones = self.phones(world, rng, person.phone)
        purpose = purpose_of(rng, person)
        for number, at in enumerate(self.moments(rng, self.size, "counter")):
            same = self.stealth == "L0" or chance(rng, 0.3)
            event = account_opening(
                world,
                rng,
                0,
                person,
                at=at,
                purpose=purpose if same else purpose_of(rng, person),
                account_class=self._class(rng, number),
                existing_cards=number,
                outlet=outlets[number % len(outlets)],
                phone=phones[number % len(phones)],
            )
            yield Draft(event, self.label())
        yield from self.camouflage(world, rng, [person])

    def _class(self, rng: random.Random, number: int) -> AccountClass:
        if self.variant == "breaks_cap" or number == 0:
            return "I"
        return "II" if chance(rng, 0.7) else "III"
