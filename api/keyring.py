"""API keys and session tokens as the doors ask for them: remembered briefly, so a score needs no query.

A revoked key, or a session that was ended, is refused at the latest ``HOLD_MS`` later.
"""

from collections import OrderedDict
from typing import Final

from data.api_keys import ApiKeys, Caller
from data.clock import Clock
from data.sessions import PREFIX, Sessions

HOLD_MS: Final = 2_000
_MAX_HELD: Final = 4_096


class StoredKeyRing:
    """The keys of a database.

    Args:
        keys: the table of keys.
        sessions: of people who logged in.
        clock: tells when a remembered key must be asked for again.
    """

    def __init__(self, keys: ApiKeys, sessions: Sessions, clock: Clock) -> None:
        self._keys = keys
        self._sessions = sessions
        self._clock = clock
        self._held: OrderedDict[str, tuple[int, Caller | None]] = OrderedDict()

    def role_of(self, secret: str) -> str | None:
        """The role of the key with this secret, or None if there is no such valid key.

        Raises:
            Unavailable: the database is not there.
        """
        caller = self.caller_of(secret)
        return None if caller is None else caller.role

    def caller_of(self, secret: str) -> Caller | None:
        """The same with the key's public id, for calls whose doer is written down.

        Raises:
            Unavailable: the database is not there.
        """
        now_ms = self._clock()
        held = self._held.get(secret)
        if held is None or now_ms >= held[0]:
            held = self._hold(secret, now_ms)
        return held[1]

    def _hold(self, secret: str, now_ms: int) -> tuple[int, Caller | None]:
        """Remember the holder of a key, and the instant at which it must be asked for again."""
        caller, ends_ms = self._find(secret, now_ms)
        held = self._held[secret] = (min(now_ms + HOLD_MS, ends_ms), caller)
        if len(self._held) > _MAX_HELD:
            self._held.popitem(last=False)
        return held

    def _find(self, secret: str, now_ms: int) -> tuple[Caller | None, int]:
        """The caller, and when the key or the session ends by itself."""
        if secret.startswith(PREFIX):
            session = self._sessions.find(secret, now_ms)
            if session is not None:
                return Caller(session.person.id, session.person.role), session.ends_at_ms
            return None, now_ms + HOLD_MS
        key = self._keys.find(secret, now_ms)
        if key is None:
            return None, now_ms + HOLD_MS
        return Caller(key.id, key.role), key.expires_at_ms or now_ms + HOLD_MS
