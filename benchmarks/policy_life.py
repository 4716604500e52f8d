"""How soon a published policy decides, while callers never rest, and how many of their requests fail.

    python -m benchmarks.policy_life [ROUNDS] [--workers N --database URL]

A server of its own over an empty home, and over the empty database of the URL, if there is one. Four
callers send new parcels one after the other; where there are several workers, each caller stays with one,
and all workers have as many. Each round publishes a draft and rolls it back. Told are: until the call was
answered; until the first score named the new policy, at the worker where that was latest; scores that were
sent after the call was answered and named the old one (there may be none); requests that were not answered
with 200; and the callers' latencies, beside those of a run of the same length without changes.
"""

import argparse
import http.client
import tempfile
import threading
from pathlib import Path
from time import perf_counter, sleep
from typing import Any, Final

import msgspec

from api.examples import SHIPMENT
from benchmarks.processes import Server, log_options, postrisk, serve_command
from benchmarks.stats import percentile
from benchmarks.worker_connections import connection_to

CALLERS: Final = 4
ROUNDS: Final = 10
_PAUSE_SECONDS: Final = 0.5
_TEXT: Final = """
id: round
version: {number}
title: {{zh: 第{number}轮, en: Round {number}}}
rules:
  - id: ROUND-a
    version: 1
    action: step_up
    kinds: [shipment]
    when: weight_grams > {number}
    reason: {{code: round, zh: 试验, en: a trial}}
    counter: {{zh: 请核验证件。, en: Check the document.}}
    examples:
      hit: [{{name: heavy, facts: {{weight_grams: 10000}}}}]
      miss: [{{name: light, look_alike: L16, facts: {{weight_grams: 0}}}}]
"""


class Seen(msgspec.Struct, frozen=True):
    """One score.

    Attributes:
        sent, answered: perf_counter.
        policy: that decided; None where it failed.
        worker: that was asked, from 0.
    """

    sent: float
    answered: float
    policy: str | None
    worker: int


