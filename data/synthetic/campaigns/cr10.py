"""CR-10: somebody writes in a merchant's name that the cash is to go to another account."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Final

import msgspec

from data.events import CodApplication, Event
from data.synthetic import dirt, documents, trade
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import Fact
from data.synthetic.drafts import HONEST, Draft
from data.synthetic.draws import chance
from data.synthetic.world import World

_KNOWN_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class DivertedPayout(Campaign):
    """The merchants are honest and know of nothing; one account may serve for several."""

    kind: ClassVar[type[Event]] = CodApplication

    @property
    def first_day(self) -> int:
        """The victims may have applied for themselves long before."""
        return max(0, self.start_day - _KNOWN_DAYS)

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """For each victim its own application before, mostly, and the false one."""
        phones = self.phones(world, rng, world.spare_phone(rng))
        account = documents.account_no(rng)
        for number in range(self.size):
            day = self.some_day(rng)
            before = rng.randint(self.first_day, day)
            victim = trade.market_shop(world, rng, before)
            if chance(rng, 0.8) and before < day:
                yield trade.application(world, rng, before, victim, HONEST)
            if self.stealth == "L2" and number % 2:
                account = documents.account_no(rng)
            false = trade.application(
                world, rng, day, replace(victim, settle_account_no=account), self.label()
            )
            changed = Fact("settle_account_changed", "merchant", 0, 3)
            event = false.event
            if chance(rng, self.lever("own_phone")):
                phone = dirt.phone_text(rng, phones[number % len(phones)])
                event = msgspec.structs.replace(event, contact_phone=phone)
            yield replace(false, event=event, facts=(changed,))
