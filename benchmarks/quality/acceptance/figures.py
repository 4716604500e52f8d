"""The figures of G1 to G12, by their permanent ids, each with what it stands on."""

from collections.abc import Iterator, Sequence

from benchmarks.catalogue import BY_ID, measured
from benchmarks.measurement import Measurement
from benchmarks.quality.acceptance.bite import Bite
from benchmarks.quality.acceptance.methods import BUDGET, BUDGETS
from benchmarks.quality.acceptance.results import Acceptance
from benchmarks.quality.acceptance.run import HUB_BUDGETS
from benchmarks.quality.acceptance.singles import GROUPS, Single
from benchmarks.quality.evaluate import Result
from benchmarks.quality.intervals import Figure
from benchmarks.quality.wording import per_cent


def figures(found: Acceptance) -> Iterator[Measurement]:
    """The figures of all tests, by their permanent ids."""
    yield from _singles(found.singles)
    for kind, result in found.rules.items():
        yield measured(f"quality.g2.{kind}", result.figures["recall_at_05"].value, _asked(result))
    for kind, result in found.tabular.items():
        yield measured(f"quality.g3.{kind}", result.figures["pr_auc"].value, _asked(result))
    for lift in found.lifts:
        kind, group = lift.kind, lift.group
        note = f"{lift.plain:.3f} to {lift.network:.3f}; frauds: {lift.frauds}"
        yield measured(f"quality.g4.{kind}.{group}", lift.network - lift.plain, note)
    for one in found.stealth:
        kind, level = one.kind, one.stealth.lower()
        at = ", ".join(f"{one.recall[b]:.2f} at {per_cent(b, 1)}" for b in BUDGETS)
        note = f"{at} of events, realistic prevalence; frauds: {one.frauds}"
        yield measured(f"quality.g5.{kind}.{level}", one.recall[BUDGET], note)
    yield from _hubs(found)
    yield from _leaks(found)
    for drift in found.drifts:
        kind, frauds = drift.kind, " and ".join(map(str, drift.frauds))
        note = f"{drift.early:.3f} to {drift.late:.3f}, equal prevalence; frauds: {frauds}"
        yield measured(f"quality.g8.{kind}", drift.change, note)
    yield _marginals(found)
    note = "preset S whatever the preset of the table"
    yield measured("quality.g10.files_differing", found.files_differing, note)
    for unseen in found.unseen:
        typology = unseen.typology.lower().replace("-", "_")
        note = f"isolation forest; by our score {unseen.score:.2f}; frauds: {unseen.events}"
        yield measured(f"quality.g11.{typology}", unseen.forest, note)
    for kind, auc in found.shuffled.items():
        yield measured(f"quality.g12.{kind}", auc, "mean of several shuffles")
    yield measured("quality.generator_minutes", sum(found.seconds.values()) / 60)


def _asked(result: Result) -> str:
    question = result.question
    return f"{question.campaigns} campaigns, {question.prevalence}; frauds: {result.frauds}"


def _singles(found: Sequence[Single]) -> Iterator[Measurement]:
    """The worst typology of each kind and group."""
    for kind in dict.fromkeys(one.kind for one in found):
        for level in GROUPS:
            of_group = [one for one in found if (one.kind, one.group) == (kind, level)]
            if of_group:
                worst = max(of_group, key=lambda one: one.auc)
                target = BY_ID[f"quality.g1.{kind}.{level}"].target
                met = sum(target is not None and target.holds(one.auc) for one in of_group)
                sort = max(of_group, key=lambda one: one.auc_of_sort)
                note = (
                    f"{worst.typology} by {worst.feature}; {met} of {len(of_group)} typologies meet it; "
                    f"within sorts {sort.auc_of_sort:.3f}, {sort.typology} by {sort.feature_of_sort}"
                )
                yield measured(f"quality.g1.{kind}.{level}", worst.auc, note)


def _hubs(found: Acceptance) -> Iterator[Measurement]:
    """False alarms in hubs to those of all honest, at the first budget; the others in the note."""
    by_hub: dict[str, list[Bite]] = {}
    for bite in sorted(found.bites, key=lambda one: HUB_BUDGETS.index(one.budget)):
        by_hub.setdefault(bite.hub, []).append(bite)
    for hub, at in by_hub.items():
        blind = [one.blind / one.budget for one in at]
        yield measured(f"quality.g6.{hub}.blind", blind[0], _at_budgets(at, blind))
        knowing = [one.knowing / one.budget for one in at]
        yield measured(f"quality.g6.{hub}.knowing", knowing[0], _at_budgets(at, knowing))
    for hub, times in found.engine_bites.items():
        yield measured(f"quality.g6.{hub}.engine", times, "in the test, at 0.5\u00a0%")


def _at_budgets(bites: Sequence[Bite], times: Sequence[float]) -> str:
    told = (f"{t:.1f} at {per_cent(b.budget, 1)}" for b, t in zip(bites, times, strict=True))
    return f"{', '.join(told)} of the honest; events there: {bites[0].events}"


def _leaks(found: Acceptance) -> Iterator[Measurement]:
    """Each probe within sorts; what it finds without them in the note."""
    whole = {(one.kind, one.probe): one.auc for one in found.open_leaks}
    for one in found.leaks:
        kind, probe = one.kind, one.probe
        note = (
            f"95 %: {_interval(one.auc)}; any sort: {_area(whole.get((kind, probe)))}; frauds: "
            f"{one.frauds}, campaigns: {one.campaigns}, nobody beside: {one.left_out}, "
            f"worlds: {found.worlds}"
        )
        yield measured(f"quality.g7.{kind}.{probe}", one.auc.value, note)


def _interval(figure: Figure) -> str:
    return f"{figure.low:.3f}-{figure.high:.3f}"


def _area(figure: Figure | None) -> str:
    return f"{figure.value:.3f} ({_interval(figure)})" if figure else "-"


def _marginals(found: Acceptance) -> Measurement:
    off = [one for one in found.marginals if not one.within]
    told = ", ".join(f"{one.name} {one.found:.3g} for {one.claimed:.3g}" for one in off)
    chance = sum(abs(one.found - one.claimed) <= 2 * one.error for one in off)
    note = (
        f"of {len(found.marginals)}; off: {told or 'none'}; by two standard errors of it: {chance}"
    )
    share = 1.0 - len(off) / max(1, len(found.marginals))
    return measured("quality.g9.within", share, note)
