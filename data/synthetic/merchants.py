"""Registered merchants: volumes by Zipf, stores, contracts, births and deaths.

Shares of trades and of agreements, three closures in a hundred a month, and shared warehouses of
5 to 40 merchants: assumptions listed in docs/simulator.md.
"""

import random
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from data.synthetic import documents, names, places
from data.synthetic.draws import Weighted, chance, log_uniform
from data.synthetic.geography import REGION_SHARE, District
from data.synthetic.items import MERCHANT_TRADES, TRADES
from data.synthetic.persons import Person
from data.synthetic.phonebook import Phonebook
from data.synthetic.places import Address
from data.synthetic.population import Population, somebody
from data.synthetic.standing import Standing, draw_standing

ZIPF_EXPONENT: Final = 1.1
COD_SHARE: Final = 0.45
CLOSURES_A_DAY: Final = 0.03 / 30
OWNER_AGAIN: Final = 0.05
_FIRST_CUSTOMERS: Final = 25
_APPLICANTS_ASKED: Final = 100
# A shop that has served more forgets one for each new one: memory stays bounded.
_CUSTOMERS_KEPT: Final = 5_000


@dataclass(frozen=True, slots=True)
class Merchant:
    """A company that ships under a merchant number.

    Attributes:
        trade: a key of ``items.TRADES``.
        monthly_account: number of its agreement; 40 % have none and pay each parcel.
        shared_store: it stands in a warehouse with other merchants.
        repeat_share: share of parcels to customers whom it has served before.
        uses_cod: a part of its parcels is cash on delivery.
        standing: how sound it is; nobody sees it.
        opened_day: its first day in the world, 0 for all that were there before.
        customers: numbers of the persons whom it has served.
    """

    merchant_id: str
    name: str
    uscc: str
    trade: str
    store: Address
    phone: str
    legal_rep: Person
    settle_account_no: str
    monthly_account: str | None
    shared_store: bool
    repeat_share: float
    uses_cod: bool
    standing: Standing
    opened_day: int = 0
    customers: "array[int]" = field(default_factory=lambda: array("I"))

    def remember(self, rng: random.Random, number: int) -> None:
        """Count somebody among the customers."""
        if len(self.customers) < _CUSTOMERS_KEPT:
            self.customers.append(number)
        else:
            self.customers[rng.randrange(_CUSTOMERS_KEPT)] = number


class Market:
    """All merchants: each rank of volume is held by one after another.

    Args:
        ranks: for each rank, its merchants by the day on which they opened.
    """

    def __init__(self, ranks: list[list[Merchant]]) -> None:
        self._ranks = ranks
        weights = [(rank + 1) ** -ZIPF_EXPONENT for rank in range(len(ranks))]
        self._by_volume = Weighted(ranks, weights)

    def __iter__(self) -> Iterator[Merchant]:
        """Every merchant of any day, the largest ranks first."""
        return (shop for rank in self._ranks for shop in rank)

    def by_volume(self, rng: random.Random, day: int) -> Merchant:
        """One of a day, by how much they ship."""
        return _holder(self._by_volume.pick(rng), day)

    def applicant(self, rng: random.Random, day: int) -> Merchant:
        """One of a day that uses cash on delivery; the larger ones apply more often."""
        shop = self.any(rng, day)
        for _ in range(_APPLICANTS_ASKED):
            shop = _holder(self._ranks[int(len(self._ranks) * rng.random() ** 2)], day)
            if shop.uses_cod:
                break
        return shop

    def any(self, rng: random.Random, day: int) -> Merchant:
        """One of a day, each with the same chance."""
        return _holder(rng.choice(self._ranks), day)

    def any_that(
        self, rng: random.Random, day: int, fits: Callable[[Merchant], object]
    ) -> Merchant:
        """One of a day that fits.

        Raises:
            LookupError: after a thousand draws none did.
        """
        for _ in range(1000):
            shop = self.any(rng, day)
            if fits(shop):
                return shop
        raise LookupError("the market is too small for its stories")


