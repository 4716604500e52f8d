import importlib

import click
import pytest

from api import cli
from api.cli import _COMMANDS, run
from data.errors import Failure, WrongUse
from tests.api.commands.running import Console, python

SUBCOMMANDS = [
    ("graph", "picture"),
    ("key", "new"),
    ("key", "list"),
    ("key", "revoke"),
    ("policy", "check"),
]
EVERY = [(name,) for name in _COMMANDS] + SUBCOMMANDS


@pytest.mark.parametrize("words", [(), *EVERY], ids=" ".join)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_helps(console: Console, words: tuple[str, ...], flag: str) -> None:
    text = console.succeed(*words, flag)
    assert text.startswith(f"Usage: postrisk {' '.join(words)}".rstrip())
    assert "\\b" not in text and "\b" not in text
    assert console.err == ""


def test_every_command_stands_where_it_is_said_to() -> None:
    for name, (module, help_) in _COMMANDS.items():
        command = importlib.import_module(module).command
        assert isinstance(command, click.Command)
        assert command.name == name
        assert help_.endswith(".")


def test_every_command_that_keeps_something_takes_a_home(console: Console) -> None:
    for words in EVERY:
        if words[0] in {"demo", "replay", "serve", "train", "verify"} or len(words) == 2 == len(
            set(words) - {"policy", "check"}
        ):
            assert "--home" in console.succeed(*words, "--help"), words


def test_the_version_is_told(console: Console) -> None:
    assert console.succeed("--version").startswith("postrisk, version ")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("key",),
        ("policy",),
        ("nonsense",),
        ("--nonsense",),
        ("serve", "--nonsense"),
        ("serve", "--port", "seventy"),
        ("serve", "--port", "70000"),
        ("key", "new"),
        ("key", "new", "--role", "king"),
        ("key", "new", "--role", "analyst", "--days", "0"),
        ("replay",),
        ("replay", "e.jsonl"),
        ("simulate",),
        ("train",),
        ("policy", "check"),
        ("benchmark", "nonsense"),
        ("serve", "--workers", "2"),
        ("serve", "--state", "redis://127.0.0.1"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_line_and_code_2(console: Console, words: tuple[str, ...]) -> None:
    line = console.refusal(2, *words)
    assert len(line) < 400


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (Failure("it\n  did not\twork"), 1, "it did not work"),
        (WrongUse("not like this"), 2, "not like this"),
        (PermissionError(13, "Permission denied", "/secret"), 1, "Permission denied"),
        (OSError(), 1, "the system refused a file or a connection"),
        (click.Abort(), 1, "stopped"),
    ],
)
def test_an_error_is_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    code: int,
    line: str,
) -> None:
    def fails(**_arguments: object) -> None:
        raise error

    monkeypatch.setattr(cli._root, "main", fails)
    assert run([]) == code
    assert capsys.readouterr().err == f"postrisk: {line}\n"


def test_the_process_ends_with_the_code() -> None:
    ended = python("from api.cli import main; main(['nonsense'])")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "postrisk: No such command 'nonsense'. (see --help)\n"


def test_help_and_version_import_no_command() -> None:
    code = "import sys\nfrom api.cli import run\nrun(['--help'])\n" + (
        "print([m for m in sys.modules if m.startswith(('risk', 'numpy', 'sqlalchemy', 'pyod'))])"
    )
    assert python(code).stdout.splitlines()[-1] == "[]"
