"""What campaigns share: their label, camouflage, and how stealth changes the levers."""

import random
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import ClassVar

import msgspec

from data.events import Entity, Event, Shipment
from data.synthetic import calendar
from data.synthetic.drafts import Draft, Label, Level
from data.synthetic.draws import chance
from data.synthetic.geography import District
from data.synthetic.merchants import Merchant
from data.synthetic.outlets import Outlet
from data.synthetic.persons import Person
from data.synthetic.population import somebody
from data.synthetic.private import private_traffic
from data.synthetic.recipes import CampaignRecipe, Levers
from data.synthetic.shipments import merchant_parcel
from data.synthetic.world import World


@cache
def levers() -> dict[Level, Levers]:
    """The levers of each level."""
    text = Path(__file__).with_name("stealth.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=dict[Level, Levers])


@dataclass(frozen=True, slots=True)
class Campaign(ABC):
    """One fraud by one organiser.

    Attributes:
        kind: what its fraudulent events are; ``size`` counts these.
        recipe: the data of its typology.
        campaign_id: its id in ``truth.csv``.
        start_day: its first day, from 0.
        days: how many days it lasts.
        size: number of fraudulent events.
        stealth: how well it hides.
        variant: one of the recipe's.
    """

    kind: ClassVar[type[Event]] = Shipment

    recipe: CampaignRecipe
    campaign_id: str
    start_day: int
    days: int
    size: int
    stealth: Level
    variant: str = ""

    @abstractmethod
    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """All its events, in no order; those after the last day of the world never happen."""

    @property
    def first_day(self) -> int:
        """The first day on which one of its people may be seen."""
        return max(0, self.start_day - levers()[self.stealth].tenure_days[1])

    def label(self) -> Label:
        """The truth of its fraudulent events."""
        return Label(
            is_fraud=True,
            typology=self.recipe.typology,
            campaign_id=self.campaign_id,
            stealth=self.stealth,
        )

    def cover_label(self) -> Label:
        """The truth of events that belong to it and are no fraud themselves."""
        return Label(campaign_id=self.campaign_id)

    def lever(self, name: str) -> float:
        """A number of the recipe, for this campaign's stealth."""
        return self.recipe.levers[name][self.stealth]

    def some_day(self, rng: random.Random) -> int:
        """One of its days."""
        return self.start_day + int(rng.random() * self.days)

    def moments(self, rng: random.Random, count: int, profile: calendar.Profile) -> list[datetime]:
        """Instants of its days in order of time, by the hours of a kind of traffic."""
        return sorted(calendar.moment(rng, self.some_day(rng), profile) for _ in range(count))

    def camouflage(
        self, world: World, rng: random.Random, people: Sequence[Person]
    ) -> Iterator[Draft]:
        """Ordinary parcels of its people, before and during it; no frauds, so labelled as none."""
        for day in self._cover_days(rng):
            yield private_traffic(world, rng, day, somebody(rng, people), self.cover_label())

    def shop_camouflage(
        self, world: World, rng: random.Random, shops: Sequence[Merchant]
    ) -> Iterator[Draft]:
        """Ordinary parcels of its shops to customers, labelled as no frauds."""
        for day in self._cover_days(rng):
            customer = world.receivers.pick(rng)
            event = merchant_parcel(world, rng, day, rng.choice(shops), customer)
            yield Draft(event, self.cover_label())

    def _cover_days(self, rng: random.Random) -> Iterator[int]:
        setting = levers()[self.stealth]
        share = rng.uniform(*setting.camouflage)
        known_since = max(0, self.start_day - rng.randint(*setting.tenure_days))
        for _ in range(self.size):
            if chance(rng, share):
                yield rng.randrange(known_since, self.start_day + self.days)

    def phones(self, world: World, rng: random.Random, own: str) -> list[str]:
        """The phones behind its events in turn: one at L0, three to six at L1, many at L2.

        The further ones are thrown away at its end, and honest people may get them much later.
        """
        setting = levers()[self.stealth]
        count = rng.randint(*setting.phones)
        if setting.events_a_phone:
            low, high = setting.phones
            count = min(high, max(low, self.size // rng.randint(*setting.events_a_phone)))
        further = [world.spare_phone(rng) for _ in range(count - 1)]
        for phone in further:
            world.population.register.phones.give_up(phone, self.start_day + self.days)
        return [own, *further]

    def outlets(
        self, world: World, rng: random.Random, entity: Entity, home: District | None = None
    ) -> list[Outlet]:
        """The outlets among which it spreads its events: one at L0, three to eight at L2.

        With a district, its own come first.
        """
        count = rng.randint(*levers()[self.stealth].outlets)
        return world.outlets.some(rng, entity, count, home)
