"""Everyday traffic: shops, small sellers, private senders, returns, accounts, applications.

A day is first a list of moments, and each event is made when its turn comes: so a day of half a
million events takes no more memory than their moments. Shares of traffic: docs/simulator.md.
"""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias

from data.events import AccountOpening, Channel
from data.synthetic import openings, parties, shipments
from data.synthetic.applications import cod_application
from data.synthetic.calendar import START, day_index, is_weekend, ms_of_day
from data.synthetic.company_openings import company_opening
from data.synthetic.decoys.base import Scene
from data.synthetic.decoys.registry import Marks
from data.synthetic.drafts import Draft
from data.synthetic.draws import Weighted, chance, poisson, stream
from data.synthetic.merchants import Merchant
from data.synthetic.persons import Person
from data.synthetic.population import somebody
from data.synthetic.private import private_traffic, seller_parcel
from data.synthetic.standing import credit_facts
from data.synthetic.world import World

_Source: TypeAlias = Literal["merchant", "seller", "return", "private", "opening", "application"]
_SHIPMENTS: Final[Weighted[_Source]] = Weighted(
    ("merchant", "seller", "return", "private"), (76, 10, 8, 6)
)
_SELLER_TRADES: Final = ("fashion", "daily", "fresh", "cosmetics", "home")
_ONLINE_OPENINGS: Final = 0.21
_COMPANY_OPENINGS: Final = 0.03
# A limit holds for two months; then its holder applies again.
_VALID_DAYS: Final = 60
_APPLICANTS_ASKED: Final = 20


class _Moment(NamedTuple):
    """When something of a source happens; the channel is drawn first, for its hours."""

    ms: int
    source: _Source
    channel: Channel


