"""The section of the report that people read: words, tables and plots, self-contained."""

from collections.abc import Callable, Sequence

from benchmarks.quality import plots
from benchmarks.quality.drawing import KINDS
from benchmarks.quality.evaluate import Question, Result
from benchmarks.quality.slices import Found
from benchmarks.quality.study import Study
from benchmarks.quality.tables import (
    calibration_table,
    cost_page,
    results_table,
    savings_table,
    told,
)
from benchmarks.quality.thresholds import CAPACITY
from benchmarks.quality.trial import METHODS, OURS
from benchmarks.quality.wording import per_cent, typology_in_words
from risk.costs import cost_table

_FEWEST_CAMPAIGNS = 10
"""Fewer campaigns in the test carry no statement: the page says so."""


def render(study: Study) -> str:
    """The HTML of a study."""
    kinds = [kind for kind in KINDS if _can_be_drawn(study, kind)]
    if not kinds:
        return "<p>The test month holds no fraud that a fitted method could be held against.</p>"
    parts = [_about(study), *(_kind(study, kind) for kind in kinds)]
    parts += [_plots(study, kinds), _money(study, kinds), _details(study), _notes()]
    return "".join(parts)


def headline(study: Study, kind: str, prevalence: str) -> list[Result]:
    """Every method on the question that the report opens with; nothing if it has no fraud."""
    wanted = {Question("core", prevalence=which) for which in ("enriched", "realistic")}
    return [
        result
        for result in study.results
        if result.kind == kind
        and result.question in wanted
        and result.question.prevalence == prevalence
    ]


def _can_be_drawn(study: Study, kind: str) -> bool:
    trial = study.trials.get(kind)
    ours = trial is not None and any(method.name == OURS for method in trial.methods)
    return trial is not None and ours and bool(trial.fraud.any())


def _about(study: Study) -> str:
    world, days = study.world, study.split.days
    counts = ", ".join(f"{count:,} {name}" for name, count in world["counts"].items())
    minutes = sum(study.seconds.values()) / 60
    stages = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in study.seconds.items())
    return (
        f"<p>A simulated world (preset {world['preset']}, seed {world['seed']}, {world['days']} days: "
        f"{counts}), replayed once through the engine. Methods learn from the first {days[0]} days "
        f"with the labels known by then, set thresholds on the next {days[1]}, and are tested on the "
        f"last {days[2]}. {minutes:.1f} minutes ({stages}), {study.peak_bytes / 1e9:.2f} GB at the "
        "peak. Small numbers after a figure are its 95 % interval over campaigns.</p>"
        "<p><b>The frauds are invented: these figures compare methods, and promise nothing about "
        "real traffic.</b></p>"
    )


def _kind(study: Study, kind: str) -> str:
    parts = [f"<h3>{KINDS[kind]}</h3>"]
    for prevalence in study.weights[kind]:
        results = headline(study, kind, prevalence)
        if results:
            parts.append(f"<p>{_sentence(results, prevalence)}</p>{results_table(results)}")
    parts.append(_left_out(study, kind))
    if not headline(study, kind, "realistic"):
        parts.append("<p>No campaign began in the test; those that went on stand below.</p>")
    return "".join(parts)


def _left_out(study: Study, kind: str) -> str:
    """Which methods could not be fitted, and on what they would have had to learn."""
    trial = study.trials[kind]
    missing = [METHODS[name] for name in METHODS if name not in {m.name for m in trial.methods}]
    if not missing:
        return ""
    rows, frauds, honest = trial.training
    return (
        f"<p>Left out: {', '.join(missing)}. Of {rows:,} events of training {frauds:,} were known as "
        f"frauds by its end and {honest:,} as honest; the others had not matured.</p>"
    )


def _sentence(results: Sequence[Result], prevalence: str) -> str:
    """What an executive takes away: ours beside the best of the others, and how sure that is."""
    by_name = {r.method: r.figures["recall_at_05"].value for r in results}
    ours, others = by_name[OURS], {n: v for n, v in by_name.items() if n not in (OURS, "score")}
    best = max(others, key=lambda name: others[name])
    first = results[0]
    few = (
        " With so few campaigns this says little."
        if first.fraud_campaigns < _FEWEST_CAMPAIGNS
        else ""
    )
    return (
        f"<b>{prevalence.capitalize()} prevalence</b> (campaigns begun in the test: "
        f"{first.fraud_campaigns:,}; their frauds: {first.frauds:,}; honest events: {first.honest:,}). "
        f"If people look at {per_cent(CAPACITY, 1)} of the events, {METHODS[OURS]} shows them "
        f"{per_cent(ours)} of the frauds; the best plain method, {METHODS[best]}, "
        f"{per_cent(others[best])}.{few}"
    )


