"""L19: an institution's letters."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.events import Item
from data.synthetic import documents, names, parties, places, shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.items import Goods
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class BulkLetters(Occasion):
    """Letters under an agreement, of one weight."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One letter to each stranger."""
        outlet = world.outlets.some(rng, "post", 1)[0]
        district = outlet.district
        trade = rng.choice(("人寿保险", "财产保险", "村镇银行"))
        name = names.company_name(rng, district.city, trade)
        code, phone = documents.uscc(rng, district.code), world.spare_phone(rng)
        seat = places.office(rng, district)
        account = f"{rng.randrange(10**9, 10**10)}"
        grams = rng.randrange(4, 12) * 10
        for _ in range(self.size):
            event = shipments.company_letter(
                rng,
                self.some_day(rng),
                parties.company(rng, name, code, phone, seat),
                world.receivers.pick(rng),
                outlet,
                account=account,
                goods=Goods(Item("文件", rng.choice(("宣传册", "贺卡", "文件"))), grams),
            )
            yield Draft(event, self.label())
