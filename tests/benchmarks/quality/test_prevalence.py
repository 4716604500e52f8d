import pytest

from benchmarks.quality.prevalence import REALISTIC, realistic_weight
from data.synthetic.schedule import Prevalence


@pytest.mark.parametrize(
    ("kind", "scale", "weight"),
    [
        ("shipment", Prevalence(1.0, 1.0), 0.3),
        ("account_opening", Prevalence(1.0, 1.0), 0.5),
        ("shipment", Prevalence(0.6, 1.0), 0.5),
        ("shipment", REALISTIC, 1.0),
        ("account_opening", Prevalence(1.0, 0.1), 1.0),
    ],
)
def test_frauds_count_as_often_as_is_published(kind: str, scale: Prevalence, weight: float) -> None:
    assert realistic_weight(kind, scale) == pytest.approx(weight)
