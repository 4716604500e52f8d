"""CR-02: cash on delivery that nobody ordered."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from data.events import Shipment
from data.synthetic import items, parties, trade
from data.synthetic.campaigns.trading import ShopCampaign, unpaid_debt
from data.synthetic.courses import ORDINARY
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.persons import Person
from data.synthetic.private import seller_parcel
from data.synthetic.world import World

_TRADES: Final = ("daily", "cosmetics", "books")
# Sums that a household pays without a question.
_SUMS_FEN: Final = (1_900, 2_900, 3_700, 3_900, 4_900, 5_900, 9_900, 12_900, 19_900)
_OLD_YEARS: Final = 60


@dataclass(frozen=True, slots=True)
class Unordered(ShopCampaign):
    """Small sums from strangers; some are sent again for half of it after a refusal."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The parcels of a shop with its application, or of a sender without a contract."""
        kind = rng.choice(_TRADES)
        sums = rng.sample(_SUMS_FEN, {"L0": 1, "L1": 3, "L2": len(_SUMS_FEN)}[self.stealth])
        plans = self._sendings(world, rng, sums)
        if self.variant == "merchant":
            yield from self._of_shop(world, rng, kind, plans)
        else:
            yield from self._of_person(world, rng, kind, plans)

    def _of_shop(
        self, world: World, rng: random.Random, kind: str, plans: "list[_Sending]"
    ) -> Iterator[Draft]:
        since = self.since(rng)
        shop = self.front(world, rng, since, kind)
        yield from self.history(world, rng, shop, since, 0.5)
        yield trade.application(world, rng, since, shop, self.label(), debts=unpaid_debt)
        for plan in plans:
            yield trade.shop_parcel(
                world,
                rng,
                plan.day,
                shop,
                self.label(),
                customer=plan.receiver,
                course=self.course(ORDINARY),
                goods=items.goods(rng, kind, vague_share=self.lever("vague")),
                cod=True,
                cod_amount_fen=plan.sum_fen,
            )

    def _of_person(
        self, world: World, rng: random.Random, kind: str, plans: "list[_Sending]"
    ) -> Iterator[Draft]:
        person = world.cast(rng, world.population.adults)
        phones = self.phones(world, rng, person.phone)
        for number, plan in enumerate(plans):
            phone = phones[number % len(phones)]
            event = self._walk_in(world, rng, kind, plan, (person, phone))
            yield Draft(event, self.label(), self.course(ORDINARY))
        yield from self.camouflage(world, rng, [person])

    def _walk_in(
        self,
        world: World,
        rng: random.Random,
        kind: str,
        plan: "_Sending",
        sender: tuple[Person, str],
    ) -> Shipment:
        person, phone = sender
        event = seller_parcel(
            world,
            rng,
            plan.day,
            person,
            parties.receiver(rng, plan.receiver),
            trade=kind,
            sender=parties.sender(rng, person, phone=phone),
            cod_share=1.0,
        )
        return msgspec.structs.replace(event, cod_amount_fen=plan.sum_fen)

    def _sendings(self, world: World, rng: random.Random, sums_fen: list[int]) -> "list[_Sending]":
        """Who gets what and when; what comes again does so 4 to 10 days later."""
        made: list[_Sending] = []
        while len(made) < self.size:
            first = _Sending(self._receiver(world, rng), self.some_day(rng), rng.choice(sums_fen))
            made.append(first)
            if chance(rng, self.lever("again")):
                lower = max(1_000, round(first.sum_fen / 200) * 100)
                made.append(_Sending(first.receiver, first.day + rng.randint(4, 10), lower))
        return made[: self.size]

    def _receiver(self, world: World, rng: random.Random) -> Person:
        stranger = world.receivers.pick(rng)
        if not chance(rng, self.lever("old")):
            return stranger
        for _ in range(8):
            if stranger.age_years >= _OLD_YEARS:
                break
            stranger = world.receivers.pick(rng)
        return stranger


@dataclass(frozen=True, slots=True)
class _Sending:
    receiver: Person
    day: int
    sum_fen: int
