"""Builder of accounts of companies: the applicant is the company, its representative acts for it."""

import random
from datetime import datetime

from data.events import AccountOpening
from data.synthetic import calendar, documents, names, parties
from data.synthetic.drafts import PENDING_ID
from data.synthetic.items import MERCHANT_TRADES, TRADES
from data.synthetic.outlets import Outlet
from data.synthetic.persons import Person
from data.synthetic.places import Address
from data.synthetic.world import World


def company_opening(
    world: World,
    rng: random.Random,
    day: int,
    *,
    name: str,
    uscc: str,
    phone: str,
    seat: Address,
    rep: Person,
    outlet: Outlet | None = None,
    at: datetime | None = None,
) -> AccountOpening:
    """A company's account, opened at the counter.

    Args:
        world: where outlets come from.
        rng: the stream to draw from.
        day: the day, from 0.
        name: of the company.
        uscc: its credit code.
        phone: its contact phone.
        seat: the address under which it is registered.
        rep: its legal representative, who comes in person.
        outlet: one near the seat if not given.
        at: when; by the hours of the counter if not given.
    """
    place = outlet or world.outlets.near(rng, seat.district, "bank")
    return AccountOpening(
        event_id=PENDING_ID,
        occurred_at=at or calendar.moment(rng, day, "counter"),
        entity="bank",
        channel="counter",
        outlet_id=place.outlet_id,
        operator_id=rng.choice(place.staff),
        applicant=parties.company(rng, name, uscc, phone, seat),
        account_class="I",
        purpose="对公结算",
        agent=parties.identified(rng, rep),
        agent_relation="法定代表人",
    )


def young_company(
    world: World,
    rng: random.Random,
    day: int,
    *,
    phone: str,
    seat: Address,
    rep: Person,
    outlet: Outlet | None = None,
) -> AccountOpening:
    """The account of a company that was registered for the purpose, so that nothing else knows it.

    Name and credit code are drawn; the other arguments are those of ``company_opening``.
    """
    trade = TRADES[MERCHANT_TRADES.pick(rng)]
    return company_opening(
        world,
        rng,
        day,
        name=names.company_name(rng, seat.district.city, trade.category[:2]),
        uscc=documents.uscc(rng, seat.district.code),
        phone=phone,
        seat=seat,
        rep=rep,
        outlet=outlet,
    )
