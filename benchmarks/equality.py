"""One engine, two doors: the same events over HTTP and from a file must give the same in everything.

    python -m benchmarks.equality [EVENTS]

Answers are compared whole but for ``duration_ms``; stored vectors bit by bit. The home is copied, so
both sides have the same keys (tokens are keyed) and the same bundle.
"""

import asyncio
import sys
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from benchmarks.catalogue import measured
from benchmarks.ledger import (
    Ledger,
    Line,
    stored_answers,
    tell_at_once,
    tell_in_order,
    value_of,
)
from benchmarks.log_reader import feature_of, log_of, verify_differing
from benchmarks.measurement import Measurement
from benchmarks.processes import Server, postrisk, serve_command
from benchmarks.stage import Stage, first_shipment, lines_of, new_key, request_of, stage
from data.events import OutcomeLine, Party, Shipment
from data.files import AtomicWriter, read_lines, sha256_of
from risk.bootstrap import engine_of, home_of, tokeniser_of
from risk.replay import Replay, Step
from risk.settings import Settings

EVENTS: Final = 2_000
COPIES: Final = 200
FEATURE: Final = "sender_parcels_90d"
_LONER: Final = Party(name="单独寄件人", phone="13999990002")


class Served(NamedTuple):
    """What one served home gave.

    Attributes:
        answers: event id -> first answer.
        stored: event id -> the answer that was read later.
        vectors: event id -> stored vector.
    """

    answers: dict[str, bytes]
    stored: dict[str, bytes]
    vectors: dict[str, bytes]


def run(events: int = EVENTS, size: str = "demo", copies: int = COPIES) -> list[Measurement]:
    """All figures of the comparison.

    Args:
        events: how many of the world's events, with the outcomes that stand among them.
        size: preset of the world.
        copies: how often one event is sent at once.
    """
    with stage(size) as world:
        return compare(world, events, copies)


def compare(world: Stage, events: int, copies: int) -> list[Measurement]:
    """As ``run``, over a stage that is there."""
    lines = _first(lines_of(world.events), events)
    home = world.home("equality")
    ledger = Ledger(new_key(home))
    with Server(serve_command(home), world.folder / "equality.log") as server:
        served = _serve(ledger, server.port, home, lines)
        doubled = _copies(ledger, server.port, home, first_shipment(world.events), copies)
    return [
        measured("equality.events", len(served.answers)),
        measured("equality.outcomes", len(lines) - len(served.answers)),
        *_against_file(world, served, lines),
        measured("equality.verify_differing", verify_differing(home)),
        *doubled,
    ]


def _first(lines: list[Line], events: int) -> list[Line]:
    """Lines up to the given number of events."""
    scored = [at for at, line in enumerate(lines) if not isinstance(line, OutcomeLine)]
    return lines[: scored[min(events, len(scored)) - 1] + 1]


def _serve(ledger: Ledger, port: int, home: Path, lines: list[Line]) -> Served:
    asyncio.run(tell_in_order(ledger, port, lines))
    ids = ledger.events(ledger.sent)
    stored = asyncio.run(stored_answers(ledger, port, ids))
    with log_of(home) as log:
        found = {id_: log.find_event(id_) for id_ in ids}
    return Served(
        {id_: ledger.answers.get(id_, b"{}") for id_ in ids},
        {id_: answer.body for id_, answer in stored.items()},
        {id_: record.vector if record else b"" for id_, record in found.items()},
    )


def _against_file(world: Stage, served: Served, lines: list[Line]) -> list[Measurement]:
    file = world.folder / "equality.jsonl"
    with AtomicWriter(file) as out:
        for line in lines:
            out.write_line(msgspec.json.encode(line))
    first, second = (_replayed(world, file, name) for name in ("one", "two"))
    answers = {str(value_of(line)["event_id"]): line for _, line in read_lines(first)}
    vectors = _replayed_vectors(world, file)
    ids = served.answers.keys() | answers.keys()
    first_answers, stored = served.answers, served.stored
    return [
        measured(
            "equality.answers_differing", sum(not _same(first_answers, answers, i) for i in ids)
        ),
        measured("equality.vectors_differing", _unequal(served.vectors, vectors)),
        measured(
            "equality.stored_differing",
            sum(value_of(first_answers[i]) != value_of(stored[i]) for i in stored),
        ),
        measured("equality.stored_bytes_differing", _unequal(first_answers, stored)),
        measured("equality.replays_differing", sha256_of(first) != sha256_of(second)),
    ]


def _same(served: dict[str, bytes], replayed: dict[str, bytes], id_: str) -> bool:
    sides = (value_of(side.get(id_, b"{}"), timed=False) for side in (served, replayed))
    one, other = sides
    return bool(one) and one == other


def _unequal(one: dict[str, bytes], other: dict[str, bytes]) -> int:
    return sum(one.get(id_) != other.get(id_) for id_ in one.keys() | other.keys())


def _replayed(world: Stage, events: Path, name: str) -> Path:
    out = world.folder / f"decisions-{name}.jsonl"
    postrisk("replay", events, "--out", out, "--home", world.folder / "equality")
    return out


def _replayed_vectors(world: Stage, events: Path) -> dict[str, bytes]:
    settings = Settings(world.folder / "equality")
    home = home_of(settings)
    steps = Replay(engine_of(settings, home), tokeniser_of(home)).steps(events)
    return {
        step.event.event_id: step.evaluation.reading.packed
        for step in steps
        if isinstance(step, Step) and step.evaluation is not None
    }


def _copies(
    ledger: Ledger, port: int, home: Path, template: Shipment, copies: int
) -> list[Measurement]:
    """One event many times at once: one row, one count, one answer; another body is refused."""
    loner = _of_loner(template, "copies", timedelta())
    answers = asyncio.run(tell_at_once(port, request_of(loner, ledger.key), copies))
    changed = msgspec.structs.replace(loner, weight_grams=loner.weight_grams + 1)
    refused = asyncio.run(tell_at_once(port, request_of(changed, ledger.key), 1))[0]
    probe = _of_loner(template, "copies-probe", timedelta(hours=1))
    asyncio.run(tell_in_order(ledger, port, [probe]))
    with log_of(home) as log:
        rows = sum(id_ == loner.event_id for id_ in log.event_ids())
        kept = log.find_event(probe.event_id)
    counted = feature_of(kept, FEATURE) - 1 if kept else 0.0
    return [
        measured("equality.copies_failed", sum(answer.status != 200 for answer in answers)),
        measured("equality.copies_answers", _different([answer.body for answer in answers])),
        measured("equality.copies_rows", rows),
        measured("equality.copies_counted", counted),
        measured("equality.changed_body_status", refused.status),
    ]


def _different(bodies: list[bytes]) -> int:
    """How many different values there are: a stored 1 may come back as 1.0, which is the same."""
    values = [value_of(body) for body in dict.fromkeys(bodies)]
    return sum(value not in values[:at] for at, value in enumerate(values))


def _of_loner(template: Shipment, event_id: str, later: timedelta) -> Shipment:
    return msgspec.structs.replace(
        template,
        event_id=event_id,
        occurred_at=template.occurred_at + timedelta(days=30) + later,
        sender=_LONER,
        merchant_id=None,
        monthly_account=None,
        device_id=None,
        channel="counter",
    )


def main(arguments: list[str]) -> None:
    """Prints the figures."""
    for figure in run(next((int(one) for one in islice(arguments, 1)), EVENTS)):
        print(f"{figure.id:32} {figure.value:>12,.2f} {figure.verdict:7} {figure.note}")


if __name__ == "__main__":
    main(sys.argv[1:])
