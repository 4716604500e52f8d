"""How sound a merchant is: what nobody sees, and what follows from it for parcels and credit.

Refusals, complaints, unpaid freight and defaults all come from one hidden soundness, so that the
shipping history says something of the credit and never all. Every figure is an assumption, set such that
12 % of cash on delivery is refused, as before, and five to six applications in a hundred become overdue.
"""

import math
import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from data.synthetic import calendar
from data.synthetic.courses import ORDINARY, Course, Fact
from data.synthetic.draws import chance

_SEASONED_DAYS: Final = 730
_WRITTEN_OFF: Final = 0.3
_ACCOUNT_CHANGED: Final = 0.03


@dataclass(frozen=True, slots=True)
class Standing:
    """A merchant's true state.

    Attributes:
        soundness: from 0, about to fail, to 1.
        founded: day of its registration.
        course: how its deliveries and its freight bills go.
    """

    soundness: float
    founded: date
    course: Course

    @property
    def default_risk(self) -> float:
        """Probability that it does not pay in time, steep for the least sound."""
        return min(0.8, 1.3 * (1.0 - self.soundness) ** 3)


def draw_standing(rng: random.Random, opened_day: int) -> Standing:
    """The standing of a new merchant; young companies are less sound.

    Args:
        rng: the stream of who founds it.
        opened_day: its first day in the world; it was registered before.
    """
    age_days = min(9_000, round(rng.lognormvariate(6.2, 1.1))) + 5
    seasoning = 0.78 + 0.22 * min(1.0, age_days / _SEASONED_DAYS)
    soundness = rng.betavariate(4.5, 1.2) * seasoning
    weakness = 1.0 - soundness
    course = replace(
        ORDINARY,
        cod_refused=min(0.6, (0.05 + 0.24 * weakness) * rng.lognormvariate(0.0, 0.35)),
        mismatch=0.0005 + 0.012 * weakness**2,
        unpaid=0.25 * weakness**2,
    )
    return Standing(soundness, calendar.date_of(opened_day) - timedelta(days=age_days), course)


def young(rng: random.Random, standing: Standing, day: int) -> Standing:
    """The same standing of a company registered in the last months before a day."""
    age_days = round(math.exp(rng.uniform(math.log(15), math.log(200))))
    return replace(standing, founded=calendar.date_of(day) - timedelta(days=age_days))


def credit_facts(rng: random.Random, standing: Standing, limit_fen: int) -> tuple[Fact, ...]:
    """What becomes of an application in the months after it.

    Three in ten of the overdue debts are written off: honest merchants fail too. Some honest
    merchants change their settlement account.

    Args:
        rng: the stream to draw from.
        standing: the merchant's.
        limit_fen: the limit, of which debts are a part.
    """
    facts = []
    if chance(rng, standing.default_risk):
        owed_fen = round(limit_fen * rng.uniform(0.1, 0.8))
        facts.append(Fact("overdue", "carrier", 30, 60, owed_fen))
        if chance(rng, _WRITTEN_OFF):
            facts.append(Fact("written_off", "carrier", 60, 100, owed_fen))
    if chance(rng, _ACCOUNT_CHANGED):
        facts.append(Fact("settle_account_changed", "merchant", 5, 90))
    return tuple(facts)
