"""Policies compiled once: one function a kind of event, and one a rule for its evidence."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import msgspec

from data.decisions import RuleHit
from data.errors import Failure
from rules.cod_book import CodBook
from rules.emit import HELPERS, Frame, condition
from rules.evidence import Measured, evidence_of, slots_of
from rules.evidence import source as evidence_source
from rules.expression import Condition
from rules.grammar import parse
from rules.model import KINDS, Policy, Rule
from rules.scope import Scope
from rules.syntax import GrammarError
from rules.vocabulary import Vocabulary

Numbers: TypeAlias = Sequence[float]
Texts: TypeAlias = Mapping[str, str | None]
Extras: TypeAlias = Mapping[str, object]
Evaluate: TypeAlias = Callable[[Numbers, Texts, Extras], list[int]]
Measure: TypeAlias = Callable[[Numbers, Texts, Extras], tuple[Measured, ...]]

CORE_NAME: Final = "postrisk-core"


class CompiledPolicy:
    """Rules ready to run. It holds no state and may be shared by threads.

    Attributes:
        id: name, version and a digest of the content, ``postrisk-core@1-3fa9c2d1``: the same id
            means the same answers and the same words.
        rules: the rules of all policies, in the order given; an index below is a place here.
        policies: what was compiled.
        cod: grades and scorecard of cash on delivery, which the same id holds; None without any.
        source: the generated Python, for those who want to read what runs.
    """

    def __init__(
        self,
        policies: tuple[Policy, ...],
        expressions: Sequence[Condition],
        cod: CodBook | None = None,
    ) -> None:
        self.policies = policies
        self.cod = cod
        self.id = policy_id(policies, cod)
        self.rules: tuple[Rule, ...] = tuple(rule for policy in policies for rule in policy.rules)
        self.source = _source(self.rules, expressions)
        self._slots = tuple(map(slots_of, expressions))
        self._evaluate, self._measure = _functions(self.source, self.id, len(self.rules))

    def evaluate(self, kind: str, numbers: Numbers, texts: Texts, extra: Extras) -> list[int]:
        """Indices of the rules that fire, in order.

        Args:
            kind: the kind of event.
            numbers: the feature vector; NaN is missing. Python floats: an array of numpy gives the
                same answer, several times slower.
            texts: text facts by name; None or absent is missing.
            extra: the event's free attributes.
        """
        evaluate = self._evaluate.get(kind)
        return evaluate(numbers, texts, extra) if evaluate else []

    def hit(self, index: int, numbers: Numbers, texts: Texts, extra: Extras) -> RuleHit:
        """A rule that fired, with the values it measured beside their thresholds.

        Only comparisons that speak for the hit are shown: of ``a > 3 or b > 5`` the side that held.
        """
        rule = self.rules[index]
        measured = self._measure[index](numbers, texts, extra)
        evidence = evidence_of(self._slots[index], measured)
        return RuleHit(rule.id, rule.version, rule.action, evidence)


def compile_policies(
    policies: Iterable[Policy], vocabulary: Vocabulary, cod: CodBook | None = None
) -> CompiledPolicy:
    """Compiles checked policies.

    Args:
        policies: in the order in which their rules are asked.
        vocabulary: the names that they use.
        cod: grades and scorecard of cash on delivery.

    Raises:
        Failure: an expression is not part of the grammar or two rules share an id. Files are
            checked in full by ``rules.check``, which tells every mistake with its line.
    """
    all_policies = tuple(policies)
    _refuse_twins(all_policies)
    expressions = [
        _expression(rule, policy, vocabulary) for policy in all_policies for rule in policy.rules
    ]
    return CompiledPolicy(all_policies, expressions, cod)


def policy_id(policies: Sequence[Policy], cod: CodBook | None = None) -> str:
    """Name, highest version, digest of the content; examples change no answer and do not count."""
    single = policies[0].id if len(policies) == 1 else CORE_NAME
    version = max((policy.version for policy in policies), default=0)
    content = msgspec.json.encode([_without_examples(policy) for policy in policies])
    if cod is not None:
        content += msgspec.json.encode(cod)
    return f"{single}@{version}-{hashlib.sha256(content).hexdigest()[:8]}"


def _without_examples(policy: Policy) -> Policy:
    rules = tuple(msgspec.structs.replace(rule, hit=(), miss=()) for rule in policy.rules)
    return msgspec.structs.replace(policy, rules=rules)


def _refuse_twins(policies: Sequence[Policy]) -> None:
    seen: set[str] = set()
    for rule in (rule for policy in policies for rule in policy.rules):
        if rule.id in seen:
            raise Failure(f"two rules have the id {rule.id}", code="bad_policy")
        seen.add(rule.id)


def _expression(rule: Rule, policy: Policy, vocabulary: Vocabulary) -> Condition:
    parameters = {parameter.name: parameter for parameter in policy.parameters}
    try:
        return parse(rule.when, Scope(vocabulary, parameters, rule.kinds))
    except GrammarError as error:
        raise Failure(f"rule {rule.id}: {error.message}", code="bad_policy") from None


def _source(rules: Sequence[Rule], expressions: Sequence[Condition]) -> str:
    functions = [_kind_source(kind, rules, expressions) for kind in KINDS]
    functions += [evidence_source(node, f"measure_{i}") for i, node in enumerate(expressions)]
    return "\n\n".join(functions) + "\n"


def _kind_source(kind: str, rules: Sequence[Rule], expressions: Sequence[Condition]) -> str:
    frame = Frame()
    body: list[str] = []
    for index, (rule, node) in enumerate(zip(rules, expressions, strict=True)):
        if kind in rule.kinds:
            body.append(f"    if {condition(node, frame)}:\n        fired.append({index})")
    lines = [f"def evaluate_{kind}(n, t, x):", "    fired = []", *frame.prologue(), *body]
    return "\n".join([*lines, "    return fired"])


def _functions(source: str, name: str, rules: int) -> tuple[dict[str, Evaluate], list[Measure]]:
    namespace: dict[str, object] = {"__builtins__": {}, **HELPERS}
    code = compile(source, f"<policy {name}>", "exec", dont_inherit=True)
    exec(code, namespace)  # noqa: S102  source made by rules.emit from checked nodes, no other text
    evaluate = {kind: _function(namespace, f"evaluate_{kind}") for kind in KINDS}
    return evaluate, [_function(namespace, f"measure_{i}") for i in range(rules)]


def _function(namespace: Mapping[str, object], name: str) -> Callable[..., Any]:
    found = namespace[name]
    if not callable(found):
        raise TypeError(f"{name} is not a function")
    return found
