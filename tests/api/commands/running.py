"""Runs ``postrisk`` in this process or in one of its own."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.cli import run

ROOT = Path(__file__).parents[3]


class Console:
    """Runs commands in this process and remembers what the last one wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = ""
        self.err = ""

    def run(self, *arguments: object) -> int:
        self._capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        self.out, self.err = self._capsys.readouterr()
        return code

    def succeed(self, *arguments: object) -> str:
        """What a command that must do its work wrote on stdout."""
        assert self.run(*arguments) == 0, self.err
        return self.out

    def refusal(self, code: int, *arguments: object) -> str:
        """The one clear line of a command that must refuse."""
        assert self.run(*arguments) == code, (self.out, self.err)
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("postrisk: ")
        assert "Traceback" not in self.err
        return lines[0].removeprefix("postrisk: ")


@contextmanager
def serving(*arguments: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``postrisk serve`` in a process of its own, and the URL that it answers at."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", *map(str, arguments)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline().strip()
            assert line.startswith("PostRisk answers at http://127.0.0.1:"), line
            yield process, line.removeprefix("PostRisk answers at ")
        finally:
            process.kill()


def python(code: str, arguments: Sequence[object] = ()) -> subprocess.CompletedProcess[str]:
    """Runs a program in an interpreter of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=100
    )
