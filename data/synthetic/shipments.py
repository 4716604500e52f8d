"""Builders of shipments: of a merchant, of a private sender, of a company's mail room."""

import math
import random
from datetime import datetime
from typing import Final

import msgspec

from data.events import Channel, Party, PayMode, Shipment
from data.synthetic import calendar, items, parties
from data.synthetic.drafts import PENDING_ID
from data.synthetic.draws import Weighted, chance, opaque
from data.synthetic.geography import District
from data.synthetic.items import Goods
from data.synthetic.merchants import Merchant
from data.synthetic.outlets import Outlet
from data.synthetic.persons import Person
from data.synthetic.places import Address
from data.synthetic.world import World

WALK_IN_CHANNELS: Final[Weighted[Channel]] = Weighted(
    ("counter", "courier_pda", "mini_program", "app"), (28, 42, 20, 10)
)
COD_PARCELS: Final = 0.22
_ONLINE: Final = frozenset({"mini_program", "app", "web"})


def carrier_outlet(world: World, rng: random.Random, district: District) -> Outlet:
    """An outlet that takes parcels in a district: six in ten of the express company."""
    return world.outlets.near(rng, district, "express" if chance(rng, 0.6) else "post")


def freight_fen(rng: random.Random, weight_grams: int) -> int:
    """The price of a parcel: first kilogram about 8 yuan, each further one about 2.5."""
    further_kg = max(0, math.ceil(weight_grams / 1000) - 1)
    return 700 + 50 * rng.randrange(0, 6) + 250 * further_kg


def waybill_of(seed: int, number: int) -> str:
    """The waybill number of the event at a place of the file, if that is a shipment."""
    return f"98{int(opaque(seed, 'waybill', number), 16) % 10**11:011d}"


def spare_waybill(rng: random.Random) -> str:
    """A waybill number that is not given to a parcel by its place."""
    return f"98{rng.randrange(10**11):011d}"


def private_parcel(
    world: World,
    rng: random.Random,
    day: int,
    person: Person,
    receiver: Party,
    *,
    goods: Goods | None = None,
    sender: Party | None = None,
    outlet: Outlet | None = None,
    channel: Channel | None = None,
    at: datetime | None = None,
    pay_mode: PayMode | None = None,
    is_return: bool | None = None,
) -> Shipment:
    """A parcel of somebody without a contract: the document is read, the parcel often opened.

    Args:
        world: where outlets come from.
        rng: the stream to draw from.
        day: the day, from 0.
        person: who sends; gives device and network when sent online.
        receiver: the receiving party as written.
        goods: the content; a private one if not given.
        sender: the sending party as written; the person if not given.
        outlet: who takes it; one near the person's home if not given.
        channel: how it was ordered.
        at: when; by the hours of the channel if not given.
        pay_mode: who pays; mostly the sender.
        is_return: whether it goes back to a shop.
    """
    chosen = channel or WALK_IN_CHANNELS.pick(rng)
    online = chosen in _ONLINE
    place = outlet or carrier_outlet(world, rng, person.home.district)
    content = goods or items.goods(rng, items.PRIVATE_TRADES.pick(rng))
    return Shipment(
        event_id=PENDING_ID,
        occurred_at=at or calendar.moment(rng, day, profile_of(chosen)),
        entity=place.entity,
        channel=chosen,
        outlet_id=place.outlet_id,
        operator_id=rng.choice(place.staff),
        device_id=person.device if online else None,
        ip=person.ip if online else None,
        sender=sender or parties.sender(rng, person),
        receiver=receiver,
        item=content.item,
        weight_grams=content.weight_grams,
        pay_mode=pay_mode or ("collect" if chance(rng, 0.12) else "sender"),
        freight_fen=freight_fen(rng, content.weight_grams),
        is_return=is_return,
        id_verified=_mark(rng, yes=0.95, no=0.02),
        inspected=_mark(rng, yes=0.80, no=0.12),
    )


