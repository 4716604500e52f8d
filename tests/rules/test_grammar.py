"""What the grammar takes, what it refuses, and the hints it gives."""

import pytest

from rules.expression import (
    All,
    Comparison,
    Constant,
    Extra,
    Fact,
    Membership,
    Not,
    Truth,
    ValueType,
)
from rules.grammar import MAX_DEPTH, parse
from rules.model import Parameter
from rules.scope import Scope
from rules.syntax import MAX_CHARACTERS, GrammarError
from rules.vocabulary import Vocabulary

LIMIT = Parameter("limit_fen", 500, "fen", "[D]")


def scope(vocabulary: Vocabulary, *kinds: str) -> Scope:
    return Scope(vocabulary, {"limit_fen": LIMIT}, kinds or ("shipment",))


def refusal(text: str, vocabulary: Vocabulary) -> GrammarError:
    with pytest.raises(GrammarError) as caught:
        parse(text, scope(vocabulary))
    return caught.value


def test_typed_nodes(vocabulary: Vocabulary) -> None:
    node = parse(
        '0 < amount_fen <= limit_fen and not vague and channel in ("app",)', scope(vocabulary)
    )
    amount = Fact("amount_fen", 2, "number")
    assert node == All(
        (
            All(
                (
                    Comparison("<", Constant(0.0, "number"), amount),
                    Comparison("<=", amount, Constant(500.0, "number")),
                )
            ),
            Not(Truth(Fact("vague", 4, "flag"))),
            Membership(Fact("channel", 6, "text"), (Constant("app", "text"),), negated=False),
        )
    )


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("extra.x > 3", "number"),
        ('extra["x"] == "gold"', "text"),
        ("extra.x == True", "flag"),
        ("extra.x == channel", "text"),
    ],
)
def test_a_free_attribute_takes_the_type_of_the_other_side(
    text: str, type_: ValueType, vocabulary: Vocabulary
) -> None:
    node = parse(text, scope(vocabulary))
    assert isinstance(node, Comparison)
    assert node.left == Extra("x", type_)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("amount_fem > 3", "unknown name 'amount_fem'", "did you mean amount_fen?"),
        ("limit_fenn > 3", "unknown name 'limit_fenn'", "did you mean limit_fen?"),
        ("openings_7d > 3", "never there for kind shipment", "it exists for account_opening"),
        ("channel > 3", "channel is a text and 3 is not", "quotes"),
        ('amount_fen == "3"', "is a text and amount_fen is not", "quotes"),
        ('channel < "app"', "texts have no order", "=="),
        ("channel + 1 > 2", "a number is needed here", ""),
        ("amount_fen", "is not true or false", "compare it"),
        ("not amount_fen", "is not true or false", "compare it"),
        ("extra.a == extra.b", "no known type", "compare it"),
        ("extra == 3", "extra needs a name", "extra.name"),
        ("amount_fen is 3", "is and is not", "=="),
        ("amount_fen in 3", "in needs a list", "in ("),
        ("amount_fen in ()", "in needs a list", "in ("),
        ('amount_fen in (1, "a")', "another type than the list", ""),
        ("amount_fen in (score, 1)", "literals and parameters only", ""),
        ("(amount_fen > 1) + 1 > 1", "a condition stands where a value", ""),
        ("minn(amount_fen, 1) > 1", "unknown function 'minn'", "did you mean min?"),
        ("min(amount_fen) > 1", "min needs two or more", ""),
        ("abs(amount_fen, 1) > 1", "one value", ""),
        ("known(3)", "always known", ""),
        ("max(*amount_fen, 1) > 1", "in the brackets", ""),
        ("max(a=1) > 1", "in the brackets", ""),
        ("amount_fen ** 2 > 1", "BinOp is not part of the grammar", "docs/policies.md"),
        ("amount_fen // 2 > 1", "BinOp is not part of the grammar", ""),
        ("amount_fen % 2 == 1", "BinOp is not part of the grammar", ""),
        ("channel.upper() == 'A'", "not part of the grammar", ""),
        ("channel.length > 3", "a dot after a fact", "extra.name"),
        ("__import__('os')", "unknown function", ""),
        ("(lambda: 1)() > 0", "not part of the grammar", ""),
        ("[x for x in channel] == 1", "ListComp is not part", ""),
        ("f'{channel}' == 'a'", "JoinedStr is not part", ""),
        ("b'a' == channel", "Constant is not part", ""),
        ("None == channel", "Constant is not part", ""),
        ("1j == amount_fen", "Constant is not part", ""),
        ("(x := 3) > 2", "NamedExpr is not part", ""),
        ("amount_fen if vague else 3", "not part", ""),
        ("extra[amount_fen] == 1", "not part of the grammar", ""),
        ("1e999 < amount_fen", "too large to compute", ""),
        ("9" * 400 + " < amount_fen", "too large to compute", ""),
        ("amount_fen > ", "not an expression", "as in Python"),
        ("amount_fen = 3", "not an expression", "as in Python"),
        ("", "empty", ""),
        ("   ", "empty", ""),
        ("vague # and inspected", "a comment", "beside the rule"),
        ("vague and \\\n inspected", "a backslash", ""),
        ("vague and " * 300 + "vague", f"longer than {MAX_CHARACTERS}", ""),
        ("vague or " * 200 + "vague", "too large", "split"),
        ("not " * (MAX_DEPTH + 1) + "vague", "deep", "split"),
        ("(" * 250 + "vague" + ")" * 250, "not an expression", ""),
        ("-" * 1500 + "1 > 0", "too large", ""),
    ],
)
def test_refusals(text: str, message: str, hint: str, vocabulary: Vocabulary) -> None:
    error = refusal(text, vocabulary)
    assert message in error.message
    assert hint in error.hint


def test_mistakes_in_the_parts_of_an_and_are_told_together(vocabulary: Vocabulary) -> None:
    text = "wrong_one > 1 and vague and (wrong_two or channel > 3)"
    error = refusal(text, vocabulary)
    told = [error, *error.more]
    assert [e.message.split()[0] for e in told] == ["unknown", "unknown", "channel"]
    assert [text[e.offset :].split()[0] for e in told] == ["wrong_one", "wrong_two", "channel"]


def test_the_place_of_a_mistake_counts_characters(vocabulary: Vocabulary) -> None:
    text = '  channel == "到付"\n and\n wrong > 1'
    error = refusal(text, vocabulary)
    assert text[error.offset :] == "wrong > 1"


def test_lines_are_joined(vocabulary: Vocabulary) -> None:
    assert parse("vague\n or\n inspected", scope(vocabulary)) == parse(
        "vague or inspected", scope(vocabulary)
    )


def test_the_scope_remembers_used_parameters(vocabulary: Vocabulary) -> None:
    names = scope(vocabulary)
    parse("vague", names)
    assert names.used_parameters == set()
    parse("amount_fen > limit_fen", names)
    assert names.used_parameters == {"limit_fen"}


def test_a_rule_of_two_kinds_may_use_what_both_have(vocabulary: Vocabulary) -> None:
    both = scope(vocabulary, "shipment", "account_opening")
    assert isinstance(parse("amount_fen > 1", both), Comparison)
    with pytest.raises(GrammarError, match="never there for kind account_opening"):
        parse("weight_grams > 1", both)
