"""Parcels of people without a contract: to friends, and of those who sell a little from home."""

import math
import random
from datetime import datetime
from typing import Final

import msgspec

from data.events import Channel, Party, Shipment
from data.synthetic import items, parties, shipments
from data.synthetic.drafts import HONEST, Draft, Label
from data.synthetic.draws import chance
from data.synthetic.persons import Person
from data.synthetic.world import World

SELLER_COD_SHARE: Final = 0.12


def private_traffic(
    world: World,
    rng: random.Random,
    day: int,
    person: Person,
    label: Label = HONEST,
    *,
    channel: Channel | None = None,
    at: datetime | None = None,
) -> Draft:
    """A private parcel to somebody whom the sender knows; 3 % show a relative's document."""
    friend = rng.choice(world.contacts_of(person))
    shown = rng.choice(world.population.family(person)) if chance(rng, 0.03) else person
    event = shipments.private_parcel(
        world,
        rng,
        day,
        person,
        parties.receiver(rng, friend),
        sender=parties.sender(rng, person, document_of=shown),
        channel=channel,
        at=at,
    )
    return Draft(event, label)


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
    channel: Channel | None = None,
    at: datetime | None = None,
) -> Shipment:
    """A parcel of somebody who sells from home; 12 % are cash on delivery."""
    content = items.goods(rng, trade)
    event = shipments.private_parcel(
        world, rng, day, person, receiver, goods=content, sender=sender, channel=channel, at=at
    )
    if not chance(rng, cod_share):
        return event
    median_fen = items.TRADES[trade].median_value_fen
    amount_fen = round(rng.lognormvariate(math.log(median_fen), 0.6) / 100) * 100
    return msgspec.structs.replace(event, pay_mode="cod", cod_amount_fen=max(1_000, amount_fen))
