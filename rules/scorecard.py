"""The scorecard at run time: binned variables, points in whole numbers, a score, a probability.

Scaling (DOMAIN 4.4): 600 points stand for 20 good to 1 bad, and 40 points more double the odds. A score
is a base and one number of points a variable; a missing value has points of its own. Pure, and no
library: a table look-up.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from math import exp, isnan, log
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from rules.model import Words

PDO: Final = 40
"""Points that double the odds."""
ANCHOR_SCORE: Final = 600
ANCHOR_ODDS: Final = 20
"""Good to bad at the anchor score."""
FACTOR: Final = PDO / log(2)
"""Points of one unit of log-odds: 57.708."""
OFFSET: Final = ANCHOR_SCORE - FACTOR * log(ANCHOR_ODDS)
"""Score of even odds: 427.123."""
LEAST_SCORE: Final = 0
MOST_SCORE: Final = 1_000
"""A score stays between them: one in 20,000 and nearly certain are as far as any table can tell."""

Direction: TypeAlias = Literal["rising", "falling", "free"]
DIRECTIONS: Final[tuple[Direction, ...]] = ("rising", "falling", "free")


class Bin(Struct, frozen=True):
    """Values from the bound of the bin before it up to ``below``, which is out.

    Attributes:
        points: whole points, 0 for average odds.
        below: upper bound; None in the last bin.
    """

    points: int
    below: float | None = None


class Variable(Struct, frozen=True):
    """One variable of a scorecard.

    Attributes:
        feature: its name in the catalogue.
        direction: whether more of it gives more points, fewer, or neither in order.
        reason: code of what is told where it costs points.
        missing_reason: the same where the value is missing.
        missing: points of a missing value.
        history: whether it tells of past trade: read as missing until a merchant is seasoned.
        source: mark of where its bins come from.
        bins: in order of their bounds.
    """

    feature: str
    direction: Direction
    reason: str
    missing_reason: str
    missing: int
    history: bool
    source: str
    bins: tuple[Bin, ...]

    @property
    def best(self) -> int:
        """The most points that a known value can get."""
        return max(each.points for each in self.bins)


class Scorecard(Struct, frozen=True):
    """A table of points.

    Attributes:
        id: stable name.
        version: raised at each change.
        title: what it scores.
        base: points before any variable.
        variables: in the order in which reasons of equal loss are told.
    """

    id: str
    version: int
    title: Words
    base: int
    variables: tuple[Variable, ...]


class Loss(Struct, frozen=True):
    """Points that one reason has cost."""

    code: str
    points: int


class Scored(Struct, frozen=True):
    """The score of one vector.

    Attributes:
        score: base and points together, held within ``LEAST_SCORE`` and ``MOST_SCORE``.
        points: of each variable, in the card's order.
        losses: reasons of the variables below average odds, the most points lost first; one code once.
    """

    score: int
    points: tuple[int, ...]
    losses: tuple[Loss, ...]


class CompiledScorecard:
    """A scorecard over vectors.

    Args:
        card: checked.
        index: place of each feature in a vector.

    Raises:
        KeyError: a feature is not in the index.
    """

    def __init__(self, card: Scorecard, index: Mapping[str, int]) -> None:
        self.card = card
        self._rows = [
            (
                variable,
                index[variable.feature],
                [each.below for each in variable.bins if each.below is not None],
                [each.points for each in variable.bins],
            )
            for variable in card.variables
        ]

    def score(self, vector: Sequence[float], *, seasoned: bool = True) -> Scored:
        """The score of a vector.

        Args:
            vector: one float for each feature of the index; NaN is missing.
            seasoned: whether variables of past trade count.
        """
        total, points, lost = self.card.base, [], []
        for variable, place, bounds, ladder in self._rows:
            value = vector[place]
            missing = isnan(value) or (variable.history and not seasoned)
            got = variable.missing if missing else ladder[bisect_right(bounds, value)]
            total += got
            points.append(got)
            if got < 0:
                code = variable.missing_reason if missing else variable.reason
                lost.append(Loss(code, variable.best - got))
        score = min(max(total, LEAST_SCORE), MOST_SCORE)
        return Scored(score, tuple(points), _merged(lost))


def probability_of_default(score: float) -> float:
    """The probability that a score stands for.

    >>> round(probability_of_default(600), 6), round(probability_of_default(640), 6)
    (0.047619, 0.02439)
    """
    return 1.0 / (1.0 + exp((score - OFFSET) / FACTOR))


def score_of_log_odds(log_odds: float) -> float:
    """The score of some log-odds of good to bad, not rounded.

    >>> round(score_of_log_odds(0.0), 3)
    427.123
    """
    return OFFSET + FACTOR * log_odds


def _merged(lost: Iterable[Loss]) -> tuple[Loss, ...]:
    """One entry a code, the most points first; of equals the first."""
    by_code: dict[str, int] = {}
    for loss in lost:
        by_code[loss.code] = by_code.get(loss.code, 0) + loss.points
    merged = [Loss(code, points) for code, points in by_code.items()]
    return tuple(sorted(merged, key=lambda loss: -loss.points))
