"""Replay: a file through the very engine that serves.

The same rules as over HTTP: an event seen again with the same body gets the stored answer and is
counted once, another body under a known id is a conflict, a line that can't be scored spoils no other.
``duration_ms`` is 0 in a replay, so that two runs give the same bytes.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from data.decisions import ENCODER
from data.errors import PostRiskError
from data.events import Event, OutcomeLine, decode_line
from data.files import AtomicWriter, read_lines
from data.identifiers import Tokeniser
from data.instants import to_ms
from risk.engine import Engine
from risk.evaluation import Evaluation
from risk.pending import EVENT_PREFIX, OUTCOME_PREFIX, require_same
from risk.records import canonical_body


class Summary(Struct):
    """What a replay met."""

    events: int = 0
    outcomes: int = 0
    repeated: int = 0
    errors: int = 0


class Step(Struct, frozen=True):
    """One scored line.

    Attributes:
        line: number in the file, from 1.
        event: what was scored.
        evaluation: all that the engine says of it; None for a repeated line.
        stored: the answer of a line that is repeated, or was or will be.
    """

    line: int
    event: Event
    evaluation: Evaluation | None
    stored: bytes | None = None

    @property
    def answer(self) -> bytes:
        """The decision at analyst detail, as JSON; made when asked for: training has no use for it."""
        if self.stored is not None:
            return self.stored
        assert self.evaluation is not None, "a repeated line has its answer"  # noqa: S101  narrows the type
        return _answer(self.evaluation)


class _Line(Struct):
    """What tells one line from another: for the first pass over a file."""

    event_id: str = ""
    outcome_id: str = ""
    kind: str = ""

    @property
    def key(self) -> str:
        """As of the row in the log; an outcome names the event that it is about."""
        if self.kind == "outcome":
            return OUTCOME_PREFIX + self.outcome_id
        return EVENT_PREFIX + self.event_id


_LINE = msgspec.json.Decoder(_Line)


class Replay:
    """Drives an engine over a file.

    Args:
        engine: with an empty state.
        tokeniser: for the digest of bodies.
        until_ms: lines of a later time are passed over; None takes all.

    Attributes:
        summary: what was met so far.
        last_ms: latest time of a line so far, of an event or of an outcome; 0 before the first.
    """

    def __init__(self, engine: Engine, tokeniser: Tokeniser, until_ms: int | None = None) -> None:
        self._engine = engine
        self._until_ms = until_ms
        self._digest = tokeniser.digest
        self._repeating: set[str] = set()
        self._digests: dict[str, bytes] = {}
        self._answers: dict[str, bytes] = {}
        self.summary = Summary()
        self.last_ms = 0

    def steps(
        self, path: Path, told: Callable[[], object] = lambda: None
    ) -> Iterator[Step | tuple[int, PostRiskError]]:
        """Each scored line in order, or the line's number and its error.

        Args:
            path: events as JSON lines, gzip by its ending.
            told: called after each line.

        Raises:
            Failure: the file can't be read.
        """
        self._repeating = _repeated_keys(path)
        for number, line in read_lines(path):
            try:
                step = self._step(number, decode_line(line))
            except PostRiskError as error:
                self.summary.errors += 1
                yield number, error
            else:
                if step is not None:
                    yield step
            told()

    def _step(self, number: int, value: Event | OutcomeLine) -> Step | None:
        at_ms = to_ms(value.occurred_at)
        if self._until_ms is not None and at_ms > self._until_ms:
            return None
        self.last_ms = max(self.last_ms, at_ms)
        if isinstance(value, OutcomeLine):
            self._outcome(value)
            return None
        return self._event(number, value)

    def _event(self, number: int, event: Event) -> Step:
        key = EVENT_PREFIX + event.event_id
        if key not in self._repeating:
            return Step(number, event, self._enter(event))
        digest = self._digest(canonical_body(event))
        if self._is_known(key, digest):
            return Step(number, event, None, self._answers[key])
        evaluation = self._enter(event)
        self._digests[key] = digest
        answer = self._answers[key] = _answer(evaluation)
        return Step(number, event, evaluation, answer)

    def _enter(self, event: Event) -> Evaluation:
        evaluation = self._engine.evaluate(event)
        self._engine.apply(evaluation)
        self.summary.events += 1
        return evaluation

    def _outcome(self, line: OutcomeLine) -> None:
        key = OUTCOME_PREFIX + line.outcome_id
        digest = self._digest(canonical_body(line)) if key in self._repeating else b""
        if digest and self._is_known(key, digest):
            return
        self._engine.apply_outcome(line)
        self.summary.outcomes += 1
        if digest:
            self._digests[key] = digest

    def _is_known(self, key: str, digest: bytes) -> bool:
        """Whether a line says again what an earlier one said.

        Raises:
            Conflict: an earlier line used the id with another body.
        """
        known = self._digests.get(key)
        if known is None:
            return False
        require_same(key, known, digest)
        self.summary.repeated += 1
        return True


def replay_file(
    replay: Replay, events: Path, out: Path, told: Callable[[], object] = lambda: None
) -> Summary:
    """Score a file into a file of decisions; nothing is left half written.

    Raises:
        Failure: a file can't be read or written.
    """
    with AtomicWriter(out) as file:
        for step in replay.steps(events, told):
            file.write_line(step.answer if isinstance(step, Step) else _error_line(*step))
    return replay.summary


def count_lines(path: Path) -> int:
    """Lines of a file, for a progress bar."""
    return sum(1 for _ in read_lines(path))


def _answer(evaluation: Evaluation) -> bytes:
    return ENCODER.encode(evaluation.analyst_decision())


def _error_line(number: int, error: PostRiskError) -> bytes:
    body = {"type": error.type, "code": error.code, "message": error.message, "param": error.param}
    return msgspec.json.encode({"line": number, "error": body})


def _repeated_keys(path: Path) -> set[str]:
    """Keys that stand on more than one line: only what these lines said needs to be remembered."""
    seen: set[int] = set()
    repeated: set[str] = set()
    for _, line in read_lines(path):
        try:
            key = _LINE.decode(line).key
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        mark = hash(key)
        if mark in seen:
            repeated.add(key)
        seen.add(mark)
    return repeated
