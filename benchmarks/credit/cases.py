"""The COD applications of a world, as the engine saw them and as they ended; kept in a file if asked."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from data.errors import Failure, PostRiskError
from data.events import CodApplication, OutcomeLine, decode_line
from data.files import AtomicWriter, read_lines
from risk.credit_fit import DEFAULTS
from risk.exposure_reads import shared_by
from risk.features.catalogue import NAMES
from risk.replay import Replay, Step
from rules.limits import Group

DEBT: Final = "overdue"
_OUTCOME: Final = b'"outcome"'


class Seen(Struct, frozen=True):
    """An application as a card sees it.

    Attributes:
        at_ms: when it was made.
        vector: all features.
        group: with whom it shares a limit; None if nobody is known.
        stopped: whether it was held or declined when it was replayed.
    """

    at_ms: int
    vector: list[float]
    group: Group | None
    stopped: bool


class Case(Struct, frozen=True):
    """One application and what became of it.

    Attributes:
        grade: given.
        pd: given.
        requested_fen: asked for.
        granted_fen: outstanding limit, 0 where the application was stopped.
        owed_share: debts that became overdue, of the limit asked for.
        seen: what a card needs to grade it anew.
        defaulted: whether it ended as training counts a bad one.
    """

    grade: str
    pd: float
    requested_fen: int
    granted_fen: int
    owed_share: float
    seen: Seen | None = None
    defaulted: bool = False

    @property
    def bad(self) -> bool:
        """Whether a debt became overdue."""
        return self.owed_share > 0.0


class _Kept(Struct):
    """A file of cases; the names tell whether its vectors are of this version."""

    names: tuple[str, ...]
    cases: list[Case]


def collect(replay: Replay, events: Path, told: Callable[[], object] = lambda: None) -> list[Case]:
    """Replay a world and join each application with its debts.

    Args:
        replay: of a fresh engine.
        events: of the world.
        told: called after each line.

    Raises:
        Failure: the file can't be read, or a line can't be scored.
    """
    asked: dict[str, Case] = {}
    for step in replay.steps(events, told):
        if not isinstance(step, Step):
            number, error = step
            raise Failure(f"line {number} of the world can't be scored: {error.message}")
        case = _case(step)
        if case is not None:
            asked[step.event.event_id] = case
    owed_fen, defaulted = _ends(events, asked)
    return [
        _ended(case, owed_fen.get(id_, 0), defaulted=id_ in defaulted)
        for id_, case in asked.items()
    ]


def write_cases(file: Path, cases: list[Case]) -> None:
    """Keep the cases, so that they can be judged anew without a replay.

    Raises:
        Failure: the file can't be written.
    """
    with AtomicWriter(file) as out:
        out.write(msgspec.msgpack.encode(_Kept(NAMES, cases)))


def read_cases(file: Path) -> list[Case]:
    """The cases that were kept.

    Raises:
        Failure: the file can't be read, or is of a version with other features.
    """
    try:
        kept = msgspec.msgpack.decode(file.read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError):
        raise Failure(f"{file.name} holds no cases that can be read") from None
    if kept.names != NAMES:
        raise Failure(f"{file.name} is of a version with other features: replay the world again")
    return kept.cases


def _case(step: Step) -> Case | None:
    evaluation, event = step.evaluation, step.event
    if evaluation is None or not isinstance(event, CodApplication):
        return None
    credit, reading = evaluation.decision.credit, evaluation.reading
    if credit is None:
        return None
    stopped = evaluation.decision.decision in ("hold", "decline")
    limit_fen = 0 if stopped else credit.limits.outstanding_fen
    requested_fen = max(event.requested_limit_fen, 1)
    seen = Seen(reading.fact.at_ms, list(reading.vector), shared_by(reading.tie), stopped)
    return Case(credit.grade, credit.pd, requested_fen, limit_fen, 0.0, seen)


def _ends(events: Path, asked: dict[str, Case]) -> tuple[dict[str, int], set[str]]:
    """Of the applications: overdue debts in fen, and those that ended as bad ones."""
    owed_fen: dict[str, int] = {}
    defaulted: set[str] = set()
    for line in _outcomes(events):
        if line.event_id not in asked:
            continue
        if line.outcome == DEBT:
            owed_fen[line.event_id] = line.amount_fen or 0
        if line.outcome in DEFAULTS:
            defaulted.add(line.event_id)
    return owed_fen, defaulted


def _outcomes(events: Path) -> Iterator[OutcomeLine]:
    for _, line in read_lines(events):
        if _OUTCOME not in line:
            continue
        try:
            known = decode_line(line)
        except PostRiskError:
            continue
        if isinstance(known, OutcomeLine):
            yield known


def _ended(case: Case, owed_fen: int, *, defaulted: bool) -> Case:
    share = min(owed_fen / case.requested_fen, 1.0)
    return replace(case, owed_share=share, defaulted=defaulted)
