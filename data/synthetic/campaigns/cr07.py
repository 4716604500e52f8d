"""CR-07: a written-off debtor comes back as a new company (phoenix)."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from data.events import CodApplication, Event
from data.synthetic import trade
from data.synthetic.campaigns.cr06 import tied
from data.synthetic.campaigns.trading import ShopCampaign, unpaid_debt
from data.synthetic.courses import Fact
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.merchants import Merchant
from data.synthetic.world import World

_KEYS: Final = ("phone", "store", "account")


@dataclass(frozen=True, slots=True)
class Phoenix(ShopCampaign):
    """The first company fails in the open; each further one is its heir."""

    kind: ClassVar[type[Event]] = CodApplication

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Trade and applications, one company after the other."""
        gap = max(4, self.days // (self.size + 1))
        first = trade.new_shop(world, rng, self.start_day)
        yield from self._trade(world, rng, first, self.start_day, gap)
        failed = trade.application(world, rng, self.start_day, first, self.cover_label())
        yield replace(failed, facts=_failure(gap))
        for number in range(1, self.size + 1):
            day = self.start_day + number * gap + rng.randrange(max(1, gap // 4))
            heir = self._heir(world, rng, first, day)
            yield from self._trade(world, rng, heir, day, gap)
            yield trade.application(world, rng, day, heir, self.label(), debts=unpaid_debt)

    def _heir(self, world: World, rng: random.Random, old: Merchant, day: int) -> Merchant:
        """A company of another name with some of the old keys."""
        own = self.front(world, rng, day, old.trade)
        start = _KEYS.index(self.variant)
        keys = [_KEYS[(start + n) % len(_KEYS)] for n in range(int(self.lever("shared")))]
        relatives = [p for p in world.population.family(old.legal_rep) if p.age_years >= 18]
        rep = own.legal_rep
        if chance(rng, self.lever("relative")):
            others = [p for p in relatives if p.number != old.legal_rep.number]
            rep = rng.choice(others or relatives)
        return replace(tied(own, old, keys), legal_rep=rep)

    def _trade(
        self, world: World, rng: random.Random, shop: Merchant, day: int, days: int
    ) -> Iterator[Draft]:
        for _ in range(rng.randint(3, 10)):
            at = day + int(rng.random() * days)
            yield trade.shop_parcel(world, rng, at, shop, self.cover_label())


def _failure(gap: int) -> tuple[Fact, ...]:
    """Overdue and written off before the first heir applies."""
    half = max(1, gap // 2)
    return (
        Fact("overdue", "carrier", max(1, half // 2), half),
        Fact("written_off", "carrier", half, max(half, gap - 1)),
    )
