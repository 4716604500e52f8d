"""CR-03: a ring of buyers orders cash on delivery from many shops and refuses at the door."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.synthetic import places, trade
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import ORDINARY
from data.synthetic.drafts import Draft
from data.synthetic.persons import Person
from data.synthetic.places import Address
from data.synthetic.population import somebody
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class RefusalRing(Campaign):
    """Several names behind one phone and room; from L1 on, phones and rooms in a row."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Orders of the ring at shops of the market."""
        members = [world.cast(rng, world.population.adults) for _ in range(max(1, self.size // 4))]
        phones = self.phones(world, rng, members[0].phone)
        rooms = self._rooms(rng, members[0])
        course = replace(ORDINARY, cod_refused=self.lever("refused"))
        for number in range(self.size):
            day = self.some_day(rng)
            buyer = replace(
                members[number % len(members)],
                phone=phones[number % len(phones)],
                home=rooms[number % len(rooms)],
                second_home=None,
            )
            shop = trade.market_shop(world, rng, day)
            yield trade.shop_parcel(
                world, rng, day, shop, self.label(), customer=buyer, course=course, cod=True
            )
        yield from self._other_orders(world, rng, members)
        yield from self.camouflage(world, rng, members)

    def _rooms(self, rng: random.Random, boss: Person) -> list[Address]:
        """One room at L0, four in a row at L1, up to twelve in a row of one entrance at L2."""
        site = places.estate(rng, boss.home.district)
        building, unit, floor = rng.randrange(1, 25), rng.randrange(1, 4), rng.randrange(1, 14)
        count = {"L0": 1, "L1": 4, "L2": min(12, max(4, self.size // 2))}[self.stealth]
        return [
            site.with_room(building, unit, f"{floor + number // 4}{1 + number % 4:02d}")
            for number in range(count)
        ]

    def _other_orders(
        self, world: World, rng: random.Random, members: list[Person]
    ) -> Iterator[Draft]:
        """Orders that its people do take, at L2: half as many as the others."""
        for _ in range(self.size // 2 if self.stealth == "L2" else 0):
            day = self.some_day(rng)
            shop = trade.market_shop(world, rng, day)
            member = somebody(rng, members)
            yield trade.shop_parcel(world, rng, day, shop, self.cover_label(), customer=member)
