"""Kill -9 under load, start again, and count what is lost, changed or counted twice.

    python -m benchmarks.crash [ROUNDS]

Eight connections send events and outcomes until the server is killed at a random moment. After the
restart every acknowledged answer must be there, everything that was sent is sent again, and a probe
of a sender of our own must find exactly as many parcels as rows were kept: a recount that knows
nothing of the engine. A verifier that never crashed follows the log from round to round.

A killed process is not a power cut: that commits reach the disk is SQLite's ``synchronous=FULL``.
"""

import asyncio
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from time import monotonic
from typing import Final

import msgspec

from benchmarks.catalogue import measured
from benchmarks.connection import Answer, Caller
from benchmarks.ledger import Ledger, Line, id_of, stored_answers, tell_in_order, value_of
from benchmarks.log_reader import feature_of, fresh_verifier, log_of, verify_differing
from benchmarks.measurement import Measurement
from benchmarks.processes import Server, serve_command
from benchmarks.stage import Stage, first_shipment, lines_of, new_key, stage
from benchmarks.stats import median
from data.events import OutcomeLine, Party, Shipment
from data.records import EventRecord
from risk.verify import Verifier

CONNECTIONS: Final = 8
ROUNDS: Final = 20
SEED: Final = 20_260_707
FEATURE: Final = "sender_parcels_90d"
_EVERY: Final = 10
_MOMENTS_SECONDS: Final = (0.05, 0.6)
_LINES_A_ROUND: Final = 2_000
_MARKED: Final = Party(name="测试寄件人", phone="13999990001")


@dataclass
class Counts:
    """What the rounds found; the first two and ``restarts`` are plain figures, all else must stay 0."""

    acknowledged: int = 0
    in_doubt: int = 0
    lost: int = 0
    changed: int = 0
    resend_failures: int = 0
    rows_astray: int = 0
    window_differences: int = 0
    vectors_differing: int = 0
    restarts: list[float] = field(default_factory=list)