def _holder(rank: list[Merchant], day: int) -> Merchant:
    for shop in reversed(rank):
        if shop.opened_day <= day:
            return shop
    return rank[0]


class MarketBuilder:
    """Founds merchants, for a market or for a story of their own.

    Args:
        rng: the stream of the market; a story gives its own.
        districts: the home districts.
        population: gives legal representatives and first customers.
        receivers: everybody by how much they receive; the place is the person's number.
        phonebook: gives phones.
    """

    def __init__(
        self,
        rng: random.Random,
        districts: Sequence[District],
        population: Population,
        receivers: Weighted[Person],
        phonebook: Phonebook,
    ) -> None:
        self._rng = rng
        here = Counter(district.region for district in districts)
        self._near = Weighted(
            districts, [REGION_SHARE[d.region] / here[d.region] for d in districts]
        )
        self._population = population
        self._receivers = receivers
        self._phonebook = phonebook
        self._previous: Merchant | None = None

    def market(self, count: int, days: int) -> Market:
        """A market of ``count`` ranks; the largest have the most faithful customers."""
        shared = self._shared_stores(count)
        return Market([self._rank(r, count, days, shared.get(r)) for r in range(count)])

    def _shared_stores(self, count: int) -> dict[int, Address]:
        """Which ranks stand in which shared warehouse: 10 of them for 4,000 merchants."""
        rng, stores = self._rng, {}
        for _ in range(max(1, round(count**0.5 / 6.3))):
            store = places.warehouse(rng, self._near.pick(rng))
            tenants = log_uniform(rng, min(5, count - 2), min(40, count // 5))
            for rank in rng.sample(range(2, count), tenants):
                stores[rank] = store
        return stores

    def _rank(self, rank: int, count: int, days: int, store: Address | None) -> list[Merchant]:
        holders = [self._opened(rank / count, store, 0)]
        day = self._rng.expovariate(CLOSURES_A_DAY)
        while day < days:
            holders.append(self._opened(rank / count, store, int(day)))
            day += self._rng.expovariate(CLOSURES_A_DAY)
        return holders

    def _opened(self, place: float, store: Address | None, day: int) -> Merchant:
        """A merchant of the market; one in twenty belongs to the owner of the one before."""
        rng, owner = self._rng, self._previous
        shop = self.merchant(rng, place, store, opened_day=day)
        if owner and chance(rng, OWNER_AGAIN):
            account = owner.settle_account_no if chance(rng, 0.5) else shop.settle_account_no
            shop = replace(shop, legal_rep=owner.legal_rep, settle_account_no=account)
        self._previous = shop
        return shop

    def merchant(
        self,
        rng: random.Random,
        place: float,
        shared: Address | None = None,
        *,
        opened_day: int = 0,
        trade: str | None = None,
    ) -> Merchant:
        """A new merchant.

        Args:
            rng: the stream to draw from.
            place: its rank as a share of all, 0 the largest.
            shared: the warehouse in which it stands with others; its own if not given.
            opened_day: its first day in the world.
            trade: a key of ``items.TRADES``; by their shares if not given.
        """
        district = shared.district if shared else self._near.pick(rng)
        trade = trade or MERCHANT_TRADES.pick(rng)
        agreement = chance(rng, 0.6)
        shop = Merchant(
            merchant_id=f"M{rng.randrange(10**7, 10**8)}",
            name=names.company_name(rng, district.city, TRADES[trade].category[:2]),
            uscc=documents.uscc(rng, district.code),
            trade=trade,
            store=shared or places.warehouse(rng, district),
            phone=self._phonebook.spare(rng),
            legal_rep=somebody(rng, self._population.adults),
            settle_account_no=documents.account_no(rng),
            monthly_account=f"{rng.randrange(10**9, 10**10)}" if agreement else None,
            shared_store=shared is not None,
            repeat_share=0.62 - 0.47 * place,
            uses_cod=chance(rng, COD_SHARE),
            standing=draw_standing(rng, opened_day),
            opened_day=opened_day,
        )
        shop.customers.extend(self._receivers.place(rng) for _ in range(_FIRST_CUSTOMERS))
        return shop
