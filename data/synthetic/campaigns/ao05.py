"""AO-05: one agent opens accounts for several people who are not of their family."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from data.events import AccountOpening, Event
from data.synthetic import parties
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.openings import account_opening
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class ProxyAgent(Campaign):
    """An agent with three to six principals; the legal cap is three cards (notice of 2015)."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One opening for each principal; the agent claims to be a child at L2."""
        agent = world.cast(rng, world.population.adults)
        home = agent.home.district
        adults = world.population.adults_of(home)
        outlets = self.outlets(world, rng, "bank", home)
        evasive = self.stealth == "L2"
        days = sorted(self.some_day(rng) for _ in range(self.size))
        for number, day in enumerate(days):
            relation = "子女" if evasive else rng.choice(("子女", "亲属", "朋友"))
            principal = world.cast(rng, adults, (lambda p: p.age_years > 65) if evasive else None)
            event = account_opening(
                world,
                rng,
                day,
                principal,
                outlet=outlets[number % len(outlets)],
                agent=parties.identified(rng, agent),
                agent_relation=relation,
            )
            yield Draft(event, self.label())
        yield from self.camouflage(world, rng, [agent])
