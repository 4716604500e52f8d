"""IN-07: a courier books dear parcels that do not exist and draws the compensation."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.synthetic import items, parties, shipments, trade
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import Course, Fact, endings
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.population import somebody
from data.synthetic.world import World

_DEAR: Final = ("phones", "jewellery", "collectibles", "electronics")
# What never was is scanned as returned or lost, or as delivered to one who knows of nothing.
_UNREAL: Final = Course(endings(25, 5, 45, 25), not_ordered=0.2)


@dataclass(frozen=True, slots=True)
class FakeOrders(Campaign):
    """Walk-in parcels of one courier, under names that he has at hand."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The parcels and their claims, and the courier's true parcels."""
        outlet = world.outlets.some(rng, "express", 1)[0]
        courier = rng.choice(outlet.staff)
        local = world.population.adults_of(outlet.district)
        names = [world.cast(rng, local) for _ in range(max(2, self.size // 6))]
        phones = self.phones(world, rng, names[0].phone)
        for number in range(self.size):
            person = names[number % len(names)]
            goods = self._goods(rng)
            phone = phones[number % len(phones)]
            event = shipments.private_parcel(
                world,
                rng,
                self.some_day(rng),
                person,
                parties.receiver(rng, world.receivers.pick(rng)),
                goods=goods,
                sender=parties.sender(rng, person, phone=phone),
                channel="courier_pda",
            )
            draft = Draft(event, self.label(), _UNREAL, self._claim(rng, goods))
            yield trade.taken_at(rng, draft, outlet, [courier])
        # His true parcels: twice as many, of anybody.
        for _ in range(2 * self.size):
            sender = somebody(rng, local)
            friend = rng.choice(world.contacts_of(sender))
            event = shipments.private_parcel(
                world,
                rng,
                self.some_day(rng),
                sender,
                parties.receiver(rng, friend),
                channel="courier_pda",
            )
            yield trade.taken_at(rng, Draft(event, self.cover_label()), outlet, [courier])

    def _goods(self, rng: random.Random) -> Goods:
        goods = items.goods(rng, rng.choice(_DEAR))
        return items.insured(rng, goods) if chance(rng, self.lever("insured")) else goods

    def _claim(self, rng: random.Random, goods: Goods) -> tuple[Fact, ...]:
        """A claim within three weeks; three in four are paid."""
        if not chance(rng, self.lever("claimed")):
            return ()
        asked_fen = goods.item.insured_value_fen or rng.randrange(20_000, 60_000, 100)
        claimed = Fact("claimed", "customer", 4, 20, asked_fen)
        paid = Fact("claim_paid", "carrier", 22, 40, asked_fen)
        return (claimed, paid) if chance(rng, 0.75) else (claimed,)