class Honest:
    """The everyday traffic of a world.

    Args:
        world: whose people and shops act.
        shipment_count: shipments in all days together, as a mean.
        opening_count: account openings, as a mean.
        application_count: applications for cash on delivery, as a mean.
    """

    def __init__(
        self, world: World, shipment_count: int, opening_count: int, application_count: int
    ) -> None:
        days = range(world.preset.days)
        self._world = world
        self._rng = stream(world.seed, "honest")
        self._marks = Marks()
        self._shipments_a_unit = max(0, shipment_count) / sum(map(day_index, days))
        self._openings_a_unit = max(0, opening_count) / sum(map(_bank_index, days))
        self._applications_a_day = max(0, application_count) / world.preset.days
        self._banked: set[str] = set()
        self._applied: dict[str, int] = {}
        self._sellers = _sellers(world, self._rng)
        self._make: dict[_Source, Callable[[int, datetime, Channel], Draft]] = {
            "merchant": self._from_merchant,
            "seller": self._from_seller,
            "return": self._return,
            "private": self._private,
            "opening": self._opening,
            "application": self._application,
        }

    def on_day(self, day: int) -> Iterator[Draft]:
        """The day's events in order of time."""
        midnight = START + timedelta(days=day)
        for moment in sorted(self._moments(day)):
            at = midnight + timedelta(milliseconds=moment.ms)
            yield self._make[moment.source](day, at, moment.channel)

    def _moments(self, day: int) -> Iterator[_Moment]:
        rng = self._rng
        for _ in range(poisson(rng, self._shipments_a_unit * day_index(day))):
            source = _SHIPMENTS.pick(rng)
            if source == "merchant":
                yield _Moment(ms_of_day(rng, "merchant"), source, "erp_api")
            else:
                channel = shipments.WALK_IN_CHANNELS.pick(rng)
                yield _Moment(ms_of_day(rng, shipments.profile_of(channel)), source, channel)
        for _ in range(poisson(rng, self._openings_a_unit * _bank_index(day))):
            if chance(rng, _ONLINE_OPENINGS):
                yield _Moment(ms_of_day(rng, "app"), "opening", openings.ONLINE_CHANNELS.pick(rng))
            else:
                yield _Moment(ms_of_day(rng, "counter"), "opening", "counter")
        for _ in range(poisson(rng, self._applications_a_day)):
            yield _Moment(ms_of_day(rng, "counter"), "application", "counter")

    def _from_merchant(self, day: int, at: datetime, _: Channel) -> Draft:
        shop = self._world.market.by_volume(self._rng, day)
        customer = self._customer(shop)
        event = shipments.merchant_parcel(self._world, self._rng, day, shop, customer, at=at)
        label = self._marks.of(Scene(day, event, shop.legal_rep, customer, shop))
        return Draft(event, label, shop.standing.course)

    def _customer(self, shop: Merchant) -> Person:
        if chance(self._rng, shop.repeat_share):
            return self._known_customer(shop)
        customer = self._world.receivers.pick(self._rng)
        shop.remember(self._rng, customer.number)
        return customer

    def _known_customer(self, shop: Merchant) -> Person:
        number = shop.customers[int(self._rng.random() * len(shop.customers))]
        return self._world.population.persons[number]

    def _from_seller(self, day: int, at: datetime, channel: Channel) -> Draft:
        rng, world = self._rng, self._world
        number, trade = self._sellers.pick(rng)
        person, customer = world.population.persons[number], world.receivers.pick(rng)
        receiver = parties.receiver(rng, customer)
        event = seller_parcel(
            world, rng, day, person, receiver, trade=trade, channel=channel, at=at
        )
        return Draft(event, self._marks.of(Scene(day, event, person, customer)))

    def _return(self, day: int, at: datetime, channel: Channel) -> Draft:
        rng, world = self._rng, self._world
        shop = world.market.by_volume(rng, day)
        customer = self._known_customer(shop)
        event = shipments.return_parcel(world, rng, day, customer, shop, channel=channel, at=at)
        return Draft(event, self._marks.of(Scene(day, event, customer, None, shop)))

    def _private(self, day: int, at: datetime, channel: Channel) -> Draft:
        rng, world = self._rng, self._world
        person = world.senders.pick(rng)
        draft = private_traffic(world, rng, day, person, channel=channel, at=at)
        return Draft(draft.event, self._marks.of(Scene(day, draft.event, person)))

    def _opening(self, day: int, at: datetime, channel: Channel) -> Draft:
        if channel == "counter" and chance(self._rng, _COMPANY_OPENINGS):
            shop = self._world.market.any(self._rng, day)
            # A company has one settlement account; who has it already does not come again.
            if shop.uscc not in self._banked:
                return self._company_account(day, at, shop)
        person, event = self._account(day, at, channel)
        return Draft(event, self._marks.of(Scene(day, event, person)))

    def _company_account(self, day: int, at: datetime, shop: Merchant) -> Draft:
        self._banked.add(shop.uscc)
        event = company_opening(
            self._world,
            self._rng,
            day,
            name=shop.name,
            uscc=shop.uscc,
            phone=shop.phone,
            seat=shop.store,
            rep=shop.legal_rep,
            at=at,
        )
        return Draft(event, self._marks.of(Scene(day, event, shop.legal_rep, None, shop)))

    def _account(self, day: int, at: datetime, channel: Channel) -> tuple[Person, AccountOpening]:
        rng, world = self._rng, self._world
        adults = world.population.adults
        online = channel != "counter"
        person = world.cast(rng, adults, (lambda p: p.age_years < 60) if online else None)
        # Two in ten of the elders let a child act for them.
        child = somebody(rng, adults) if person.age_years > 65 and chance(rng, 0.2) else None
        event = openings.account_opening(
            world,
            rng,
            day,
            person,
            at=at,
            channel=channel,
            agent=parties.identified(rng, child) if child else None,
            agent_relation="子女" if child else None,
        )
        return person, event

    def _application(self, day: int, at: datetime, _: Channel) -> Draft:
        shop = self._applicant(day)
        event = cod_application(self._world, self._rng, day, shop, at)
        facts = credit_facts(self._rng, shop.standing, event.requested_limit_fen)
        label = self._marks.of(Scene(day, event, shop.legal_rep, None, shop))
        return Draft(event, label, facts=facts)

    def _applicant(self, day: int) -> Merchant:
        """Who applies today; mostly nobody who did so in the last two months."""
        shop = self._world.market.applicant(self._rng, day)
        for _ in range(_APPLICANTS_ASKED):
            last_day = self._applied.get(shop.merchant_id)
            if last_day is None or day - last_day >= _VALID_DAYS:
                break
            shop = self._world.market.applicant(self._rng, day)
        self._applied[shop.merchant_id] = day
        return shop


def _sellers(world: World, rng: random.Random) -> Weighted[tuple[int, str]]:
    """One adult in a hundred sells a little from home, always the same kind of goods."""
    adults = world.population.adults.numbers
    chosen = rng.sample(adults, max(5, len(adults) // 100))
    sellers = [(number, rng.choice(_SELLER_TRADES)) for number in chosen]
    return Weighted(sellers, [rng.gammavariate(0.8, 1.0) for _ in sellers])


def _bank_index(day: int) -> float:
    return 0.45 if is_weekend(day) else 1.0
