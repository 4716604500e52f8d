"""Single sign-on by OpenID Connect: ``oidc.yaml``, read once when the server starts."""

from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from data.api_keys import ROLES
from data.errors import WrongUse

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
"""Hosts that may be plain HTTP: nobody listens between."""


class OidcSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file.

    Attributes:
        issuer: of the identity provider, as its tokens name it.
        client_id: by which it knows us.
        client_secret_file, client_secret_env: where the secret is; without one, PKCE alone proves who
            asks for the token.
        redirect_uri: ``/console/login/back`` of the console, as browsers reach it.
        name_zh, name_en: what stands on the button.
        alias: stands behind the names of its people, as in ``li@sso``.
        name_claim: the claim that holds the login name.
        role_claim: the claim that holds groups or roles, a path with dots.
        roles: value of that claim -> role here; of several the first that matches holds.
        scopes: asked for.
    """

    issuer: str
    client_id: str
    redirect_uri: str
    roles: dict[str, str]
    client_secret_file: str = ""
    client_secret_env: str = ""
    name_zh: str = "统一认证"
    name_en: str = "single sign-on"
    alias: str = "sso"
    name_claim: str = "preferred_username"
    role_claim: str = "groups"
    scopes: tuple[str, ...] = ("openid", "profile")


def read_oidc(path: Path) -> OidcSettings:
    """The settings of a file.

    Raises:
        WrongUse: the file can't be read, or a field is wrong; it is named.
    """
    try:
        told = msgspec.yaml.decode(path.read_bytes(), type=OidcSettings)
    except OSError as error:
        raise WrongUse(f"{path.name} can't be read: {error.strerror}") from None
    except msgspec.DecodeError as error:
        raise WrongUse(f"{path.name}: {error}") from None
    for name in ("issuer", "redirect_uri"):
        require_safe(getattr(told, name), f"{path.name}, {name}")
    unknown = sorted(set(told.roles.values()) - set(ROLES))
    if unknown or not told.roles:
        raise WrongUse(f"{path.name}, roles: the roles are {', '.join(ROLES)}")
    if not told.alias.isascii() or not told.alias.isalnum() or len(told.alias) > 16:
        raise WrongUse(f"{path.name}, alias: 1 to 16 letters and digits")
    if "openid" not in told.scopes:
        raise WrongUse(f"{path.name}, scopes: openid is needed")
    return told


def secret_in(told: OidcSettings, variable: Callable[[str], str | None]) -> str:
    """The client's secret; "" where there is none.

    Raises:
        WrongUse: the settings name a place that does not hold it.
    """
    if told.client_secret_file:
        try:
            return Path(told.client_secret_file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise WrongUse("oidc.yaml, client_secret_file: the file can't be read") from None
    if not told.client_secret_env:
        return ""
    value = variable(told.client_secret_env)
    if not value:
        raise WrongUse("oidc.yaml, client_secret_env: the variable is not set")
    return value.strip()


def require_safe(url: str, field: str) -> None:
    """Let only HTTPS pass, and plain HTTP on this machine.

    Raises:
        WrongUse: the URL is another.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise WrongUse(f"{field}: this is no URL") from None
    plain = parts.scheme == "http" and host in LOOPBACK
    if not host or parts.username or parts.fragment or not (parts.scheme == "https" or plain):
        raise WrongUse(f"{field}: a URL that begins with https:// is needed")
