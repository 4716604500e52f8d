import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.quality.acceptance.singles import areas, singles
from benchmarks.quality.collect import STEALTH
from tests.benchmarks.quality.small_world import small


def test_areas_are_those_of_the_curve() -> None:
    rng = np.random.default_rng(1)
    frauds, honest = rng.integers(0, 9, (40, 3)), rng.integers(0, 9, (90, 3))
    frauds += np.array([0, 2, 20])
    labels = np.repeat([1, 0], [40, 90])
    expected = [
        roc_auc_score(labels, np.concatenate([frauds[:, at], honest[:, at]])) for at in range(3)
    ]
    assert np.allclose(areas(frauds.astype(float), honest.astype(float)), expected)


def test_the_best_number_of_a_typology_is_named() -> None:
    table = small().tables["shipment"]
    facts = table.facts.copy()
    # Every tenth honest row becomes a fraud that its weight tells.
    weight = table.vectors[:, 0].copy()
    frauds = np.flatnonzero(facts["fraud"] == 0)[::10]
    facts["fraud"][:] = 0
    facts["fraud"][frauds] = 1
    facts["typology"][frauds] = table.names.code("SH-99")
    facts["campaign"][frauds] = 1 + np.arange(len(frauds)) % 5
    facts["stealth"][frauds] = STEALTH.index("L0")
    vectors = np.array(table.vectors)
    vectors[:, 0] = weight * 0.0 + np.random.default_rng(1).normal(size=len(weight))
    vectors[frauds, 0] -= 9.0
    made = type(table)(
        table.kind,
        table.names,
        facts,
        table.observed_then,
        table.observed,
        vectors,
        table.plain,
        table.texts,
    )
    (found,) = singles(made, 1)
    assert (found.typology, found.group, found.campaigns) == ("SH-99", "l0", 5)
    assert found.feature == found.feature_of_sort == "party_name_odd"
    assert found.auc > 0.999


def test_typologies_with_few_campaigns_are_left_out() -> None:
    assert list(singles(small().tables["account_opening"], 1)) == []
