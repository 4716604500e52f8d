"""From the fields of a file to a policy: what is missing or odd is noted, and reading goes on."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from data.decisions import LADDER
from rules.document import Fields, read_document
from rules.model import (
    BASES,
    KINDS,
    Example,
    Parameter,
    Policy,
    Problem,
    ReasonText,
    Rule,
    Scalar,
    Words,
)

MAX_RULES: Final = 300


class Reading(Struct, frozen=True):
    """What a file says, as far as it could be read.

    Attributes:
        policy: None if there is nothing to check further.
        lines: line of each place: ``parameters.x``, ``rules.3.when``, ``rules.3.hit.0``.
        problems: what was wrong with the form.
        source: the file's lines: a folded text (``>-``) has lost its own.
    """

    policy: Policy | None
    lines: dict[str, int]
    problems: list[Problem]
    source: tuple[str, ...] = ()


def read_policy(text: str) -> Reading:
    """Reads a policy file without judging what it says."""
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    root = read_document(text, problems)
    policy = _Reader(lines).policy(root) if root else None
    return Reading(policy, lines, problems, tuple(text.splitlines()))


class _Reader:
    def __init__(self, lines: dict[str, int]) -> None:
        self._lines = lines

    def policy(self, root: Fields) -> Policy:
        policy = Policy(
            id=root.text("id"),
            version=root.whole("version"),
            title=self._words(root, "title") or Words("", ""),
            parameters=tuple(self._parameters(root)),
            rules=tuple(self._rules(root)),
        )
        root.finish()
        return policy

    def _parameters(self, root: Fields) -> Iterator[Parameter]:
        fields = root.mapping("parameters", required=False)
        for name in fields.names() if fields else ():
            inner = fields.mapping(name) if fields else None
            if inner:
                yield self._parameter(name, inner)

    def _parameter(self, name: str, fields: Fields) -> Parameter:
        value = _as_kept(fields.scalar("value"))
        self._lines[f"parameters.{name}"] = fields.line
        parameter = Parameter(
            name=name,
            value=0.0 if value is None else value,
            unit=fields.text("unit"),
            source=fields.text("source"),
        )
        fields.finish()
        return parameter

    def _rules(self, root: Fields) -> Iterator[Rule]:
        entries = root.mappings("rules")
        if len(entries) > MAX_RULES:
            root.problem(root.line_of("rules"), f"more than {MAX_RULES} rules in one file")
        for index, fields in enumerate(entries[:MAX_RULES]):
            yield self._rule(fields, f"rules.{index}")

    def _rule(self, fields: Fields, place: str) -> Rule:
        self._lines[place] = fields.line
        kinds = fields.choices("kinds", KINDS)
        hit, miss = self._examples(fields, place, kinds)
        rule = Rule(
            id=fields.text("id"),
            version=fields.whole("version"),
            typology=fields.text("typology", required=False) or None,
            action=fields.choice("action", LADDER),
            kinds=kinds,
            when=fields.text("when"),
            basis=fields.choice("basis", BASES) if fields.has("basis") else None,
            reason=self._reason(fields),
            counter=self._words(fields, "counter", required=False),
            customer=self._words(fields, "customer", required=False),
            hit=hit,
            miss=miss,
            let_through=fields.share("let_through"),
        )
        for name in ("when", "action", "reason", "counter", "customer", "let_through"):
            self._lines[f"{place}.{name}"] = fields.line_of(name)
        fields.finish()
        return rule

    def _reason(self, fields: Fields) -> ReasonText:
        inner = fields.mapping("reason")
        if inner is None:
            return ReasonText("", "", "")
        reason = ReasonText(inner.text("code"), inner.text("zh"), inner.text("en"))
        inner.finish()
        return reason

    def _words(self, fields: Fields, name: str, *, required: bool = True) -> Words | None:
        inner = fields.mapping(name, required=required)
        if inner is None:
            return None
        words = Words(inner.text("zh"), inner.text("en"))
        inner.finish()
        return words

    def _examples(
        self, fields: Fields, place: str, kinds: tuple[str, ...]
    ) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
        inner = fields.mapping("examples")
        if inner is None:
            return (), ()
        hit = tuple(self._listed(inner, "hit", place, kinds))
        miss = tuple(self._listed(inner, "miss", place, kinds))
        inner.finish()
        return hit, miss

    def _listed(
        self, fields: Fields, name: str, place: str, kinds: tuple[str, ...]
    ) -> Iterator[Example]:
        for index, entry in enumerate(fields.mappings(name)):
            self._lines[f"{place}.{name}.{index}"] = entry.line
            yield self._example(entry, kinds)

    def _example(self, fields: Fields, kinds: tuple[str, ...]) -> Example:
        default = kinds[0] if kinds else KINDS[0]
        example = Example(
            name=fields.text("name"),
            kind=fields.choice("kind", kinds or KINDS) if fields.has("kind") else default,
            facts=_facts(fields),
            texts=_texts(fields),
            extra={name: value for name, value, _ in _scalars(fields, "extra")},
            look_alike=fields.text("look_alike", required=False) or None,
        )
        fields.finish()
        return example


def _facts(fields: Fields) -> dict[str, float | bool | None]:
    facts: dict[str, float | bool | None] = {}
    for name, value, line in _scalars(fields, "facts"):
        if isinstance(value, str):
            message = f"the fact {name} must be a number"
            fields.problem(line, message, "texts stand under texts:")
        else:
            facts[name] = value
    return facts


def _texts(fields: Fields) -> dict[str, str | None]:
    texts: dict[str, str | None] = {}
    for name, value, line in _scalars(fields, "texts"):
        if value is None or isinstance(value, str):
            texts[name] = value
        else:
            fields.problem(line, f"the text {name} must be a text", "put it in quotes")
    return texts


def _scalars(fields: Fields, name: str) -> Iterator[tuple[str, Scalar, int]]:
    inner = fields.mapping(name, required=False)
    if inner:
        for key in inner.names():
            yield key, inner.scalar(key, required=False), inner.line_of(key)


_LARGEST_FLOAT: Final = 10**300


def _as_kept(value: Scalar) -> Scalar:
    """A whole number as the float that it comes back as from the archive: one policy, one id."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST_FLOAT:
        return value
    return float(value)
