"""Reading keeps going past mistakes and knows the line of each place."""

from rules.model import Words
from rules.reader import read_policy

TEXT = """\
id: test
version: 2
title: {zh: 测试, en: test}
parameters:
  age_years: {value: 60, unit: years, source: "[D]"}
rules:
  - id: A
    version: 1
    action: approve
    kinds: [account_opening]
    when: >-
      score > 1
    reason: {code: a, zh: 甲, en: a}
    examples:
      hit:
        - {name: one, facts: {score: 2}, extra: {opened: 2026-01-01, vip: true, age: 3, gap: null}}
      miss: []
  - when: vague
"""


def test_a_whole_file() -> None:
    reading = read_policy(TEXT)
    policy = reading.policy
    assert policy is not None
    assert (policy.id, policy.version, policy.title) == ("test", 2, Words("测试", "test"))
    assert policy.parameters[0].value == 60
    first = policy.rules[0]
    assert (first.when, first.typology, first.counter) == ("score > 1", None, None)
    assert first.hit[0].kind == "account_opening"
    assert first.hit[0].extra == {"opened": "2026-01-01", "vip": True, "age": 3, "gap": None}
    places = ("parameters.age_years", "rules.0", "rules.0.when", "rules.0.hit.0", "rules.1.when")
    assert [reading.lines[place] for place in places] == [5, 7, 12, 16, 18]


def test_a_broken_rule_does_not_hide_the_others() -> None:
    reading = read_policy(TEXT)
    assert reading.policy is not None
    assert [rule.when for rule in reading.policy.rules] == ["score > 1", "vague"]
    assert {problem.line for problem in reading.problems} == {18}
    missing = {problem.message for problem in reading.problems}
    assert {"id is missing", "action is missing", "reason is missing"} <= missing


def test_nothing_to_read() -> None:
    reading = read_policy("[]")
    assert reading.policy is None
    assert reading.problems
