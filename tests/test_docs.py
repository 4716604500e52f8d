"""What the documents say can be typed: commands, options, targets, files."""

import re
from pathlib import Path

import click
import pytest

from api.cli import _COMMANDS, _root

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMAND = re.compile(r"\bpostrisk ((?:[a-z]+|--?[a-z-]+|[A-Z.|/_\w:\[\]-]+)(?: [^\s`|#]+)*)")
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
LINK = re.compile(r"\[[^\]]+\]\((?!https?:|#|mailto:)([^)#\s]+)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)\b")


def code_in(path: Path) -> list[str]:
    """Fenced blocks line by line, and what stands between backticks."""
    pieces = CODE.findall(path.read_text(encoding="utf-8"))
    return [line for fenced, inline in pieces for line in (fenced or inline).splitlines()]


def calls_in(path: Path) -> list[list[str]]:
    return [call.split() for line in code_in(path) for call in COMMAND.findall(line)]


def command_of(words: list[str]) -> tuple[click.Command | None, list[str]]:
    """The command that a call names, and the words behind it."""
    context = click.Context(_root)
    command = _root.get_command(context, words[0])
    if isinstance(command, click.Group) and len(words) > 1 and words[1].isalpha():
        return command.get_command(context, words[1]), words[2:]
    return command, words[1:]


def test_there_are_documents_that_name_commands() -> None:
    assert sum(len(calls_in(path)) for path in DOCUMENTS) >= 3


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_and_option_that_is_named_exists(path: Path) -> None:
    for words in calls_in(path):
        if words[0].startswith("-"):
            assert words[0] in {"--help", "--version", "-h"}, words
            continue
        command, rest = command_of(words)
        assert command is not None, f"{path.name}: postrisk {' '.join(words)}"
        known = {name for option in command.params for name in option.opts} | {"--help", "-h"}
        named = {
            word.strip("[]").partition("=")[0] for word in rest if word.startswith(("--", "[--"))
        }
        assert named <= known, f"{path.name}: postrisk {' '.join(words)}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(path: Path) -> None:
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), f"{path.name}: {link}"


@pytest.mark.skipif(not (ROOT / "Makefile").exists(), reason="there is no Makefile yet")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", rules, re.MULTILINE))
    named = {target for line in code_in(path) for target in TARGET.findall(line)}
    assert named <= targets


@pytest.mark.skipif(not README.exists(), reason="README.md is not written yet")
def test_the_readme_names_every_command() -> None:
    text = README.read_text(encoding="utf-8")
    missing = [
        name for name in _COMMANDS if f"postrisk {name}" not in text and f"make {name}" not in text
    ]
    assert missing == []
