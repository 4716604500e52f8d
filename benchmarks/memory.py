"""What a live identifier costs in memory, and that the bound holds.

    python -m benchmarks.memory [--identifiers N]

Feeds shipments and openings, built as values and not decoded, through the reader and the state until
a number of histories is live; one identifier may have several (a phone that sends and receives has
two). Resident memory is read before and after, so the figure is what the process really takes: the
histories, the remembered events, the identity graph, the reader's bounded caches and the allocator's
own waste, divided by the live histories. Then the same stream enters a state of a tenth of the size,
which must drop the oldest and say how many.

Mix, seeded: 70 % of the senders and applicants come once, 20 % twice, 10 % three times and more; one
event in six is an opening. The events themselves are not kept.
"""

import argparse
import gc
import random
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from data.clock import stopwatch_ns
from data.events import AccountOpening, Event, Item, Party, Shipment
from data.identifiers import Tokeniser
from data.instants import to_datetime
from data.normalise.person_document import check_character
from data.subject import Reader
from risk.features.state import State

SEED: Final = 20_260_101
BOUND_BYTES: Final = 2_048
"""What one live identifier may cost."""
_START_MS: Final = 1_767_225_600_000
_GAP_MS: Final = 15_000
_KEY: Final = b"benchmark key, no secret"
_PAGE_BYTES: Final = 4_096
_STATM: Final = Path("/proc/self/statm")
_POOL: Final = 20_000

Row = dict[str, Any]


def run(identifiers: int = 1_000_000) -> list[Row]:
    """The figures, each with its permanent id.

    Args:
        identifiers: live histories to reach.

    Raises:
        AssertionError: a bound of identifiers does not hold.
        FileNotFoundError: the machine does not tell resident memory (it is read from ``/proc``).
    """
    return _growth(identifiers) + _bounded(max(identifiers // 10, 100))


def _growth(identifiers: int) -> list[Row]:
    gc.collect()
    before = _resident_bytes()
    state, reader = State(identifiers * 2), Reader(Tokeniser(_KEY))
    count, spent_ns = 0, 0
    for event in events():
        started = stopwatch_ns()
        state.apply(state.read(reader.read(event)), granted=False)
        spent_ns += stopwatch_ns() - started
        count += 1
        if len(state.keeper) >= identifiers:
            break
    gc.collect()
    used = _resident_bytes() - before
    live = len(state.keeper)
    return [
        _row("memory.bytes_per_identifier", used / live, "bytes", BOUND_BYTES),
        _row("memory.resident_bytes", used, "bytes"),
        _row("memory.live_identifiers", live, "histories"),
        _row("memory.graph_nodes", len(state.graph), "nodes"),
        _row("memory.events", count, "events"),
        _row("memory.identifiers_per_event", live / count, "histories"),
        _row("memory.us_per_event", spent_ns / count / 1_000, "microseconds"),
    ]


def _bounded(most: int) -> list[Row]:
    """A state of ``most`` identifiers under three times as many: the oldest go and are counted."""
    state, reader = State(most), Reader(Tokeniser(_KEY))
    first = True
    oldest: int | None = None
    for event in events():
        reading = state.read(reader.read(event))
        state.apply(reading, granted=False)
        assert len(state.keeper) <= most, "more histories than the bound"
        assert len(state.graph) <= most, "more nodes than the bound"
        oldest = reading.touch.keys[0] if first else oldest
        first = False
        if state.keeper.dropped >= 2 * most:
            break
    assert oldest is not None
    assert state.keeper.get(oldest) is None, "the history touched longest ago is still there"
    return [
        _row("memory.bounded_live", len(state.keeper), "histories", most),
        _row("memory.bounded_dropped", state.keeper.dropped, "histories"),
        _row("memory.bounded_graph_live", len(state.graph), "nodes", most),
        _row("memory.bounded_graph_dropped", state.graph.dropped, "nodes"),
    ]


def events(seed: int = SEED) -> Iterator[Event]:
    """An endless stream with distinct identifiers, of which most come once to three times."""
    pick = random.Random(seed)
    again: deque[Party] = deque(maxlen=_POOL)
    number = 0
    while True:
        party = again[pick.randrange(len(again))] if again and pick.random() < 0.3 else None
        if party is None:
            number += 1
            party = _person(number)
            again.append(party)
        at_ms = _START_MS + number * _GAP_MS
        if pick.random() < 1 / 6:
            yield _opening(f"e{number}-{pick.random()}", at_ms, party, pick)
        else:
            number += 1
            yield _shipment(f"e{number}-{pick.random()}", at_ms, party, _person(number), pick)


def _person(number: int) -> Party:
    first = f"330106{1950 + number // 999 // 336 % 50}{_month_day(number)}{number % 999 + 1:03d}"
    return Party(
        name="王" + chr(0x4E00 + number % 20_000),
        id_type="resident_id",
        id_no=first + check_character(first),
        phone=f"1{(39, 58, 77, 86)[number % 4]}{10_000_000 + number * 7 % 90_000_000}",
        address=f"浙江省杭州市西湖区曙光路{number // 300 + 1}号{number // 30 % 10 + 1}幢"
        f"{number % 30 + 101}室",
    )


def _month_day(number: int) -> str:
    day = number // 999 % 336
    return f"{day // 28 + 1:02d}{day % 28 + 1:02d}"


def _shipment(id_: str, at_ms: int, sender: Party, other: Party, pick: random.Random) -> Shipment:
    receiver = Party(name=other.name, phone=other.phone, address=other.address)
    return Shipment(
        event_id=id_,
        occurred_at=to_datetime(at_ms),
        channel="counter",
        outlet_id=f"outlet-{pick.randrange(2_000)}",
        operator_id=f"operator-{pick.randrange(8_000)}",
        sender=sender,
        receiver=receiver,
        item=Item(category="clothing", text="衣服", declared_value_fen=pick.randrange(50_000)),
        weight_grams=pick.randrange(100, 5_000),
        pay_mode="sender",
        freight_fen=1_200,
    )


def _opening(id_: str, at_ms: int, applicant: Party, pick: random.Random) -> AccountOpening:
    return AccountOpening(
        event_id=id_,
        occurred_at=to_datetime(at_ms),
        channel="app",
        outlet_id=f"outlet-{pick.randrange(2_000)}",
        device_id=f"device-{applicant.phone}",
        applicant=applicant,
        account_class="II",
        purpose="日常",
    )


def _resident_bytes() -> int:
    return int(_STATM.read_text("ascii").split()[1]) * _PAGE_BYTES


def _row(id_: str, value: float, unit: str, bound: float | None = None) -> Row:
    return {"id": id_, "value": value, "unit": unit, "bound": bound, "seed": SEED}


def main() -> int:
    """Prints the figures as a table; 1 where one is over its bound."""
    parser = argparse.ArgumentParser(description="Memory of a live identifier.")
    parser.add_argument("--identifiers", type=int, default=1_000_000)
    over = 0
    for row in run(parser.parse_args().identifiers):
        bound = "" if row["bound"] is None else f"  (at most {row['bound']:,.0f})"
        print(f"{row['id']:32} {row['value']:>16,.1f} {row['unit']}{bound}")
        over += row["bound"] is not None and row["value"] > row["bound"]
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
