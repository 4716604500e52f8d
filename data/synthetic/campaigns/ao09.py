"""AO-09: accounts of shell companies under straw representatives."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from data.events import AccountOpening, Event
from data.synthetic import places
from data.synthetic.campaigns.base import Campaign
from data.synthetic.company_openings import young_company
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.geography import District
from data.synthetic.places import Address
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class ShellCompanies(Campaign):
    """Young companies of one city that never ship anything.

    The variant is what ties them: the legal representative (``rep``), the contact phone, or the
    address under which they are registered (``seat``).
    """

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One opening for each company."""
        organiser = world.cast(rng, world.population.adults)
        home = organiser.home.district
        adults = world.population.adults_of(home)
        outlets = self.outlets(world, rng, "bank", home)
        phones = self.phones(world, rng, world.spare_phone(rng))
        tie = places.office(rng, home)
        for number in range(self.size):
            ties = "" if chance(rng, self.lever("cut_ties")) else self.variant
            event = young_company(
                world,
                rng,
                self.some_day(rng),
                phone=phones[number % len(phones)] if ties == "phone" else world.spare_phone(rng),
                seat=tie if ties == "seat" else self._seat(world, rng, home),
                rep=organiser if ties == "rep" else world.cast(rng, adults),
                outlet=outlets[number % len(outlets)],
            )
            yield Draft(event, self.label())
        yield from self.camouflage(world, rng, [organiser])

    def _seat(self, world: World, rng: random.Random, home: District) -> Address:
        if chance(rng, self.lever("secretary")):
            return rng.choice(world.pools.secretaries)
        return places.office(rng, home)
