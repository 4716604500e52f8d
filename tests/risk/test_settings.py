from pathlib import Path

import pytest

from data.errors import WrongUse
from risk.settings import from_environment, variable

NAMES = (
    "POSTRISK_HOME",
    "POSTRISK_DATABASE",
    "POSTRISK_BUNDLE",
    "POSTRISK_CHALLENGER",
    "POSTRISK_MAX_IDENTIFIERS",
    "POSTRISK_NOTICES",
    "POSTRISK_OIDC",
    "POSTRISK_CIPHER",
)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_without_anything_the_defaults_hold() -> None:
    settings = from_environment()
    assert settings.home == Path(".postrisk")
    assert (settings.database, settings.bundle, settings.challenger) == (None, None, None)
    assert settings.max_identifiers == 2_000_000


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    values = ("there", "sqlite:///x", "fitted", "shadow", "1000", "told", "sso", "sm4")
    for name, value in zip(NAMES, values, strict=True):
        monkeypatch.setenv(name, value)
    settings = from_environment()
    assert (settings.home, settings.bundle) == (Path("there"), Path("fitted"))
    assert (settings.database, settings.max_identifiers) == ("sqlite:///x", 1000)
    assert settings.challenger == Path("shadow")
    assert (settings.notices, settings.oidc) == (Path("told"), Path("sso"))
    assert settings.cipher == "sm4"


def test_a_cipher_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert from_environment().cipher == "aes"
    monkeypatch.setenv("POSTRISK_CIPHER", "des")
    with pytest.raises(WrongUse, match="POSTRISK_CIPHER"):
        from_environment()


def test_a_variable_that_another_file_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_SECRET", "s")
    assert (variable("SOME_SECRET"), variable("NO_SUCH_SECRET")) == ("s", None)


def test_the_command_line_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES[:4]:
        monkeypatch.setenv(name, "environment")
    settings = from_environment(Path("a"), "sqlite:///b", Path("c"), Path("d"))
    assert (settings.home, settings.database, settings.bundle, settings.challenger) == (
        Path("a"),
        "sqlite:///b",
        Path("c"),
        Path("d"),
    )


def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")
    assert from_environment().home == Path(".postrisk")
    assert from_environment().database is None


@pytest.mark.parametrize("text", ["many", "0", "-5", "1.5", "٣", "1e6"])
def test_a_bound_that_is_no_number_is_wrong_use(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("POSTRISK_MAX_IDENTIFIERS", text)
    with pytest.raises(WrongUse, match="POSTRISK_MAX_IDENTIFIERS must be a whole number"):
        from_environment()
