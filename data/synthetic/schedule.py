"""Which stories a preset tells: the campaigns and the look-alikes, with their sizes and days.

Sizes are log-uniform in the ranges of DOMAIN 7.5. Stealth levels go in turn, so that even a small
world has each of them.
"""

import random
from collections.abc import Iterator
from itertools import count
from typing import Final

from data.synthetic.campaigns.ao01 import OneManyAccounts
from data.synthetic.campaigns.ao02 import IdFarm, Shared
from data.synthetic.campaigns.ao05 import ProxyAgent
from data.synthetic.campaigns.base import Level
from data.synthetic.campaigns.sh01 import AddressFanOut
from data.synthetic.campaigns.sh02 import LureBatch
from data.synthetic.campaigns.sh05 import FalseAddress
from data.synthetic.campaigns.sh06 import IdReuse
from data.synthetic.decoys.batches import DormWave, PayrollBatch, PensionDay
from data.synthetic.decoys.cards import Guardians, Replacements, SocialSecurity, VillagePhone
from data.synthetic.decoys.gifts import Graduation, SeasonalFruit, Wedding
from data.synthetic.decoys.offices import BulkLetters, CampusRunner, FrontDesk
from data.synthetic.draws import log_uniform
from data.synthetic.presets import Preset
from data.synthetic.story import Story

_LEVELS: Final[tuple[Level, ...]] = ("L0", "L1", "L2")
_TIES: Final[tuple[tuple[Shared, Level], ...]] = (
    ("phone", "L0"),
    ("room", "L1"),
    ("device", "L2"),
    ("phone", "L1"),
    ("room", "L2"),
    ("device", "L0"),
)


def stories(preset: Preset, rng: random.Random) -> list[Story]:
    """All stories of a preset, look-alikes first."""
    campaigns = _demo() if preset.name == "demo" else list(_drawn(preset.days, rng))
    return [*_look_alikes(preset, rng), *campaigns]


def _demo() -> list[Story]:
    """A fixed programme: one plain ring at the end, and one campaign of most other kinds."""
    return [
        OneManyAccounts("C01", start_day=3, days=6, size=5, stealth="L0", breaks_cap=True),
        LureBatch("C02", start_day=5, days=1, size=205, stealth="L0"),
        AddressFanOut("C03", start_day=7, days=2, size=80, stealth="L0"),
        IdReuse("C04", start_day=8, days=2, size=50, stealth="L0"),
        ProxyAgent("C05", start_day=9, days=2, size=4, stealth="L0"),
        *(FalseAddress(f"C0{6 + i}", 2 + 4 * i, 1, 1, level) for i, level in enumerate(_LEVELS)),
        IdFarm("C09", start_day=11, days=2, size=8, stealth="L0", shared="phone"),
    ]


def _drawn(days: int, rng: random.Random) -> Iterator[Story]:
    """The campaigns of preset S."""
    numbers = (f"C{number:03d}" for number in count(1))
    for i in range(4):
        start, length = _span(rng, days, 2 if i == 0 else 25)
        size = log_uniform(rng, 3, 7)
        yield OneManyAccounts(next(numbers), start, length, size, _level(i), breaks_cap=i in (0, 2))
    for shared, level in _TIES:
        start, length = _span(rng, days, 2 if level == "L0" else 14)
        yield IdFarm(next(numbers), start, length, log_uniform(rng, 5, 20), level, shared=shared)
    for i in range(3):
        start, length = _span(rng, days, 10)
        yield ProxyAgent(next(numbers), start, length, log_uniform(rng, 4, 6), _level(i))
    for i in range(4):
        start, length = _span(rng, days, (2, 6, 18)[i % 3])
        yield AddressFanOut(next(numbers), start, length, log_uniform(rng, 40, 150), _level(i))
    for i in range(2):
        start, length = _span(rng, days, (2, 6)[i])
        yield LureBatch(next(numbers), start, length, log_uniform(rng, 200, 260), _level(i))
    for i in range(24):
        yield FalseAddress(next(numbers), rng.randrange(days), 1, 1, _level(i))
    for i in range(3):
        start, length = _span(rng, days, (2, 8, 20)[i])
        yield IdReuse(next(numbers), start, length, log_uniform(rng, 50, 120), _level(i))


def _look_alikes(preset: Preset, rng: random.Random) -> Iterator[Story]:
    days, scale = preset.days, preset.scale
    several = max(1, round(3 * scale))
    for campus in range(2):
        yield DormWave(rng.randrange(days - 3), campus, round(120 * scale))
        yield CampusRunner(rng.randrange(days - 7), campus, round(70 * scale))
        yield Graduation(rng.randrange(days - 4), campus, round(100 * scale))
    for number in range(several):
        yield PayrollBatch(rng.randrange(days), 40)
        yield PensionDay(rng.randrange(days), number)
        yield VillagePhone(number + several, 6)
        yield Wedding(rng.randrange(days - 2), log_uniform(rng, 50, 120))
        yield SeasonalFruit(rng.randrange(days - 10), 10, round(200 * scale))
        yield BulkLetters(rng.randrange(days - 2), round(400 * scale))
    yield Replacements(round(40 * scale))
    yield SocialSecurity(round(15 * scale))
    yield Guardians(round(25 * scale))
    for _ in range(several + 1):
        yield FrontDesk(30)


def _span(rng: random.Random, days: int, most: int) -> tuple[int, int]:
    """First day and length of a campaign that ends within the world."""
    length = min(most, days - 1)
    return rng.randrange(days - length + 1), length


def _level(number: int) -> Level:
    return _LEVELS[number % len(_LEVELS)]
