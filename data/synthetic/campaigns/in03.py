"""IN-03: a courier helps a ring."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from data.events import Shipment
from data.synthetic import items, parties, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.outlets import Outlet
from data.synthetic.persons import Person
from data.synthetic.world import World

_TRADES = ("daily", "fashion", "cosmetics", "electronics")


@dataclass(frozen=True, slots=True)
class CourierHelps(Campaign):
    """Parcels of several senders to strangers, who have the courier in common."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of senders of the outlet's district, each under the own document."""
        outlet = world.outlets.some(rng, "express", 1)[0]
        courier = rng.choice(outlet.staff)
        local = world.population.adults_of(outlet.district)
        count = max(2, self.size // int(self.lever("parcels_a_sender")))
        senders = [world.cast(rng, local) for _ in range(count)]
        for number in range(self.size):
            event = self._parcel(world, rng, senders[number % count], outlet)
            if not chance(rng, self.lever("other_courier")):
                event = _taken_unseen(event, courier)
            yield Draft(event, self.label())
        yield from self.camouflage(world, rng, senders)

    def _parcel(self, world: World, rng: random.Random, person: Person, outlet: Outlet) -> Shipment:
        return shipments.private_parcel(
            world,
            rng,
            self.some_day(rng),
            person,
            parties.receiver(rng, world.receivers.pick(rng)),
            goods=items.goods(rng, rng.choice(_TRADES), vague_share=self.lever("vague")),
            outlet=outlet,
            channel="courier_pda",
        )


def _taken_unseen(event: Shipment, courier: str) -> Shipment:
    """The parcel as the courier reports it: everything was looked at."""
    return msgspec.structs.replace(event, operator_id=courier, id_verified=True, inspected=True)
