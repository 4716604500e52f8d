"""AO-02: an organiser brings many people to open accounts, all tied by one thing."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal, TypeAlias

from data.events import Channel
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

Shared: TypeAlias = Literal["phone", "room", "device"]


@dataclass(frozen=True, slots=True)
class IdFarm(Campaign):
    """A ring of straw applicants.

    Attributes:
        shared: what ties them: the contact phone, the flat that they give as their home, or the
            phone set on which the accounts are opened.
    """

    typology: ClassVar[str] = "AO-02"

    shared: Shared = "phone"

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One opening for each applicant, in sessions of 3 to 15 minutes between them at L0."""
        organiser = world.cast(rng, world.population.adults)
        home = organiser.home.district
        people = self._people(world, rng, home)
        outlets = world.outlets.some(rng, "bank", {"L0": 1, "L1": 2, "L2": 6}[self.stealth], home)
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
                    phone=phones[number % len(phones)] if self.shared == "phone" else None,
                    room=room if self.shared == "room" else None,
                    device=organiser.device if self.shared == "device" else None,
                    purpose=purpose if self.stealth == "L0" else None,
                ),
            )
        yield from self.camouflage(world, rng, people)

    def _opening(self, world: World, rng: random.Random, visit: "_Visit") -> Draft:
        # At L2 one tie in four is cut: that applicant uses what is their own.
        cut = self.stealth == "L2" and chance(rng, 0.25)
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
        young = [p for p in world.population.adults if p.age_years < 60]
        pool = young if self.stealth == "L0" else [p for p in young if p.home.district == home]
        return [world.cast(rng, pool) for _ in range(self.size)]

    def _moments(self, rng: random.Random) -> list[datetime]:
        if self.stealth != "L0":
            days = (self.some_day(rng) for _ in range(self.size))
            profile: calendar.Profile = "app" if self.shared == "device" else "counter"
            return [calendar.moment(rng, day, profile) for day in days]
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
