"""What each shipped rule hits in simulated worlds: frauds, ordinary customers and look-alikes.

``python -m benchmarks.quality.rules WORLD …`` takes folders that ``postrisk simulate`` wrote and prints both
tables of ``docs/policies.md``. Rules alone: no bundle, no score. A rule that only notes disturbs nobody and
counts in the table of rules, not in that of look-alikes.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from data.decisions import Action
from data.errors import Failure
from data.identifiers import Tokeniser
from data.subject import Reader
from data.synthetic.truth import TRUTH, Truth, truths
from data.synthetic.writer import EVENTS
from risk.bootstrap import shipped_policy
from risk.bundle import NO_BUNDLE
from risk.decide import RANK
from risk.engine import Engine
from risk.features.state import State
from risk.replay import Replay, Step
from rules.compile import CompiledPolicy

ORDINARY: Final = "ordinary"
COVER: Final = "camouflage"
_KEY: Final = bytes(32)
_ASKS, _STOPS = RANK["step_up"], RANK["hold"]


class Counts(Struct):
    """What was counted over some worlds.

    Attributes:
        frauds: (kind, typology) -> how many.
        honest: (kind, group) -> how many; a group is a look-alike, ``ORDINARY`` or ``COVER``.
        hits: (rule, typology or group, whether a fraud) -> how many it hit.
        asked: (kind, group, least rank) -> how many were asked so much or more by some rule.
    """

    frauds: Counter[tuple[str, str]] = field(default_factory=Counter)
    honest: Counter[tuple[str, str]] = field(default_factory=Counter)
    hits: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    asked: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    def add(self, kind: str, truth: Truth, fired: Sequence[tuple[str, Action]]) -> None:
        """One event, with id and action of the rules that fired."""
        group = truth.typology if truth.is_fraud else _group(truth)
        for rule, _ in fired:
            self.hits[rule, group, truth.is_fraud] += 1
        if truth.is_fraud:
            self.frauds[kind, group] += 1
            return
        self.honest[kind, group] += 1
        rank = max((RANK[action] for _, action in fired), default=0)
        for least in range(_ASKS, rank + 1):
            self.asked[kind, group, least] += 1


def count(worlds: Sequence[Path]) -> Counts:
    """Replay worlds, each through a fresh engine with the shipped policies.

    Raises:
        Failure: a file can't be read, or a truth is of other events.
    """
    counts = Counts()
    for world in worlds:
        tokeniser = Tokeniser(_KEY)
        engine = Engine(Reader(tokeniser), State(), NO_BUNDLE, shipped_policy())
        known = truths(world / TRUTH)
        for step in Replay(engine, tokeniser).steps(world / EVENTS):
            if not isinstance(step, Step):
                raise Failure(f"line {step[0]} of {world.name} can't be scored")
            if step.evaluation is None:
                continue
            truth = next(known, None)
            if truth is None or truth.event_id != step.event.event_id:
                raise Failure(f"{TRUTH} of {world.name} is of other events")
            hits = step.evaluation.hits
            counts.add(step.evaluation.decision.kind, truth, [(h.id, h.action) for h in hits])
    return counts


def rule_table(counts: Counts, policy: CompiledPolicy) -> Iterator[str]:
    """A line for each rule: its frauds, other frauds, ordinary events and the look-alikes it hits."""
    yield "| rule | asks | frauds of its typology | other frauds | ordinary events | look-alikes |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for rule in policy.rules:
        kind = rule.kinds[0]
        own = counts.hits[rule.id, rule.typology or "", True]
        of = counts.frauds[kind, rule.typology or ""]
        hits = {key: n for key, n in counts.hits.items() if key[0] == rule.id}
        others = sum(n for (_, _, is_fraud), n in hits.items() if is_fraud) - own
        ordinary, all_ordinary = (
            counts.hits[rule.id, ORDINARY, False],
            counts.honest[kind, ORDINARY],
        )
        look_alikes = sorted(
            f"{group} {n}/{counts.honest[kind, group]}"
            for (_, group, is_fraud), n in hits.items()
            if not is_fraud and group != ORDINARY
        )
        shown = f"{ordinary} ({_share(ordinary, all_ordinary):.2%})"
        cells = (rule.id, rule.action, f"{own}/{of}", str(others), shown, ", ".join(look_alikes))
        yield f"| {' | '.join(cells)} |"


def look_alike_table(counts: Counts) -> Iterator[str]:
    """A line for each look-alike of a kind that rules disturb, most disturbed first."""
    yield "| kind | look-alike | events | step_up or more | review or more | stopped | times overall |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for kind in sorted({kind for kind, _ in counts.honest}):
        groups = [group for of, group in counts.honest if of == kind]
        total = sum(counts.honest[kind, group] for group in groups)
        overall = _share(sum(counts.asked[kind, g, _ASKS] for g in groups), total)
        shares = {g: _share(counts.asked[kind, g, _ASKS], counts.honest[kind, g]) for g in groups}
        yield _line(counts, kind, "all honest", groups, 1.0)
        for group in sorted(groups, key=lambda g: (-shares[g], g)):
            if shares[group]:
                yield _line(counts, kind, group, [group], _share(shares[group], overall))


def stopped(counts: Counts) -> dict[str, int]:
    """Look-alikes that a rule held or declined: there should be none."""
    return {
        group: n
        for (_, group, least), n in counts.asked.items()
        if least == _STOPS and n and group != COVER
    }


def _line(counts: Counts, kind: str, name: str, groups: list[str], times: float) -> str:
    events = sum(counts.honest[kind, group] for group in groups)
    shares = [
        _share(sum(counts.asked[kind, group, least] for group in groups), events)
        for least in (_ASKS, RANK["review"], _STOPS)
    ]
    cells = [kind, name, f"{events:,}", *(f"{share:.2%}" for share in shares), f"{times:.1f}"]
    return f"| {' | '.join(cells)} |"


def _group(truth: Truth) -> str:
    return truth.decoy or (COVER if truth.campaign else ORDINARY)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def main(folders: Sequence[str]) -> None:
    """Print both tables."""
    counts = count([Path(folder) for folder in folders])
    print("\n".join(rule_table(counts, shipped_policy())), end="\n\n")
    print("\n".join(look_alike_table(counts)), end="\n\n")
    print(f"look-alikes held or declined: {stopped(counts) or 'none'}")


if __name__ == "__main__":
    main(sys.argv[1:])
