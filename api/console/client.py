"""Calls the API for one person: JSON in, JSON out, errors as one type."""

from typing import Any, Final

import httpx
from msgspec import Struct

from data.errors import WrongUse

_TIMEOUT_SECONDS: Final = 20.0


class ApiError(Exception):
    """The API said no; ``code`` is its stable code, ``message`` its words, without personal data.

    Attributes:
        problems: of a document with mistakes, each with line, message and hint.
    """

    def __init__(self, status: int, code: str, message: str, param: str | None = None) -> None:
        super().__init__(message)
        self.problems: list[dict[str, Any]] = []
        self.status = status
        self.code = code
        self.message = message
        self.param = param


class Person(Struct, frozen=True):
    """Who is logged in."""

    id: str
    name: str
    role: str


class Api:
    """The API, over a network or in the same process.

    Args:
        transport: how to get there: None for the network.
        base_url: where it is.

    Raises:
        WrongUse: that is no URL of HTTP.
    """

    def __init__(self, base_url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        if not base_url.startswith(("http://", "https://")):
            raise WrongUse("the API's URL begins with http:// or https://", code="bad_url")
        self._http = httpx.AsyncClient(
            base_url=base_url, transport=transport, timeout=_TIMEOUT_SECONDS, trust_env=False
        )

    async def call(
        self,
        method: str,
        path: str,
        token: str | None = None,
        *,
        body: Any = None,
        query: dict[str, str] | None = None,
    ) -> Any:
        """The decoded answer of a call.

        Raises:
            ApiError: the API refused, or is not there.
        """
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = await self._http.request(
                method, path, json=body, params=query or None, headers=headers
            )
        except httpx.HTTPError:
            raise ApiError(503, "unreachable", "the API is not there") from None
        if answer.status_code == 200:
            return answer.json()
        raise _refusal(answer)

    async def close(self) -> None:
        """Let go of connections."""
        await self._http.aclose()


def _refusal(answer: httpx.Response) -> ApiError:
    try:
        error = answer.json()["error"]
        refusal = ApiError(answer.status_code, error["code"], error["message"], error["param"])
        refusal.problems = error.get("problems") or []
        return refusal
    except (ValueError, KeyError, TypeError):
        return ApiError(answer.status_code, "unreadable", "the API's answer can't be read")
