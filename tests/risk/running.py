"""Runs a coroutine of a test, with a limit, and without a word of warning left behind."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_async(work: Coroutine[Any, Any, T], limit_seconds: float = 60.0) -> T:
    async def limited() -> T:
        async with asyncio.timeout(limit_seconds):
            return await work

    return asyncio.run(limited())
