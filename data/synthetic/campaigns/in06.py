"""IN-06: an outlet books heavy parcels at the next lower step of the price."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from data.synthetic import items, trade
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.items import TRADES
from data.synthetic.merchants import Merchant
from data.synthetic.shipments import freight_fen
from data.synthetic.world import World

_HEAVY: Final = ("home", "fresh", "liquor", "ceramics")
_STEP_GRAMS: Final = 1_000


@dataclass(frozen=True, slots=True)
class WeightTampering(Campaign):
    """Heavy goods of a few shops, booked with weights at the steps of the price."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Tampered parcels of some couriers, and as many that they weigh as they should."""
        outlet = world.outlets.some(rng, "express", 1)[0]
        couriers = rng.sample(outlet.staff, int(self.lever("couriers")))

        def heavy(shop: Merchant) -> bool:
            return shop.trade in _HEAVY and shop.store.district == outlet.district

        shops = [trade.market_shop(world, rng, self.start_day, heavy) for _ in range(3)]
        for number in range(2 * self.size):
            tampered = number < self.size
            label = self.label() if tampered else self.cover_label()
            draft = trade.shop_parcel(
                world, rng, self.some_day(rng), rng.choice(shops), label, cod=False
            )
            booked = self._booked(rng, draft) if tampered else draft
            yield trade.taken_at(rng, booked, outlet, couriers)

    def _booked(self, rng: random.Random, draft: Draft) -> Draft:
        """The same parcel with the weight of a lower step, and the freight for that."""
        true_grams = 0
        while true_grams <= _STEP_GRAMS:
            true_grams = items.weight_grams(rng, TRADES[rng.choice(_HEAVY)])
        below = 10 * rng.randint(0, int(self.lever("spread")) // 10)
        grams = (true_grams - 1) // _STEP_GRAMS * _STEP_GRAMS - below
        event = msgspec.structs.replace(
            draft.event, weight_grams=grams, freight_fen=freight_fen(rng, grams)
        )
        return replace(draft, event=event)
