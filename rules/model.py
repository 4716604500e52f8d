"""Policies, rules and their examples as frozen values."""

import re
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from data.decisions import Action

Basis: TypeAlias = Literal["legal_cap", "confirmed_list"]
ParameterValue: TypeAlias = float | str | bool
Scalar: TypeAlias = str | int | float | bool | None

KINDS: Final = ("shipment", "account_opening", "cod_application")
MAX_LET_THROUGH: Final = 0.1
"""More than a tenth let through is a rule that is not meant."""
SOURCE_MARK: Final = re.compile(r"\[(?:[DLM]|V\??\d+)\](?: .+)?", re.DOTALL)
SOURCE_HINT: Final = "[L] law, [D] our design, [V4] a cited source, [M] from memory"
"""How each constant tells where it comes from."""
BASES: Final[tuple[Basis, ...]] = ("legal_cap", "confirmed_list")


class Words(Struct, frozen=True):
    """The same sentence in Chinese and in English."""

    zh: str
    en: str


class ReasonText(Struct, frozen=True):
    """Why a rule fired, in plain words, under a stable code."""

    code: str
    zh: str
    en: str


class Parameter(Struct, frozen=True):
    """A named constant of a policy.

    Attributes:
        name: as the expressions of the same policy write it.
        value: number, text or flag.
        unit: what the value counts, ``days`` or ``accounts``.
        source: the mark of its origin: ``[L]`` law, ``[D]`` our design, ``[V4]`` a cited source,
            ``[M]`` from memory, to be confirmed.
    """

    name: str
    value: ParameterValue
    unit: str
    source: str


class Example(Struct, frozen=True):
    """One event's facts, and whom they tell of.

    Attributes:
        name: what happened, in a few words.
        kind: the kind of event.
        facts: feature -> number or flag; features that are not named are missing.
        texts: text fact -> text.
        extra: the free attributes of the event.
        look_alike: for a miss, the code of the honest pattern (``L05``), else None.
    """

    name: str
    kind: str
    facts: dict[str, float | bool | None]
    texts: dict[str, str | None]
    extra: dict[str, Scalar]
    look_alike: str | None


class Rule(Struct, frozen=True, omit_defaults=True):
    """One rule: where ``when`` holds, ``action`` follows.

    Attributes:
        id: stable, unique over all policies.
        version: raised at each change of meaning.
        typology: the fraud pattern it belongs to (``AO-01``), or None.
        action: the decision that it asks for; the highest of all hits holds.
        kinds: the kinds of event it looks at.
        when: the expression, as written.
        basis: what allows a machine to decline; None for all other actions.
        reason: why, for reasons and analysts.
        counter: one sentence and one action for the clerk.
        customer: reason and what to bring, where the customer is refused, limited or held.
        let_through: share of its hits that asks for nothing, drawn at random: what is always stopped
            never shows how it would have ended, and nothing is learnt of it. 0 to ``MAX_LET_THROUGH``.
        hit: examples that must fire.
        miss: look-alikes that must not.
    """

    id: str
    version: int
    typology: str | None
    action: Action
    kinds: tuple[str, ...]
    when: str
    basis: Basis | None
    reason: ReasonText
    counter: Words | None
    customer: Words | None
    hit: tuple[Example, ...]
    miss: tuple[Example, ...]
    let_through: float = 0.0


class Policy(Struct, frozen=True):
    """The rules of one problem, with their constants."""

    id: str
    version: int
    title: Words
    parameters: tuple[Parameter, ...]
    rules: tuple[Rule, ...]


class Problem(Struct, frozen=True, order=True):
    """One mistake in a policy file; ``line`` counts from 1."""

    line: int
    message: str
    hint: str = ""

    def describe(self, filename: str) -> str:
        """``file:line: message (hint)``."""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{filename}:{self.line}: {self.message}{hint}"
