"""SH-16: labels with waybill numbers that nobody issued, or that are another parcel's."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from data.synthetic import parties, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.private import seller_parcel
from data.synthetic.world import World

_TRADES = ("fashion", "daily", "fresh", "cosmetics", "home")


@dataclass(frozen=True, slots=True)
class FalseWaybills(Campaign):
    """A small seller saves the freight with labels bought from a forger."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """A seller's parcels to strangers, several under one number at L0 and L1."""
        person, trade = world.cast(rng, world.population.adults), rng.choice(_TRADES)
        phones = self.phones(world, rng, person.phone)
        numbers = self._numbers(world, rng)
        for number in range(self.size):
            event = seller_parcel(
                world,
                rng,
                self.some_day(rng),
                person,
                parties.receiver(rng, world.receivers.pick(rng)),
                trade=trade,
                sender=parties.sender(rng, person, phone=phones[number % len(phones)]),
                cod_share=0.0,
            )
            waybill = numbers[number % len(numbers)]
            yield Draft(msgspec.structs.replace(event, waybill_no=waybill), self.label())
        yield from self.camouflage(world, rng, [person])

    def _numbers(self, world: World, rng: random.Random) -> list[str]:
        """The numbers of its labels: made up, or seen on parcels of the last days."""
        count = max(1, round(self.size / self.lever("uses")))
        if self.variant == "printed" or self.start_day == 0:
            return [shipments.spare_waybill(rng) for _ in range(count)]
        size = world.preset
        # A day has no fewer events than nine in ten of the mean, so these have happened.
        passed = int(0.9 * self.start_day * (size.shipments + size.openings) / size.days)
        # Account openings have a place but no number: a few labels show one that nobody issued.
        places = (rng.randrange(passed // 2, passed) for _ in range(count))
        return [shipments.waybill_of(world.seed, place) for place in places]
