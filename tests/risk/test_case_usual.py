"""The usual range of a feature: the first and ninth decile of training, for features that were asked for."""

from types import SimpleNamespace
from typing import Any

from risk.bundle import NO_BUNDLE
from risk.case_usual import Usual, usual_of
from risk.drift import Baseline
from risk.peers import Peers, Range

_PARTS = ["a", "b", "c"]


def test_deciles_of_the_card_are_told() -> None:
    baselines = {
        "a": Baseline((3.0, 5.0, 9.0), (0.4, 0.2, 0.2, 0.2), 0.0),
        "b": Baseline((), (0.0,), 1.0),
        "d": Baseline((1.0,), (1.0, 0.0), 0.0),
    }
    peers = {"shop/plain": {"a": Range(4.0, 6.0)}}
    kinds = {"shipment": SimpleNamespace(baselines=baselines, peers=peers)}
    bundle: Any = SimpleNamespace(card=SimpleNamespace(kinds=kinds))
    assert usual_of(bundle, "shipment", _PARTS, None) == {"a": Usual(3.0, 9.0)}
    shop, private = Peers("shop", "plain"), Peers("private", "plain")
    assert usual_of(bundle, "shipment", _PARTS, shop) == {"a": Usual(4.0, 6.0, peers=True)}
    assert usual_of(bundle, "shipment", _PARTS, private) == {"a": Usual(3.0, 9.0)}
    assert usual_of(bundle, "account_opening", _PARTS, None) == {}


def test_without_a_card_nothing_is_told() -> None:
    assert usual_of(NO_BUNDLE, "shipment", _PARTS, None) == {}
