"""Trade of merchants in stories: shops, their parcels, surges and applications for credit."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

import msgspec

from data.synthetic import shipments
from data.synthetic.applications import cod_application
from data.synthetic.courses import Course, Fact
from data.synthetic.drafts import Draft, Label
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.merchants import Merchant
from data.synthetic.outlets import Outlet
from data.synthetic.persons import Person
from data.synthetic.standing import Standing, credit_facts
from data.synthetic.world import World

_DRAWS: Final = 400

Debts: TypeAlias = Callable[[random.Random, Standing, int], tuple[Fact, ...]]
"""From a standing and a limit in fen to what becomes of an application."""


def new_shop(world: World, rng: random.Random, day: int, trade_name: str | None = None) -> Merchant:
    """A merchant of its own story that uses cash on delivery, of any rank but the largest.

    Args:
        world: who founds it.
        rng: the stream to draw from.
        day: its first day in the world.
        trade_name: a key of ``items.TRADES``; by their shares if not given.
    """
    place = rng.uniform(0.1, 1.0)
    shop = world.founder.merchant(rng, place, opened_day=day, trade=trade_name)
    rep = world.cast(rng, world.population.adults)
    return replace(shop, uses_cod=True, legal_rep=rep)


def market_shop(
    world: World,
    rng: random.Random,
    day: int,
    fits: Callable[[Merchant], bool] = lambda shop: shop.uses_cod,
) -> Merchant:
    """A merchant of the market on a day; the last one drawn if none of 400 fits."""
    shop = world.market.any(rng, day)
    for _ in range(_DRAWS):
        if fits(shop):
            break
        shop = world.market.any(rng, day)
    return shop


def customer_of(world: World, rng: random.Random, shop: Merchant) -> Person:
    """Somebody whom the shop has served before, or somebody new, as with any merchant."""
    if chance(rng, shop.repeat_share):
        return world.population.persons[rng.choice(shop.customers)]
    return world.receivers.pick(rng)


def shop_parcel(
    world: World,
    rng: random.Random,
    day: int,
    shop: Merchant,
    label: Label,
    *,
    customer: Person | None = None,
    course: Course | None = None,
    goods: Goods | None = None,
    cod: bool | None = None,
    cod_amount_fen: int | None = None,
) -> Draft:
    """A parcel of a shop.

    Args:
        world: where customers and outlets come from.
        rng: the stream to draw from.
        day: the day, from 0.
        shop: who sends.
        label: the truth of it.
        customer: one of the shop's, known or new, if not given.
        course: the shop's own if not given.
        goods: of the shop's trade if not given.
        cod: cash on delivery; the usual share if not given.
        cod_amount_fen: what is to be collected; by the trade if not given.
    """
    person = customer or customer_of(world, rng, shop)
    event = shipments.merchant_parcel(world, rng, day, shop, person, goods=goods, cod=cod)
    if cod_amount_fen is not None and event.pay_mode == "cod":
        event = msgspec.structs.replace(event, cod_amount_fen=cod_amount_fen)
    return Draft(event, label, course or shop.standing.course)


def taken_at(rng: random.Random, draft: Draft, outlet: Outlet, staff: Sequence[str]) -> Draft:
    """The same parcel, taken by one of some couriers of an outlet."""
    event = msgspec.structs.replace(
        draft.event,
        entity=outlet.entity,
        outlet_id=outlet.outlet_id,
        operator_id=rng.choice(staff),
    )
    return replace(draft, event=event)


def application(
    world: World,
    rng: random.Random,
    day: int,
    shop: Merchant,
    label: Label,
    *,
    debts: Debts = credit_facts,
    appetite: float = 1.0,
) -> Draft:
    """A shop's application for cash on delivery.

    Args:
        world: where outlets come from.
        rng: the stream to draw from.
        day: the day, from 0.
        shop: who applies.
        label: the truth of it.
        debts: what becomes of it; as with honest merchants if not given.
        appetite: the limit asked for, relative to the usual.
    """
    event = cod_application(world, rng, day, shop, appetite=appetite)
    return Draft(event, label, facts=debts(rng, shop.standing, event.requested_limit_fen))


def rising_day(rng: random.Random, start_day: int, days: int) -> int:
    """One of some days, such that their number grows from day to day."""
    # The square root makes the daily number grow linearly.
    return start_day + int(days * rng.random() ** 0.5)
