"""What a campaign or look-alike is made of, as data: one YAML file each, beside its class."""

import importlib
import random
from inspect import getmembers, isclass
from pathlib import Path
from typing import TypeVar

import msgspec

from data.events import OutcomeKind, Source
from data.synthetic.calendar import day_of
from data.synthetic.drafts import Level
from data.synthetic.draws import chance, log_uniform, mean_of_log_uniform
from data.synthetic.presets import PresetName

Range = tuple[int, int]


class Tail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A few that are much larger than the others."""

    share: float
    size: Range


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many there are in a preset, and how many events each has (log-uniform)."""

    count: int
    size: Range = (1, 1)
    tail: Tail | None = None

    def draw_size(self, rng: random.Random) -> int:
        """The number of events of one."""
        large = chance(rng, self.tail.share if self.tail else 0.0)
        return log_uniform(rng, *(self.tail.size if self.tail and large else self.size))

    def mean_events(self) -> float:
        """Expected number of events of all together."""
        mean = mean_of_log_uniform(*self.size)
        if self.tail:
            mean += self.tail.share * (mean_of_log_uniform(*self.tail.size) - mean)
        return self.count * mean


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What campaigns and look-alikes have in common.

    Attributes:
        scale: by preset; none in a preset that is not named.
        dates: from and to, as ``MM-DD``, when it may start; any day if there are none, or if none
            of them lies in the world.
        from_share: share of the world's days that go by before the first starts.
    """

    scale: dict[PresetName, Scale] = {}
    dates: list[tuple[str, str]] = []
    from_share: float = 0.0

    def draw_start(self, rng: random.Random, length: int, world_days: int) -> int:
        """A first day such that all its days lie in the world, where that is possible."""
        last = max(0, world_days - length)
        windows = [(max(0, day_of(a)), min(last, day_of(b))) for a, b in self.dates]
        open_days = [window for window in windows if window[0] <= window[1]]
        first, last = rng.choice(
            open_days or [(min(last, int(self.from_share * world_days)), last)]
        )
        return rng.randint(first, last)


class Found(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a typology comes to light: share and delay of its labels."""

    coverage: float
    delay_days: Range
    outcome: OutcomeKind
    source: Source


class CampaignRecipe(Recipe, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A fraud typology.

    Attributes:
        days: how long a campaign lasts, by stealth.
        found: its observed labels.
        variants: campaigns take one in turn, such as the resource that ties their events.
        levers: numbers of this typology that depend on stealth.
    """

    typology: str
    days: dict[Level, Range]
    found: Found
    variants: tuple[str, ...] = ("",)
    levers: dict[str, dict[Level, float]] = {}


class DecoyRecipe(Recipe, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An honest look-alike.

    Attributes:
        resembles: the typologies with which it may be confused.
        days: how long one occasion lasts.
    """

    decoy: str
    resembles: list[str]
    days: Range = (1, 1)


class Levers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stealth changes for every typology.

    Attributes:
        share: share of campaigns of this level.
        young: probability that a company behind it was registered in the last months; else it
            was bought.
        phones: how many phones stand behind a campaign; its size over ``events_a_phone`` if that
            is given.
        outlets: over how many outlets it spreads.
        camouflage: ordinary events for each fraudulent one, from and to.
        tenure_days: how long its people were seen before, if the typology has camouflage.
    """

    share: float
    young: float
    phones: Range
    outlets: Range
    camouflage: tuple[float, float]
    tenure_days: Range
    events_a_phone: Range | None = None


R = TypeVar("R", bound=Recipe)


def read_recipe(path: Path, kind: type[R]) -> R:
    """The recipe in a file.

    Raises:
        msgspec.ValidationError: a key is unknown, missing, or of a wrong type.
    """
    return msgspec.yaml.decode(path.read_bytes(), type=kind)


def read_folder(package: str, kind: type[R], *bases: type) -> list[tuple[R, type]]:
    """All recipes of a package, each with the class of the module of the same name.

    Args:
        package: full name of the package; its modules with a YAML file beside them are read.
        kind: the type of the recipes.
        bases: what the classes descend from, one of them.

    Raises:
        ValueError: a module does not define exactly one such class.
    """
    folder = Path(str(importlib.import_module(package).__file__)).parent
    entries = []
    for path in sorted(folder.glob("*.yaml")):
        if not (folder / f"{path.stem}.py").exists():
            continue
        name = f"{package}.{path.stem}"
        made = [
            found
            for _, found in getmembers(importlib.import_module(name), isclass)
            if issubclass(found, bases) and found.__module__ == name
        ]
        if len(made) != 1:
            raise ValueError(f"{name} must define one class of its kind, not {len(made)}")
        entries.append((read_recipe(path, kind), made[0]))
    return entries
