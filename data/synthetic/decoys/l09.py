"""L09: one person, two names or two forms of number."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from data.events import AccountOpening, Event
from data.synthetic import names
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.openings import account_opening
from data.synthetic.persons import Person
from data.synthetic.private import private_traffic
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class AnotherName(Occasion):
    """A parcel or two under the old form, then an account under the new one.

    In turn: a legal change of name; a minority's name in another spelling; a number of 15 digits,
    as on documents until 2012. Phone, home and birth date stay.
    """

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels on the first days, the opening on the last."""
        which = self.number % 3
        # Who is younger never had a card of the first generation.
        pool = world.senders.picks(rng, 100)
        person = world.cast(rng, pool, lambda p: which != 2 or p.age_years >= 40)
        before, after = _forms(rng, person, which)
        for _ in range(rng.randint(1, 2)):
            day = self.start_day + rng.randrange(self.days - 1)
            yield private_traffic(world, rng, day, before, self.label())
        last = self.start_day + self.days - 1
        yield Draft(account_opening(world, rng, last, after), self.label())


def _forms(rng: random.Random, person: Person, which: int) -> tuple[Person, Person]:
    """The person as known before, and as the bank reads them."""
    if which == 0:
        surname = names.SURNAMES[names.surname_number(rng)]
        return person, replace(person, name=names.person_name(rng, surname))
    if which == 1:
        name = names.dotted_name(rng)
        spelt = name.replace("·", rng.choice(("", ".", "•", " ")))
        return replace(person, name=spelt), replace(person, name=name)
    return replace(person, id_no=_of_15_digits(person.id_no)), person


def _of_15_digits(id_no: str) -> str:
    """The number on a card of the first generation: no century, no check character."""
    return id_no[:6] + id_no[8:17]
