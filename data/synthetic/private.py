"""Parcels of people without a contract: to friends, and of those who sell a little from home."""

import math
import random
from typing import Final

import msgspec

from data.events import Party, Shipment
from data.synthetic import items, parties, shipments
from data.synthetic.drafts import HONEST, Draft, Label
from data.synthetic.draws import chance
from data.synthetic.persons import Person
from data.synthetic.world import World

SELLER_COD_SHARE: Final = 0.12


def private_traffic(
    world: World, rng: random.Random, day: int, person: Person, label: Label | None = None
) -> Draft:
    """A private parcel to somebody whom the sender knows; 3 % show a relative's document.

    Without a label of the caller's it gets that of its place.
    """
    friend = rng.choice(world.contacts_of(person))
    shown = _relative(world, person) if chance(rng, 0.03) else person
    event = shipments.private_parcel(
        world,
        rng,
        day,
        person,
        parties.receiver(rng, friend),
        sender=parties.sender(rng, person, document_of=shown),
    )
    return Draft(event, label or label_by_place(person))


def seller_parcel(
    world: World,
    rng: random.Random,
    day: int,
    person: Person,
    receiver: Party,
    *,
    trade: str,
    sender: Party | None = None,
    cod_share: float = SELLER_COD_SHARE,
) -> Shipment:
    """A parcel of somebody who sells from home; 12 % are cash on delivery."""
    content = items.goods(rng, trade)
    event = shipments.private_parcel(
        world, rng, day, person, receiver, goods=content, sender=sender
    )
    if not chance(rng, cod_share):
        return event
    median_fen = items.TRADES[trade].median_value_fen
    amount_fen = round(rng.lognormvariate(math.log(median_fen), 0.6) / 100) * 100
    return msgspec.structs.replace(event, pay_mode="cod", cod_amount_fen=max(1_000, amount_fen))


def label_by_place(person: Person) -> Label:
    """The look-alike that somebody's address is: a minority area's, or a village's."""
    if person.home.district.minority:
        return Label(decoy="L21")
    return Label(decoy="L03") if person.home.kind == "village" else HONEST


def _relative(world: World, person: Person) -> Person:
    persons = world.population.persons
    near = persons[max(0, person.number - 1) : person.number + 2]
    family = (p for p in near if p.household == person.household and p is not person)
    return next(family, person)
