"""The usual range of a feature: the first and ninth decile of training, for features that were asked for."""

from types import SimpleNamespace
from typing import Any

from data.decisions import Contribution
from risk.bundle import NO_BUNDLE
from risk.case_usual import Usual, usual_of
from risk.drift import Baseline

_PARTS = [Contribution("a", 47.0, 0.5), Contribution("b", 1.0, 0.1), Contribution("c", None, 0.0)]


def test_deciles_of_the_card_are_told() -> None:
    baselines = {
        "a": Baseline((3.0, 5.0, 9.0), (0.4, 0.2, 0.2, 0.2), 0.0),
        "b": Baseline((), (0.0,), 1.0),
        "d": Baseline((1.0,), (1.0, 0.0), 0.0),
    }
    kinds = {"shipment": SimpleNamespace(baselines=baselines)}
    bundle: Any = SimpleNamespace(card=SimpleNamespace(kinds=kinds))
    assert usual_of(bundle, "shipment", _PARTS) == {"a": Usual(3.0, 9.0)}
    assert usual_of(bundle, "account_opening", _PARTS) == {}


def test_without_a_card_nothing_is_told() -> None:
    assert usual_of(NO_BUNDLE, "shipment", _PARTS) == {}
