"""Rules alone at a review budget: what they find, by typology and stealth, and whom they disturb.

``python -m benchmarks.quality.rules_budget [--months train|tune|test] WORLD …`` takes folders that
``postrisk simulate`` wrote. The first reading replays a world through the engine and keeps the vectors
beside it; later ones take seconds, so that a rule can be tried. ``possible`` is what would be found if all
of the budget were frauds. What is looked at and which frauds count: ``looked``.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.collect import STEALTH
from benchmarks.quality.kept import kept
from benchmarks.quality.looked import BUDGET, Looked, look
from benchmarks.quality.rules import COVER, ORDINARY
from benchmarks.quality.split import TEST, TRAIN, TUNE
from data.errors import WrongUse
from risk.bootstrap import shipped_policy

KINDS: Final = ("shipment", "account_opening")
_MONTHS: Final = {"train": TRAIN, "tune": TUNE, "test": TEST}
_MUCH: Final = 2.0
"""A look-alike that is called more than twice as often as the honest at large needs a written reason."""


def headline(looked: Looked) -> Iterator[str]:
    """What is found at the budget, what could be, and who is asked at all."""
    fraud, weight = looked.fraud, looked.weight
    counted = fraud & looked.asked
    frauds, honest = int(counted.sum()), int((~fraud).sum())
    room = BUDGET * (honest + weight * frauds)
    found, possible = _mean(looked.called[counted]), min(1.0, _share(room, weight * frauds))
    yield (
        f"{honest:,} honest events, {frauds:,} frauds of new campaigns without the volume typologies,"
        f" each counted {weight:g} times; {int(fraud.sum()):,} frauds in all; budget {room:,.0f} events"
    )
    yield f"recall at the budget {found:.1%}, possible {possible:.1%}"
    yield f"honest called {_mean(looked.called[~fraud]):.2%}"
    hit = _mean(looked.hit[counted]), _mean(looked.hit[~fraud])
    yield f"hit by any rule: {hit[0]:.1%} of them, {hit[1]:.2%} of the honest"


def typology_table(looked: Looked) -> Iterator[str]:
    """Recall at the budget, a line for each typology, a column for each level; frauds in brackets."""
    yield "| typology | L0 | L1 | L2 | all | hit by a rule |"
    yield "| --- | --- | --- | --- | --- | --- |"
    facts, fraud = looked.table.facts[looked.rows], looked.fraud
    groups = [(looked.table.names.of(code), code) for code in np.unique(facts["typology"][fraud])]
    lines = [(name, fraud & (facts["typology"] == code)) for name, code in sorted(groups)]
    for name, rows in [*lines, ("all", fraud), ("all that count", fraud & looked.asked)]:
        levels = [rows & (facts["stealth"] == STEALTH.index(level)) for level in STEALTH[1:]]
        cells = [_cell(looked.called, chosen) for chosen in (*levels, rows)]
        yield f"| {' | '.join([name, *cells, f'{_mean(looked.hit[rows]):.0%}'])} |"


def look_alike_table(looked: Looked) -> Iterator[str]:
    """Honest events by look-alike, most called first, and how often that is what all honest are."""
    yield "| look-alike | events | called | times overall | hit by a rule | times overall | |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    honest = ~looked.fraud
    overall = _mean(looked.called[honest]), _mean(looked.hit[honest])
    groups = _groups(looked, honest)
    ranked = sorted(groups.items(), key=lambda item: (-_mean(looked.called[item[1]]), item[0]))
    for name, rows in [("all honest", honest), *ranked]:
        rates = _mean(looked.called[rows]), _mean(looked.hit[rows])
        times = [_share(rate, usual) for rate, usual in zip(rates, overall, strict=True)]
        cells = [name, f"{int(rows.sum()):,}", f"{rates[0]:.2%}", f"{times[0]:.1f}"]
        mark = "> 2" if max(times) > _MUCH else ""
        if rates[1]:
            yield f"| {' | '.join([*cells, f'{rates[1]:.2%}', f'{times[1]:.1f}', mark])} |"


def rule_table(looked: Looked) -> Iterator[str]:
    """What each rule hits: frauds of its typology, others, the honest; and frauds that it alone hits."""
    yield "| rule | asks | own | other frauds | honest | precision | alone |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    fraud, typology = looked.fraud, looked.table.facts["typology"][looked.rows]
    single = looked.hits.fired.sum(axis=1) == 1
    for at, rule in enumerate(looked.hits.rules):
        hit = looked.hits.fired[:, at]
        frauds, honest = int((hit & fraud).sum()), int((hit & ~fraud).sum())
        code = looked.table.names.texts.get(rule.typology or "", -1)
        own = int((hit & fraud & (typology == code)).sum())
        alone = int((hit & fraud & single).sum())
        cells = (own, frauds - own, honest, f"{_share(frauds, frauds + honest):.0%}", alone)
        if frauds + honest:
            yield f"| {' | '.join([rule.id, rule.action, *map(str, cells)])} |"


def _groups(looked: Looked, honest: NDArray[np.bool_]) -> dict[str, NDArray[np.bool_]]:
    facts = looked.table.facts[looked.rows]
    plain = honest & (facts["decoy"] == 0)
    groups = {
        ORDINARY: plain & (facts["campaign"] == 0),
        COVER: plain & (facts["campaign"] != 0),
    }
    for code in np.unique(facts["decoy"][honest]).tolist():
        if code:
            groups[looked.table.names.of(code)] = honest & (facts["decoy"] == code)
    return groups


def _cell(called: NDArray[np.float64], rows: NDArray[np.bool_]) -> str:
    return f"{_mean(called[rows]):.0%} ({int(rows.sum())})" if rows.any() else ""


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if len(values) else 0.0


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def main(arguments: Sequence[str]) -> None:
    """Print all tables of each world."""
    asked = list(arguments)
    months = "".join(asked[1:2]) if asked[:1] == ["--months"] else "test"
    folders = asked[2:] if asked[:1] == ["--months"] else asked
    if months not in _MONTHS or not folders:
        raise WrongUse("give --months train, tune or test, and the folders of simulated worlds")
    for folder in folders:
        world = kept(Path(folder))
        for kind in KINDS:
            looked = look(shipped_policy(), world, kind, _MONTHS[months])
            print(f"## {Path(folder).name}, {kind}, {months}\n")
            for part in (headline, typology_table, look_alike_table, rule_table):
                print("\n".join(part(looked)), end="\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
