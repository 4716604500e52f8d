"""The compiled policy against a naive interpreter of Python's own tree that shares no code with it."""

import ast
import math
import operator
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import rules_speed
from rules.compile import compile_policies
from rules.grammar import parse
from rules.model import Parameter, Policy, ReasonText, Rule, Words
from rules.scope import Scope
from rules.syntax import GrammarError
from rules.vocabulary import Vocabulary, VocabularyEntry

KIND = frozenset({"shipment"})
NAMES = ("a", "b", "c", "d", "flag_one", "flag_two")
VOCABULARY: Vocabulary = {
    **{
        name: VocabularyEntry(name, i, "flag" if name.startswith("flag") else "number", KIND)
        for i, name in enumerate(NAMES)
    },
    "word": VocabularyEntry("word", -1, "text", KIND),
    "other_word": VocabularyEntry("other_word", -1, "text", KIND),
}
LIMIT = 3.5
Value = float | str | bool | None


@dataclass(frozen=True)
class Env:
    numbers: dict[str, float]
    texts: dict[str, str | None]
    extra: dict[str, object]

    def named(self, name: str) -> float | str | None:
        if name in self.texts:
            return self.texts[name]
        number = LIMIT if name == "limit" else self.numbers[name]
        return None if math.isnan(number) else number


ARITHMETIC: dict[type[ast.operator], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda x, y: math.nan if y == 0 else x / y,
}
COMPARE: dict[type[ast.cmpop], Callable[..., bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
FUNCTIONS: dict[str, Callable[..., float]] = {"min": min, "max": max, "abs": abs}


def kind_of(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=bool()):
            return "flag"
        case ast.Constant(value=str()) | ast.Name(id="word" | "other_word"):
            return "text"
        case ast.Name(id="flag_one" | "flag_two"):
            return "flag"
        case ast.Attribute():
            return "extra"
        case _:
            return "number"


def free(raw: object, want: str) -> Value:
    """A free attribute where a number, flag or text is wanted; None if it is something else."""
    if want == "text":
        return raw if isinstance(raw, str) else None
    if want == "flag":
        return raw if isinstance(raw, bool) else None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or abs(raw) > 1e300:
        return None
    return raw


def value(node: ast.expr, env: Env, want: str = "number") -> Value:
    """None is missing."""
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as literal):
            return literal
        case ast.Name(id=name):
            return env.named(name)
        case ast.Attribute(attr=name):
            return free(env.extra.get(name), want)
        case ast.UnaryOp(operand=inner):
            return computed(operator.neg, [inner], env)
        case ast.BinOp(left=left, op=op, right=right):
            return computed(ARITHMETIC[type(op)], [left, right], env)
        case ast.Call(func=ast.Name(id=name), args=args):
            return computed(FUNCTIONS[name], args, env)
        case _:
            raise AssertionError(ast.dump(node))


def computed(work: Callable[..., float], parts: list[ast.expr], env: Env) -> Value:
    values = [value(part, env) for part in parts]
    if any(v is None for v in values):
        return None
    result = float(work(*(float(v) for v in values if v is not None)))
    return None if math.isnan(result) else result


def truth(node: ast.expr, env: Env) -> bool:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(truth(part, env) for part in parts)
        case ast.BoolOp(values=parts):
            return any(truth(part, env) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return not truth(inner, env)
        case ast.Call(func=ast.Name(id="known" | "missing" as name), args=[inner]):
            if isinstance(inner, ast.Attribute):
                is_known = env.extra.get(inner.attr) is not None
            else:
                is_known = value(inner, env) is not None
            return is_known == (name == "known")
        case ast.Compare(left=left, ops=ops, comparators=rest):
            sides = [left, *rest]
            return all(pair(x, op, y, env) for x, op, y in zip(sides, ops, rest, strict=False))
        case _:
            return value(node, env, "flag") in (True, 1.0)


def pair(left: ast.expr, op: ast.cmpop, right: ast.expr, env: Env) -> bool:
    if isinstance(op, ast.In | ast.NotIn):
        assert isinstance(right, ast.Tuple)
        options = [value(option, env) for option in right.elts]
        found = value(left, env, kind_of(right.elts[0]))
        return found is not None and (found in options) == isinstance(op, ast.In)
    x = value(left, env, kind_of(right))
    y = value(right, env, kind_of(left))
    return x is not None and y is not None and bool(COMPARE[type(op)](x, y))


def rule(when: str) -> Rule:
    reason = ReasonText("test", "测试", "test")
    kinds = ("shipment",)
    return Rule("T", 1, None, "review", kinds, when, None, reason, None, None, (), ())


def fires(when: str, env: Env) -> bool:
    parameters = (Parameter("limit", LIMIT, "units", "[D]"),)
    policy = Policy("t", 1, Words("测试", "test"), parameters, (rule(when),))
    compiled = compile_policies([policy], VOCABULARY)
    numbers = [env.numbers[name] for name in NAMES]
    return compiled.evaluate("shipment", numbers, env.texts, env.extra) == [0]


numbers = st.one_of(
    st.integers(-5, 5).map(float), st.floats(allow_nan=False, allow_infinity=False), st.just(1e308)
)
words = st.sampled_from(["cod", "collect", ""])
extras = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), words, st.just(10**400))
environments = st.builds(
    Env,
    st.fixed_dictionaries(
        {name: st.one_of(numbers, st.just(math.nan)) for name in NAMES[:4]}
        | {name: st.sampled_from([0.0, 1.0, math.nan]) for name in NAMES[4:]}
    ),
    st.fixed_dictionaries({name: st.one_of(st.none(), words) for name in ("word", "other_word")}),
    st.dictionaries(st.sampled_from(["x", "y"]), extras),
)
literals = numbers.filter(lambda v: v >= 0).map(repr)
terms = st.recursive(
    st.one_of(st.sampled_from([*NAMES, "limit", "extra.x"]), literals),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda t: f"(-{t})"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(
            lambda t: f"{t[0]}({t[1]}, {t[2]})"
        ),
        inner.map(lambda t: f"abs({t})"),
    ),
    max_leaves=5,
)
comparators = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
equals = st.sampled_from(["==", "!="])
quoted = words.map(repr)
leaf_conditions = st.one_of(
    st.tuples(st.one_of(terms, st.just("b")), comparators, st.sampled_from(NAMES)).map(" ".join),
    st.tuples(literals, comparators, terms.map(lambda t: f"({t} + 0)"), comparators, literals).map(
        " ".join
    ),
    st.sampled_from(["flag_one", "flag_two", "extra.y", "extra.y == True", "flag_one != False"]),
    terms.map(lambda t: f"known({t} * a)"),
    terms.map(lambda t: f"missing({t} / b)"),
    st.sampled_from(["known(word)", "missing(extra.x)", "known(extra.y)", "missing(flag_one)"]),
    st.tuples(st.sampled_from(["word", "extra.x"]), equals, quoted).map(" ".join),
    st.tuples(st.sampled_from(["word", "extra.x"]), equals, st.just("other_word")).map(" ".join),
    st.tuples(
        st.sampled_from(["word", "extra.x"]), st.sampled_from(["in", "not in"]), quoted, quoted
    ).map(lambda t: f"{t[0]} {t[1]} ({t[2]}, {t[3]})"),
    st.tuples(
        st.sampled_from(["a", "extra.x"]), st.sampled_from(["in", "not in"]), literals, literals
    ).map(lambda t: f"{t[0]} {t[1]} ({t[2]}, {t[3]})"),
)
conditions = st.recursive(
    leaf_conditions,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({' '.join(t)})"),
        inner.map(lambda t: f"(not {t})"),
    ),
    max_leaves=6,
)


