"""How soon a server answers, and what it has to import for that."""

import asyncio
import re
from pathlib import Path
from time import monotonic
from typing import Final

from benchmarks.catalogue import measured
from benchmarks.connection import Caller
from benchmarks.log_reader import log_of
from benchmarks.measurement import Measurement
from benchmarks.processes import Server, serve_command
from benchmarks.stage import Stage, events_of, new_key, request_of
from benchmarks.stats import median

HEAVY: Final = ("pyod", "shap", "sklearn", "lightgbm", "pandas", "networkx", "optbinning")
"""What training and offline pictures need, and serving must not."""
_STARTS: Final = 3
_IMPORTED: Final = re.compile(r"^import time:.*\|\s+([\w.]+)\s*$", re.MULTILINE)


def startup(stage: Stage) -> list[Measurement]:
    """Seconds to the first answer with warm caches, and heavy modules imported on the way."""
    home = stage.home("startup")
    key = new_key(home)
    requests = [request_of(event, key) for event in events_of(stage.events, _STARTS + 2)]
    log = stage.folder / "startup.log"
    # The first start compiles what later ones load from their caches.
    seconds = [_first_answer_seconds(home, request, log) for request in requests[:-1]][1:]
    imported = _imported_modules(home, requests[-1], stage.folder / "imports.log")
    heavy = sorted({name.partition(".")[0] for name in imported} & set(HEAVY))
    return [
        measured("load.first_answer_seconds", median(seconds), f"{len(seconds)} starts"),
        measured("load.heavy_modules", len(heavy), ", ".join(heavy) or f"{len(imported)} in all"),
    ]


def restart(stage: Stage, home: Path) -> list[Measurement]:
    """Rows of a long log that a start restores in a second.

    Args:
        stage: for the log file.
        home: one that was served for a while.
    """
    with log_of(home) as log:
        rows = log.count_events()
    with Server(serve_command(home), stage.folder / "startup.log") as server:
        seconds = server.announced - server.started
    note = f"{rows:,} rows, {seconds:.1f} s with all imports"
    return [measured("load.restart_rows_per_second", rows / seconds, note)]


def _first_answer_seconds(home: Path, request: bytes, log: Path) -> float:
    with Server(serve_command(home), log) as server:
        asyncio.run(_ask(server.port, request))
        return monotonic() - server.started


def _imported_modules(home: Path, request: bytes, log: Path) -> set[str]:
    with Server(serve_command(home, options=("-X", "importtime")), log) as server:
        asyncio.run(_ask(server.port, request))
    return set(_IMPORTED.findall(log.read_text(errors="replace")))


async def _ask(port: int, request: bytes) -> None:
    caller = await Caller.connect(port)
    answer = await caller.ask(request)
    caller.close()
    assert answer.status == 200, f"the first answer was {answer.status}"
