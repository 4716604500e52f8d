import msgspec
import numpy as np
import pytest

from benchmarks.quality.acceptance.lift import RINGS, SINGLES, lifts, network_places
from benchmarks.quality.table import Table
from benchmarks.quality.trial import Method, Trial
from data.synthetic.campaigns.registry import typologies
from risk.features import catalogue
from risk.features.catalogue import INDEX
from tests.benchmarks.quality.small_world import SEED, small, trial_of

KIND = "account_opening"


def test_the_network_is_who_shares_what() -> None:
    names = {catalogue.NAMES[at] for at in network_places()}
    assert {"persons_on_phone_90d", "persons_on_unit_90d", "component_size"} <= names
    assert "weight_grams" not in names


def test_rings_and_singles_are_typologies_that_exist() -> None:
    assert set(RINGS) | set(SINGLES) <= set(typologies())
    assert not set(RINGS) & set(SINGLES)


def told_by_sharing(typology: str) -> tuple[Table, Trial]:
    """Every fifth opening is a fraud, known at once, that only a count of sharers tells."""
    table, trial = small().tables[KIND], trial_of(KIND)
    facts, vectors = table.facts.copy(), np.array(table.vectors)
    facts["fraud"] = np.arange(len(facts)) % 5 == 0
    facts["typology"] = np.where(facts["fraud"], table.names.code(typology), 0)
    vectors[:, INDEX["component_size"]] = facts["fraud"] * 50
    known = facts["fraud"].astype(np.int8)
    made = msgspec.structs.replace(table, facts=facts, vectors=vectors, observed_then=known)
    blind = Method("tabular", np.zeros(trial.tune_rows), np.zeros(len(trial.test)))
    return made, msgspec.structs.replace(trial, methods=(blind,))


@pytest.mark.parametrize(("typology", "group"), [("AO-02", "rings"), ("AO-03", "singles")])
def test_what_only_sharing_tells_is_the_lift_of_its_group(typology: str, group: str) -> None:
    (lift,) = lifts(*told_by_sharing(typology), SEED)
    assert (lift.kind, lift.group) == (KIND, group)
    assert lift.plain < 0.35
    assert lift.network > 0.95
    assert lift.frauds > 5


def test_a_trial_that_could_not_be_fitted_has_no_lift() -> None:
    assert lifts(small().tables[KIND], trial_of(KIND), SEED) == []
