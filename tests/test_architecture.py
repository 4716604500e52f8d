"""The house stands as it was drawn: floors, sizes, words."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("data", "graph", "detectors", "rules", "risk", "api", "benchmarks")
MAX_LINES = 300
HEAVY = {"pyod", "shap", "sklearn", "lightgbm", "pandas", "networkx", "optbinning", "matplotlib"}
ENVIRONMENT_OWNERS = {"risk/settings.py", "data/migrations/env.py"}
"""The second is run by alembic's own command, which has no settings object."""

BANNED = {
    "unfinished work": r"\b(?:TODO|FIXME|XXX|HACK|NotImplementedError)\b",
    "a bare waiver": r"#\s*noqa\s*$|#\s*noqa(?!: ?[A-Z])|#\s*type:\s*ignore(?!\[)",
    "a waiver without its reason": r"#\s*type:\s*ignore\[[\w,-]+\]\s*$",
    "pickle": r"\bimport (?:pickle|dill|joblib|cloudpickle|marshal|shelve)\b|allow_pickle=True",
    "a path of somebody's machine": r"(?<![\w.])/(?:work|root|home)/\w",
    "a package registry": r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.org|index-url)\b",
}


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_arrows_go_down_only() -> None:
    program = "import sys; from importlinter.cli import lint_imports_command as c; c()"
    ended = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", ended.stdout)


def test_no_file_is_longer_than_a_reader_s_patience() -> None:
    lengths = {name_of(path): len(path.read_bytes().splitlines()) for path in sources(*PACKAGES)}
    assert len(lengths) > 100
    assert {n: length for n, length in lengths.items() if length > MAX_LINES} == {}


@pytest.mark.parametrize("what", sorted(BANNED))
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(BANNED[what])
    found = [
        f"{name_of(path)}:{number}"
        for path in sources(*PACKAGES, "tests")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("unfinished work", "# TODO later"),
        ("a bare waiver", "import x  # noqa"),
        ("a bare waiver", "x = 1  # type: ignore"),
        ("a waiver without its reason", "x = 1  # type: ignore[misc]"),
        ("pickle", "import pickle"),
        ("a path of somebody's machine", 'open("/home/somebody/file")'),
        ("a package registry", "https://" + "pypi" + ".org/simple"),
    ],
)
def test_the_patterns_find_what_they_are_for(what: str, line: str) -> None:
    assert re.search(BANNED[what], line)


def test_heavy_libraries_are_imported_only_inside_functions() -> None:
    found = [
        f"{name_of(path)}: {module}"
        for path in sources(*PACKAGES)
        for module in imported_at_the_top(path)
        if module.partition(".")[0] in HEAVY and not name_of(path).startswith("benchmarks/")
    ]
    assert found == []


def imported_at_the_top(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_every_module_says_what_it_is() -> None:
    silent = [name_of(path) for path in sources(*PACKAGES) if not docstring_of(path)]
    assert [name for name in silent if not name.startswith("data/migrations/")] == []


def docstring_of(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_bytes()))


def test_only_its_owners_read_the_environment() -> None:
    readers = {
        name_of(path)
        for path in sources(*PACKAGES)
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert {name for name in readers if not name.startswith("benchmarks/")} == ENVIRONMENT_OWNERS
