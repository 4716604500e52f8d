"""L13: cards and papers that are mailed after an opening."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from data.events import AccountOpening, Event, Shipment
from data.synthetic import documents, items, names, parties, places, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.openings import ONLINE_CHANNELS, account_opening
from data.synthetic.outlets import Outlet
from data.synthetic.persons import Person
from data.synthetic.places import Address
from data.synthetic.population import Employer, somebody
from data.synthetic.story import day_of
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class MailedCards(Occasion):
    """By turns, a bank's card centre writes to its new customers, and new staff to their company.

    The second is the mirror of cards for sale: fresh accounts, small parcels, one receiver.
    """

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """An opening and a document, two to ten days later, for each person."""
        employers = world.population.employers
        company, staff = employers[self.number % len(employers)]
        clerk = replace(somebody(rng, staff), phone=company.phone, home=company.office)
        centre = _card_centre(world, rng)
        for _ in range(self.size):
            person = world.cast(rng, world.population.adults, lambda p: p.age_years < 50)
            opening = Draft(self._opening(world, rng, person, company), self.label())
            yield opening
            day = day_of(opening) + rng.randint(2, 10)
            if self._is_bank:
                yield Draft(centre.letter(rng, day, person), self.label())
            else:
                yield Draft(_papers(world, rng, day, person, clerk), self.label())

    @property
    def _is_bank(self) -> bool:
        return self.number % 2 == 0

    def _opening(
        self, world: World, rng: random.Random, person: Person, company: Employer
    ) -> AccountOpening:
        """Online if the card comes by mail; a wage account if the company asked for it."""
        day = self.some_day(rng)
        if self._is_bank:
            return account_opening(world, rng, day, person, channel=ONLINE_CHANNELS.pick(rng))
        hired = replace(person, employer=company.name)
        return account_opening(world, rng, day, hired, purpose="工资代发")


@dataclass(frozen=True, slots=True)
class _CardCentre:
    """Who mails a bank's cards, under an agreement."""

    name: str
    code: str
    phone: str
    seat: Address
    account: str
    outlet: Outlet

    def letter(self, rng: random.Random, day: int, person: Person) -> Shipment:
        """The letter with the card."""
        return shipments.company_letter(
            rng,
            day,
            parties.company(rng, self.name, self.code, self.phone, self.seat),
            person,
            self.outlet,
            account=self.account,
        )


def _card_centre(world: World, rng: random.Random) -> _CardCentre:
    outlet = world.outlets.some(rng, "post", 1)[0]
    district = outlet.district
    return _CardCentre(
        names.company_name(rng, district.city, "村镇银行"),
        documents.uscc(rng, district.code),
        world.spare_phone(rng),
        places.office(rng, district),
        f"{rng.randrange(10**9, 10**10)}",
        outlet,
    )


def _papers(world: World, rng: random.Random, day: int, person: Person, clerk: Person) -> Shipment:
    goods = items.goods(rng, "document")
    receiver = parties.receiver(rng, clerk, address=clerk.home)
    return shipments.private_parcel(world, rng, day, person, receiver, goods=goods)
