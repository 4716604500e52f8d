"""Describing terms and finding the comparisons of a condition."""

from rules.expression import (
    All,
    Arithmetic,
    Constant,
    Extra,
    Fact,
    Function,
    Negative,
    Not,
    Some,
    Truth,
    describe,
    leaves,
    type_of,
)

A = Fact("a", 0, "number")
B = Extra("b", "text")


def test_terms_read_as_they_were_written() -> None:
    difference = Arithmetic("-", A, Constant(2.0, "number"))
    assert describe(Arithmetic("*", difference, Negative(A))) == "(a - 2) * -a"
    assert describe(Negative(difference)) == "-(a - 2)"
    assert describe(Function("max", (A, B))) == "max(a, extra.b)"
    assert describe(Constant("x", "text")) == "'x'"


def test_types() -> None:
    assert type_of(B) == "text"
    assert type_of(Negative(A)) == "number"


def test_leaves_know_whether_a_not_turns_them() -> None:
    one, two, three = (Truth(Fact(name, i, "flag")) for i, name in enumerate("xyz"))
    found = list(leaves(All((one, Not(Some((two, Not(three))))))))
    assert found == [(one, True), (two, False), (three, True)]