def merchant_parcel(
    world: World,
    rng: random.Random,
    day: int,
    shop: Merchant,
    person: Person,
    *,
    goods: Goods | None = None,
    outlet: Outlet | None = None,
    cod: bool | None = None,
    at: datetime | None = None,
) -> Shipment:
    """A parcel of a registered merchant to a customer, in the evening's batch.

    Args:
        world: where outlets come from.
        rng: the stream to draw from.
        day: the day, from 0.
        shop: who sends.
        person: the customer.
        goods: the content; of the shop's trade if not given.
        outlet: who takes it; one near the shop's store if not given.
        cod: cash on delivery; 22 % of the parcels of shops that use it if not given.
        at: when; by the hours of merchants if not given.
    """
    content = goods or items.goods(rng, shop.trade)
    outlet = outlet or carrier_outlet(world, rng, shop.store.district)
    if cod is None:
        cod = shop.uses_cod and chance(rng, COD_PARCELS)
    return Shipment(
        event_id=PENDING_ID,
        occurred_at=at or calendar.moment(rng, day, "merchant"),
        entity=outlet.entity,
        channel="erp_api",
        outlet_id=outlet.outlet_id,
        operator_id=rng.choice(outlet.staff),
        sender=parties.merchant(rng, shop),
        receiver=parties.receiver(rng, person, platform=True),
        item=content.item,
        weight_grams=content.weight_grams,
        pay_mode="cod" if cod else "monthly" if shop.monthly_account else "sender",
        cod_amount_fen=_cod_amount_fen(rng, shop) if cod else 0,
        freight_fen=freight_fen(rng, content.weight_grams),
        monthly_account=shop.monthly_account,
        merchant_id=shop.merchant_id,
        is_return=False,
        id_verified=None if shop.monthly_account else _mark(rng, yes=0.9, no=0.02),
        inspected=_mark(rng, yes=0.45, no=0.15),
    )


def account_parcel(
    world: World,
    rng: random.Random,
    day: int,
    shop: Merchant,
    person: Person,
    *,
    receiver: Party,
    phone: str,
    address: Address,
    outlet: Outlet,
    goods: Goods | None = None,
) -> Shipment:
    """A parcel that somebody hands over by word of a shop's monthly account, away from its system.

    Args:
        world: where outlets come from.
        rng: the stream to draw from.
        day: the day, from 0.
        shop: whose account is charged; it has one.
        person: who hands it over; no document is asked for.
        receiver: the receiving party as written.
        phone: the sender's phone as written.
        address: the sender's address as written.
        outlet: who takes it.
        goods: the content; of the shop's trade if not given.
    """
    event = private_parcel(
        world,
        rng,
        day,
        person,
        receiver,
        goods=goods or items.goods(rng, shop.trade),
        sender=parties.company(rng, shop.name, shop.uscc, phone, address),
        outlet=outlet,
        channel="counter" if chance(rng, 0.3) else "courier_pda",
        pay_mode="monthly",
    )
    return msgspec.structs.replace(event, monthly_account=shop.monthly_account, id_verified=None)


def company_letter(
    rng: random.Random,
    day: int,
    sender: Party,
    person: Person,
    outlet: Outlet,
    *,
    account: str,
    goods: Goods | None = None,
) -> Shipment:
    """A letter or flat parcel of a company with an agreement."""
    content = goods or items.goods(rng, "document")
    return Shipment(
        event_id=PENDING_ID,
        occurred_at=calendar.moment(rng, day, "pickup"),
        entity=outlet.entity,
        channel="erp_api",
        outlet_id=outlet.outlet_id,
        operator_id=rng.choice(outlet.staff),
        sender=sender,
        receiver=parties.receiver(rng, person),
        item=content.item,
        weight_grams=content.weight_grams,
        pay_mode="monthly",
        freight_fen=freight_fen(rng, content.weight_grams),
        monthly_account=account,
        inspected=_mark(rng, yes=0.3, no=0.2),
    )


def return_parcel(
    world: World,
    rng: random.Random,
    day: int,
    person: Person,
    shop: Merchant,
    *,
    goods: Goods | None = None,
    outlet: Outlet | None = None,
    channel: Channel | None = None,
    at: datetime | None = None,
) -> Shipment:
    """A customer sends goods back to the shop, which pays; goods of its trade if not given."""
    label = parties.merchant_receiver(rng, shop)
    content = goods or items.goods(rng, shop.trade)
    return private_parcel(
        world,
        rng,
        day,
        person,
        label,
        goods=content,
        outlet=outlet,
        channel=channel,
        at=at,
        pay_mode="collect",
        is_return=True,
    )


def profile_of(channel: Channel) -> calendar.Profile:
    """The hours of a private sender's channel."""
    if channel == "counter":
        return "counter"
    return "pickup" if channel == "courier_pda" else "app"


def _mark(rng: random.Random, *, yes: float, no: float) -> bool | None:
    draw = rng.random()
    return True if draw < yes else False if draw < yes + no else None


def _cod_amount_fen(rng: random.Random, shop: Merchant) -> int:
    median = items.TRADES[shop.trade].median_value_fen
    return max(1_000, round(rng.lognormvariate(math.log(median), 0.6) / 100) * 100)