class Rounds:
    """One home through all its crashes.

    Args:
        stage: gives the home and the log file.
        seed: of the moments.
    """

    def __init__(self, stage: Stage, seed: int) -> None:
        self._home = stage.home("crash")
        self._log = stage.folder / "crash.log"
        self._ledger = Ledger(new_key(self._home))
        self._random = random.Random(seed)
        self._template = first_shipment(stage.events)
        self._lines = _marked_lines(lines_of(stage.events), self._template)
        self._verifier: Verifier = fresh_verifier(self._home)
        self._verified_seq = 0
        self._probes = 0
        self.counts = Counts()

    def run(self, rounds: int) -> list[Measurement]:
        """Crash, check, and again; then everything once more."""
        server = self._start()
        for _ in range(rounds):
            before = set(self._ledger.sent)
            asyncio.run(self._load_and_kill(server))
            killed = monotonic()
            server = self._start()
            self.counts.restarts.append(monotonic() - killed)
            new = [id_ for id_ in self._ledger.sent if id_ not in before]
            self.counts.acknowledged += sum(id_ in self._ledger.answers for id_ in new)
            self._check(server.port, new)
        self._check(server.port, list(self._ledger.sent))
        server.stop()
        return self._figures(rounds)

    def _start(self) -> Server:
        return Server(serve_command(self._home), self._log)

    async def _load_and_kill(self, server: Server) -> None:
        """Eight callers; the kill comes at a random moment, in the middle of their work."""
        batch = islice(self._lines, _LINES_A_ROUND)
        callers = [asyncio.create_task(self._call(server.port, batch)) for _ in range(CONNECTIONS)]
        await asyncio.sleep(self._random.uniform(*_MOMENTS_SECONDS))
        server.kill()
        await asyncio.gather(*callers)

    async def _call(self, port: int, lines: Iterator[Line]) -> None:
        caller = await Caller.connect(port)
        for line in lines:
            try:
                await self._ledger.tell(caller, line)
            except ConnectionResetError:
                self.counts.in_doubt += 1
                return

    def _check(self, port: int, ids: list[str]) -> None:
        asyncio.run(self._check_answers(port, ids))
        asyncio.run(self._probe(port))
        self._check_rows()

    async def _check_answers(self, port: int, ids: list[str]) -> None:
        """Acknowledged answers are there; everything sent can be sent again."""
        ledger = self._ledger
        acknowledged = ledger.events(id_ for id_ in ids if id_ in ledger.answers)
        before = {id_: ledger.answers[id_] for id_ in acknowledged}
        self._compare(before, await stored_answers(ledger, port, acknowledged))
        failures = ledger.failures
        caller = await Caller.connect(port)
        for id_ in ids:
            answer = await ledger.tell(caller, ledger.sent[id_])
            if id_ in before and value_of(answer.body) != value_of(before[id_]):
                self.counts.changed += 1
        caller.close()
        self.counts.resend_failures += ledger.failures - failures

    def _compare(self, before: dict[str, bytes], stored: dict[str, Answer]) -> None:
        for id_, answer in stored.items():
            if answer.status != 200:
                self.counts.lost += 1
            elif value_of(answer.body) != value_of(before[id_]):
                self.counts.changed += 1

    async def _probe(self, port: int) -> None:
        """One more parcel of the marked sender, later than all."""
        self._probes += 1
        late_by = timedelta(days=60, minutes=self._probes)
        probe = _marked(self._template, f"probe-{self._probes}", late_by)
        await tell_in_order(self._ledger, port, [probe])

    def _check_rows(self) -> None:
        with log_of(self._home) as log:
            kept = [*log.event_ids(), *log.outcome_ids()]
            probe = log.find_event(f"probe-{self._probes}")
            rows = list(log.scan(after_seq=self._verified_seq))
        self.counts.rows_astray += len(kept) - len(set(kept))
        self.counts.rows_astray += len(set(kept) ^ set(self._ledger.sent))
        marked = sum(_is_marked(line) for line in self._ledger.sent.values())
        if not isinstance(probe, EventRecord) or feature_of(probe, FEATURE) != marked:
            self.counts.window_differences += 1
        self.counts.vectors_differing += self._verifier.run(rows).differing
        self._verified_seq = max((row.seq for row in rows), default=self._verified_seq)

    def _figures(self, rounds: int) -> list[Measurement]:
        counts = self.counts
        return [
            measured("crash.rounds", rounds),
            measured("crash.acknowledged", counts.acknowledged),
            measured("crash.in_doubt", counts.in_doubt),
            measured("crash.lost", counts.lost),
            measured("crash.changed", counts.changed),
            measured("crash.resend_failures", counts.resend_failures),
            measured("crash.rows_astray", counts.rows_astray, f"{len(self._ledger.sent):,} rows"),
            measured("crash.window_differences", counts.window_differences, FEATURE),
            measured("crash.vectors_differing", counts.vectors_differing),
            measured("crash.verify_differing", verify_differing(self._home)),
            measured("crash.restart_seconds", median(counts.restarts)),
        ]


def run(rounds: int = ROUNDS, seed: int = SEED, size: str = "S") -> list[Measurement]:
    """All figures of the crashes.

    Args:
        rounds: kills.
        seed: of the moments.
        size: preset of the world.
    """
    with stage(size) as world:
        return Rounds(world, seed).run(rounds)


def _marked_lines(lines: list[Line], template: Shipment) -> Iterator[Line]:
    """The world with a parcel of the marked sender after every tenth line."""
    for number, line in enumerate(lines):
        yield line
        if number % _EVERY == 0:
            yield _marked(template, f"marked-{number}", late_by=timedelta(minutes=number))


def _marked(template: Shipment, event_id: str, late_by: timedelta) -> Shipment:
    return msgspec.structs.replace(
        template,
        event_id=event_id,
        occurred_at=template.occurred_at + late_by,
        sender=_MARKED,
        merchant_id=None,
        monthly_account=None,
        device_id=None,
        channel="counter",
    )


def _is_marked(line: Line) -> bool:
    return not isinstance(line, OutcomeLine) and id_of(line).startswith(("marked-", "probe-"))


def main(arguments: list[str]) -> None:
    """Prints the figures."""
    for figure in run(int(arguments[0]) if arguments else ROUNDS):
        print(f"{figure.id:28} {figure.value:>12,.2f} {figure.verdict:7} {figure.note}")


if __name__ == "__main__":
    main(sys.argv[1:])
