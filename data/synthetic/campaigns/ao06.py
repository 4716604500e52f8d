"""AO-06: accounts of recruits, run by somebody else."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from data.events import AccountOpening, Event
from data.synthetic import calendar
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import Fact
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.openings import ONLINE_CHANNELS, account_opening
from data.synthetic.persons import Person
from data.synthetic.world import World

_FROZEN: Final = Fact("account_frozen", "bank", 5, 40)


@dataclass(frozen=True, slots=True)
class MuleAccounts(Campaign):
    """Each recruit opens a card at a counter, and within three days a second account online.

    The counter sees a stranger with own phone and home. Only the online account shows the runner,
    on whose phone set it is opened.
    """

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Two openings for each recruit."""
        runner = world.cast(rng, world.population.adults)
        recruits = []
        for _ in range((self.size + 1) // 2):
            recruit = world.cast(rng, world.population.adults, lambda p: p.age_years < 45)
            recruits.append(recruit)
            yield from self._accounts(world, rng, recruit, runner)
        yield from self.camouflage(world, rng, recruits)

    def _accounts(
        self, world: World, rng: random.Random, recruit: Person, runner: Person
    ) -> Iterator[Draft]:
        day = self.some_day(rng)
        first = account_opening(world, rng, day, recruit, existing_cards=0)
        yield self._draft(rng, first)
        own = chance(rng, self.lever("own_device"))
        operated = recruit if own else replace(recruit, device=runner.device, ip=runner.ip)
        second = account_opening(
            world,
            rng,
            day,
            operated,
            at=calendar.moment(rng, day + rng.randint(1, 3), "app"),
            channel=ONLINE_CHANNELS.pick(rng),
            existing_cards=1,
        )
        yield self._draft(rng, second)

    def _draft(self, rng: random.Random, event: AccountOpening) -> Draft:
        frozen = chance(rng, self.lever("frozen"))
        return Draft(event, self.label(), facts=(_FROZEN,) if frozen else ())
