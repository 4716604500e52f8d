"""Examples become vectors in which all that is not named is missing."""

import math

import pytest

from rules.examples import LOOK_ALIKES, numbers_of
from rules.model import Example
from rules.vocabulary import Vocabulary


def example(facts: dict[str, float | bool | None]) -> Example:
    return Example("e", "shipment", facts, {}, {}, None)


def test_only_named_facts_are_known(vocabulary: Vocabulary) -> None:
    numbers = numbers_of(example({"vague": True, "score": 2, "amount_fen": None}), vocabulary)
    assert len(numbers) == 6
    assert (numbers[3], numbers[4]) == (2.0, 1.0)
    assert [i for i, v in enumerate(numbers) if math.isnan(v)] == [0, 1, 2, 5]


def test_an_unknown_fact_is_an_error(vocabulary: Vocabulary) -> None:
    with pytest.raises(KeyError):
        numbers_of(example({"nobody": 1}), vocabulary)


def test_every_coded_look_alike_may_be_named() -> None:
    assert {"L01", "L33", "village_cadre", "care_giver"} <= LOOK_ALIKES
    assert "L34" not in LOOK_ALIKES
