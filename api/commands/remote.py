"""A running server as commands call it: plain HTTP with the key of ``POSTRISK_KEY``."""

import http.client
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import click
import msgspec

from data.errors import Failure, WrongUse

_TIMEOUT_SECONDS: Final = 300.0


def url_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--url``."""
    return click.option(
        "--url",
        default="http://127.0.0.1:8000",
        show_default=True,
        help="Where the server answers.",
    )(command)


def key_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--key``, else ``POSTRISK_KEY``."""
    return click.option(
        "--key", envvar="POSTRISK_KEY", required=True, help="API key [default: POSTRISK_KEY]."
    )(command)


def call(url: str, key: str, method: str, path: str, body: object = None) -> Any:
    """The JSON answer of a call.

    Raises:
        WrongUse: the URL is none.
        Failure: the server can't be reached, or refused the call; its own words say why.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or not key.isascii():
        raise WrongUse("--url must be like http://127.0.0.1:8000, and the key as it was printed")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=_TIMEOUT_SECONDS)
    content = b"" if body is None else msgspec.json.encode(body)
    try:
        connection.request(method, path, content, {"Authorization": f"Bearer {key}"})
        answer = connection.getresponse()
        status, raw = answer.status, answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise Failure(f"the server can't be reached: {type(error).__name__}") from None
    finally:
        connection.close()
    return _result(status, raw)


def _result(status: int, raw: bytes) -> Any:
    try:
        found = msgspec.json.decode(raw)
    except msgspec.DecodeError:
        raise Failure(f"what answers there is no PostRisk server (status {status})") from None
    if status == 200:
        return found
    error = found.get("error", {}) if isinstance(found, dict) else {}
    lines = [f"line {p['line']}: {p['message']}" for p in error.get("problems", ())]
    told = "; ".join([str(error.get("message", "refused")), *lines])
    raise Failure(f"{status} {error.get('code', '')}: {told}")
