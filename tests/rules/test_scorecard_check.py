"""Every mistake of a scorecard is told at once, with its line; a good one is read as it was written."""

from dataclasses import dataclass

import pytest

from data.errors import Failure
from rules.scorecard_check import load_scorecard, read_scorecard, scorecard_text

FEATURES = frozenset({"refused", "tenure", "orders"})
GOOD = """\
id: t
version: 1
title: {zh: 测试, en: test}
base: 600
variables:
  - feature: refused
    direction: falling
    reason: C01
    missing_reason: C02
    missing: 0
    history: true
    source: "[D]"
    bins:
      - {below: 0.1, points: 20}
      - {points: -20}
  - feature: tenure
    direction: rising
    reason: C02
    missing_reason: C08
    missing: -5
    source: "[L] some law"
    bins:
      - {below: 30, points: -5}
      - {below: 60, points: 0}
      - {points: 5}
"""


@dataclass(frozen=True)
class Mistake:
    old: str
    new: str
    line: int
    said: str


MISTAKES = [
    Mistake("base: 600", "base: 600.5", 4, "base must be a whole number"),
    Mistake("feature: refused", "feature: refusd", 6, "no feature that credit may use"),
    Mistake("direction: falling", "direction: down", 7, "direction can't be 'down'"),
    Mistake("reason: C01", "reason: C99", 8, "reason can't be 'C99'"),
    Mistake("missing: 0", "missing: few", 10, "missing must be a whole number"),
    Mistake("history: true", "history: 1", 11, "history must be true or false"),
    Mistake('source: "[D]"', 'source: "me"', 12, "the source has no mark"),
    Mistake("{below: 0.1, points: 20}", "{below: 0.1, points: 20, to: 3}", 14, "unknown key 'to'"),
    Mistake("points: -20}", "points: 30}", 14, "the points rise in a variable that falls"),
    Mistake("feature: tenure", "feature: refused", 16, "stands here twice"),
    Mistake("{below: 60, points: 0}", "{points: 0}", 23, "a bin before the last has no bound"),
    Mistake("{below: 60, points: 0}", "{below: 30, points: 0}", 23, "the bounds do not rise"),
    Mistake("- {points: 5}", "- {below: 99, points: 5}", 23, "the last bin has a bound"),
    Mistake("- {points: 5}", "- {points: -9}", 23, "the points fall in a variable that rises"),
    Mistake("title: {zh: 测试, en: test}", "title: {zh: 测试}", 3, "en is missing"),
]


def test_a_good_card_has_no_mistakes_and_reads_as_it_stands() -> None:
    reading = read_scorecard(GOOD, FEATURES)
    assert reading.problems == []
    assert reading.card is not None
    refused, tenure = reading.card.variables
    assert (refused.history, tenure.history) == (True, False)
    assert [each.below for each in tenure.bins] == [30.0, 60.0, None]


def test_a_card_written_and_read_is_the_same() -> None:
    card = load_scorecard(GOOD, FEATURES, "good")
    assert load_scorecard(scorecard_text(card), FEATURES, "again") == card


@pytest.mark.parametrize("bound", [1e-7, 2.5e-5, 0.1, 3e15, 1e17, -1e-9])
def test_every_bound_is_read_as_it_was_written(bound: float) -> None:
    text = GOOD.replace("below: 0.1", f"below: {bound!r}")
    card = load_scorecard(text, FEATURES, "good")
    assert card.variables[0].bins[0].below == bound
    assert load_scorecard(scorecard_text(card), FEATURES, "again") == card


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.said)
def test_each_mistake_is_told_with_its_line(mistake: Mistake) -> None:
    assert GOOD.count(mistake.old) == 1
    problems = read_scorecard(GOOD.replace(mistake.old, mistake.new), FEATURES).problems
    assert any(mistake.said in each.message and each.line == mistake.line for each in problems)


def test_all_mistakes_are_told_at_once() -> None:
    text = GOOD
    planted = [MISTAKES[at] for at in (0, 1, 2, 3, 4, 5, 6, 11)]
    for mistake in planted:
        text = text.replace(mistake.old, mistake.new)
    with pytest.raises(Failure) as caught:
        load_scorecard(text, FEATURES, "card.yaml")
    for mistake in planted:
        assert f"card.yaml:{mistake.line}: " in str(caught.value)
        assert mistake.said in str(caught.value)


@pytest.mark.parametrize("text", ["", "- 1", "id: [", "variables: []"])
def test_what_is_no_card_is_refused_and_raises_nothing_else(text: str) -> None:
    assert read_scorecard(text, FEATURES).problems
