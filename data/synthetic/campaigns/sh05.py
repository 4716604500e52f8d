"""SH-05: a parcel under a false or unreachable address, with money on it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from data.events import Shipment
from data.synthetic import dirt, parties, places
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import NOWHERE, ORDINARY
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.geography import DISTRICTS, District
from data.synthetic.places import Address
from data.synthetic.population import somebody
from data.synthetic.private import seller_parcel
from data.synthetic.world import World

_PLACEHOLDERS = ("测试地址", "XX路XX号", "同上", "不详", "自提", "啊啊啊啊")


@dataclass(frozen=True, slots=True)
class FalseAddress(Campaign):
    """Single parcels, cash on delivery, from and mostly to places that are not there."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of one sender each; four in five can't be delivered."""
        for _ in range(self.size):
            person = world.cast(rng, world.population.adults)
            district = person.home.district
            sender = parties.sender(rng, person, phone=world.spare_phone(rng))
            sender = msgspec.structs.replace(sender, address=self._address(rng, district))
            nowhere = chance(rng, 0.8)
            event = self._parcel(world, rng, nowhere=nowhere)
            replaced = msgspec.structs.replace(event, sender=sender)
            yield Draft(replaced, self.label(), NOWHERE if nowhere else ORDINARY)

    def _parcel(self, world: World, rng: random.Random, *, nowhere: bool) -> Shipment:
        person = somebody(rng, world.population.adults)
        stranger = world.receivers.pick(rng)
        receiver = parties.receiver(rng, stranger)
        if nowhere:
            false = self._address(rng, stranger.home.district)
            receiver = msgspec.structs.replace(receiver, address=false)
        trade = rng.choice(("daily", "fashion", "cosmetics"))
        day = self.some_day(rng)
        event = seller_parcel(world, rng, day, person, receiver, trade=trade, cod_share=0.8)
        if event.pay_mode != "cod":
            return event
        return msgspec.structs.replace(event, cod_amount_fen=max(10_000, event.cod_amount_fen))

    def _address(self, rng: random.Random, district: District) -> str:
        """Words without a place at L0, a road without a number at L1, a wrong city at L2."""
        if self.stealth == "L0":
            return f"{district.province}{district.city}{rng.choice(_PLACEHOLDERS)}"
        if self.stealth == "L1":
            road = places.road_number(rng).rstrip("号0123456789")
            return dirt.address_text(rng, Address("home", district, road))
        other = rng.choice(DISTRICTS)
        mixed = District(district.code, district.province, other.city, other.name, other.region)
        return dirt.address_text(rng, places.flat(rng, places.estate(rng, mixed)))
