"""SH-01: one address sends things of unknown kind to strangers all over the country."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from data.events import Shipment
from data.synthetic import items, parties, places, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.persons import Person
from data.synthetic.places import Address
from data.synthetic.world import World

_TRADES = ("daily", "fashion", "cosmetics", "home")


@dataclass(frozen=True, slots=True)
class AddressFanOut(Campaign):
    """Tens to hundreds of parcels, each to somebody new, from one room."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels from one room in whatever spelling; documents are lent by helpers from L1 on."""
        adults = world.population.adults
        helpers = {"L0": 1, "L1": 3, "L2": max(3, min(60, self.size // 8))}[self.stealth]
        people = [world.cast(rng, adults) for _ in range(helpers)]
        boss = people[0]
        room = places.flat(rng, places.estate(rng, boss.home.district))
        phones = self.phones(world, rng, boss.phone)
        trade = rng.choice(_TRADES)
        for number in range(self.size):
            event = self._parcel(
                world, rng, people[number % helpers], (room, phones[number % len(phones)], trade)
            )
            yield Draft(event, self.label())
        yield from self.camouflage(world, rng, people)

    def _parcel(
        self,
        world: World,
        rng: random.Random,
        person: Person,
        cover: tuple[Address, str, str],
    ) -> Shipment:
        room, phone, trade = cover
        kind = trade if self.stealth != "L2" else rng.choice(_TRADES)
        event = shipments.private_parcel(
            world,
            rng,
            self.some_day(rng),
            person,
            parties.receiver(rng, world.receivers.pick(rng)),
            goods=items.goods(rng, kind, vague_share=self.lever("vague")),
            sender=parties.sender(rng, person, phone=phone, address=self._shown(rng, room)),
            outlet=shipments.carrier_outlet(world, rng, room.district),
        )
        if chance(rng, self.lever("unopened")):
            return msgspec.structs.replace(event, inspected=False)
        return event

    def _shown(self, rng: random.Random, room: Address) -> Address:
        """The sender's address: often only a road at L0, as in the known case."""
        if self.stealth == "L0" and chance(rng, 0.5):
            road = room.street.rstrip("号0123456789")
            return Address("home", room.district, road)
        return room
