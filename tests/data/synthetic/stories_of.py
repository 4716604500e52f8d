"""Plans one campaign or occasion on its own, for tests of its mechanism."""

import random

from data.events import CodApplication, Party, Shipment
from data.synthetic.campaigns.registry import typologies
from data.synthetic.decoys.base import Occasion
from data.synthetic.decoys.registry import look_alikes
from data.synthetic.drafts import Draft, Level
from data.synthetic.world import World


def campaign(
    world: World, code: str, stealth: Level, *, size: int, days: int = 10, variant: str = ""
) -> list[Draft]:
    """All drafts of a campaign that starts on day 20."""
    recipe, made = typologies()[code]
    story = made(recipe, "C1", 20, days, size, stealth, variant or recipe.variants[0])
    return list(story.plan(world, random.Random(f"{code}/{stealth}")))


def occasion(world: World, code: str, *, size: int, days: int = 10) -> list[Draft]:
    """All drafts of an occasion that starts on day 5."""
    recipe, made = look_alikes()[code]
    assert issubclass(made, Occasion)
    story = made(recipe, 0, 5, days, size)
    return list(story.plan(world, random.Random(code)))


def frauds(drafts: list[Draft]) -> list[Draft]:
    """Those that are frauds."""
    return [draft for draft in drafts if draft.label.is_fraud]


def parcels(drafts: list[Draft]) -> list[Shipment]:
    """The shipments."""
    return [draft.event for draft in drafts if isinstance(draft.event, Shipment)]


def applications(drafts: list[Draft]) -> list[CodApplication]:
    """The applications for cash on delivery."""
    return [draft.event for draft in drafts if isinstance(draft.event, CodApplication)]


def representative(application: CodApplication) -> Party:
    """Who signs for a merchant."""
    assert isinstance(application.legal_rep, Party)
    return application.legal_rep
