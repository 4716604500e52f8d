"""The names that one expression may use, and what they stand for."""

import math
from collections.abc import Mapping
from typing import Final

from rules.expression import Constant, Fact
from rules.model import Parameter, ParameterValue
from rules.syntax import GrammarError
from rules.vocabulary import Vocabulary, did_you_mean

RESERVED: Final = frozenset({"extra", "min", "max", "abs", "missing", "known"})


class Scope:
    """The names that an expression may use; remembers which parameters were used.

    Args:
        vocabulary: the named facts.
        parameters: the policy's constants.
        kinds: the kinds of event the rule looks at; each must have every fact that it uses.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        parameters: Mapping[str, Parameter],
        kinds: tuple[str, ...],
    ) -> None:
        self.vocabulary = vocabulary
        self.parameters = parameters
        self.kinds = kinds
        self.used_parameters: set[str] = set()

    def resolve(self, name: str) -> Constant | Fact:
        """The parameter or fact of a name.

        Raises:
            GrammarError: there is none, or a kind of event of the rule does not have it.
        """
        if name in self.parameters:
            self.used_parameters.add(name)
            return constant(self.parameters[name].value)
        entry = self.vocabulary.get(name)
        if entry is None:
            hint = did_you_mean(name, [*self.vocabulary, *self.parameters, *RESERVED])
            raise GrammarError(f"unknown name {name!r}", hint)
        lacking = sorted(set(self.kinds) - entry.kinds)
        if lacking:
            hint = f"it exists for {', '.join(sorted(entry.kinds))}"
            raise GrammarError(f"{name} is never there for kind {lacking[0]}", hint)
        return Fact(name, entry.index, entry.type)


def constant(value: ParameterValue) -> Constant:
    """A literal as a constant; ints become floats.

    Raises:
        GrammarError: a number too large for a float.
    """
    if isinstance(value, bool):
        return Constant(float(value), "flag")
    if isinstance(value, str):
        return Constant(value, "text")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise GrammarError("a number too large to compute with")
    return Constant(number, "number")
