"""The world in motion: every event and outcome in order of time, a day in memory at once."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

import msgspec

from data.events import (
    AccountOpening,
    CodApplication,
    Event,
    OutcomeKind,
    OutcomeLine,
    Shipment,
    Source,
)
from data.instants import to_ms
from data.synthetic.calendar import START
from data.synthetic.drafts import Draft, Label
from data.synthetic.draws import opaque
from data.synthetic.honest import Honest
from data.synthetic.outcomes import Later, Outcomes
from data.synthetic.presets import Preset
from data.synthetic.schedule import ENRICHED, Prevalence, stories
from data.synthetic.shipments import waybill_of
from data.synthetic.story import Stories
from data.synthetic.world import build_world

_START_MS = to_ms(START)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of ``events.jsonl``; only events have a label."""

    day: int
    record: Event | OutcomeLine
    label: Label | None


def simulate(preset: Preset, seed: int, prevalence: Prevalence = ENRICHED) -> Iterator[Line]:
    """All lines of a world in order of ``occurred_at``.

    Outcomes stand among the events, and after the last day until all are known. Ids are hashes of
    the place in the file: nobody can read from an id who made the event.
    """
    world = build_world(preset, seed)
    planned = Stories(world, stories(preset, seed, prevalence))
    honest = Honest(
        world,
        preset.shipments - planned.count(Shipment),
        preset.openings - planned.count(AccountOpening),
        preset.applications - planned.count(CodApplication),
    )
    outcomes, waiting = Outcomes(preset, seed), _Waiting(seed)
    number = 0
    for day in range(preset.days):
        world.begin_day(day)
        for draft in heapq.merge(
            planned.on_day(day), honest.on_day(day), key=lambda draft: draft.event.occurred_at
        ):
            event = _numbered(draft, seed, number)
            for late in waiting.until(to_ms(event.occurred_at)):
                yield Line(day, late, None)
            yield Line(day, event, draft.label)
            for later in outcomes.of(draft):
                waiting.add(number, later)
            number += 1
    for late in waiting.until(None):
        yield Line(preset.days, late, None)


class _Waiter(NamedTuple):
    """An outcome that waits; numbers and shared words only, for there may be millions."""

    due_ms: int
    serial: int
    event_number: int
    outcome: OutcomeKind
    source: Source
    amount_fen: int | None


class _Waiting:
    """Outcomes that wait for their time."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._heap: list[_Waiter] = []
        self._added = 0

    def add(self, event_number: int, later: Later) -> None:
        due_ms = to_ms(later.occurred_at)
        waiter = _Waiter(
            due_ms, self._added, event_number, later.outcome, later.source, later.amount_fen
        )
        heapq.heappush(self._heap, waiter)
        self._added += 1

    def until(self, limit_ms: int | None) -> Iterator[OutcomeLine]:
        """What is due up to an instant, or everything."""
        while self._heap and (limit_ms is None or self._heap[0].due_ms <= limit_ms):
            waiter = heapq.heappop(self._heap)
            yield OutcomeLine(
                outcome_id=f"oc-{opaque(self._seed, 'outcome', waiter.serial)}",
                event_id=_event_id(self._seed, waiter.event_number),
                occurred_at=START + timedelta(milliseconds=waiter.due_ms - _START_MS),
                outcome=waiter.outcome,
                source=waiter.source,
                amount_fen=waiter.amount_fen,
            )


def _numbered(draft: Draft, seed: int, number: int) -> Event:
    event_id = _event_id(seed, number)
    if isinstance(draft.event, Shipment):
        return msgspec.structs.replace(
            draft.event,
            event_id=event_id,
            waybill_no=draft.event.waybill_no or waybill_of(seed, number),
        )
    return msgspec.structs.replace(draft.event, event_id=event_id)


def _event_id(seed: int, number: int) -> str:
    return f"ev-{opaque(seed, 'event', number)}"
