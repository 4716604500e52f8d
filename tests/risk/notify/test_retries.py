from hypothesis import given
from hypothesis import strategies as st

from risk.notify.retries import FIRST_MS, LONGEST_MS, MAX_TRIES, draw, wait_ms

DRAWS = st.floats(0, 1, exclude_max=True)


@given(st.integers(1, MAX_TRIES), DRAWS)
def test_a_wait_is_within_half_of_its_own_length(tries: int, drawn: float) -> None:
    whole = min(FIRST_MS * 4 ** (tries - 1), LONGEST_MS)
    assert whole // 2 <= wait_ms(tries, drawn) <= whole * 1.5


def test_all_waits_together_are_a_day_or_two() -> None:
    hours = sum(wait_ms(tries, 0.5) for tries in range(1, MAX_TRIES)) / 3_600_000
    assert 24 <= hours <= 48


def test_draws_differ_and_stay_within_bounds() -> None:
    draws = [draw() for _ in range(200)]
    assert len(set(draws)) > 190
    assert all(0 <= one < 1 for one in draws)
