"""Starts the load client in a process of its own and reads what it met."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.load_client import Outcome
from benchmarks.processes import module_command
from data.errors import Failure

_SECONDS: Final = 600.0


def drive(
    requests: Sequence[bytes],
    port: int,
    folder: Path,
    *,
    connections: int,
    warm: int,
    rate: float | None = None,
    seed: int = 0,
) -> Outcome:
    """One run of the client against a server of this machine.

    Args:
        requests: whole HTTP requests.
        port: of the server.
        folder: where the requests are handed over.
        connections: kept alive during the run.
        warm: requests that are sent before the clock runs.
        rate: requests a second of the open loop; None for the closed loop.
        seed: of the open loop's instants.

    Raises:
        Failure: the client failed.
    """
    file = folder / "requests.msgpack"
    file.write_bytes(msgspec.msgpack.encode(requests))
    extra = [] if rate is None else [str(rate), str(seed)]
    command = module_command(
        "benchmarks.load_client", str(file), str(port), str(connections), str(warm), *extra
    )
    done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    if done.returncode:
        raise Failure(f"the load client failed: {done.stderr.decode(errors='replace')[-400:]}")
    return msgspec.json.decode(done.stdout, type=Outcome)
