"""Which stories a preset tells: the campaigns and the look-alikes, with their sizes and days."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from data.events import AccountOpening
from data.synthetic.campaigns.base import Campaign, levers
from data.synthetic.campaigns.registry import typologies
from data.synthetic.decoys.registry import occasions
from data.synthetic.drafts import LEVELS, Level
from data.synthetic.draws import stream
from data.synthetic.presets import Preset
from data.synthetic.story import Story

_DEMO: Final = Path(__file__).with_name("demo.yaml")


class Prevalence(NamedTuple):
    """How many campaigns there are, relative to the recipes.

    The recipes enrich fraud, so that there is enough to learn from. 0.3 and 0.5 give about half a
    per cent of shipments and one per cent of openings, the level of published opening fraud.
    """

    shipments: float = 1.0
    openings: float = 1.0


ENRICHED: Final = Prevalence()


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A campaign of a fixed programme."""

    typology: str
    start_day: int
    days: int
    size: int
    stealth: Level
    variant: str = ""


def stories(preset: Preset, seed: int, prevalence: Prevalence = ENRICHED) -> list[Story]:
    """All stories of a preset, look-alikes first.

    Each look-alike and typology draws from its own stream: a new one does not move the others.
    """
    campaigns = _programme() if preset.name == "demo" else _drawn(preset, seed, prevalence)
    return [*_look_alikes(preset, seed), *campaigns]


def quotas(number: int) -> list[Level]:
    """The levels of a typology's campaigns, by the largest remainders of their shares.

    >>> quotas(4)
    ['L0', 'L1', 'L1', 'L2']
    """
    exact = {level: number * levers()[level].share for level in LEVELS}
    given = {level: int(exact[level]) for level in LEVELS}
    rest = sorted(LEVELS, key=lambda level: given[level] - exact[level])
    for level in rest[: number - sum(given.values())]:
        given[level] += 1
    return [level for level in LEVELS for _ in range(given[level])]


def _programme() -> Iterator[Campaign]:
    entries = msgspec.yaml.decode(_DEMO.read_bytes(), type=list[_Entry])
    for number, entry in enumerate(entries, start=1):
        recipe, made = typologies()[entry.typology]
        yield made(
            recipe,
            campaign_id=f"C{number:02d}",
            start_day=entry.start_day,
            days=entry.days,
            size=entry.size,
            stealth=entry.stealth,
            variant=entry.variant,
        )


def _drawn(preset: Preset, seed: int, prevalence: Prevalence) -> Iterator[Campaign]:
    numbers = (f"C{number:05d}" for number in count(1))
    for recipe, made in typologies().values():
        scale = recipe.scale.get(preset.name)
        if scale is None or scale.count == 0:
            continue
        opening = made.kind is AccountOpening
        factor = prevalence.openings if opening else prevalence.shipments
        rng = stream(seed, "schedule", recipe.typology)
        levels = quotas(max(1, round(scale.count * factor)))
        rng.shuffle(levels)
        for number, level in enumerate(levels):
            days = min(rng.randint(*recipe.days[level]), preset.days - 1)
            yield made(
                recipe,
                campaign_id=next(numbers),
                start_day=recipe.draw_start(rng, days, preset.days),
                days=days,
                size=scale.draw_size(rng),
                stealth=level,
                variant=recipe.variants[number % len(recipe.variants)],
            )


def _look_alikes(preset: Preset, seed: int) -> Iterator[Story]:
    for recipe, made in occasions():
        scale = recipe.scale.get(preset.name)
        rng = stream(seed, "schedule", recipe.decoy)
        for number in range(scale.count if scale else 0):
            days = min(rng.randint(*recipe.days), preset.days - 1)
            start = recipe.draw_start(rng, days, preset.days)
            size = scale.draw_size(rng) if scale else 0
            yield made(recipe, number, start, days, size)
