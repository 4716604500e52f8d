"""SH-06: a courier books other people's parcels on a document that he has at hand."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from data.synthetic import parties, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.population import somebody
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class IdReuse(Campaign):
    """Walk-in parcels of many senders under one document (several from L1 on)."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Honest people's parcels, taken by one courier under documents that are not theirs."""
        adults = world.population.adults
        each = int(self.lever("parcels_a_document"))
        documents = max(1, self.size // each) if each else 1
        owners = [world.cast(rng, adults) for _ in range(documents)]
        outlet = world.outlets.some(rng, "express", 1)[0]
        courier = rng.choice(outlet.staff)
        local = world.population.adults_of(outlet.district)
        for number in range(self.size):
            person = somebody(rng, local)
            friend = rng.choice(world.contacts_of(person))
            owner = owners[number % documents]
            event = shipments.private_parcel(
                world,
                rng,
                self.some_day(rng),
                person,
                parties.receiver(rng, friend),
                sender=parties.sender(rng, person, document_of=owner),
                outlet=outlet,
                channel="courier_pda",
            )
            yield Draft(msgspec.structs.replace(event, operator_id=courier), self.label())
        yield from self.camouflage(world, rng, owners)
