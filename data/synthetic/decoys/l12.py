"""L12: a micro-merchant."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from data.synthetic import parties
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.openings import ONLINE_CHANNELS, account_opening
from data.synthetic.persons import Person
from data.synthetic.private import seller_parcel
from data.synthetic.world import World

_TRADES = ("daily", "fashion", "cosmetics", "fresh")


@dataclass(frozen=True, slots=True)
class MicroMerchant(Occasion):
    """Accounts at the counter and online, and from then on parcels as customers pay."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Two openings at the start, then the parcels, spread evenly."""
        owner = world.cast(rng, world.population.adults, lambda p: p.age_years < 60)
        yield from self._accounts(world, rng, owner)
        outlet = world.outlets.near(rng, owner.home.district, "express")
        courier = rng.choice(outlet.staff)
        trade = rng.choice(_TRADES)
        for _ in range(self.size):
            customer = parties.receiver(rng, world.receivers.pick(rng))
            day = self.start_day + rng.randint(1, self.days - 1)
            event = seller_parcel(
                world, rng, day, owner, customer, trade=trade, channel="courier_pda"
            )
            # The courier of the street comes by every day.
            taken = msgspec.structs.replace(
                event, entity=outlet.entity, outlet_id=outlet.outlet_id, operator_id=courier
            )
            yield Draft(taken, self.label())

    def _accounts(self, world: World, rng: random.Random, owner: Person) -> Iterator[Draft]:
        first = account_opening(
            world, rng, self.start_day, owner, purpose="日常结算", existing_cards=0
        )
        second = account_opening(
            world,
            rng,
            self.start_day + rng.randint(1, 5),
            owner,
            purpose="日常结算",
            existing_cards=1,
            channel=ONLINE_CHANNELS.pick(rng),
        )
        yield Draft(first, self.label())
        yield Draft(second, self.label())
