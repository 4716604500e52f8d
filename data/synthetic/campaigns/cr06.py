"""CR-06: one controller takes a limit for each of several shells."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from data.events import CodApplication, Event
from data.synthetic import trade
from data.synthetic.campaigns.trading import ShopCampaign, unpaid_debt
from data.synthetic.drafts import Draft
from data.synthetic.merchants import Merchant
from data.synthetic.world import World

_KEYS: Final = ("account", "representative", "store", "phone")


@dataclass(frozen=True, slots=True)
class StackedLimits(ShopCampaign):
    """Shells with trades and names of their own that share keys of their controller."""

    kind: ClassVar[type[Event]] = CodApplication

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """A little trade and one application of each shell, none of which is paid."""
        since = self.since(rng)
        model = self.front(world, rng, since)
        first = _KEYS.index(self.variant)
        keys = [_KEYS[(first + n) % len(_KEYS)] for n in range(int(self.lever("shared")))]
        for number in range(self.size):
            own = self.front(world, rng, since) if number else model
            shell = tied(own, model, keys)
            yield from self.history(world, rng, shell, since, self.lever("per_day"))
            for _ in range(rng.randint(3, 7)):
                yield trade.shop_parcel(world, rng, self.some_day(rng), shell, self.cover_label())
            day = self.some_day(rng)
            yield trade.application(world, rng, day, shell, self.label(), debts=unpaid_debt)


def tied(shop: Merchant, model: Merchant, keys: list[str]) -> Merchant:
    """A merchant that shares some keys with another.

    Args:
        shop: the merchant.
        model: the other one.
        keys: any of ``account``, ``representative``, ``store`` and ``phone``.
    """
    return replace(
        shop,
        settle_account_no=(model if "account" in keys else shop).settle_account_no,
        legal_rep=(model if "representative" in keys else shop).legal_rep,
        store=(model if "store" in keys else shop).store,
        phone=(model if "phone" in keys else shop).phone,
    )
