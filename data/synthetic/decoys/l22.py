"""L22: the front desk of an office."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import parties, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.population import somebody
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class FrontDesk(Occasion):
    """The colleagues' names, the office's phone and address, one document."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of an office over a long time."""
        employers = world.population.employers
        company, staff = employers[self.number % len(employers)]
        clerk = somebody(rng, staff)
        for _ in range(self.size):
            colleague = somebody(rng, staff)
            sender = parties.sender(
                rng, colleague, phone=company.phone, address=company.office, document_of=clerk
            )
            event = shipments.private_parcel(
                world,
                rng,
                self.some_day(rng),
                clerk,
                parties.receiver(rng, rng.choice(world.contacts_of(colleague))),
                sender=sender,
                channel="courier_pda",
            )
            yield Draft(event, self.label())
