"""A rule's own examples: what they may say, and whether the rule does what they say."""

import math
from collections.abc import Iterator
from typing import Final

from data.errors import Failure
from rules.compile import CompiledPolicy, compile_policies
from rules.model import Example, Policy, Rule
from rules.vocabulary import Vocabulary, did_you_mean, vector_length

LOOK_ALIKES: Final = frozenset(
    [f"L{number:02d}" for number in range(1, 34)]
    + ["parent_with_child", "care_giver", "village_cadre", "family", "below_threshold"]
)
"""The honest patterns: coded ones, those without a code, and the plain case under a threshold."""

Note = tuple[str, str, str]
"""Place inside the rule (``hit.0``), message, hint."""


def example_mistakes(rule: Rule, policy: Policy, vocabulary: Vocabulary) -> Iterator[Note]:
    """Everything that is wrong with a rule's examples; each is run."""
    for kind_of_example, examples in (("hit", rule.hit), ("miss", rule.miss)):
        if not examples:
            yield "", f"a rule needs one or more {kind_of_example} examples", "under examples:"
    yield from _look_alike_mistakes(rule)
    compiled = _compiled(rule, policy, vocabulary)
    for place, example in _placed(rule):
        mistakes = list(_fact_mistakes(example, vocabulary))
        yield from ((place, message, hint) for message, hint in mistakes)
        if compiled and not mistakes:
            yield from _run(place, example, compiled, vocabulary)


def numbers_of(example: Example, vocabulary: Vocabulary) -> list[float]:
    """The feature vector of an example: NaN for all that it does not name.

    Raises:
        KeyError: a fact is not part of the vocabulary.
    """
    numbers = [math.nan] * vector_length(vocabulary)
    for name, value in example.facts.items():
        numbers[vocabulary[name].index] = math.nan if value is None else float(value)
    return numbers


def _placed(rule: Rule) -> Iterator[tuple[str, Example]]:
    for name, examples in (("hit", rule.hit), ("miss", rule.miss)):
        for index, example in enumerate(examples):
            yield f"{name}.{index}", example


def _look_alike_mistakes(rule: Rule) -> Iterator[Note]:
    for index, example in enumerate(rule.miss):
        code = example.look_alike or ""
        if code not in LOOK_ALIKES:
            hint = did_you_mean(code, LOOK_ALIKES) or "L01 to L33, or a family such as care_giver"
            message = f"a miss names its look-alike, not {code!r}" if code else "look_alike missing"
            yield f"miss.{index}", message, hint
    if rule.miss and all(example.look_alike == "below_threshold" for example in rule.miss):
        hint = "whom would this rule trouble without cause?"
        yield "miss.0", "one miss must be a real look-alike", hint


def _fact_mistakes(example: Example, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for names, wants_text in ((example.facts, False), (example.texts, True)):
        for name in names:
            entry = vocabulary.get(name)
            if entry is None:
                yield f"unknown fact {name!r} in an example", did_you_mean(name, vocabulary)
            elif (entry.type == "text") != wants_text:
                where = "texts" if entry.type == "text" else "facts"
                yield f"{name} is a {entry.type}", f"put it under {where}:"
            elif example.kind not in entry.kinds:
                hint = f"it exists for {', '.join(sorted(entry.kinds))}"
                yield f"{name} is never there for kind {example.kind}", hint
            elif entry.type == "flag" and example.facts[name] not in (0, 1, None):
                yield f"{name} is a flag", "write true or false"


def _compiled(rule: Rule, policy: Policy, vocabulary: Vocabulary) -> CompiledPolicy | None:
    """The rule alone; None where its expression is at fault, which is told elsewhere."""
    alone = Policy(policy.id, policy.version, policy.title, policy.parameters, (rule,))
    try:
        return compile_policies([alone], vocabulary)
    except Failure:
        return None


def _run(
    place: str, example: Example, compiled: CompiledPolicy, vocabulary: Vocabulary
) -> Iterator[Note]:
    numbers = numbers_of(example, vocabulary)
    fired = bool(compiled.evaluate(example.kind, numbers, example.texts, example.extra))
    if place.startswith("hit") and not fired:
        yield place, "this example should fire and does not", "a missing fact compares as false"
    if place.startswith("miss") and fired:
        yield place, "this look-alike fires and should not", "tighten the rule"
