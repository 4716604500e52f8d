"""Callers of two workers who mind a killed one: what has no answer is sent again under the same id."""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import httpx
import msgspec

from data.events import Event, Outcome, OutcomeLine, as_outcome


class Traffic:
    """Sends lines from several threads, each over a connection of its own; some lines go out twice.

    Attributes:
        answers: body of the first answer, by id of the event.
        differing: ids whose second answer was another one.
        refused: status of each answer that is neither 200 nor 503.
    """

    def __init__(self, url: str, key: str, lines: Sequence[Event | OutcomeLine]) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {key}"}
        self._lines = iter(self._twice(lines))
        self._lock = threading.Lock()
        self.answers: dict[str, bytes] = {}
        self.differing: list[str] = []
        self.refused: list[int] = []
        self.sent = 0

    @contextmanager
    def running(self, callers: int) -> Iterator[None]:
        """All lines are answered at the end."""
        threads = [threading.Thread(target=self._call) for _ in range(callers)]
        for thread in threads:
            thread.start()
        yield
        for thread in threads:
            thread.join()

    def _twice(self, lines: Sequence[Event | OutcomeLine]) -> list[Event | OutcomeLine]:
        picks, sent = random.Random(3), list[Event | OutcomeLine]()
        for line in lines:
            sent.append(line)
            if picks.random() < 0.1:
                sent.append(line)  # at once, so that the copies meet on their way
        return sent

    def _call(self) -> None:
        client = httpx.Client(base_url=self._url, headers=self._headers, timeout=30)
        while True:
            with self._lock:
                line = next(self._lines, None)
                self.sent += 1
            if line is None:
                client.close()
                return
            client = self._told(client, line)

    def _told(self, client: httpx.Client, line: Event | OutcomeLine) -> httpx.Client:
        while True:
            try:
                answer = self._send(client, line)
            except httpx.TransportError:
                client.close()
                client = httpx.Client(base_url=self._url, headers=self._headers, timeout=30)
                continue
            if answer.status_code == 503:
                continue
            self._note(line, answer)
            return client

    def _send(self, client: httpx.Client, line: Event | OutcomeLine) -> httpx.Response:
        if not isinstance(line, OutcomeLine):
            return client.post("/v1/score", content=msgspec.json.encode(line))
        fact: Outcome = as_outcome(line)
        return client.post("/v1/outcomes", content=msgspec.json.encode(fact))

    def _note(self, line: Event | OutcomeLine, answer: httpx.Response) -> None:
        if answer.status_code != 200:
            self.refused.append(answer.status_code)
        elif not isinstance(line, OutcomeLine):
            with self._lock:
                first = self.answers.setdefault(line.event_id, answer.content)
            if first != answer.content:
                self.differing.append(line.event_id)


def at_once(count: int, work: Callable[[int], int]) -> list[int]:
    """What as many threads get that begin together."""
    start, found = threading.Barrier(count), list[int]()

    def one(number: int) -> None:
        start.wait()
        found.append(work(number))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