def _plots(study: Study, kinds: list[str]) -> str:
    at = f"at the threshold that called {per_cent(CAPACITY, 1)} of the events of tuning"
    parts = [
        _plot(
            "Precision and recall",
            "Campaigns begun in the test.",
            plots.precision_recall(study, kinds),
        ),
        _each(
            study,
            kinds,
            f"Recall by typology and stealth, {at}",
            lambda kind, methods: _typologies(_cells(study, kind), kind, methods),
        ),
        _each(
            study,
            kinds,
            f"Honest customers called, {at}",
            lambda kind, methods: plots.look_alikes(
                kind,
                [group for group in study.disturbed if group.kind == kind],
                [m for m in methods if m in ("raw_counts", "tabular", OURS)][-2:],
            ),
        ),
        _plot(f"Our alerts a day, {at}", "", plots.alerts_a_day(study, kinds)),
        _plot("Our score", "On the events of the test.", plots.scores(study, kinds)),
        _plot(
            "Reliability",
            "A point on the dotted line says what is true. Bins hold equal numbers of events; one "
            "without a fraud is a triangle at the lower edge. Models learn from observed labels, which miss "
            "part of the frauds, so they must say too little.",
            plots.reliability(study, kinds) + calibration_table(study.calibrated),
        ),
    ]
    return "".join(parts)


def _each(
    study: Study, kinds: list[str], title: str, paint: Callable[[str, list[str]], str]
) -> str:
    drawn = "".join(
        f"<h4>{KINDS[kind]}</h4>" + paint(kind, [m.name for m in study.trials[kind].methods])
        for kind in kinds
    )
    return _plot(title, "", drawn)


def _typologies(cells: list[Found], kind: str, methods: list[str]) -> str:
    if not cells:
        return "<p>No campaign of this kind is in the test.</p>"
    names = "; ".join(typology_in_words(code) for code in sorted({cell.typology for cell in cells}))
    return f"{plots.typologies(kind, cells, methods)}<p><small>{names}.</small></p>"


def _cells(study: Study, kind: str) -> list[Found]:
    return [cell for cell in study.found if cell.kind == kind]


def _plot(title: str, words: str, content: str) -> str:
    return f"<h3>{title}</h3>{f'<p>{words}</p>' if words else ''}<figure>{content}</figure>"


def _money(study: Study, kinds: list[str]) -> str:
    tables = "".join(
        f"<h4>{KINDS[kind]}, {prevalence} prevalence</h4>"
        + savings_table([s for s in study.savings if s.kind == kind and s.prevalence == prevalence])
        for kind in kinds
        for prevalence in study.weights[kind]
    )
    return (
        "<h3>Money saved in the test</h3><p>All frauds of the test, ongoing ones too, at the "
        "realistic prevalence in the plot. An estimate by the assumptions below, none of which a "
        f"carrier has published.</p><figure>{plots.savings(study, kinds)}</figure>"
        f"<details><summary>By budget</summary>{tables}</details>"
        f"<details><summary>Assumptions</summary>{cost_page(cost_table())}</details>"
    )


def _details(study: Study) -> str:
    groups: dict[tuple[str, Question], list[Result]] = {}
    for result in study.results:
        groups.setdefault((result.kind, result.question), []).append(result)
    tables = "".join(
        f"<h4>{KINDS[kind]}: {told(question)}</h4><p>Frauds: {lines[0].frauds:,}; "
        f"campaigns: {lines[0].fraud_campaigns:,}; others: {lines[0].honest:,}.</p>{results_table(lines)}"
        for (kind, question), lines in groups.items()
    )
    return f"<h3>All questions</h3><details><summary>Every table</summary>{tables}</details>"


def _notes() -> str:
    return (
        "<h3>How to read this</h3><ul>"
        "<li>Ongoing campaigns, whose first fraud lies before the test, are no part of the opening "
        "tables: a method may have learnt them by heart.</li>"
        "<li>Equal scores are taken in random order, as an expected value.</li>"
        "<li>Realistic prevalence: each fraud counts 0.3 (openings: 0.5) times, which is the mean "
        "over leaving whole campaigns out at random. Models were not fitted anew.</li>"
        "<li>Intervals draw campaigns with replacement, 200 times; honest events are kept.</li>"
        f"<li>Precision at capacity: people look at the {per_cent(CAPACITY, 1)} of a mean day of tuning "
        "that rank highest on each day.</li>"
        "<li>Our engine's order is that of the review queue: what is declined, then the higher score. "
        "Where no label told what a fired rule is worth, the severer decision first.</li></ul>"
    )
