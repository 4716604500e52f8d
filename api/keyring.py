"""API keys as the doors ask for them: remembered for a moment, so that a score needs no query.

A revoked key is refused at the latest ``HOLD_MS`` after its revocation.
"""

from collections import OrderedDict
from typing import Final

from data.api_keys import ApiKeys, Caller
from data.clock import Clock

HOLD_MS: Final = 2_000
_MAX_HELD: Final = 4_096


class StoredKeyRing:
    """The keys of a database.

    Args:
        keys: the table of keys.
        clock: tells when a remembered key must be asked for again.
    """

    def __init__(self, keys: ApiKeys, clock: Clock) -> None:
        self._keys = keys
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
        key = self._keys.find(secret, now_ms)
        until_ms = now_ms + HOLD_MS
        if key is not None and key.expires_at_ms is not None:
            until_ms = min(until_ms, key.expires_at_ms)
        held = self._held[secret] = (
            until_ms,
            None if key is None else Caller(key.id, key.role),
        )
        if len(self._held) > _MAX_HELD:
            self._held.popitem(last=False)
        return held
