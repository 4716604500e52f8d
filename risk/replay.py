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
from data.errors import Conflict, PostRiskError
from data.events import Event, OutcomeLine, decode_line
from data.files import AtomicWriter, read_lines
from data.identifiers import Tokeniser
from data.instants import to_ms
from risk.engine import Engine, Evaluation
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
        answer: the decision as JSON.
    """

    line: int
    event: Event
    evaluation: Evaluation | None
    answer: bytes


class _Line(Struct):
    """The id of a line and nothing else: for the first pass over a file."""

    event_id: str = ""
    kind: str = ""


_LINE = msgspec.json.Decoder(_Line)


class Replay:
    """Drives an engine over a file.

    Args:
        engine: with an empty state.
        tokeniser: for the digest of bodies.
        until_ms: lines of a later time are passed over; None takes all.
    """

    def __init__(self, engine: Engine, tokeniser: Tokeniser, until_ms: int | None = None) -> None:
        self._engine = engine
        self._until_ms = until_ms
        self._digest = tokeniser.digest
        self._seen: dict[str, bytes] = {}
        self._outcomes: dict[str, bytes] = {}
        self._answers: dict[str, bytes] = {}
        self._repeating: set[str] = set()
        self.summary = Summary()

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
        self._repeating = _repeated_ids(path)
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
        if self._until_ms is not None and to_ms(value.occurred_at) > self._until_ms:
            return None
        if isinstance(value, OutcomeLine):
            self._outcome(value)
            return None
        digest = self._digest(canonical_body(value))
        known = self._seen.get(value.event_id)
        if known is not None:
            return self._again(number, value, known == digest)
        evaluation = self._engine.evaluate(value)
        self._engine.apply(evaluation)
        self._seen[value.event_id] = digest
        self.summary.events += 1
        answer = ENCODER.encode(evaluation.analyst_decision())
        if value.event_id in self._repeating:
            self._answers[value.event_id] = answer
        return Step(number, value, evaluation, answer)

    def _again(self, number: int, event: Event, same: bool) -> Step:  # noqa: FBT001  a fact, no switch
        if not same:
            raise Conflict("this id was used with another body", param="event_id")
        self.summary.repeated += 1
        return Step(number, event, None, self._answers[event.event_id])

    def _outcome(self, line: OutcomeLine) -> None:
        digest = self._digest(canonical_body(line))
        known = self._outcomes.get(line.outcome_id)
        if known is None:
            self._engine.apply_outcome(line)
            self._outcomes[line.outcome_id] = digest
            self.summary.outcomes += 1
        elif known != digest:
            raise Conflict("this id was used with another body", param="outcome_id")
        else:
            self.summary.repeated += 1


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


def _error_line(number: int, error: PostRiskError) -> bytes:
    body = {"type": error.type, "code": error.code, "message": error.message, "param": error.param}
    return msgspec.json.encode({"line": number, "error": body})


def _repeated_ids(path: Path) -> set[str]:
    """Ids that stand on more than one line: only their answers need to be remembered."""
    seen: set[int] = set()
    repeated: set[str] = set()
    for _, line in read_lines(path):
        try:
            id_ = _LINE.decode(line).event_id
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        mark = hash(id_)
        if mark in seen:
            repeated.add(id_)
        seen.add(mark)
    return repeated
