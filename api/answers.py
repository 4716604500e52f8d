"""Answers as the bytes of HTTP/1.1, as uvicorn writes them from ASGI messages."""

from typing import Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from api.wire import Headers, json_headers

_CLOSE: Final = (b"connection", b"close")


def answer_bytes(status: int, headers: Headers, body: bytes, *, keep_alive: bool) -> bytes:
    r"""A whole answer; one that ends its connection says so.

    >>> answer_bytes(200, [(b"a", b"b")], b"{}", keep_alive=True)
    b'HTTP/1.1 200 OK\r\na: b\r\n\r\n{}'
    """
    if not keep_alive and _CLOSE not in headers:
        headers = [*headers, _CLOSE]
    lines = [b"%b: %b\r\n" % header for header in headers]
    return b"%b%b\r\n%b" % (STATUS_LINE[status], b"".join(lines), body)


class GoodAnswers:
    """Makes kept-alive answers with status 200: their head differs in length and request id only.

    What stays is formatted once for each list of default headers, which uvicorn makes anew with the
    date of each second.
    """

    def __init__(self) -> None:
        self._default: Headers | None = None
        self._start = ""

    def encode(self, default: Headers, body: bytes, request_id: str) -> bytes:
        """The same bytes as :func:`answer_bytes` of ``default`` and the headers of JSON."""
        if default is not self._default:
            self._start = _start_of(default)
            self._default = default
        head = f"{self._start}{len(body)!s}\r\nx-request-id: {request_id}\r\n\r\n"
        return head.encode("ascii") + body


def _start_of(default: Headers) -> str:
    """All that stands before the length of the body."""
    whole = answer_bytes(200, default + json_headers(b"", ""), b"", keep_alive=True)
    start, name, _ = whole.decode("ascii").partition("content-length: ")
    return start + name
