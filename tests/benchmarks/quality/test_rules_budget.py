"""Counted by hand on a few rows, and held to a whole small world."""

import numpy as np
import pytest

from benchmarks.quality.looked import Looked
from benchmarks.quality.rule_hits import Hits
from benchmarks.quality.rules_budget import (
    headline,
    look_alike_table,
    main,
    rule_table,
    typology_table,
)
from benchmarks.quality.table import Names, Table
from data.errors import WrongUse
from risk.bootstrap import shipped_policy
from tests.benchmarks.quality.small_world import facts, small

RULES = tuple(rule for rule in shipped_policy().rules if rule.id in {"SH01-a", "SH06-a"})
NAMES = Names({"": 0, "c1": 1, "SH-01": 2, "L02": 3, "L22": 4})
FRAUD = {"fraud": 1, "typology": 2, "campaign": 1}
ROWS = facts(
    {**FRAUD, "stealth": 1},
    {**FRAUD, "stealth": 3},
    {"decoy": 3},
    {"decoy": 4},
    {},
    {"campaign": 1},
)


def looked() -> Looked:
    fired = np.array([[1, 0], [0, 1], [0, 1], [0, 0], [0, 0], [1, 1]], np.bool_)
    rank = np.array([3, 2, 2, 0, 0, 3], np.int8)
    rows = len(ROWS)
    none, empty = np.zeros(rows, np.int8), np.zeros((rows, 0))
    plain, texts = empty.astype(np.float32), empty.astype(np.int64)
    table = Table("shipment", NAMES, ROWS, none, none, empty, plain, texts)
    called = np.array([1.0, 0.0, 0.5, 0.0, 0.0, 1.0])
    asked = np.array([True, False, True, True, True, True])
    return Looked(table, np.arange(rows), Hits(RULES, fired, rank), asked, 0.3, called)


def test_the_headline() -> None:
    assert list(headline(looked())) == [
        "4 honest events, 1 frauds of new campaigns without the volume typologies, each counted 0.3 times;"
        " 2 frauds in all; budget 0 events",
        "recall at the budget 100.0%, possible 7.2%",
        "honest called 37.50%",
        "hit by any rule: 100.0% of them, 50.00% of the honest",
    ]


def test_a_line_for_each_typology_and_one_for_all() -> None:
    assert list(typology_table(looked()))[2:] == [
        "| SH-01 | 100% (1) |  | 0% (1) | 50% (2) | 100% |",
        "| all | 100% (1) |  | 0% (1) | 50% (2) | 100% |",
        "| all that count | 100% (1) |  |  | 100% (1) | 100% |",
    ]


def test_look_alikes_that_are_asked_and_how_often_beside_all_honest() -> None:
    assert list(look_alike_table(looked()))[2:] == [
        "| all honest | 4 | 37.50% | 1.0 | 50.00% | 1.0 |  |",
        "| camouflage | 1 | 100.00% | 2.7 | 100.00% | 2.0 | > 2 |",
        "| L02 | 1 | 50.00% | 1.3 | 100.00% | 2.0 |  |",
    ]


def test_each_rule_with_what_it_hits() -> None:
    ids = [rule.id for rule in RULES]
    assert list(rule_table(looked()))[2:] == [
        f"| {ids[0]} | hold | 1 | 0 | 1 | 50% | 1 |",
        f"| {ids[1]} | review | 0 | 1 | 2 | 33% | 1 |",
    ]


def test_a_whole_world_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--months", "train", str(small().folder)])
    told = capsys.readouterr().out
    assert f"## {small().folder.name}, shipment, train" in told
    assert "| all |" in told
    assert "account_opening, train" in told


@pytest.mark.parametrize("arguments", [[], ["--months", "last", "w"], ["--months"]])
def test_wrong_use_is_refused(arguments: list[str]) -> None:
    with pytest.raises(WrongUse, match="months"):
        main(arguments)
