"""Plans one campaign or occasion in a small world, for tests of what it does."""

import random
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from data.events import Party, Shipment
from data.synthetic.campaigns.registry import typologies
from data.synthetic.decoys.base import Occasion
from data.synthetic.decoys.registry import look_alikes
from data.synthetic.drafts import Draft, Level
from data.synthetic.presets import preset
from data.synthetic.world import World, build_world

START_DAY = 6
_ROAD = re.compile(r"\w{2}(?:北|东|西)?(?:路|大道)\d+号")


@cache
def small_world() -> World:
    """The world of one test: its people take part in one story each."""
    return build_world(preset("S"), 3)


def campaign(
    typology: str, stealth: Level = "L0", *, size: int = 60, days: int = 10, variant: str = ""
) -> list[Draft]:
    """The drafts of one campaign, in order of time."""
    recipe, made = typologies()[typology]
    story = made(recipe, "C1", START_DAY, days, size, stealth, variant or recipe.variants[0])
    return in_order(story.plan(small_world(), random.Random(f"{typology}/{stealth}/{variant}")))


def occasion(decoy: str, *, number: int = 0, size: int = 60, days: int = 10) -> list[Draft]:
    """The drafts of one occasion, in order of time."""
    recipe, made = look_alikes()[decoy]
    assert issubclass(made, Occasion)
    story = made(recipe, number, START_DAY, days, size)
    return in_order(story.plan(small_world(), random.Random(f"{decoy}/{number}")))


def in_order(drafts: Iterable[Draft]) -> list[Draft]:
    return sorted(drafts, key=lambda draft: draft.event.occurred_at)


def parcel(draft: Draft) -> Shipment:
    assert isinstance(draft.event, Shipment)
    return draft.event


def frauds(drafts: Iterable[Draft]) -> list[Shipment]:
    return [parcel(draft) for draft in drafts if draft.label.is_fraud]


def cover(drafts: Iterable[Draft]) -> list[Shipment]:
    """What belongs to a campaign and is no fraud."""
    return [parcel(d) for d in drafts if d.label.campaign_id and not d.label.is_fraud]


def phone_of(party: Party) -> str:
    """The eleven digits, empty if they are hidden, missing or a platform's."""
    if party.phone is None or party.phone.startswith("184"):
        return ""
    digits = re.sub(r"\D", "", party.phone)
    return digits[-11:] if len(digits) >= 11 else ""


def phones_of(members: Iterable[Party]) -> set[str]:
    return {phone_of(member) for member in members} - {""}


def road_of(party: Party) -> str:
    """The road with its number, as far as it can be read."""
    found = _ROAD.search(party.address or "")
    return found[0] if found else ""


def share_of_commonest(values: Iterable[object]) -> float:
    counted = Counter(values)
    return counted.most_common(1)[0][1] / counted.total()
