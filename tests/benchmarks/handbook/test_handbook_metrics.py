import numpy as np
import pytest

from benchmarks.handbook.metrics import card_precision
from tests.benchmarks.handbook.payments import rows_of

ROWS = rows_of(
    (0, 1, 1, 1.0, 0),
    (0, 1, 1, 1.0, 1),
    (0, 2, 1, 1.0, 0),
    (0, 3, 1, 1.0, 1),
    (1, 1, 1, 1.0, 1),
    (1, 2, 1, 1.0, 0),
    (1, 3, 1, 1.0, 1),
)


@pytest.mark.parametrize(
    ("scores", "top", "share"),
    [
        # Day 0: cards 1 (by its honest payment) and 2, of which 1 is found; day 1, without it: 3 and 2.
        ((0.9, 0.1, 0.8, 0.7, 1.0, 0.2, 0.3), 2, (1 / 2 + 1 / 2) / 2),
        # Day 0: card 2 alone, honest; day 1: card 1, still unknown.
        ((0.1, 0.1, 0.8, 0.7, 1.0, 0.2, 0.3), 1, (0 + 1) / 2),
        # Fewer cards than people can look at: the share is still of those people.
        ((0.9, 0.1, 0.8, 0.7, 1.0, 0.2, 0.3), 5, (2 / 5 + 0) / 2),
    ],
)
def test_cards_found_of_those_looked_at(scores: tuple[float, ...], top: int, share: float) -> None:
    assert card_precision(ROWS, np.array(scores), top) == pytest.approx(share)
