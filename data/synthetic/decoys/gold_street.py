"""gold_street: a courier serves dealers in valuables."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.synthetic import items, parties, shipments, trade
from data.synthetic.courses import ORDINARY, Fact
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.world import World

_TRADES: Final = ("jewellery", "collectibles", "phones")
_CLAIMS: Final = 0.06


@dataclass(frozen=True, slots=True)
class GoldStreet(Occasion):
    """Walk-in parcels of five dealers to strangers all over the country."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Insured parcels; six in a hundred come with a claim, as with anything dear."""
        outlet = world.outlets.some(rng, "express", 1)[0]
        courier = rng.choice(outlet.staff)
        local = world.population.adults_of(outlet.district)
        dealers = [(world.cast(rng, local), rng.choice(_TRADES)) for _ in range(5)]
        for _ in range(self.size):
            dealer, kind = rng.choice(dealers)
            goods = items.goods(rng, kind)
            if chance(rng, 0.8):
                goods = items.insured(rng, goods)
            event = shipments.private_parcel(
                world,
                rng,
                self.some_day(rng),
                dealer,
                parties.receiver(rng, world.receivers.pick(rng)),
                goods=goods,
                channel="courier_pda",
            )
            claim = Fact("claimed", "customer", 4, 20, goods.item.insured_value_fen or None)
            facts = (claim,) if chance(rng, _CLAIMS) else ()
            draft = Draft(event, self.label(), ORDINARY, facts)
            yield trade.taken_at(rng, draft, outlet, [courier])