@settings(max_examples=1000, deadline=None)
@given(conditions, environments)
def test_compiled_equals_the_naive_interpreter(when: str, env: Env) -> None:
    assert fires(when, env) == holds(when, env)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="abcdflagword_one.x()[]{}<>=!+-*/%:,'\"#\\ 019andornotin\n", max_size=60))
def test_any_text_is_parsed_or_refused_with_a_message(text: str) -> None:
    try:
        parse(text, Scope(VOCABULARY, {}, ("shipment",)))
    except GrammarError as error:
        assert error.message
        assert 0 <= error.offset <= len(text) + 1


def test_the_hundred_rules_of_the_benchmark_equal_the_interpreter() -> None:
    policy = rules_speed.policy()
    compiled = compile_policies([policy], rules_speed.vocabulary())
    parameters = {parameter.name: float(parameter.value) for parameter in policy.parameters}
    total = 0
    for row in rules_speed.vectors(events=40):
        values = {f"f{i}": v for i, v in enumerate(row)} | parameters
        env = Env(values, {"pay_mode": "cod"}, {})
        naive = [i for i, r in enumerate(policy.rules) if holds(r.when, env)]
        assert compiled.evaluate("shipment", row, env.texts, {}) == naive
        total += len(naive)
    assert total > 100  # the benchmark measures rules that do fire


def holds(when: str, env: Env) -> bool:
    return truth(ast.parse(when, mode="eval").body, env)


@pytest.mark.parametrize("missing", ["a", "b"])
@pytest.mark.parametrize("comparator", ["<", "<=", ">", ">=", "==", "!="])
def test_a_comparison_with_a_missing_value_is_false_and_not_turns_it(
    missing: str, comparator: str
) -> None:
    env = Env(dict.fromkeys(NAMES, 1.0) | {missing: math.nan}, {}, {})
    assert not fires(f"a {comparator} b", env)
    assert fires(f"not a {comparator} b", env)
