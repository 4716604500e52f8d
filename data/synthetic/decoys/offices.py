"""L19, L22, L23: an institution's letters, a front desk, a campus runner."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from data.events import Item
from data.synthetic import documents, names, parties, places, shipments
from data.synthetic.drafts import Draft, Label
from data.synthetic.items import Goods
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class BulkLetters:
    """L19: an insurer or a court writes to hundreds of strangers, alike in weight and text."""

    decoy: ClassVar[str] = "L19"

    day: int
    size: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Letters of two days under an agreement."""
        outlet = world.outlets.some(rng, "post", 1)[0]
        district = outlet.district
        name = names.company_name(rng, district.city, rng.choice(("人寿保险", "财产保险")))
        code, phone = documents.uscc(rng, district.code), documents.mobile(rng)
        seat = places.office(rng, district)
        account = f"{rng.randrange(10**9, 10**10)}"
        grams = rng.randrange(4, 12) * 10
        for _ in range(self.size):
            event = shipments.company_letter(
                rng,
                self.day + rng.randrange(2),
                parties.company(rng, name, code, phone, seat),
                world.receivers.pick(rng),
                outlet,
                account=account,
                goods=Goods(Item("文件", rng.choice(("宣传册", "贺卡", "文件"))), grams),
            )
            yield Draft(event, Label(decoy=self.decoy))


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """L22: one employee shows their document for everybody's parcels of an office."""

    decoy: ClassVar[str] = "L22"

    size: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels under the colleagues' names, the office's phone and address, one document."""
        company = rng.choice(world.population.largest_employers())
        clerk = rng.choice(company.staff)
        for _ in range(self.size):
            colleague = rng.choice(company.staff)
            sender = parties.sender(
                rng,
                colleague,
                phone=company.phone,
                address=company.office,
                document_of=clerk,
            )
            event = shipments.private_parcel(
                world,
                rng,
                rng.randrange(world.preset.days),
                clerk,
                parties.receiver(rng, rng.choice(world.contacts_of(colleague))),
                sender=sender,
                channel="courier_pda",
            )
            yield Draft(event, Label(decoy=self.decoy))


@dataclass(frozen=True, slots=True)
class CampusRunner:
    """L23: a student carries fellow students' parcels to the counter on the own document."""

    decoy: ClassVar[str] = "L23"

    day: int
    campus: int
    size: int

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of many names and phones under one document, over a week."""
        students = world.population.dorms[self.campus]
        runner = rng.choice(students)
        outlet = world.outlets.near(rng, runner.home.district, "express")
        for _ in range(self.size):
            fellow = rng.choice(students)
            event = shipments.private_parcel(
                world,
                rng,
                self.day + rng.randrange(7),
                fellow,
                parties.receiver(rng, rng.choice(world.contacts_of(fellow))),
                sender=parties.sender(rng, fellow, document_of=runner),
                outlet=outlet,
                channel="counter",
            )
            yield Draft(event, Label(decoy=self.decoy))
