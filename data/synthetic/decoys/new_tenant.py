"""new_tenant: a company moves into the store of one that left."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from data.events import CodApplication, Event
from data.synthetic import trade
from data.synthetic.courses import Fact
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.merchants import Merchant
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class NewTenant(Occasion):
    """Store, and one time in four the phone: the landlord's line goes with it."""

    kind: ClassVar[type[Event]] = CodApplication

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The end of the one, then the start of the other."""
        old = trade.new_shop(world, rng, self.start_day)
        yield from self._trade(world, rng, old, self.start_day)
        left = trade.application(world, rng, self.start_day, old, self.label())
        yield replace(left, facts=_debts(rng, self.days // 2, self.days - 1))
        day = self.start_day + self.days - 1
        own = trade.new_shop(world, rng, day)
        phone = (old if chance(rng, 0.25) else own).phone
        shop = replace(own, store=old.store, phone=phone)
        yield trade.application(world, rng, day, shop, self.label())
        yield from self._trade(world, rng, shop, day)

    def _trade(self, world: World, rng: random.Random, shop: Merchant, day: int) -> Iterator[Draft]:
        for _ in range(rng.randint(3, 10)):
            at = day + int(rng.random() * self.days / 2)
            yield trade.shop_parcel(world, rng, at, shop, self.label())


def _debts(rng: random.Random, half: int, end: int) -> tuple[Fact, ...]:
    """Half of those who leave owe something, and half of these debts are written off."""
    overdue = Fact("overdue", "carrier", half // 2, half)
    written_off = Fact("written_off", "carrier", half, end)
    return ((), (), (overdue,), (overdue, written_off))[rng.randrange(4)]
