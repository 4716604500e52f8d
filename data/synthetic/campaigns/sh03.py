"""SH-03: a shop books empty parcels, so that its sales look better than they are."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from data.events import Shipment
from data.synthetic import items, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import ORDINARY, Course, endings
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.merchants import Merchant
from data.synthetic.persons import Person
from data.synthetic.world import World

_SIGNED_AT_ONCE = Course(endings(99, returned=1), not_ordered=0.02, days=(0, 1))


@dataclass(frozen=True, slots=True)
class GhostParcels(Campaign):
    """Parcels of a real shop, of one light weight, taken and signed for by helpers."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Empty parcels among the shop's own traffic, through one courier of each outlet."""
        shop = world.market.any(rng, self.start_day)
        helpers = [
            (outlet, rng.choice(outlet.staff))
            for outlet in self.outlets(world, rng, "express", shop.store.district)
        ]
        grams = rng.randrange(3, 10) * 10
        for number in range(self.size):
            outlet, courier = helpers[number % len(helpers)]
            event = shipments.merchant_parcel(
                world,
                rng,
                self.some_day(rng),
                shop,
                self._listed(world, rng),
                goods=self._content(rng, shop, grams),
                outlet=outlet,
                cod=False,
            )
            at_once = chance(rng, self.lever("at_once"))
            yield self._draft(event, courier, _SIGNED_AT_ONCE if at_once else ORDINARY)
        yield from self.shop_camouflage(world, rng, [shop])

    def _draft(self, event: Shipment, courier: str, course: Course) -> Draft:
        booked = msgspec.structs.replace(event, operator_id=courier)
        return Draft(booked, self.label(), course)

    def _listed(self, world: World, rng: random.Random) -> Person:
        stranger = world.receivers.pick(rng)
        void = chance(rng, self.lever("void_phone"))
        return stranger.reached_at(phone=world.spare_phone(rng)) if void else stranger

    def _content(self, rng: random.Random, shop: Merchant, grams: int) -> Goods:
        """What is ordered, as the waybill says; of the weight of a bag if there is nothing in it."""
        ordered = items.goods(rng, shop.trade)
        empty = chance(rng, self.lever("empty"))
        return Goods(ordered.item, grams) if empty else ordered
