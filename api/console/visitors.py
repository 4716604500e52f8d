"""Who sits at which browser: kept in this process's memory only, never on a disk or in a cookie.

The cookie holds a random id and nothing else. A restart of the console asks everybody to log in again.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from api.console.client import Person
from api.console.texts import CHINESE, Language

_MAX_VISITORS: Final = 10_000


@dataclass(frozen=True, slots=True)
class SignOnTry:
    """A single sign-on that a browser is away for: what must come back, and where to go then."""

    state: str
    sealed: str
    target: str


@dataclass(slots=True)
class Visitor:
    """A browser: its language, and the session of who is logged in there."""

    language: Language = CHINESE
    token: str | None = None
    person: Person | None = None
    last_case: str | None = None
    sign_on: SignOnTry | None = None


class Visitors:
    """The browsers by their id; the longest unseen is forgotten first."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Visitor] = OrderedDict()

    def at(self, browser_id: str) -> Visitor:
        """The visitor at a browser; a new one where it was not seen before."""
        visitor = self._held.setdefault(browser_id, Visitor())
        self._held.move_to_end(browser_id)
        if len(self._held) > _MAX_VISITORS:
            self._held.popitem(last=False)
        return visitor
