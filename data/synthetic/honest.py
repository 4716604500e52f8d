"""Everyday traffic: shops, small sellers, private senders, returns, accounts, applications.

Shares of traffic: DOMAIN 7.3. Shipments from or to certain places carry the code of the
look-alike that the place is (L02, L03, L21); they are ordinary in everything else.
"""

import random
from collections.abc import Iterator
from typing import Final

from data.events import AccountOpening
from data.synthetic import openings, parties, shipments
from data.synthetic.applications import cod_application
from data.synthetic.calendar import day_index, is_weekend
from data.synthetic.drafts import HONEST, Draft, Label
from data.synthetic.draws import Weighted, chance, poisson, stream
from data.synthetic.merchants import Merchant
from data.synthetic.persons import Person
from data.synthetic.private import label_by_place, private_traffic, seller_parcel
from data.synthetic.world import World

_MERCHANT_SHARE: Final = 0.76
_SELLER_SHARE: Final = 0.10
_RETURN_SHARE: Final = 0.08
_SELLER_TRADES: Final = ("fashion", "daily", "fresh", "cosmetics", "home")


class Honest:
    """The everyday traffic of a world.

    Args:
        world: whose people and shops act.
        shipment_count: shipments in all days together, as a mean.
        opening_count: account openings, as a mean.
    """

    def __init__(self, world: World, shipment_count: int, opening_count: int) -> None:
        days = range(world.preset.days)
        self._world = world
        self._rng = stream(world.seed, "honest")
        self._shipments_a_unit = shipment_count / sum(map(day_index, days))
        self._openings_a_unit = opening_count / sum(map(_bank_index, days))
        self._applications_a_day = world.preset.applications / world.preset.days
        self._sellers = _sellers(world, self._rng)
        for shop in world.market.merchants:
            shop.customers.extend(world.receivers.picks(self._rng, 25))

    def on_day(self, day: int) -> Iterator[Draft]:
        """The day's events, in no order."""
        rng = self._rng
        for _ in range(poisson(rng, self._shipments_a_unit * day_index(day))):
            yield self._shipment(day)
        for _ in range(poisson(rng, self._openings_a_unit * _bank_index(day))):
            yield Draft(self._opening(day))
        for _ in range(poisson(rng, self._applications_a_day)):
            shop = rng.choice(self._world.market.merchants)
            yield Draft(cod_application(self._world, rng, day, shop))

    def _shipment(self, day: int) -> Draft:
        draw = self._rng.random()
        if draw < _MERCHANT_SHARE:
            return self._from_merchant(day)
        if draw < _MERCHANT_SHARE + _SELLER_SHARE:
            return self._from_seller(day)
        if draw < _MERCHANT_SHARE + _SELLER_SHARE + _RETURN_SHARE:
            return self._return(day)
        return private_traffic(self._world, self._rng, day, self._world.senders.pick(self._rng))

    def _from_merchant(self, day: int) -> Draft:
        shop = self._world.market.by_volume.pick(self._rng)
        customer = self._customer(shop)
        event = shipments.merchant_parcel(self._world, self._rng, day, shop, customer)
        if shop.shared_store:
            return Draft(event, Label(decoy="L02"))
        # An odd address is worth a look only where money is to be collected.
        return Draft(event, label_by_place(customer) if event.pay_mode == "cod" else HONEST)

    def _customer(self, shop: Merchant) -> Person:
        if chance(self._rng, shop.repeat_share):
            return self._rng.choice(shop.customers)
        customer = self._world.receivers.pick(self._rng)
        shop.customers.append(customer)
        return customer

    def _from_seller(self, day: int) -> Draft:
        rng = self._rng
        person, trade = self._sellers.pick(rng)
        customer = self._world.receivers.pick(rng)
        receiver = parties.receiver(rng, customer)
        event = seller_parcel(self._world, rng, day, person, receiver, trade=trade)
        return Draft(event, label_by_place(person))

    def _return(self, day: int) -> Draft:
        shop = self._world.market.by_volume.pick(self._rng)
        customer = self._rng.choice(shop.customers)
        event = shipments.return_parcel(self._world, self._rng, day, customer, shop)
        return Draft(event, label_by_place(customer))

    def _opening(self, day: int) -> AccountOpening:
        rng, world = self._rng, self._world
        person = world.cast(rng, world.population.adults)
        if person.age_years > 65 and chance(rng, 0.2):
            child = rng.choice(world.population.adults)
            agent = parties.identified(rng, child)
            return openings.account_opening(
                world, rng, day, person, agent=agent, agent_relation="子女"
            )
        online = person.age_years < 60 and chance(rng, 0.25)
        channel = openings.ONLINE_CHANNELS.pick(rng) if online else "counter"
        return openings.account_opening(world, rng, day, person, channel=channel)


def _sellers(world: World, rng: random.Random) -> Weighted[tuple[Person, str]]:
    """One adult in a hundred sells a little from home, always the same kind of goods."""
    adults = world.population.adults
    chosen = rng.sample(adults, max(5, len(adults) // 100))
    sellers = [(person, rng.choice(_SELLER_TRADES)) for person in chosen]
    return Weighted(sellers, [rng.gammavariate(0.8, 1.0) for _ in sellers])


def _bank_index(day: int) -> float:
    return 0.45 if is_weekend(day) else 1.0
