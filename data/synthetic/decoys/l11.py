"""L11: a group-buy leader."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from data.events import AccountOpening, Event
from data.synthetic import shipments
from data.synthetic.courses import Fact
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.merchants import Merchant
from data.synthetic.openings import ONLINE_CHANNELS, account_opening
from data.synthetic.persons import Person
from data.synthetic.world import World

_FROZEN: Final = Fact("account_frozen", "bank", 5, 40)
_FROZEN_SHARE: Final = 0.05
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class GroupBuyLeader(Occasion):
    """Neighbours join with an account opened on the leader's phone set; one shop supplies them.

    Many small sums come in and one goes out, so that a bank freezes one in twenty by mistake.
    """

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """An opening for each neighbour, and a delivery of small parcels every week."""
        leader = world.cast(rng, world.population.adults, lambda p: p.age_years < 60)
        local = world.population.adults_of(leader.home.district)
        for _ in range(self.size):
            neighbour = world.cast(rng, local, lambda p: p.age_years < 60)
            yield self._account(world, rng, neighbour, leader)
        shop = world.market.any(rng, self.start_day)
        cod = shop.uses_cod and chance(rng, 0.5)
        for day in range(self.start_day, self.start_day + self.days, _WEEK):
            for _ in range(rng.randint(2, 6)):
                yield self._parcel(world, rng, day, (shop, leader), cod=cod)

    def _account(
        self, world: World, rng: random.Random, neighbour: Person, leader: Person
    ) -> Draft:
        event = account_opening(
            world,
            rng,
            self.some_day(rng),
            replace(neighbour, device=leader.device, ip=leader.ip),
            channel=ONLINE_CHANNELS.pick(rng),
        )
        frozen = chance(rng, _FROZEN_SHARE)
        return Draft(event, self.label(), facts=(_FROZEN,) if frozen else ())

    def _parcel(
        self,
        world: World,
        rng: random.Random,
        day: int,
        pair: tuple[Merchant, Person],
        *,
        cod: bool,
    ) -> Draft:
        event = shipments.merchant_parcel(world, rng, day, *pair, cod=cod)
        return Draft(event, self.label())
