"""Each mistake of a policy file is told with its line and a hint, and all of them at once."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.check import check_text
from rules.model import Problem
from rules.vocabulary import Vocabulary, VocabularyEntry

DAMAGE_VOCABULARY = {
    "amount_fen": VocabularyEntry("amount_fen", 0, "number", frozenset({"shipment"})),
    "vague": VocabularyEntry("vague", 1, "flag", frozenset({"shipment"})),
    "channel": VocabularyEntry("channel", -1, "text", frozenset({"shipment"})),
}
GOOD = """\
id: test
version: 1
title: {zh: 测试, en: test}
parameters:
  limit_fen: {value: 500, unit: fen, source: "[D]"}
rules:
  - id: T-1
    version: 1
    typology: SH-05
    action: hold
    kinds: [shipment]
    when: |
      amount_fen > limit_fen
      and vague
    reason: {code: test, zh: 金额高, en: a high amount}
    counter: {zh: 请核实。, en: Please check.}
    customer: {zh: 请携带证件。, en: Bring your document.}
    examples:
      hit:
        - name: one
          facts: {amount_fen: 600, vague: true}
      miss:
        - name: two
          look_alike: L03
          facts: {amount_fen: 600, vague: false}
          texts: {channel: app}
          extra: {age: 3}
"""


def problems(text: str, vocabulary: Vocabulary) -> list[Problem]:
    return check_text(text, vocabulary, "test.yaml")


def test_a_good_file_has_no_problems(vocabulary: Vocabulary) -> None:
    assert problems(GOOD, vocabulary) == []


def test_a_share_may_be_let_through(vocabulary: Vocabulary) -> None:
    text = GOOD.replace("action: hold", "action: hold\n    let_through: 0.05")
    assert problems(text, vocabulary) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "hint"),
    [
        ("title:", "titel:", 3, "unknown key 'titel'", "did you mean title?"),
        ("version: 1\ntitle", "title", 1, "version is missing", ""),
        ("version: 1\ntitle", "version: one\ntitle", 2, "version must be a whole number", ""),
        ("version: 1\ntitle", "version: true\ntitle", 2, "version must be a whole number", ""),
        ("id: test", "id: 7", 1, "id must be a text", "quotes"),
        ("id: test", "id: test\nid: test", 2, "'id' stands here twice", ""),
        ("zh: 测试, en: test", "zh: 测试", 3, "en is missing", ""),
        ('source: "[D]"', "source: made up", 5, "source of limit_fen has no mark", "[L] law"),
        ('source: "[D]"', "source: [D]", 5, "source must be a plain value", ""),
        ("limit_fen:", "limit fen:", 5, "'limit fen' is not a name", ""),
        ("limit_fen:", "score:", 5, "hides a name of the vocabulary", ""),
        ("limit_fen:", "max:", 5, "hides a name of the vocabulary", ""),
        ("value: 500", "value: .inf", 5, "too large to compute", ""),
        ("> limit_fen", "> 500", 5, "limit_fen is not used", ""),
        ("and vague", "and vagueness", 14, "unknown name 'vagueness'", "did you mean vague?"),
        ("amount_fen > l", "amount_fem > l", 13, "unknown name", "did you mean amount_fen?"),
        ("action: hold", "action: stop", 10, "action can't be 'stop'", "one of approve"),
        ("action: hold", "action: decline", 10, "decline without a basis", "legal_cap"),
        ("action: hold", "action: hold\n    basis: gut", 11, "basis can't be 'gut'", ""),
        ("kinds: [shipment]", "kinds: [shipmnt]", 11, "kinds can't hold", "did you mean shipment?"),
        ("kinds: [shipment]", "kinds: shipment", 11, "kinds must be a list", "[shipment]"),
        (
            "    customer: {zh: 请携带证件。, en: Bring your document.}\n",
            "",
            7,
            "customer is missing for the action hold",
            "what to bring",
        ),
        ("    counter: {zh: 请核实。, en: Please check.}\n", "", 7, "counter is missing", ""),
        ("zh: 请核实。", "zh: 该客户在黑名单上。", 16, "protected", "核实"),
        ("Bring your document", "The police asked", 17, "protected", "核实"),
        ("zh: 金额高", "zh: amount", 15, "holds no Chinese", ""),
        ("en: Please check", "en: 请核实", 16, "holds Chinese", ""),
        ("zh: 请核实。", 'zh: ""', 16, "zh", ""),
        ("look_alike: L03", "look_alike: L99", 23, "not 'L99'", "L"),
        ("          look_alike: L03\n", "", 23, "look_alike missing", ""),
        ("look_alike: L03", "look_alike: below_threshold", 23, "a real look-alike", ""),
        (
            "amount_fen: 600, vague: true",
            "amount_fen: 400, vague: true",
            20,
            "should fire and does not",
            "",
        ),
        ("vague: false", "vague: true", 23, "fires and should not", "tighten"),
        ("vague: true", "vague: 2", 20, "vague is a flag", "true or false"),
        ("vague: true", "vagu: true", 20, "unknown fact 'vagu'", "did you mean vague?"),
        ("vague: true", "channel: 3", 20, "channel is a text", "texts:"),
        ("vague: true", "vague: yes please", 21, "the fact vague must be a number", "texts:"),
        ("vague: true", "openings_7d: 2", 20, "never there for kind shipment", ""),
        ("channel: app", "channel: 3", 26, "the text channel must be a text", "quotes"),
        ("channel: app", "score: app", 23, "score is a number", "facts:"),
        ("    examples:\n", "    example:\n", 7, "examples is missing", ""),
        ("rules:\n", "rules: 3\nother:\n", 6, "rules must be a list", "-"),
        ("  - id: T-1", "  - T-0\n  - id: T-1", 7, "an entry of rules must be a mapping", ""),
        ("id: T-1", "id: T 1", 7, "not a plain word", "AO01-a"),
        ("id: test", "id: !!python/name:os.system x", 1, "id can't be read", ""),
        ("id: test", "id: &a test\nother: *a", 2, "aliases", "write it out"),
        ("title: {", "title: {{", 3, "", ""),
        ("id: test", "id: 'test", 1, "", ""),
        ("id: test", "id: " + "[" * 20 + "]" * 20, 1, "nested more than", ""),
        ("action: hold", "action: hold\n    let_through: 2", 11, "a share from 0 to 1", ""),
        ("action: hold", "action: hold\n    let_through: 0.5", 11, "at most 0.1", ""),
        (
            "action: hold",
            "action: approve\n    let_through: 0.05",
            11,
            "lets nobody through",
            "learn",
        ),
        ("id: test", "? [a]\n: b\nid: test", 1, "a key must be a plain word", ""),
    ],
)
def test_one_mistake(
    old: str, new: str, line: int, message: str, hint: str, vocabulary: Vocabulary
) -> None:
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1), vocabulary)
    matching = [p for p in found if message in p.message and hint in p.hint]
    assert matching, found
    assert line in {p.line for p in matching} or not message, matching


@pytest.mark.parametrize("style", ["|", ">-", "|  # why", ">"])
@pytest.mark.parametrize(("bad", "line"), [("amount_fem > l", 13), ("and vagu", 14)])
def test_a_mistake_in_a_block_is_told_on_its_own_line(
    style: str, bad: str, line: int, vocabulary: Vocabulary
) -> None:
    text = GOOD.replace("when: |", f"when: {style}")
    text = text.replace("amount_fen > l" if line == 13 else "and vague", bad)
    assert [p.line for p in problems(text, vocabulary) if "unknown name" in p.message] == [line]


def test_a_mistake_in_an_expression_of_one_line(vocabulary: Vocabulary) -> None:
    text = GOOD.replace(
        "when: |\n      amount_fen > limit_fen\n      and vague", "when: vagu and limit_fen < 3"
    )
    assert [p.line for p in problems(text, vocabulary) if "unknown name" in p.message] == [12]


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b", "a: b: c", "\tid: x", "id: \x07"])
def test_what_is_no_policy_at_all(text: str, vocabulary: Vocabulary) -> None:
    assert problems(text, vocabulary)


def test_a_huge_file_is_refused(vocabulary: Vocabulary) -> None:
    (problem,) = problems("# " + "x" * (1 << 20), vocabulary)
    assert "1 MiB" in problem.message


def test_a_thousand_rules_are_refused(vocabulary: Vocabulary) -> None:
    rule = textwrap.indent("- id: x\n", "  ")
    found = problems("id: t\nrules:\n" + rule * 1000, vocabulary)
    assert any("more than 300 rules" in p.message for p in found)


def test_all_mistakes_are_told_at_once_by_line(vocabulary: Vocabulary) -> None:
    text = GOOD.replace("id: test", "idd: test").replace("and vague", "and vagu")
    text = text.replace("action: hold", "action: decline").replace("L03", "L99")
    second = GOOD[GOOD.index("  - id: T-1") :]
    found = problems(text + second, vocabulary)
    messages = " | ".join(p.message for p in found)
    for part in ("id is missing", "unknown key", "'vagu'", "without a basis", "'L99'", "two rules"):
        assert part in messages
    assert [p.line for p in found] == sorted(p.line for p in found)


def test_a_problem_describes_itself() -> None:
    assert Problem(3, "what", "why").describe("a.yaml") == "a.yaml:3: what (why)"
    assert Problem(3, "what").describe("a.yaml") == "a.yaml:3: what"


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, len(GOOD)),
    st.integers(0, 12),
    st.text("{}[]:-,&*!|>'\"#%@ \n\tab1\0é", max_size=6),
)
def test_a_damaged_file_gives_problems_and_never_a_crash(at: int, cut: int, paste: str) -> None:
    damaged = GOOD[:at] + paste + GOOD[at + cut :]
    lines = damaged.count("\n") + 2
    assert all(1 <= p.line <= lines and p.message for p in problems(damaged, DAMAGE_VOCABULARY))
