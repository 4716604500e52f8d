"""All typologies that exist: their recipes and classes, by the code of the typology."""

from functools import cache
from typing import Final

from data.synthetic.campaigns.base import Campaign
from data.synthetic.recipes import CampaignRecipe, read_folder

_PACKAGE: Final = "data.synthetic.campaigns"


@cache
def typologies() -> dict[str, tuple[CampaignRecipe, type[Campaign]]]:
    """Recipe and class of each typology, in order of their codes."""
    entries = read_folder(_PACKAGE, CampaignRecipe, Campaign)
    return {recipe.typology: (recipe, made) for recipe, made in entries}
