"""Connections to one worker among several that accept from one port: tried until it is the right one."""

import http.client
import re
from typing import Final

_WORKER: Final = re.compile(rb"^postrisk_worker (\d+)", re.MULTILINE)


def connection_to(port: int, worker: int, workers: int) -> http.client.HTTPConnection:
    """A connection that a certain worker has taken; it stays with that one.

    Args:
        port: of the server.
        worker: from 0.
        workers: how many there are; a sole server is asked nothing.
    """
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        if workers == 1 or _worker_of(connection) == worker:
            return connection
        connection.close()


def _worker_of(connection: http.client.HTTPConnection) -> int:
    connection.request("GET", "/metrics")
    found = _WORKER.search(connection.getresponse().read())
    assert found is not None, "a worker tells its number"
    return int(found[1]) - 1
