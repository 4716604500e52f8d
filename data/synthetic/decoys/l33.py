"""L33: an agency runs many shops."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from data.events import CodApplication, Event
from data.synthetic import trade
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.merchants import Merchant
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class Agency(Occasion):
    """The agency's phone, mostly its store, now and then its account; each shop has its owner."""

    kind: ClassVar[type[Event]] = CodApplication

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """An application and some parcels of each shop; what becomes of it is the owner's."""
        agency = trade.new_shop(world, rng, self.start_day)
        collects = chance(rng, 0.3)
        for _ in range(self.size):
            own = trade.new_shop(world, rng, self.start_day)
            shop = self._run_by(rng, own, agency, collects=collects)
            day = self.some_day(rng)
            yield trade.application(world, rng, day, shop, self.label())
            for _ in range(rng.randint(3, 12)):
                yield trade.shop_parcel(world, rng, self.some_day(rng), shop, self.label())

    def _run_by(
        self, rng: random.Random, shop: Merchant, agency: Merchant, *, collects: bool
    ) -> Merchant:
        return replace(
            shop,
            phone=agency.phone,
            store=(agency if chance(rng, 0.8) else shop).store,
            settle_account_no=(agency if collects else shop).settle_account_no,
        )
