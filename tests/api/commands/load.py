"""Callers that never rest: new shipments over two connections, one by one and in batches."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

import httpx

from tests.risk.builders import shipment_body

_PATIENCE_SECONDS = 30.0
_PAUSE_SECONDS = 0.01
"""Between two requests of a connection: the machine is shared."""


class Load:
    """Two threads that send until the block ends.

    Attributes:
        answers: decisions in order of arrival, and errors of places in a batch.
        failures: requests that were not answered with 200.
    """

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self._url, self._headers = url, headers
        self._stopping = threading.Event()
        self.answers: list[dict[str, Any]] = []
        self.failures: list[object] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        works = (("/v1/score", shipment_body), ("/v1/score/batch", _batch))
        threads = [threading.Thread(target=self._work, args=work) for work in works]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            for thread in threads:
                thread.join()

    def wait_for(self, bundle: str) -> None:
        """Until the latest answers name a bundle."""
        until(lambda: bundle in [answer.get("bundle") for answer in self.answers[-10:]])

    def _work(self, path: str, body_of: Callable[[int], Any]) -> None:
        number = 0
        with httpx.Client(base_url=self._url, headers=self._headers) as client:
            while not self._stopping.wait(_PAUSE_SECONDS):
                number += 1
                try:
                    response = client.post(path, json=body_of(number))
                except httpx.HTTPError as error:
                    self.failures.append(error)
                else:
                    self._keep(response)

    def _keep(self, response: httpx.Response) -> None:
        if response.status_code != 200:
            self.failures.append(response.text)
            return
        told = response.json()
        self.answers += told if isinstance(told, list) else [told]


def until(what: Callable[[], bool]) -> None:
    """Wait until something holds."""
    started = monotonic()
    while not what():
        assert monotonic() - started < _PATIENCE_SECONDS
        sleep(0.05)


def _batch(number: int) -> list[dict[str, Any]]:
    return [shipment_body(f"batch-{number}-{place}") for place in range(8)]
