from pathlib import Path

import pytest

from risk.train import train
from tests.api.commands.running import Console
from tests.risk.builders import demo_lines, engine_with, tokeniser, write_lines


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A command may not find a home, a database or a bundle that the test did not give."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "HOME",
        "DATABASE",
        "BUNDLE",
        "CHALLENGER",
        "MAX_IDENTIFIERS",
        "NOTICES",
        "OIDC",
        "CIPHER",
    ):
        monkeypatch.delenv(f"POSTRISK_{name}", raising=False)


@pytest.fixture
def console(capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(capsys)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="session")
def small_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first 600 lines of the demo world."""
    return write_lines(tmp_path_factory.mktemp("small") / "events.jsonl", demo_lines()[:600])


@pytest.fixture(scope="session")
def bundle_folder(tmp_path_factory: pytest.TempPathFactory, small_world: Path) -> Path:
    """A bundle trained on the small world."""
    folder = tmp_path_factory.mktemp("trained") / "bundle"
    train(engine_with(), tokeniser(), small_world, folder)
    return folder
