"""account_change: a merchant changes its bank."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import msgspec

from data.events import CodApplication, Event
from data.synthetic import dirt, documents, trade
from data.synthetic.courses import Fact
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class AccountChange(Occasion):
    """Its own doing; one in four gives a new contact phone at the same time."""

    kind: ClassVar[type[Event]] = CodApplication

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """An application with the old account, then one with the new."""
        shop = trade.market_shop(world, rng, self.start_day)
        yield trade.application(world, rng, self.start_day, shop, self.label())
        day = self.start_day + rng.randrange(1, self.days)
        moved = replace(shop, settle_account_no=documents.account_no(rng))
        made = trade.application(world, rng, day, moved, self.label())
        event = made.event
        if chance(rng, 0.25):
            phone = dirt.phone_text(rng, world.spare_phone(rng))
            event = msgspec.structs.replace(event, contact_phone=phone)
        changed = Fact("settle_account_changed", "merchant", 0, 3)
        yield replace(made, event=event, facts=(changed, *made.facts))
