import random
from statistics import fmean

from hypothesis import given
from hypothesis import strategies as st

from data.synthetic.draws import Weighted, log_uniform, mean_of_log_uniform, poisson, stream


def test_streams_repeat_and_differ_by_name() -> None:
    first = stream(1, "a").random()
    assert stream(1, "a").random() == first
    assert stream(1, "b").random() != first
    assert stream(2, "a").random() != first


@given(st.sampled_from([0.1, 3.0, 20.0, 400.0]))
def test_poisson_has_its_mean(mean: float) -> None:
    rng = random.Random(5)
    draws = [poisson(rng, mean) for _ in range(2000)]
    assert min(draws) >= 0
    assert abs(fmean(draws) - mean) < 5 * (mean / 2000) ** 0.5


@given(st.integers(), st.integers(1, 50), st.integers(0, 500))
def test_log_uniform_stays_in_range(seed: int, low: int, more: int) -> None:
    assert low <= log_uniform(random.Random(seed), low, low + more) <= low + more


def test_weighted_never_picks_weight_zero_and_follows_the_others() -> None:
    choice = Weighted("abc", (0, 1, 3))
    picks = choice.picks(random.Random(1), 4000)
    assert "a" not in picks
    assert 0.7 < picks.count("c") / 4000 < 0.8
    assert choice.pick(random.Random(1)) in "bc"


@given(st.sampled_from([(1, 1), (3, 7), (40, 400)]))
def test_log_uniform_has_its_mean(bounds: tuple[int, int]) -> None:
    rng = random.Random(5)
    mean = fmean(log_uniform(rng, *bounds) for _ in range(5000))
    assert abs(mean - mean_of_log_uniform(*bounds)) < 0.03 * mean
