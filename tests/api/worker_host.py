"""A program with two workers that tell who they are: ``python -m tests.api.worker_host [HOW]``."""

import json
import os
import socket
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from api.workers import Workers
from data.errors import Failure


def serve(how: str, number: int, listener: socket.socket, answers: Callable[[], None]) -> None:
    """Answer each connection with number and process id; ``how`` tells who fails, and when."""
    marker = Path(how)
    if how == "never" and number == 2:
        raise Failure("worker two has no database")
    if marker.is_absolute() and number == 1 and not marker.exists():
        marker.touch()  # answers the first time, fails the second, and is well again
    elif marker.is_absolute() and number == 1 and marker.read_bytes() == b"":
        marker.write_bytes(b"failed once")
        raise Failure("the database is away")
    answers()
    while True:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(json.dumps([number, os.getpid()]).encode())


def _say(port: int) -> None:
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()


def main() -> None:
    """Print the port once both answer; print the failure otherwise."""
    how = sys.argv[1] if len(sys.argv) > 1 else "well"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        try:
            Workers(2, partial(serve, how), listener, partial(_say, port)).run()
        except Failure as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
