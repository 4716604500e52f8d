"""AO-02: an organiser brings many people to open accounts, all tied by one thing."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from data.events import AccountOpening, Channel, Event
from data.synthetic import calendar, places
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.geography import District
from data.synthetic.openings import ONLINE_CHANNELS, account_opening, purpose_of
from data.synthetic.outlets import Outlet
from data.synthetic.persons import Person
from data.synthetic.places import Address
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class IdFarm(Campaign):
    """A ring of straw applicants.

    The variant is what ties them: the contact phone, the flat that they give as their home
    (``room``), or the phone set on which the accounts are opened (``device``).
    """

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One opening for each applicant, in sessions of 3 to 15 minutes between them at L0."""
        organiser = world.cast(rng, world.population.adults)
        home = organiser.home.district
        people = self._people(world, rng, home)
        outlets = self.outlets(world, rng, "bank", home)
        phones = self.phones(world, rng, world.spare_phone(rng))
        room = places.flat(rng, places.estate(rng, home))
        purpose = purpose_of(rng, people[0])
        for number, (person, at) in enumerate(zip(people, self._moments(rng), strict=True)):
            yield self._opening(
                world,
                rng,
                _Visit(
                    person=person,
                    at=at,
                    outlet=outlets[number % len(outlets)],
                    phone=phones[number % len(phones)] if self.variant == "phone" else None,
                    room=room if self.variant == "room" else None,
                    device=organiser.device if self.variant == "device" else None,
                    purpose=purpose if self.stealth == "L0" else None,
                ),
            )
        yield from self.camouflage(world, rng, people)

    def _opening(self, world: World, rng: random.Random, visit: "_Visit") -> Draft:
        cut = chance(rng, self.lever("cut_ties"))
        online = visit.device is not None
        channel: Channel = ONLINE_CHANNELS.pick(rng) if online else "counter"
        event = account_opening(
            world,
            rng,
            0,
            visit.person,
            purpose=visit.purpose,
            outlet=visit.outlet,
            at=visit.at,
            phone=None if cut else visit.phone,
            address=None if cut else visit.room,
            channel=channel,
            device=None if cut else visit.device,
        )
        return Draft(event, self.label())

    def _people(self, world: World, rng: random.Random, home: District) -> list[Person]:
        """Naive organisers bring strangers by bus, careful ones people of the district."""
        adults = world.population.adults
        pool = adults if self.stealth == "L0" else world.population.adults_of(home)
        return [world.cast(rng, pool, lambda p: p.age_years < 60) for _ in range(self.size)]

    def _moments(self, rng: random.Random) -> list[datetime]:
        if self.stealth != "L0":
            return self.moments(rng, self.size, "app" if self.variant == "device" else "counter")
        moments: list[datetime] = []
        for session in range(self.days):
            at = calendar.within_hours(rng, self.start_day + session, 9, 12)
            for _ in range(session, self.size, self.days):
                moments.append(at)
                at += timedelta(milliseconds=rng.randrange(3 * 60_000, 15 * 60_000))
        return moments


@dataclass(frozen=True, slots=True)
class _Visit:
    person: Person
    at: datetime
    outlet: Outlet
    phone: str | None
    room: Address | None
    device: str | None
    purpose: str | None
