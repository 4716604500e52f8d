"""What campaigns share: their label, camouflage, and how stealth changes the levers.

The table of levers is DOMAIN 7.5: L0 is naive, L1 careful, L2 evasive.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, TypeAlias

from data.synthetic.drafts import Draft, Label
from data.synthetic.draws import chance
from data.synthetic.persons import Person
from data.synthetic.private import private_traffic
from data.synthetic.world import World

Level: TypeAlias = Literal["L0", "L1", "L2"]

_CAMOUFLAGE_SHARE: Final[dict[Level, float]] = {"L0": 0.0, "L1": 0.15, "L2": 0.40}


@dataclass(frozen=True, slots=True)
class Campaign:
    """One fraud by one organiser.

    Attributes:
        campaign_id: its id in ``truth.csv``.
        start_day: its first day, from 0.
        days: how many days it lasts.
        size: number of fraudulent events.
        stealth: how well it hides.
    """

    typology: ClassVar[str]

    campaign_id: str
    start_day: int
    days: int
    size: int
    stealth: Level

    def label(self) -> Label:
        """The truth of its fraudulent events."""
        return Label(
            is_fraud=True,
            typology=self.typology,
            campaign_id=self.campaign_id,
            stealth=self.stealth,
        )

    def some_day(self, rng: random.Random) -> int:
        """One of its days."""
        return self.start_day + rng.randrange(self.days)

    def camouflage(self, world: World, rng: random.Random, people: list[Person]) -> Iterator[Draft]:
        """Ordinary parcels of its people, before and during it; no frauds, so labelled as none."""
        label = Label(campaign_id=self.campaign_id)
        for _ in range(self.size):
            if chance(rng, _CAMOUFLAGE_SHARE[self.stealth]):
                day = rng.randrange(max(0, self.start_day - 10), self.start_day + self.days)
                yield private_traffic(world, rng, day, rng.choice(people), label)

    def phones(self, world: World, rng: random.Random, own: str) -> list[str]:
        """The phones behind its events in turn: one at L0, three to six at L1, many at L2."""
        if self.stealth == "L0":
            return [own]
        few = rng.randrange(3, 7)
        count = few if self.stealth == "L1" else max(2, self.size // rng.randrange(3, 6))
        others = [world.spare_phone(rng) for _ in range(count - 1)]
        return [own, *others]
