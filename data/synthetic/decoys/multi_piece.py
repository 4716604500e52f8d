"""One waybill number for several pieces, or for a parcel that is taken in twice."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from data.events import Shipment
from data.synthetic import items, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.merchants import Merchant
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class MultiPiece(Occasion):
    """Every second shop sends in pieces; with the others the label is read again on another day."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Consignments of two to five events, each under one number to one receiver."""
        shop, left = world.market.any(rng, self.start_day), self.size
        while left > 0:
            count = min(left, 2 if self.number % 2 else rng.randrange(2, 6))
            left -= count
            for event in self._consignment(world, rng, shop, count):
                yield Draft(event, self.label())

    def _consignment(
        self, world: World, rng: random.Random, shop: Merchant, count: int
    ) -> Iterator[Shipment]:
        customer, waybill = world.receivers.pick(rng), shipments.spare_waybill(rng)
        first = shipments.merchant_parcel(world, rng, self.some_day(rng), shop, customer, cod=False)
        at, content = first.occurred_at, items.goods(rng, shop.trade)
        for _ in range(count):
            yield msgspec.structs.replace(
                first,
                waybill_no=waybill,
                occurred_at=at,
                item=content.item,
                weight_grams=content.weight_grams,
                freight_fen=shipments.freight_fen(rng, content.weight_grams),
            )
            if self.number % 2:
                at += timedelta(milliseconds=rng.randrange(8 * 3_600_000, 30 * 3_600_000))
            else:
                at += timedelta(milliseconds=rng.randrange(5_000, 90_000))
                content = items.goods(rng, shop.trade)
