"""Waits for a service that recovers, and compares its state with the only truth, the log."""

import asyncio

from data.errors import Unavailable
from data.events import Event
from data.store import Store
from risk.engine import Engine
from risk.service import ScoringService
from tests.risk.builders import engine_with, restored_from, snapshot


async def until_ready(service: ScoringService) -> None:
    while not service.ready:
        await asyncio.sleep(0.005)


async def refused(service: ScoringService, *events: Event) -> list[str]:
    """Scores several at once and gives the codes of their refusals."""
    answers = await asyncio.gather(*map(service.score, events), return_exceptions=True)
    return [each.code for each in answers if isinstance(each, Unavailable)]


def same_as_restored(engine: Engine, store: Store) -> None:
    fresh = restored_from(store, engine_with(engine.bundle, engine.policy))
    assert snapshot(engine.state) == snapshot(fresh.state)
