"""Builder of account openings, and why honest people open accounts."""

import random
from datetime import datetime, timedelta
from typing import Final

from msgspec import UNSET

from data.events import AccountClass, AccountOpening, Channel, Party
from data.synthetic import calendar, parties
from data.synthetic.drafts import PENDING_ID
from data.synthetic.draws import Weighted, chance
from data.synthetic.outlets import Outlet
from data.synthetic.persons import Person
from data.synthetic.places import Address
from data.synthetic.world import World

CARDS_HELD: Final = Weighted((0, 1, 2, 3), (62, 26, 9, 3))
ONLINE_CHANNELS: Final[Weighted[Channel]] = Weighted(("app", "mini_program"), (70, 30))
_WORKING: Final = Weighted(("储蓄", "工资代发", "日常结算", "社保卡", "理财"), (40, 30, 15, 10, 5))
_ELDERLY: Final = Weighted(("养老金", "储蓄", "社保卡"), (45, 45, 10))
_YOUNG: Final = Weighted(("学生缴费", "储蓄", "日常结算"), (45, 35, 20))


def purpose_of(rng: random.Random, person: Person) -> str:
    """What somebody of this age says the account is for."""
    if person.age_years >= 60:
        return _ELDERLY.pick(rng)
    return (_YOUNG if person.age_years < 23 else _WORKING).pick(rng)


def batch_id(rng: random.Random) -> str:
    """The number of an outlet's list of applicants."""
    return f"B{rng.randrange(10**8, 10**9)}"


def account_opening(
    world: World,
    rng: random.Random,
    day: int,
    person: Person,
    *,
    purpose: str | None = None,
    account_class: AccountClass | None = None,
    existing_cards: int | None = None,
    outlet: Outlet | None = None,
    at: datetime | None = None,
    phone: str | None = None,
    address: Address | None = None,
    channel: Channel = "counter",
    device: str | None = None,
    agent: Party | None = None,
    agent_relation: str | None = None,
    guardian_relation: str | None = None,
    batch_id: str | None = None,
) -> AccountOpening:
    """One account about to be opened.

    A first card is of class I, a further one II or III, unless the caller says otherwise. Only
    online channels carry a device and a network address: they are the customer's own.

    Args:
        world: where outlets come from.
        rng: the stream to draw from.
        day: the day, from 0.
        person: the applicant.
        purpose: by age if not given.
        account_class: by the cards held if not given.
        existing_cards: drawn if not given.
        outlet: one near the home if not given.
        at: when; by the hours of the channel if not given.
        phone: another phone than the person's own.
        address: another address than the person's home.
        channel: counter, or online.
        device: another device than the person's own.
        agent: who acts for the applicant.
        agent_relation: what the agent says to be.
        guardian_relation: relation of a minor's guardian.
        batch_id: the list of a school, employer or town that brings many at once.
    """
    held = CARDS_HELD.pick(rng) if existing_cards is None else existing_cards
    place = outlet or world.outlets.near(rng, person.home.district, "bank")
    online = channel != "counter"
    profile: calendar.Profile = "app" if online else "counter"
    when = at or calendar.moment(rng, day, profile)
    return AccountOpening(
        event_id=PENDING_ID,
        occurred_at=when,
        entity="bank",
        channel=channel,
        outlet_id=place.outlet_id,
        operator_id=None if online else rng.choice(place.staff),
        device_id=(device or person.device) if online else None,
        ip=person.ip if online else None,
        applicant=parties.identified(rng, person, phone=phone, address=address),
        id_expiry=_expiry(rng, person, when),
        employer=person.employer if chance(rng, 0.85) else None,
        account_class=account_class or _class_after(rng, held, online=online),
        purpose=purpose or purpose_of(rng, person),
        agent=agent or UNSET,
        agent_relation=agent_relation,
        guardian_relation=guardian_relation,
        batch_id=batch_id,
        existing_cards=held,
        face_score=_face_score(rng),
    )


def _class_after(rng: random.Random, held: int, *, online: bool) -> AccountClass:
    # A class I account needs a clerk in person (PBC notice 2015 no. 392).
    if held == 0 and not online:
        return "I"
    return "II" if chance(rng, 0.7) else "III"


def doubtful_face(rng: random.Random) -> float:
    """The score of a face that is not quite the photo's: another person's, or years older."""
    return _shown_score(rng.betavariate(14, 3))


def _face_score(rng: random.Random) -> float | None:
    if chance(rng, 0.06):
        return None
    return _shown_score(rng.betavariate(28, 2.2))


def _shown_score(likeness: float) -> float:
    return round(min(0.999, max(0.3, likeness)), 3)


def _expiry(rng: random.Random, person: Person, when: datetime) -> str | None:
    """End of the document: 5, 10 or 20 years by age, none from 46 on; 1 % have run out."""
    if chance(rng, 0.03):
        return None
    if person.age_years >= 46 and person.id_type == "resident_id":
        return "长期"
    years = 5 if person.age_years < 16 else 10 if person.age_years < 26 else 20
    left_days = rng.randrange(1, years * 365)
    expired = chance(rng, 0.01)
    return (
        (when + timedelta(days=-(left_days % 200) - 1 if expired else left_days)).date().isoformat()
    )
