"""Two bundles or policies over one file: who would have been stopped and was not, and the reverse.

Both engines see every event, each with a state of its own, by the same ``evaluate`` and ``apply`` that
serve. An event is stopped when a person must look at it before it goes on: reviewed, held or declined.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from data.decisions import Action
from data.errors import Failure
from data.identifiers import Tokeniser
from risk.engine import Engine
from risk.replay import Replay, Step
from risk.stakes import stake_fen
from risk.verdicts import Verdicts

STOPPED: Final[frozenset[Action]] = frozenset({"review", "hold", "decline"})
REVIEW_MINUTES: Final = 6.0
"""Median time that a person takes for one alert: the target of DOMAIN 6.2."""


class Tally(Struct):
    """One group of events: a typology, a look-alike, or ordinary customers.

    Attributes:
        events: all of them.
        champion: stopped by the champion.
        candidate: stopped by the candidate.
        gained: stopped by the candidate alone.
        lost: stopped by the champion alone.
        gained_fen: at stake in the gained.
        lost_fen: at stake in the lost.
    """

    events: int = 0
    champion: int = 0
    candidate: int = 0
    gained: int = 0
    lost: int = 0
    gained_fen: int = 0
    lost_fen: int = 0

    def add(self, *, champion: bool, candidate: bool, at_stake_fen: int) -> None:
        """Count one event."""
        self.events += 1
        self.champion += champion
        self.candidate += candidate
        if candidate and not champion:
            self.gained += 1
            self.gained_fen += at_stake_fen
        elif champion and not candidate:
            self.lost += 1
            self.lost_fen += at_stake_fen


class Comparison(Struct):
    """What a backtest found.

    Attributes:
        frauds: kind, typology -> tally.
        honest: kind, look-alike -> tally.
        moves: kind, champion's action, candidate's action -> events.
        errors: lines that could not be scored.
    """

    frauds: dict[tuple[str, str], Tally] = {}
    honest: dict[tuple[str, str], Tally] = {}
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    errors: int = 0

    @property
    def champion_hours(self) -> float:
        """Hours of review that the champion asks for."""
        return _hours(sum(tally.champion for tally in self._tallies()))

    @property
    def candidate_hours(self) -> float:
        """Hours of review that the candidate asks for."""
        return _hours(sum(tally.candidate for tally in self._tallies()))

    def _tallies(self) -> tuple[Tally, ...]:
        return (*self.frauds.values(), *self.honest.values())


def backtest(
    champion: Engine,
    candidate: Engine,
    tokeniser: Tokeniser,
    events: Path,
    verdicts: Verdicts,
    *,
    told: Callable[[], object] = lambda: None,
) -> Comparison:
    """Score a file with both sides and compare.

    Args:
        champion: with an empty state.
        candidate: with an empty state of its own.
        tokeniser: for the digest of bodies.
        events: JSON lines, in order of arrival.
        verdicts: what is known of the events.
        told: called after each line.

    Raises:
        Failure: the file can't be read, or holds no event that can be scored.
    """
    found = Comparison()
    sides = (Replay(champion, tokeniser), Replay(candidate, tokeniser))
    for ours, theirs in zip(sides[0].steps(events, told), sides[1].steps(events), strict=True):
        if isinstance(ours, Step) and isinstance(theirs, Step):
            _compare(found, ours, theirs, verdicts)
        else:
            found.errors += 1
    if not found.moves:
        raise Failure(f"{events.name} holds no event that can be scored")
    return found


def _compare(found: Comparison, ours: Step, theirs: Step, verdicts: Verdicts) -> None:
    if ours.evaluation is None or theirs.evaluation is None:
        return  # a repeated line was compared where it stood first
    old, new = ours.evaluation.decision.decision, theirs.evaluation.decision.decision
    kind = ours.evaluation.decision.kind
    found.moves[kind, old, new] += 1
    at_ms = ours.evaluation.reading.fact.at_ms
    verdict = verdicts.of(ours.event.event_id, kind, at_ms)
    groups = found.frauds if verdict.fraud else found.honest
    groups.setdefault((kind, verdict.group), Tally()).add(
        champion=old in STOPPED,
        candidate=new in STOPPED,
        at_stake_fen=stake_fen(ours.event),
    )


def _hours(alerts: int) -> float:
    return alerts * REVIEW_MINUTES / 60
