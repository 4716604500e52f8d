"""SH-02: a batch of light lure letters to a leaked list of names."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.events import Item
from data.synthetic import calendar, parties, shipments
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import STALE, UNWANTED
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import VAGUE_TEXTS, Goods
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class LureBatch(Campaign):
    """Two hundred and more alike letters; a part of the list is out of date."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Letters of one person, from one outlet at L0 and from several later."""
        person = world.cast(rng, world.population.adults)
        outlets = self.outlets(world, rng, "express", person.home.district)
        phones = self.phones(world, rng, person.phone)
        grams = rng.randrange(4, 12) * 10
        text = rng.choice(("贺卡", "宣传册", *VAGUE_TEXTS))
        for number in range(self.size):
            day = self.some_day(rng)
            stranger = world.receivers.pick(rng)
            event = shipments.private_parcel(
                world,
                rng,
                day,
                person,
                parties.receiver(rng, stranger),
                goods=self._letter(rng, text, grams),
                sender=parties.sender(rng, person, phone=phones[number % len(phones)]),
                outlet=outlets[number % len(outlets)],
                channel="courier_pda",
                at=calendar.moment(rng, day, "pickup"),
                pay_mode="sender",
            )
            stale = chance(rng, self.lever("stale"))
            yield Draft(event, self.label(), STALE if stale else UNWANTED)
        yield from self.camouflage(world, rng, [person])

    def _letter(self, rng: random.Random, text: str, grams: int) -> Goods:
        """Constant weight and text at L0; a little apart from it later."""
        shown = text if self.stealth == "L0" or chance(rng, 0.7) else rng.choice(VAGUE_TEXTS)
        apart = 0 if self.stealth == "L0" else 10 * rng.randrange(-2, 3)
        return Goods(Item("文件", shown), max(10, grams + apart))
