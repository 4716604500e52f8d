"""The two forms of look-alikes: occasions that plan their events, and marks on ordinary events."""

import random
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple, TypeAlias

from data.events import Event, Shipment
from data.synthetic import calendar
from data.synthetic.drafts import Draft, Label
from data.synthetic.merchants import Merchant
from data.synthetic.persons import Person
from data.synthetic.places import Address
from data.synthetic.recipes import DecoyRecipe
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class Occasion(ABC):
    """One occasion for honest people to look odd.

    Attributes:
        kind: what its events are; ``size`` counts these.
        recipe: the data of its look-alike.
        number: its number among those of its look-alike, from 0.
        start_day: its first day, from 0.
        days: how many days it lasts.
        size: number of events.
    """

    kind: ClassVar[type[Event]] = Shipment

    recipe: DecoyRecipe
    number: int
    start_day: int
    days: int
    size: int

    @abstractmethod
    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """All its events, in no order; those after the last day of the world never happen."""

    @property
    def first_day(self) -> int:
        """The first day of its events."""
        return self.start_day

    def label(self) -> Label:
        """The truth of its events."""
        return Label(decoy=self.recipe.decoy)

    def some_day(self, rng: random.Random) -> int:
        """One of its days."""
        return self.start_day + int(rng.random() * self.days)

    def moments(self, rng: random.Random, count: int, profile: calendar.Profile) -> list[datetime]:
        """Instants of its days in order of time, by the hours of a kind of traffic."""
        return sorted(calendar.moment(rng, self.some_day(rng), profile) for _ in range(count))


class Scene(NamedTuple):
    """An ordinary event with those who take part in it.

    Attributes:
        day: from 0.
        actor: who sends, returns, sells or opens an account; the shop's owner if a shop sends.
        receiver: who gets the parcel, if it is a person.
        shop: the merchant that sends or gets the parcel.
    """

    day: int
    event: Event
    actor: Person
    receiver: Person | None = None
    shop: Merchant | None = None


def odd_home(scene: Scene) -> Address | None:
    """The home that a clerk would look at: the private sender's, or the receiver's of a shop.

    An odd address of a receiver is worth a look only where money is to be collected.
    """
    if scene.shop is None or (isinstance(scene.event, Shipment) and scene.event.is_return):
        return scene.actor.home
    cod = isinstance(scene.event, Shipment) and scene.event.pay_mode == "cod"
    return scene.receiver.home if cod and scene.receiver else None


class Ambient(ABC):
    """A look-alike that is ordinary traffic: it tells which events are it."""

    @abstractmethod
    def applies(self, scene: Scene) -> bool:
        """Whether an ordinary event is this look-alike."""


LookAlike: TypeAlias = Occasion | Ambient
"""What a module of this package defines one of."""
