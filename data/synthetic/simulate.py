"""The world in motion: every event and outcome in order of time, a day in memory at once."""

import hashlib
import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from data.events import AccountOpening, Event, OutcomeLine, Shipment
from data.synthetic.drafts import Draft, Label
from data.synthetic.draws import stream
from data.synthetic.honest import Honest
from data.synthetic.outcomes import Later, Outcomes
from data.synthetic.presets import Preset
from data.synthetic.schedule import stories
from data.synthetic.story import Stories
from data.synthetic.world import build_world


@dataclass(frozen=True, slots=True)
class Line:
    """One line of ``events.jsonl``; only events have a label."""

    day: int
    record: Event | OutcomeLine
    label: Label | None


def simulate(preset: Preset, seed: int) -> Iterator[Line]:
    """All lines of a world in order of ``occurred_at``.

    Outcomes stand among the events, and after the last day until all are known. Ids are hashes of
    the place in the file: nobody can read from an id who made the event.
    """
    world = build_world(preset, seed)
    planned = Stories(world, stories(preset, stream(seed, "schedule")))
    honest = Honest(
        world,
        preset.shipments - planned.count(Shipment),
        preset.openings - planned.count(AccountOpening),
    )
    outcomes = Outcomes(preset, seed)
    queue = _Queue(seed)
    number = 0
    for day in range(preset.days):
        drafts = sorted(
            [*planned.on_day(day), *honest.on_day(day)], key=lambda d: d.event.occurred_at
        )
        for draft in drafts:
            event = _numbered(draft, seed, number)
            number += 1
            yield from (Line(day, late, None) for late in queue.until(event))
            yield Line(day, event, draft.label)
            for later in outcomes.of(draft):
                queue.add(event.event_id, later)
    yield from (Line(preset.days, late, None) for late in queue.until(None))


class _Queue:
    """Outcomes that wait for their time."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._heap: list[tuple[float, int, str, Later]] = []
        self._added = 0

    def add(self, event_id: str, later: Later) -> None:
        entry = (later.occurred_at.timestamp(), self._added, event_id, later)
        heapq.heappush(self._heap, entry)
        self._added += 1

    def until(self, event: Event | None) -> Iterator[OutcomeLine]:
        """What is due before an event, or everything."""
        limit = event.occurred_at.timestamp() if event else float("inf")
        while self._heap and self._heap[0][0] <= limit:
            _, number, event_id, later = heapq.heappop(self._heap)
            yield OutcomeLine(
                outcome_id=f"oc-{_opaque(self._seed, 'outcome', number)}",
                event_id=event_id,
                occurred_at=later.occurred_at,
                outcome=later.outcome,
                source=later.source,
                amount_fen=later.amount_fen,
            )


def _numbered(draft: Draft, seed: int, number: int) -> Event:
    event_id = f"ev-{_opaque(seed, 'event', number)}"
    if isinstance(draft.event, Shipment):
        waybill = int(_opaque(seed, "waybill", number), 16) % 10**11
        return msgspec.structs.replace(
            draft.event, event_id=event_id, waybill_no=f"98{waybill:011d}"
        )
    return msgspec.structs.replace(draft.event, event_id=event_id)


def _opaque(seed: int, what: str, number: int) -> str:
    return hashlib.blake2b(f"{seed}/{what}/{number}".encode(), digest_size=10).hexdigest()
