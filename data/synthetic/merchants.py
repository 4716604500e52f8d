"""Registered merchants: volumes by Zipf, stores, contracts (DOMAIN 7.3)."""

import random
from dataclasses import dataclass, field
from typing import Final

from data.synthetic import documents, names, places
from data.synthetic.draws import Weighted, chance
from data.synthetic.geography import REGION_SHARE, District
from data.synthetic.items import MERCHANT_TRADES, TRADES
from data.synthetic.persons import Person
from data.synthetic.places import Address

ZIPF_EXPONENT: Final = 1.1
COD_SHARE: Final = 0.45


@dataclass(frozen=True, slots=True)
class Merchant:
    """A company that ships under a merchant number.

    Attributes:
        trade: a key of ``items.TRADES``.
        monthly_account: number of its agreement; 40 % have none and pay each parcel.
        shared_store: it stands in a warehouse with other merchants.
        repeat_share: share of parcels to customers whom it has served before.
        uses_cod: a part of its parcels is cash on delivery.
        customers: everybody it has served, in order.
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
    customers: list[Person] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Market:
    """All merchants, and a choice among them by volume."""

    merchants: list[Merchant]
    by_volume: Weighted[Merchant]


def market(
    rng: random.Random, count: int, districts: tuple[District, ...], adults: list[Person]
) -> Market:
    """A market of ``count`` merchants in the given districts.

    The largest ship most (rank to the power of -1.1) and have the most faithful customers. Every
    fifth merchant, from the third on, stands in a shared warehouse.
    """
    near = Weighted(districts, [REGION_SHARE[d.region] for d in districts])
    shared = [places.warehouse(rng, near.pick(rng)) for _ in range(max(1, count // 25))]
    merchants = [
        _merchant(
            rng, rank / count, near.pick(rng), shared if rank % 5 == 2 else [], rng.choice(adults)
        )
        for rank in range(count)
    ]
    weights = [(rank + 1) ** -ZIPF_EXPONENT for rank in range(count)]
    return Market(merchants, Weighted(merchants, weights))


def _merchant(
    rng: random.Random, place: float, district: District, shared: list[Address], owner: Person
) -> Merchant:
    trade = MERCHANT_TRADES.pick(rng)
    agreement = chance(rng, 0.6)
    return Merchant(
        merchant_id=f"M{rng.randrange(10**7, 10**8)}",
        name=names.company_name(rng, district.city, TRADES[trade].category[:2]),
        uscc=documents.uscc(rng, district.code),
        trade=trade,
        store=rng.choice(shared) if shared else places.warehouse(rng, district),
        phone=documents.mobile(rng),
        legal_rep=owner,
        settle_account_no=documents.account_no(rng),
        monthly_account=f"{rng.randrange(10**9, 10**10)}" if agreement else None,
        shared_store=bool(shared),
        repeat_share=0.62 - 0.47 * place,
        uses_cod=chance(rng, COD_SHARE),
    )
