"""AO-03: an account under an identity that is patched together."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from data.events import AccountOpening, Event
from data.synthetic import documents, names, places
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.geography import DISTRICTS
from data.synthetic.openings import CARDS_HELD, account_opening
from data.synthetic.persons import Person
from data.synthetic.world import World

_SEQUENCES = 999


@dataclass(frozen=True, slots=True)
class PatchedIdentity(Campaign):
    """One or two openings under one phone that is new.

    The variant is what is false. ``name``: the number is that of somebody who sends parcels under
    their own name, so one document has two names. ``number``: well-formed but nobody's, another one
    at each opening, so one name, birth date and phone have two documents.
    """

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The openings, at outlets near the home that is named."""
        # Weighted by how much they send: a patched name shows only where the true one is known.
        pool = world.senders.picks(rng, 50)
        owner = world.cast(rng, pool, lambda p: p.age_years < 60)
        patched = self._patched(world, rng, owner)
        phones = self.phones(world, rng, world.spare_phone(rng))
        held = CARDS_HELD.pick(rng)
        for number, at in enumerate(self.moments(rng, self.size, "counter")):
            if self.variant == "number":
                patched = replace(patched, id_no=_nobody_s_number(rng, patched))
            event = account_opening(
                world,
                rng,
                0,
                patched,
                at=at,
                existing_cards=held + number if self.variant == "name" else held,
                phone=phones[number % len(phones)],
            )
            yield Draft(event, self.label())
        yield from self.camouflage(world, rng, [patched])

    def _patched(self, world: World, rng: random.Random, owner: Person) -> Person:
        surname = names.SURNAMES[names.surname_number(rng)]
        district = owner.home.district
        if chance(rng, self.lever("far_home")):
            district = rng.choice(world.districts)
        home = places.flat(rng, places.estate(rng, district))
        return replace(owner, name=names.person_name(rng, surname), home=home)


def _nobody_s_number(rng: random.Random, person: Person) -> str:
    region = rng.choice(DISTRICTS).code
    return documents.resident_id(region, person.born, rng.randint(1, _SEQUENCES))
