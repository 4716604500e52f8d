"""Every mistake of a policy file at once, each with its line and a hint."""

import keyword
import re
from collections.abc import Iterator
from typing import Final

from rules.examples import example_mistakes
from rules.grammar import parse
from rules.model import (
    MAX_LET_THROUGH,
    SOURCE_HINT,
    SOURCE_MARK,
    Parameter,
    Policy,
    Problem,
    Rule,
)
from rules.reader import Reading, read_policy
from rules.scope import RESERVED, Scope, constant
from rules.syntax import GrammarError
from rules.vocabulary import Vocabulary, did_you_mean
from rules.wording import wording_mistakes

_BLOCK: Final = re.compile(r":\s*[|>][+-]?\d?[+-]?\s*(?:#.*)?$")
"""The end of a line after which a block of text begins."""
_RULE_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def check_text(text: str, vocabulary: Vocabulary, filename: str) -> list[Problem]:
    """The mistakes of a policy file, by line; an empty list means it may be loaded.

    Args:
        text: the file's content.
        vocabulary: the names that rules may use.
        filename: for whoever shows the problems; not read.
    """
    del filename  # part of the interface: a problem is shown as describe(filename)
    return check_reading(read_policy(text), vocabulary)


def check_reading(reading: Reading, vocabulary: Vocabulary) -> list[Problem]:
    """The mistakes of form that were met while reading, and all mistakes of sense."""
    problems = list(reading.problems)
    if reading.policy:
        problems.extend(_Checker(reading.policy, reading, vocabulary).problems())
    return sorted(set(problems))


class _Checker:
    def __init__(self, policy: Policy, reading: Reading, vocabulary: Vocabulary) -> None:
        self._policy = policy
        self._lines = reading.lines
        self._source = reading.source
        self._vocabulary = vocabulary
        self._parameters = {parameter.name: parameter for parameter in policy.parameters}
        self._used: set[str] = set()

    def problems(self) -> Iterator[Problem]:
        """All of them, in no order."""
        yield from self._twins()
        for index, rule in enumerate(self._policy.rules):
            yield from self._rule(rule, f"rules.{index}")
        for parameter in self._policy.parameters:
            yield from self._parameter(parameter)
        if not self._policy.rules:
            yield Problem(1, "a policy needs one or more rules")

    def _at(self, place: str, message: str, hint: str = "") -> Problem:
        return Problem(self._lines.get(place, 1), message, hint)

    def _twins(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for index, rule in enumerate(self._policy.rules):
            if rule.id and rule.id in seen:
                yield self._at(f"rules.{index}", f"two rules have the id {rule.id}")
            seen.add(rule.id)

    def _rule(self, rule: Rule, place: str) -> Iterator[Problem]:
        if rule.id and not _RULE_ID.fullmatch(rule.id):
            yield self._at(place, f"the id {rule.id!r} is not a plain word", "as in AO01-a")
        if rule.action == "decline" and rule.basis is None:
            hint = "basis: legal_cap or confirmed_list; a machine may not decline for less"
            yield self._at(f"{place}.action", "decline without a basis", hint)
        if rule.let_through:
            yield from self._let_through(rule, place)
        yield from self._expression(rule, place)
        for field, message, hint in wording_mistakes(rule):
            yield self._at(f"{place}.{field}", message, hint)
        for where, message, hint in example_mistakes(rule, self._policy, self._vocabulary):
            yield self._at(f"{place}.{where}".rstrip("."), message, hint)

    def _let_through(self, rule: Rule, place: str) -> Iterator[Problem]:
        if rule.basis is not None or rule.action in ("approve", "decline"):
            hint = "only what asks to step_up, review or hold may be let through to learn from it"
            yield self._at(f"{place}.let_through", "this rule lets nobody through", hint)
        if rule.let_through > MAX_LET_THROUGH:
            message = f"let_through is at most {MAX_LET_THROUGH:g}"
            hint = "a rule of which more is let through is not meant"
            yield self._at(f"{place}.let_through", message, hint)

    def _expression(self, rule: Rule, place: str) -> Iterator[Problem]:
        if not rule.when:
            return
        scope = Scope(self._vocabulary, self._parameters, rule.kinds)
        try:
            parse(rule.when, scope)
        except GrammarError as error:
            start = self._lines.get(f"{place}.when", 1)
            for each in (error, *error.more):
                line = _line_of(rule.when, each.offset, start, self._source)
                yield Problem(line, each.message, each.hint)
            # names after the mistake were not reached: don't call their parameters unused
            self._used |= set(re.findall(r"\w+", rule.when))
        self._used |= scope.used_parameters

    def _parameter(self, parameter: Parameter) -> Iterator[Problem]:
        place, name = f"parameters.{parameter.name}", parameter.name
        if not name.isidentifier() or keyword.iskeyword(name):
            yield self._at(place, f"{name!r} is not a name", "letters, digits and _")
        if name in self._vocabulary or name in RESERVED:
            yield self._at(place, f"the parameter {name} hides a name of the vocabulary")
        if name not in self._used:
            hint = did_you_mean(name, self._used) or "use it in an expression, or take it out"
            yield self._at(place, f"the parameter {name} is not used", hint)
        if parameter.source and not SOURCE_MARK.fullmatch(parameter.source):
            yield self._at(place, f"the source of {name} has no mark", SOURCE_HINT)
        try:
            constant(parameter.value)
        except GrammarError as error:
            yield self._at(place, f"{name}: {error.message}")


def _line_of(when: str, offset: int, start: int, source: tuple[str, ...]) -> int:
    """The line of a place in an expression that begins on the line ``start``.

    Folding joins lines by single spaces, so words are counted, which no folding changes. An expression
    on the line of its key has one line.
    """
    if not _BLOCK.search(source[start - 2] if 2 <= start <= len(source) + 1 else ""):
        return start
    before = len((when[:offset] + "x").split())  # the word at the place counts, whole or in part
    for number, line in enumerate(source[start - 1 :], start=start):
        before -= len(line.split())
        if before <= 0:
            return number
    return start
