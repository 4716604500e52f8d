import msgspec
import pytest

from data.synthetic.campaigns.registry import typologies
from risk.costs import FAMILY, CostTable, cost_table
from risk.maturity import AWAITED


def test_every_typology_that_is_simulated_has_a_loss() -> None:
    assert all(cost_table().loss_of(code) for code in typologies())
    with pytest.raises(KeyError):
        cost_table().loss_of("XX-01")


def test_every_kind_has_a_loss_for_frauds_of_no_known_typology() -> None:
    assert set(FAMILY) == set(AWAITED)
    assert all(cost_table().loss_of(family).fixed > 0.0 for family in FAMILY.values())


def test_an_unknown_key_in_the_table_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.yaml.decode(b"{review: 1, typo: 2}", type=CostTable)
