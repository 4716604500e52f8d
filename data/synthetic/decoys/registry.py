"""All look-alikes that exist, by their code."""

from functools import cache
from typing import Final

from data.synthetic.decoys.base import Ambient, LookAlike, Occasion, Scene
from data.synthetic.drafts import HONEST, Label
from data.synthetic.recipes import DecoyRecipe, read_folder

_PACKAGE: Final = "data.synthetic.decoys"


@cache
def look_alikes() -> dict[str, tuple[DecoyRecipe, type[LookAlike]]]:
    """Recipe and class of each look-alike, in order of their codes."""
    entries = read_folder(_PACKAGE, DecoyRecipe, Occasion, Ambient)
    return {recipe.decoy: (recipe, made) for recipe, made in entries}


def occasions() -> list[tuple[DecoyRecipe, type[Occasion]]]:
    """The look-alikes that plan their own events."""
    return [(r, made) for r, made in look_alikes().values() if issubclass(made, Occasion)]


class Marks:
    """Marks ordinary events that happen to look odd; the first look-alike that applies counts."""

    def __init__(self) -> None:
        self._ambient = [
            (made(), Label(decoy=recipe.decoy))
            for recipe, made in look_alikes().values()
            if issubclass(made, Ambient)
        ]

    def of(self, scene: Scene) -> Label:
        """The label of an ordinary event."""
        for ambient, label in self._ambient:
            if ambient.applies(scene):
                return label
        return HONEST
