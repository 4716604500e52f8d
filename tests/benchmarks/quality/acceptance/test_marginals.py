import pytest

from benchmarks.quality.acceptance.marginals import Marginal, marginals, share
from benchmarks.quality.acceptance.sample import sample
from tests.benchmarks.quality.small_world import small


@pytest.mark.parametrize(("found", "within"), [(0.5, True), (0.549, True), (0.56, False)])
def test_a_tenth_off_is_within(found: float, *, within: bool) -> None:
    assert Marginal("x", 0.5, found, 0.0).within is within


def test_a_share_has_its_error() -> None:
    found = share("x", 0.25, [True, False, False, False])
    assert found.found == 0.25
    assert abs(found.error - 0.2165) < 1e-4
    assert share("nobody", 0.25, []).found == 0.0


def test_a_small_world_is_near_its_marginals() -> None:
    """Regions are those of three districts; all else may be off by chance alone."""
    found = marginals(sample(small().folder, 1), small().manifest)
    named = {one.name: one for one in found}
    assert len(named) == len(found) > 25
    # The demo is in strict order.
    assert "events late" not in named
    chances = [one for name, one in named.items() if not name.startswith("parcels")]
    far = [one.name for one in chances if abs(one.found - one.claimed) > 4 * one.error]
    assert len(far) <= 1
    assert named["vague texts"].within