class Callers:
    """Threads that score new parcels until they are told to stop."""

    def __init__(self, port: int, key: str, workers: int) -> None:
        self._port, self._key, self._workers = port, key, workers
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(n,)) for n in range(CALLERS)]
        self.seen: list[Seen] = []
        for thread in self._threads:
            thread.start()

    def stop(self) -> list[Seen]:
        """All scores of all callers."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        return self.seen

    def _work(self, number: int) -> None:
        worker = number % self._workers
        connection = connection_to(self._port, worker, self._workers)
        count = 0
        while not self._stopping.is_set():
            count += 1
            event = SHIPMENT | {"event_id": f"life-{id(self)}-{number}-{count}"}
            sent = perf_counter()
            status, body = _send(connection, self._key, "POST", "/v1/score", event)
            policy = body["policy"] if status == 200 else None
            self.seen.append(Seen(sent, perf_counter(), policy, worker))
        connection.close()


class Change(msgspec.Struct, frozen=True):
    """One call that changes what decides.

    Attributes:
        asked, done: perf_counter of the call and its answer.
        policy: that decides after it.
    """

    name: str
    asked: float
    done: float
    policy: str


def main() -> None:
    """Run and print."""
    asked = _arguments()
    log = log_options(asked.database)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        roles = ("api_client", "strategy_admin", "strategy_approver")
        keys = {
            role: postrisk("key", "new", "--role", role, "--home", home, *log).strip()
            for role in roles
        }
        serve = serve_command(home, log=log_options(asked.database, asked.workers))
        with Server(serve, Path(folder) / "log") as server:
            changes, seen = _changed(server.port, keys, asked.rounds, asked.workers)
            callers = Callers(server.port, keys["api_client"], asked.workers)
            sleep(2 * asked.rounds * _PAUSE_SECONDS)
            still = callers.stop()
        _tell(changes, seen, still)
        print(postrisk("verify", "--home", home, *log).strip())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.policy_life")
    parser.add_argument("rounds", nargs="?", type=int, default=ROUNDS)
    parser.add_argument("--workers", type=int, default=1, help=f"at most {CALLERS}")
    parser.add_argument("--database", help="of an empty database in PostgreSQL")
    return parser.parse_args()


def _changed(
    port: int, keys: dict[str, str], rounds: int, workers: int
) -> tuple[list[Change], list[Seen]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    author, publisher = keys["strategy_admin"], keys["strategy_approver"]
    texts = [_TEXT.format(number=number) for number in range(1, rounds + 1)]
    drafts = [_good(connection, author, "", {"text": text})["id"] for text in texts]
    callers = Callers(port, keys["api_client"], workers)
    changes = []
    sleep(_PAUSE_SECONDS)
    for draft in drafts:
        for name, path, body in (
            ("publish", f"/{draft}/publish", {"share": 1}),
            ("roll back", "-rollbacks", {"reason": "the round is over"}),
        ):
            asked = perf_counter()
            _good(connection, publisher, path, body)
            done = perf_counter()
            _, found = _send(connection, publisher, "GET", "/v1/policies")
            changes.append(Change(name, asked, done, found["deciding"]))
            sleep(_PAUSE_SECONDS)
    return changes, callers.stop()


def _good(connection: http.client.HTTPConnection, key: str, path: str, body: object) -> Any:
    start = "/v1/policy" if path == "-rollbacks" else "/v1/policies"
    status, found = _send(connection, key, "POST", start + path, body)
    if status != 200:
        raise SystemExit(f"{path}: {status} {found}")
    return found


def _send(
    connection: http.client.HTTPConnection, key: str, method: str, path: str, body: object = None
) -> tuple[int, Any]:
    content = b"" if body is None else msgspec.json.encode(body)
    connection.request(method, path, content, {"Authorization": f"Bearer {key}"})
    answer = connection.getresponse()
    return answer.status, msgspec.json.decode(answer.read())


def _tell(changes: list[Change], seen: list[Seen], still: list[Seen]) -> None:
    workers = sorted({each.worker for each in seen})
    shares = " and ".join(f"{sum(s.worker == w for s in seen):,}" for w in workers)
    print(
        f"{CALLERS} callers, {len(workers)} workers, {len(seen):,} scores ({shares})"
        f" during {len(changes)} changes"
    )
    for name in ("publish", "roll back"):
        own = [change for change in changes if change.name == name]
        answered = [1000 * (change.done - change.asked) for change in own]
        in_force = [1000 * (_first(seen, change) - change.asked) for change in own]
        print(
            f"{name:<10} answered in {_spread(answered)}; first score by it after {_spread(in_force)}"
        )
    late = sum(_late(seen, change, following) for change, following in _pairs(changes))
    print(f"scores sent after the answer that named another policy: {late}")
    print(f"scores that failed: {sum(each.policy is None for each in seen)}")
    for name, some in (("with changes", seen), ("without", still)):
        took = sorted(1000 * (each.answered - each.sent) for each in some)
        shares = ", ".join(f"p{q} {percentile(took, q / 100):.1f}" for q in (50, 95, 99))
        print(f"latency {name}: {shares}, max {took[-1]:.1f} ms over {len(took):,} scores")


def _pairs(changes: list[Change]) -> list[tuple[Change, float]]:
    ends = [change.asked for change in changes[1:]] + [float("inf")]
    return list(zip(changes, ends, strict=True))


def _first(seen: list[Seen], change: Change) -> float:
    """When the last of the workers first answered by a change."""
    first: dict[int, float] = {}
    for each in seen:
        if each.policy == change.policy and each.answered > change.asked:
            first[each.worker] = min(each.answered, first.get(each.worker, each.answered))
    assert len(first) == len({each.worker for each in seen}), "a worker never decided by it"
    return max(first.values())


def _late(seen: list[Seen], change: Change, following: float) -> int:
    """Of the scores between a change's answer and the next change, those by another policy."""
    return sum(
        each.policy != change.policy
        for each in seen
        if change.done < each.sent and each.answered < following
    )


def _spread(values: list[float]) -> str:
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 2]:.0f} ms (most {ordered[-1]:.0f})"


if __name__ == "__main__":
    main()
