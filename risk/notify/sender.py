"""Sends what stands in the outbox, each subscriber in its own thread: who hangs delays nobody else.

At least once: a delivery is claimed in one transaction, sent, and ended in another. Killed between the
two, it is claimed again when its lease ends, under the same id.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from typing import Any, Final, Protocol

import msgspec

from data.clock import Clock
from data.errors import Unavailable
from data.instants import DAY_MS, SECOND_MS
from data.notices import Notice, told_instant
from data.outbox import Claimed, Outbox
from risk.notify.chat import AT_ONCE
from risk.notify.post import NotDelivered
from risk.notify.retries import MAX_TRIES, draw, wait_ms
from risk.notify.settings import NoticeSettings, Subscriber
from risk.notify.signing import signed_headers
from risk.notify.watch import Watch

LEASE_MS: Final = 60 * SECOND_MS
"""Longer than any try takes; after it a delivery whose sender was killed is free again."""
KEEP_MS: Final = 90 * DAY_MS
"""What everybody has is forgotten after this."""
_MOST_A_TURN: Final = 100
_IDLE_SECONDS: Final = 1.0
_TROUBLE_SECONDS: Final = 5.0
_FORGET_EVERY_MS: Final = DAY_MS


class Posting(Protocol):
    """What posts."""

    def post(self, url: str, headers: dict[str, str], body: bytes) -> None:
        """Send a body.

        Raises:
            NotDelivered: it was not taken.
        """
        ...


class Saying(Protocol):
    """What chats."""

    def say(self, notices: Sequence[Notice]) -> None:
        """Send a line for each notice.

        Raises:
            NotDelivered: they were not taken.
        """
        ...


class Sender:
    """Empties the outbox.

    Args:
        outbox: holds the deliveries.
        settings: who is told of what.
        poster: calls webhooks.
        chats: by the id of their subscriber.
        clock: tells the present instant.
        lease_ms: how long a claim holds.
        told: called with subscriber, notice id and "" or the code of an error, after each try.
    """

    def __init__(
        self,
        outbox: Outbox,
        settings: NoticeSettings,
        poster: Posting,
        chats: dict[str, Saying],
        clock: Clock,
        *,
        lease_ms: int = LEASE_MS,
        told: Callable[[str, str, str], None] = lambda _to, _id, _error: None,
    ) -> None:
        self._outbox = outbox
        self._settings = settings
        self._poster = poster
        self._chats = chats
        self._clock = clock
        self._lease_ms = lease_ms
        self._told = told
        self._forget_at_ms = 0

    def turn(self) -> int:
        """Send what is due, one subscriber after the other; gives how many deliveries were tried.

        Raises:
            Unavailable: the database is not there.
        """
        self._prepare()
        return sum(map(self._serve, self._settings.subscribers))

    def run(self, watch: Watch, stop: threading.Event) -> None:
        """Watch and send until told to stop; a database that is away is waited for."""
        some = self._settings.subscribers
        with ThreadPoolExecutor(len(some) + 1, thread_name_prefix="notify") as pool:
            jobs = [pool.submit(_repeat, partial(self._serve, one), stop) for one in some]
            jobs.append(pool.submit(_repeat, partial(self._look, watch), stop))
            for job in as_completed(jobs):
                stop.set()  # one that ended by an error of its own must not leave a silent half
                job.result()

    def _look(self, watch: Watch) -> int:
        watch.look(self._clock())
        self._prepare()
        return 0

    def _prepare(self) -> None:
        """Give each notice its deliveries, and forget old ones."""
        now_ms = self._clock()
        oldest_ms = now_ms - self._settings.max_age_ms
        while self._outbox.spread(self._settings.route, now_ms, oldest_ms):
            pass
        if now_ms >= self._forget_at_ms:
            self._outbox.forget(now_ms - KEEP_MS)
            self._forget_at_ms = now_ms + _FORGET_EVERY_MS

    def _serve(self, subscriber: Subscriber) -> int:
        """Send to one subscriber until nothing is due or a try fails."""
        tried = 0
        while tried < _MOST_A_TURN:
            some = self._outbox.claim(
                subscriber.id, self._clock(), self._lease_ms, AT_ONCE if subscriber.chat else 1
            )
            if not some:
                break
            tried += len(some)
            if not self._try(subscriber, some):
                break
        return tried

    def deliver(self, subscriber: Subscriber, notices: Sequence[Notice]) -> None:
        """Send notices to one subscriber now.

        Raises:
            NotDelivered: they were not taken.
        """
        if subscriber.chat:
            self._chats[subscriber.id].say(notices)
            return
        for notice in notices:
            self._post(subscriber, notice)

    def _try(self, subscriber: Subscriber, some: Sequence[Claimed]) -> bool:
        try:
            self.deliver(subscriber, [one.notice for one in some])
        except NotDelivered as error:
            for one in some:
                self._failed(one, error)
            return False
        for one in some:
            self._outbox.sent(one, self._clock())
            self._told(one.subscriber, one.notice.id, "")
        return True

    def _post(self, subscriber: Subscriber, notice: Notice) -> None:
        body = body_of(notice)
        at_seconds = self._clock() // SECOND_MS
        headers = signed_headers(subscriber.secrets, notice.id, at_seconds, body)
        headers |= {"content-type": "application/json", "user-agent": "PostRisk"}
        self._poster.post(subscriber.webhook, headers, body)

    def _failed(self, one: Claimed, error: NotDelivered) -> None:
        now_ms = self._clock()
        if error.final or one.tries >= MAX_TRIES:
            self._outbox.dead(one, now_ms, error.code)
        else:
            self._outbox.again(one, now_ms + wait_ms(one.tries, draw()), error.code)
        self._told(one.subscriber, one.notice.id, error.code)


def _repeat(work: Callable[[], int], stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            busy = work() > 0
        except Unavailable:
            stop.wait(_TROUBLE_SECONDS)
        else:
            stop.wait(0.0 if busy else _IDLE_SECONDS)


def body_of(notice: Notice) -> bytes:
    """The body of a webhook: the same bytes at each try."""
    whole: dict[str, Any] = {
        "type": notice.event,
        "timestamp": told_instant(notice.at_ms),
        "data": msgspec.Raw(notice.data),
    }
    return msgspec.json.encode(whole)
