from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from data.synthetic.campaigns.base import Campaign
from data.synthetic.presets import preset
from data.synthetic.schedule import Prevalence, quotas, stories


def campaigns(prevalence: Prevalence) -> Counter[str]:
    told = stories(preset("M"), 7, prevalence)
    return Counter(s.recipe.typology for s in told if isinstance(s, Campaign))


@given(st.integers(0, 2_000))
def test_quotas_follow_the_shares(number: int) -> None:
    levels = Counter(quotas(number))
    assert sum(levels.values()) == number
    assert abs(levels["L0"] - 0.25 * number) < 1
    assert abs(levels["L1"] - 0.45 * number) < 1
    assert abs(levels["L2"] - 0.30 * number) < 1


def test_three_campaigns_have_all_levels() -> None:
    assert quotas(3) == ["L0", "L1", "L2"]


def test_prevalence_scales_shipments_and_openings_apart() -> None:
    whole, realistic = campaigns(Prevalence()), campaigns(Prevalence(0.3, 0.5))
    assert (whole["SH-01"], realistic["SH-01"]) == (40, 12)
    assert (whole["AO-01"], realistic["AO-01"]) == (90, 45)


def test_campaigns_lie_in_the_world_and_have_ids_of_their_own() -> None:
    told = [s for s in stories(preset("M"), 7) if isinstance(s, Campaign)]
    assert len({c.campaign_id for c in told}) == len(told)
    assert all(0 <= c.first_day <= c.start_day for c in told)
    assert all(c.start_day + c.days <= 183 for c in told)


def test_a_seed_gives_one_programme() -> None:
    assert stories(preset("S"), 3) == stories(preset("S"), 3)
    assert stories(preset("S"), 3) != stories(preset("S"), 4)
