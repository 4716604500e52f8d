"""Settings: read once, typed, then passed on. The only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import WrongUse
from data.vault import CipherName
from risk.features.state import DEFAULT_MAX_IDENTIFIERS

DEFAULT_HOME: Final = ".postrisk"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation is told from outside.

    Attributes:
        home: folder of the embedded database, keys and bundle.
        database: URL of the log; None means the embedded one of the home.
        bundle: folder of the bundle; None means the home's, if there is one.
        challenger: folder of the bundle that scores in shadow; None means there is none.
        max_identifiers: upper bound of live identifiers in windows and in the graph.
        notices: file of who is told of what; None means ``notices.yaml`` of the home.
        oidc: file of the single sign-on; None means ``oidc.yaml`` of the home, if it is there.
        cipher: that seals fields at rest: ``aes`` (AES-256-GCM) or ``sm4`` (SM4-GCM); both open.
    """

    home: Path
    database: str | None = None
    bundle: Path | None = None
    challenger: Path | None = None
    max_identifiers: int = DEFAULT_MAX_IDENTIFIERS
    notices: Path | None = None
    oidc: Path | None = None
    cipher: CipherName = "aes"


def variable(name: str) -> str | None:
    """A variable that another settings file names, such as one that holds a secret."""
    return os.environ.get(name)  # noqa: TID251  this file owns the environment


def from_environment(
    home: Path | None = None,
    database: str | None = None,
    bundle: Path | None = None,
    challenger: Path | None = None,
) -> Settings:
    """Settings from the command line, else from ``POSTRISK_*``, else the defaults.

    Raises:
        WrongUse: a variable holds no number, or no cipher that we know.
    """
    environment = os.environ  # noqa: TID251  this file owns the environment
    return Settings(
        home or Path(environment.get("POSTRISK_HOME") or DEFAULT_HOME),
        database or environment.get("POSTRISK_DATABASE") or None,
        bundle or _path(environment.get("POSTRISK_BUNDLE")),
        challenger or _path(environment.get("POSTRISK_CHALLENGER")),
        _number(environment, "POSTRISK_MAX_IDENTIFIERS", DEFAULT_MAX_IDENTIFIERS),
        _path(environment.get("POSTRISK_NOTICES")),
        _path(environment.get("POSTRISK_OIDC")),
        _cipher(environment.get("POSTRISK_CIPHER")),
    )


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _cipher(text: str | None) -> CipherName:
    if text == "sm4":
        return "sm4"
    if text in (None, "", "aes"):
        return "aes"
    raise WrongUse("POSTRISK_CIPHER must be aes or sm4")


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name)
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not int(text):
        raise WrongUse(f"{name} must be a whole number above zero")
    return int(text)
