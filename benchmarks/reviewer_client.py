"""Reviewers at work, in a process of their own.

``python -m benchmarks.reviewer_client PORT KEY REVIEWERS SECONDS``

Each looks at the queue, opens one of its cases as the console does (the page, then who is linked), writes a
note on every fifth, and rests a second on average between two clicks, which is faster than people read.
Prints one ``Clicked`` as JSON.
"""

import asyncio
import os
import random
import sys
from time import perf_counter
from typing import Final

import httpx
import msgspec
from msgspec import Struct

from benchmarks.stats import percentile

REST_SECONDS: Final = 1.0
_NOTED: Final = 5
_NICE: Final = 19
"""Reviewers' browsers run on machines of their own, so they may not take the server's processor."""


class Clicked(Struct, frozen=True):
    """What the reviewers met.

    Attributes:
        clicks: pages asked for and notes written.
        bad: of their calls, answered with anything but 2xx.
        p50_ms, p99_ms: of a call.
    """

    clicks: int
    bad: int
    p50_ms: float
    p99_ms: float


class _Reviewer:
    def __init__(self, client: httpx.AsyncClient, seed: int) -> None:
        self._client = client
        self._pick = random.Random(seed)
        self.clicks = 0
        self.bad = 0
        self.spent_ms: list[float] = []

    async def work(self, until: float) -> None:
        """Click until an instant of ``perf_counter``."""
        while perf_counter() < until:
            queue = await self._call("GET", "/v1/cases?status=open&limit=50")
            cases = msgspec.json.decode(queue)["items"] if queue else []
            await self._rest()
            if not cases:
                continue
            path = f"/v1/cases/{self._pick.choice(cases)['case_id']}"
            await self._call("GET", path)
            await self._call("GET", f"{path}/links")
            if self.clicks % _NOTED == 0:
                await self._call("POST", f"{path}/comments", {"text": "看过,待定"})
            await self._rest()

    async def _rest(self) -> None:
        self.clicks += 1
        await asyncio.sleep(self._pick.expovariate(1.0 / REST_SECONDS))

    async def _call(self, method: str, path: str, body: dict[str, str] | None = None) -> bytes:
        started = perf_counter()
        answer = await self._client.request(method, path, json=body)
        self.spent_ms.append((perf_counter() - started) * 1e3)
        self.bad += not answer.is_success
        return answer.content if answer.is_success else b""


async def review(port: int, key: str, reviewers: int, seconds: float) -> Clicked:
    """Let so many work for so long."""
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        people = [_Reviewer(client, seed) for seed in range(reviewers)]
        until = perf_counter() + seconds
        await asyncio.gather(*(person.work(until) for person in people))
    spent = [ms for person in people for ms in person.spent_ms]
    return Clicked(
        sum(person.clicks for person in people),
        sum(person.bad for person in people),
        percentile(spent, 0.5),
        percentile(spent, 0.99),
    )


def main(arguments: list[str]) -> None:
    """One run from the command line."""
    port, key, reviewers, seconds = arguments
    os.nice(_NICE)
    found = asyncio.run(review(int(port), key, int(reviewers), float(seconds)))
    print(msgspec.json.encode(found).decode())


if __name__ == "__main__":
    main(sys.argv[1:])
