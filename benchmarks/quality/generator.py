"""The acceptance tests of the simulator, G1 to G12, as a table.

``python -m benchmarks.quality.generator --preset S --seed 7 [--world DIR] [--out DIR]`` runs them alone,
with the fits of the quality suite that they need; that suite prints the same. A missed target says
something true of the world or of today's engine and fails nothing; only G10, other bytes from the same
seed, is wrong.
"""

from argparse import ArgumentParser
from pathlib import Path

from benchmarks.catalogue import BY_ID
from benchmarks.quality.acceptance.figures import figures
from benchmarks.quality.acceptance.results import Acceptance
from benchmarks.quality.study import run_study
from benchmarks.report import table, wrong_ids
from data.synthetic.schedule import ENRICHED


def told(found: Acceptance) -> str:
    """What the figures leave out: marginals, typologies, tests without a figure, seconds."""
    lines = ["-- G9 marginals: claimed, found, standard error"]
    lines += [
        f"{'within' if one.within else 'OFF   '} {one.claimed:>10.4g} {one.found:>10.4g} "
        f"{one.error:>9.2g}  {one.name}"
        for one in found.marginals
    ]
    lines.append("-- G1 best single numbers: any honest event, then those of the same sort")
    lines += [
        f"{one.typology} {one.group:<5} {one.auc:.3f} {one.feature:<32} "
        f"{one.auc_of_sort:.3f} {one.feature_of_sort} ({one.events} of {one.campaigns} campaigns)"
        for one in found.singles
    ]
    there = {one.id for one in figures(found)}
    missing = [id_ for id_ in BY_ID if id_.startswith("quality.g") and id_ not in there]
    if missing:
        lines.append("-- too few frauds, or none, in training or test for a figure of")
        lines += [f"       {id_}" for id_ in missing]
    lines.append("-- seconds")
    lines += [f"{seconds:>6.1f}  {name}" for name, seconds in found.seconds.items()]
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--preset", default="S")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--world", type=Path, help="a simulated world, instead of preset and seed")
    parser.add_argument("--out", type=Path, default=Path("out"), help="for scratch folders")
    given = parser.parse_args()
    study = run_study(
        given.preset, given.seed, ENRICHED, given.out, world=given.world, judge_generator=True
    )
    assert study.generator is not None
    measurements = list(figures(study.generator))
    print(told(study.generator))
    print(table("generator", measurements))
    if wrong := wrong_ids(measurements):
        parser.exit(1, f"wrong: {', '.join(wrong)}\n")


if __name__ == "__main__":
    main()
