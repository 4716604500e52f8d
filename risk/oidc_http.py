"""Calls to an identity provider: JSON back, bounded in time and size, without redirects."""

import http.client
import ssl
from base64 import b64encode
from typing import Any, Final
from urllib.parse import quote_plus, urlencode, urlsplit

import msgspec

from data.errors import Unavailable, WrongUse
from risk.oidc_settings import require_safe

_SECONDS: Final = 10.0
_MOST_BYTES: Final = 1 << 20


class Refused(Exception):
    """The provider answered, and said no."""


class Provider:
    """Calls one provider."""

    def __init__(self) -> None:
        self._tls = ssl.create_default_context()

    def get(self, url: str) -> dict[str, Any]:
        """The JSON object at a URL.

        Raises:
            Unavailable: there is none now.
        """
        try:
            return self._call("GET", url, None, {})
        except Refused:
            raise _away() from None

    def post(self, url: str, form: dict[str, str], who: tuple[str, str] | None) -> dict[str, Any]:
        """The JSON object that answers a form.

        Args:
            url: where to.
            form: its fields.
            who: id and secret of the client, by HTTP Basic.

        Raises:
            Refused: the provider said no.
            Unavailable: it does not answer.
        """
        headers = {"content-type": "application/x-www-form-urlencoded"}
        if who is not None:
            pair = ":".join(map(quote_plus, who))  # RFC 6749, 2.3.1
            headers["authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        return self._call("POST", url, urlencode(form).encode(), headers)

    def _call(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str]
    ) -> dict[str, Any]:
        try:
            require_safe(url, "a URL of the identity provider")
        except WrongUse:
            raise _away() from None
        connection = self._connection(url)
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request(method, target, body, {"accept": "application/json", **headers})
            answer = connection.getresponse()
            status, raw = answer.status, answer.read(_MOST_BYTES + 1)
        except (OSError, http.client.HTTPException):
            raise _away() from None
        finally:
            connection.close()
        if 400 <= status < 500:
            raise Refused
        return _object(status, raw)

    def _connection(self, url: str) -> http.client.HTTPConnection:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme == "https":
            return http.client.HTTPSConnection(
                host, parts.port, timeout=_SECONDS, context=self._tls
            )
        return http.client.HTTPConnection(host, parts.port, timeout=_SECONDS)


def _object(status: int, raw: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(raw) if status == 200 and len(raw) <= _MOST_BYTES else None
    except msgspec.DecodeError:
        found = None
    if not isinstance(found, dict):
        raise _away()
    return found


def _away() -> Unavailable:
    return Unavailable("the identity provider does not answer as it should", code="oidc_away")
