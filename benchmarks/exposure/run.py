"""64 connections, tight limits, kill -9 again and again; then everything is counted from the log.

The callers send parcels and outcomes until the server is killed at a random moment; what had no answer is
sent again after the restart. At the end ``postrisk exposure check`` derives the ledger again, and a recount
with plain sums (``benchmarks.exposure.recount``) looks for what was taken above a limit.

A killed process is not a power cut: that commits reach the disk is SQLite's ``synchronous=FULL``.
"""

import asyncio
import random
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from benchmarks.catalogue import measured
from benchmarks.connection import Caller
from benchmarks.exposure.recount import Recount
from benchmarks.exposure.traffic import Traffic
from benchmarks.ledger import Ledger, Line, id_of, tell_in_order, value_of
from benchmarks.log_reader import log_of
from benchmarks.measurement import Measurement
from benchmarks.processes import Server, serve_command, try_postrisk
from benchmarks.stage import new_key
from data.events import OutcomeLine
from data.exposure_entries import ExposureEntries
from data.identifiers import token_of
from data.subject import Reader
from risk.bootstrap import home_of, tokeniser_of
from risk.settings import Settings

CONNECTIONS: Final = 64
RESERVATIONS: Final = 100_000
KILLS: Final = 20
SEED: Final = 20_261_122
_MOMENT_SECONDS: Final = 0.1
_START_SECONDS: Final = 900.0
"""The log of a whole run is restored at its last start: a minute, or five on a busy machine."""
_WRONG: Final = re.compile(
    r"([\d,]+) rows differ, ([\d,]+) entries missing, ([\d,]+) foreign.*?"
    r"([\d,]+) over a limit, ([\d,]+) reserved or ended twice.*?([\d,]+) fen leaked",
    re.DOTALL,
)


class Run:
    """One home through all its kills.

    Args:
        folder: for the home and the server's log.
        reservations: to reach.
        kills: on the way.
        seed: of traffic and moments.
    """

    def __init__(self, folder: Path, reservations: int, kills: int, seed: int) -> None:
        self._home = folder / "home"
        self._log = folder / "server.log"
        self._ledger = Ledger(new_key(self._home))
        self._traffic = Traffic(seed)
        self._random = random.Random(seed + 1)
        self._target = reservations
        self._kills = kills
        self._reserved = 0
        self._in_doubt: list[Line] = []
        self._doubted = 0
        self._decisions: dict[str, str] = {}

    def run(self) -> list[Measurement]:
        """Load and kill, then count."""
        started = monotonic()
        server = self._start()
        asyncio.run(tell_in_order(self._ledger, server.port, self._traffic.applications()))
        for kill in range(self._kills):
            part = (kill + self._random.random()) / self._kills
            asyncio.run(self._load(server, int(self._target * part), kill=True))
            server = self._start()
        asyncio.run(self._load(server, self._target, kill=False))
        server.stop()
        return self._figures(started)

    def _start(self) -> Server:
        return Server(serve_command(self._home), self._log, _START_SECONDS)

    async def _load(self, server: Server, upto: int, *, kill: bool) -> None:
        """All callers until so many parcels were reserved; with ``kill`` the end comes in mid-work."""
        again, self._in_doubt = self._in_doubt, []
        self._doubted += len(again)
        self._enough = asyncio.Event()
        callers = [
            asyncio.create_task(self._call(server.port, again, None if kill else upto))
            for _ in range(CONNECTIONS)
        ]
        if kill:
            await self._until(upto, callers)
            await asyncio.sleep(self._random.uniform(0, _MOMENT_SECONDS))
            server.kill()
        await asyncio.gather(*callers)

    async def _until(self, upto: int, callers: list["asyncio.Task[None]"]) -> None:
        while self._reserved < upto and not any(caller.done() for caller in callers):
            await asyncio.sleep(0.005)

    async def _call(self, port: int, again: list[Line], upto: int | None) -> None:
        caller = await Caller.connect(port)
        while again or upto is None or self._reserved < upto:
            line = again.pop() if again else self._traffic.next()
            try:
                answer = await self._ledger.tell(caller, line)
            except ConnectionResetError:
                self._in_doubt.append(line)
                return
            if answer.status == 200 and not isinstance(line, OutcomeLine):
                self._decided(id_of(line), str(value_of(answer.body)["decision"]))
        caller.close()

    def _decided(self, event_id: str, decision: str) -> None:
        self._decisions[event_id] = decision
        if decision not in ("hold", "decline"):
            self._reserved += 1
            self._traffic.accepted(event_id)

    def _figures(self, started: float) -> list[Measurement]:
        found = Recount()
        with log_of(self._home) as log:
            for record in log.scan():
                found.add(record)
            leaked = self._leaked_fen(found, ExposureEntries(log))
        acknowledged = self._ledger.answers.keys()
        kept = found.decided.keys() | found.outcomes
        changed = sum(found.decided.get(id_) != said for id_, said in self._decisions.items())
        return [
            measured("exposure.kills", self._kills),
            measured("exposure.reservations", found.reservations, f"{CONNECTIONS} connections"),
            measured("exposure.held", found.held),
            measured("exposure.in_doubt", self._doubted),
            measured("exposure.releases", found.releases),
            measured("exposure.open_fen", sum(found.outstanding_fen.values())),
            measured("exposure.held_fen", sum(found.collected_fen.values())),
            measured("exposure.over_limit", found.over_limit),
            measured("exposure.lost", len(acknowledged - kept)),
            measured("exposure.changed", changed),
            measured("exposure.failures", self._ledger.failures),
            measured("exposure.leaked_fen", leaked),
            measured("exposure.check_wrong", self._check_wrong()),
            measured("exposure.minutes", (monotonic() - started) / 60),
        ]

    def _leaked_fen(self, found: Recount, entries: ExposureEntries) -> int:
        """By how much the last balances of the entries differ from the recount."""
        reader = Reader(tokeniser_of(home_of(Settings(self._home))))
        last = {e.merchant_token: (e.outstanding_fen, e.collected_fen) for e in entries.scan()}
        leaked = 0
        for name in [*found.outstanding_fen]:
            stored = last.pop(token_of(reader.merchant_node(name)), (0, 0))
            leaked += abs(stored[0] - found.outstanding_fen[name])
            leaked += abs(stored[1] - found.collected_fen[name])
        return leaked + sum(map(sum, last.values()))

    def _check_wrong(self) -> int:
        code, printed, told = try_postrisk("exposure", "check", "--home", self._home)
        numbers = _WRONG.search(printed)
        assert numbers is not None, f"exposure check ended with {code}: {told[-400:]}"
        wrong = sum(int(number.replace(",", "")) for number in numbers.groups())
        assert bool(code) == bool(wrong)
        return wrong


def run(
    reservations: int = RESERVATIONS, kills: int = KILLS, seed: int = SEED
) -> list[Measurement]:
    """All figures of the run.

    Args:
        reservations: COD parcels that are accepted.
        kills: at random moments on the way.
        seed: of traffic and moments.
    """
    with TemporaryDirectory(prefix="postrisk-exposure-") as name:
        return Run(Path(name), reservations, kills, seed).run()
