"""Persons and companies as a counter writes them, with everybody's dirt."""

import random
from typing import Final

from data.events import Party
from data.synthetic import dirt
from data.synthetic.draws import chance
from data.synthetic.merchants import Merchant
from data.synthetic.persons import Person
from data.synthetic.places import Address

STATION_SHARE: Final = 0.12
SECOND_HOME_SHARE: Final = 0.3


def identified(
    rng: random.Random, person: Person, *, phone: str | None = None, address: Address | None = None
) -> Party:
    """A bank's customer: the name and document of the chip, a phone confirmed by message."""
    return Party(
        name=person.name,
        id_type=person.id_type,
        id_no=dirt.document_text(rng, person.id_no),
        phone=dirt.confirmed_phone_text(rng, phone or person.phone),
        address=dirt.address_text(rng, address or person.home),
    )


def sender(
    rng: random.Random,
    person: Person,
    *,
    phone: str | None = None,
    address: Address | None = None,
    document_of: Person | None = None,
) -> Party:
    """A private sender: a typed name and a document that was read.

    Args:
        rng: the stream to draw from.
        person: whose name, phone and address stand on the label.
        phone: another phone than the person's own.
        address: another address than the person's home.
        document_of: somebody else whose document is shown instead.
    """
    shown = document_of or person
    return Party(
        name=dirt.name_text(rng, person.name),
        id_type=shown.id_type,
        id_no=dirt.document_text(rng, shown.id_no),
        phone=dirt.phone_text(rng, phone or person.phone),
        address=dirt.address_text(rng, address or person.home),
    )


def receiver(
    rng: random.Random, person: Person, *, platform: bool = False, address: Address | None = None
) -> Party:
    """A receiver: no document; a shop's platform may hide the phone.

    One in eight who don't live in a village names the station where the parcel is to wait. Who has a
    second home has three parcels in ten sent there.
    """
    shown = address or person.home
    if address is None and person.second_home and chance(rng, SECOND_HOME_SHARE):
        shown = person.second_home
    if shown is person.home and shown.kind != "village" and chance(rng, STATION_SHARE):
        shown = person.pickup
    return Party(
        name=dirt.name_text(rng, person.name),
        phone=dirt.phone_text(rng, person.phone, platform=platform),
        address=dirt.address_text(rng, shown),
    )


def company(rng: random.Random, name: str, code: str, phone: str, address: Address) -> Party:
    """A company under its credit code."""
    text = dirt.address_text(rng, address)
    number = dirt.phone_text(rng, phone)
    return Party(name=name, id_type="uscc", id_no=code, phone=number, address=text)


def merchant(rng: random.Random, shop: Merchant) -> Party:
    """A merchant as the sender."""
    return company(rng, shop.name, shop.uscc, shop.phone, shop.store)


def merchant_receiver(rng: random.Random, shop: Merchant) -> Party:
    """A merchant as the receiver: its label shows no credit code."""
    shown = merchant(rng, shop)
    return Party(name=shown.name, phone=shown.phone, address=shown.address)
