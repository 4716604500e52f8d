"""AO-07: bank cards of fresh accounts, mailed by their owners to a buyer."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from data.events import AccountOpening, Event, Shipment
from data.synthetic import items, parties, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft, Label
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.openings import account_opening
from data.synthetic.persons import Person
from data.synthetic.story import day_of
from data.synthetic.world import World

_SMALL: Final = ("electronics", "cosmetics", "books")
_HEAVIEST_GRAMS: Final = 500


@dataclass(frozen=True, slots=True)
class CardsByParcel(Campaign):
    """Each owner opens an account (AO-06), and within two weeks sends a small parcel (AO-07).

    All parcels go to one buyer at L0, to two or three later, whose phones change by stealth.
    """

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """An opening and a parcel for each owner, who keep their own phones and homes."""
        buyers = self._buyers(world, rng)
        phones = self.phones(world, rng, world.spare_phone(rng))
        owners = []
        for number in range(self.size):
            owner = world.cast(rng, world.population.adults, lambda p: p.age_years < 50)
            owners.append(owner)
            event = account_opening(world, rng, self.some_day(rng), owner)
            opening = Draft(event, self._mule())
            yield opening
            phone = phones[number % len(phones)]
            buyer = replace(buyers[number % len(buyers)], phone=phone)
            day = day_of(opening) + rng.randint(1, int(self.lever("latest_days")))
            yield Draft(self._parcel(world, rng, day, owner, buyer), self.label())
        yield from self.camouflage(world, rng, owners)

    def _mule(self) -> Label:
        """The truth of an opening: at the counter it is no more than a mule's account."""
        return replace(self.label(), typology="AO-06")

    def _buyers(self, world: World, rng: random.Random) -> list[Person]:
        """Strangers of any district, who fetch the parcels at a station or locker."""
        count = 1 if self.stealth == "L0" else min(self.size, rng.randint(2, 3))
        people = [world.cast(rng, world.population.persons) for _ in range(count)]
        return [replace(person, home=person.pickup) for person in people]

    def _parcel(
        self, world: World, rng: random.Random, day: int, owner: Person, buyer: Person
    ) -> Shipment:
        as_document = chance(rng, self.lever("as_document"))
        goods = items.goods(rng, "document" if as_document else rng.choice(_SMALL))
        light = Goods(goods.item, min(_HEAVIEST_GRAMS, goods.weight_grams))
        receiver = parties.receiver(rng, buyer)
        return shipments.private_parcel(world, rng, day, owner, receiver, goods=light)
