"""From the text of a rule to its checked expression: a small subset of Python's syntax.

Allowed: ``and or not``; comparisons, also chained; ``in`` and ``not in`` with literals in brackets;
``+ - * /`` and unary minus; numbers, strings, ``True`` and ``False``; facts, parameters,
``extra.name`` or ``extra["name"]``; ``min max abs missing known``. All else is a problem, and
nothing is ever run: the text is parsed by ``ast`` and rebuilt as typed nodes of our own.
"""

import ast
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from rules.expression import (
    All,
    Arithmetic,
    Comparator,
    Comparison,
    Condition,
    Constant,
    Extra,
    Function,
    FunctionName,
    Membership,
    Negative,
    Not,
    Operator,
    Presence,
    Some,
    Term,
    Truth,
    ValueType,
    describe,
    type_of,
)
from rules.scope import RESERVED, Scope, constant
from rules.syntax import GrammarError, syntax_tree
from rules.vocabulary import did_you_mean

_Node = TypeVar("_Node")

MAX_DEPTH: Final = 20

_OPERATORS: Final[Mapping[type[ast.operator], Operator]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_COMPARATORS: Final[Mapping[type[ast.cmpop], Comparator]] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_FUNCTIONS: Final[Mapping[str, FunctionName]] = {"min": "min", "max": "max", "abs": "abs"}


def parse(text: str, scope: Scope) -> Condition:
    """The checked condition of a rule.

    Raises:
        GrammarError: the first mistake, with a hint and its place, and ``more``.
    """
    return _Reader(text, scope).condition(syntax_tree(text))


class _Reader:
    """Walks Python's tree and rebuilds it as typed nodes, or tells the first mistake."""

    def __init__(self, text: str, scope: Scope) -> None:
        self._bytes = text.encode("utf-8", "surrogatepass")
        self._scope = scope
        self._depth = 0

    def condition(self, node: ast.expr) -> Condition:
        """A node that must be true or false."""
        return self._deeper(node, self._condition)

    def _term(self, node: ast.expr, want: ValueType = "any") -> Term:
        """A node that must be a value; a free attribute takes the wanted type."""
        term = self._deeper(node, self._any_term)
        if want == "number" and type_of(term) == "text":
            raise self._error(node, f"{describe(term)} is a text, and a number is needed here")
        return _typed(term, want)

    def _deeper(self, node: ast.expr, read: Callable[[ast.expr], _Node]) -> _Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(node, f"nested more than {MAX_DEPTH} deep", "split the rule in two")
        try:
            return read(node)
        finally:
            self._depth -= 1

    def _condition(self, node: ast.expr) -> Condition:
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return All(self._parts(values))
            case ast.BoolOp(values=values):
                return Some(self._parts(values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.condition(operand))
            case ast.Compare():
                return self._comparisons(node)
            case ast.Call(func=ast.Name(id="missing" | "known")):
                return self._presence(node)
            case _:
                return self._truth(node)

    def _parts(self, nodes: list[ast.expr]) -> tuple[Condition, ...]:
        """The parts of an ``and`` or ``or``; their mistakes are told together."""
        parts: list[Condition] = []
        errors: list[GrammarError] = []
        for node in nodes:
            try:
                parts.append(self.condition(node))
            except GrammarError as error:
                errors += [error, *error.more]
        if errors:
            errors[0].more = tuple(errors[1:])
            raise errors[0]
        return tuple(parts)

    def _truth(self, node: ast.expr) -> Truth:
        term = self._term(node)
        if isinstance(term, Extra):
            return Truth(Extra(term.name, "flag"))
        if type_of(term) != "flag":
            hint = f"compare it, as in {describe(term)} == …"
            raise self._error(node, f"{describe(term)} is not true or false", hint)
        return Truth(term)

    def _comparisons(self, node: ast.Compare) -> Condition:
        sides = [node.left, *node.comparators]
        pairs = zip(sides, node.ops, sides[1:], strict=False)
        parts = tuple(self._pair(left, op, right) for left, op, right in pairs)
        return parts[0] if len(parts) == 1 else All(parts)

    def _pair(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Condition:
        if isinstance(op, ast.In | ast.NotIn):
            return self._membership(left, right, negated=isinstance(op, ast.NotIn))
        if type(op) not in _COMPARATORS:
            raise self._error(left, "is and is not are not part of the grammar", "write == or !=")
        return self._comparison(left, _COMPARATORS[type(op)], right)

    def _comparison(self, left: ast.expr, operator: Comparator, right: ast.expr) -> Comparison:
        first, second = self._term(left), self._term(right)
        first, second = _typed(first, type_of(second)), _typed(second, type_of(first))
        types = {type_of(first), type_of(second)}
        if "any" in types:
            hint = "compare it with a fact or a literal"
            raise self._error(left, "two free attributes have no known type", hint)
        if "text" in types and types != {"text"}:
            text, other = (first, second) if type_of(first) == "text" else (second, first)
            hint = "a text stands in quotes, a number does not"
            message = f"{describe(text)} is a text and {describe(other)} is not"
            raise self._error(left, message, hint)
        if "text" in types and operator not in ("==", "!="):
            raise self._error(left, "texts have no order", "write ==, != or in")
        return Comparison(operator, first, second)

    def _membership(self, left: ast.expr, right: ast.expr, *, negated: bool) -> Membership:
        if not isinstance(right, ast.Tuple | ast.List | ast.Set) or not right.elts:
            hint = 'write name in ("a", "b")'
            raise self._error(right, "in needs a list of literals in brackets", hint)
        options = tuple(self._option(option) for option in right.elts)
        wanted = options[0].type
        operand = _typed(self._term(left), wanted)
        for node, option in zip([left, *right.elts], [operand, *options], strict=True):
            if (type_of(option) == "text") != (wanted == "text"):
                raise self._error(node, f"{describe(option)} is of another type than the list")
        return Membership(operand, options, negated)

    def _option(self, node: ast.expr) -> Constant:
        term = self._term(node)
        if isinstance(term, Negative) and isinstance(term.operand, Constant):
            return constant(-float(term.operand.value))
        if not isinstance(term, Constant):
            raise self._error(node, "in takes literals and parameters only")
        return term

    def _presence(self, node: ast.Call) -> Presence:
        (argument,) = self._arguments(node, most=1)
        term = self._term(argument)
        if isinstance(term, Constant):
            raise self._error(node, "a literal is always known")
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        return Presence(term, known=name == "known")

    def _any_term(self, node: ast.expr) -> Term:
        match node:
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Negative(self._term(operand, "number"))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                sides = self._term(left, "number"), self._term(right, "number")
                return Arithmetic(_OPERATORS[type(op)], *sides)
            case ast.Call(func=ast.Name(id=name)) if name in _FUNCTIONS:
                return self._function(node, _FUNCTIONS[name])
            case _:
                return self._name(node)

    def _name(self, node: ast.expr) -> Term:
        match node:
            case ast.Constant(value=bool() | int() | float() | str() as value):
                return self._at(node, lambda: constant(value))
            case ast.Name(id="extra"):
                raise self._error(node, "extra needs a name", "write extra.name")
            case ast.Name(id=name):
                return self._at(node, lambda: self._scope.resolve(name))
            case ast.Attribute(value=ast.Name(id="extra"), attr=name):
                return Extra(name, "any")
            case ast.Subscript(value=ast.Name(id="extra"), slice=ast.Constant(value=str() as name)):
                return Extra(name, "any")
            case _:
                raise self._foreign(node)

    def _function(self, node: ast.Call, name: FunctionName) -> Function:
        most = 1 if name == "abs" else 8
        nodes = self._arguments(node, most=most)
        if name != "abs" and len(nodes) < 2:
            raise self._error(node, f"{name} needs two or more values")
        return Function(name, tuple(self._term(argument, "number") for argument in nodes))

    def _arguments(self, node: ast.Call, *, most: int) -> list[ast.expr]:
        plain = not node.keywords and not any(isinstance(a, ast.Starred) for a in node.args)
        if not plain or not 1 <= len(node.args) <= most:
            count = "one value" if most == 1 else f"values, at most {most},"
            raise self._error(node, f"write {count} in the brackets of a function")
        return node.args

    def _foreign(self, node: ast.expr) -> GrammarError:
        match node:
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
                return self._error(node, "a condition stands where a value is needed")
            case ast.Call(func=ast.Name(id="missing" | "known")):
                return self._error(node, "a condition stands where a value is needed")
            case ast.Call(func=ast.Name(id=name)):
                hint = did_you_mean(name, RESERVED - {"extra"})
                return self._error(node, f"unknown function {name!r}", hint)
            case ast.Attribute():
                hint = "only extra.name has a dot"
                return self._error(node, "a dot after a fact is not part of the grammar", hint)
            case _:
                what = type(node).__name__
                hint = "see the grammar in docs/policies.md"
                return self._error(node, f"{what} is not part of the grammar", hint)

    def _at(self, node: ast.expr, make: Callable[[], _Node]) -> _Node:
        try:
            return make()
        except GrammarError as error:
            raise self._error(node, error.message, error.hint) from None

    def _error(self, node: ast.expr, message: str, hint: str = "") -> GrammarError:
        # col_offset counts UTF-8 bytes, the line of a file is found by characters
        offset = len(self._bytes[: node.col_offset].decode("utf-8", "ignore"))
        return GrammarError(message, hint, offset)


def _typed(term: Term, want: ValueType) -> Term:
    """A free attribute has no type of its own and takes the wanted one."""
    if isinstance(term, Extra) and term.type == "any":
        return Extra(term.name, want)
    return term
