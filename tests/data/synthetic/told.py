"""Tells one campaign or look-alike by itself, for tests of its mechanism."""

import random
import re

from data.events import AccountOpening, Event, Shipment
from data.synthetic.campaigns.registry import typologies
from data.synthetic.decoys.base import Occasion
from data.synthetic.decoys.registry import look_alikes
from data.synthetic.drafts import Draft, Level
from data.synthetic.world import World


def campaign(
    world: World, typology: str, stealth: Level, size: int, *, variant: str = "", seed: int = 1
) -> list[Draft]:
    """The frauds of one campaign of twelve days, in order of time."""
    recipe, made = typologies()[typology]
    told = made(recipe, "C1", 8, 12, size, stealth, variant)
    drafts = told.plan(world, random.Random(seed))
    return _in_order([draft for draft in drafts if draft.label.is_fraud])


def occasion(
    world: World, decoy: str, size: int, *, number: int = 0, days: int = 20, seed: int = 1
) -> list[Draft]:
    """The events of one occasion, in order of time."""
    recipe, made = look_alikes()[decoy]
    assert issubclass(made, Occasion)
    return _in_order(list(made(recipe, number, 5, days, size).plan(world, random.Random(seed))))


def openings(drafts: list[Draft]) -> list[AccountOpening]:
    """The account openings among some drafts."""
    return [draft.event for draft in drafts if isinstance(draft.event, AccountOpening)]


def parcels(drafts: list[Draft]) -> list[Shipment]:
    """The shipments among some drafts."""
    return [draft.event for draft in drafts if isinstance(draft.event, Shipment)]


def digits(phone: str | None) -> str:
    """The eleven digits of a phone in any spelling; fewer if it is masked or missing."""
    return re.sub(r"\D", "", phone or "")[-11:]


def phones(events: list[AccountOpening]) -> list[str]:
    """The contact phones of applicants."""
    return [digits(event.applicant.phone) for event in events]


def operators(events: list[Event]) -> set[str | None]:
    """Who served."""
    return {event.operator_id for event in events}


def _in_order(drafts: list[Draft]) -> list[Draft]:
    return sorted(drafts, key=lambda draft: draft.event.occurred_at)
