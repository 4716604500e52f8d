"""YAML's traps: aliases, tags, depth, doubled keys, odd scalars."""

import pytest

from rules.document import read_document
from rules.model import Problem


def test_a_bomb_of_aliases_is_refused_before_it_unfolds() -> None:
    lines = ["a0: &a0 [x, x]"] + [
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)
    ]
    problems: list[Problem] = []
    assert read_document("\n".join(lines), problems) is None
    assert [problem.line for problem in problems] == [2]


@pytest.mark.parametrize(
    ("yaml_text", "value"),
    [("3", 3), ("3.5", 3.5), ("true", True), ("text", "text"), ("2026-01-01", "2026-01-01")],
)
def test_plain_values(yaml_text: str, value: object) -> None:
    problems: list[Problem] = []
    fields = read_document(f"a: {yaml_text}", problems)
    assert fields is not None
    assert fields.scalar("a") == value
    assert problems == []


@pytest.mark.parametrize(
    "yaml_text", ["!!binary aGk=", "!!python/name:os.system", "!own x", "=", "[1]"]
)
def test_values_that_are_not_plain(yaml_text: str) -> None:
    problems: list[Problem] = []
    fields = read_document(f"a: {yaml_text}", problems)
    assert fields is not None
    assert fields.scalar("a") is None
    assert problems[0].line == 1


def test_unknown_keys_are_told_at_the_end() -> None:
    problems: list[Problem] = []
    fields = read_document("name: x\nnmae: y", problems)
    assert fields is not None
    assert fields.text("name") == "x"
    fields.finish()
    assert problems == [Problem(2, "unknown key 'nmae'", "did you mean name?")]


def test_two_documents_are_one_too_many() -> None:
    problems: list[Problem] = []
    assert read_document("a: 1\n---\nb: 2", problems) is None
    assert problems[0].line == 2
