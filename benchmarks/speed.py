"""The speed suite: detectors, trees, rules, addresses, tokens and the whole engine, row by row."""

import sys

from benchmarks import attribution_speed, detectors_speed, rules_speed
from benchmarks.catalogue import measured
from benchmarks.engine_speed import engine_speed, text_speed
from benchmarks.measurement import Measurement
from benchmarks.stage import lines_of, stage


def run() -> list[Measurement]:
    """All figures of the suite; about a minute."""
    with stage("S") as world:
        figures = [*engine_speed(world), *text_speed(lines_of(world.events, 10_000))]
    return [*figures, *detector_figures(), *attribution_figures(), *rule_figures()]


def detector_figures(rows: int = 50_000, features: int = 30) -> list[Measurement]:
    """Single rows by PyOD and compiled, and how far their scores are apart."""
    lines = detectors_speed.run(rows=rows, features=features)
    figures = []
    for line in lines:
        name, note = f"speed.detector.{line['detector']}", f"{rows:,} x {features}"
        figures += [
            measured(f"{name}.pyod_us", float(line["pyod_us"]), note),
            measured(f"{name}.us", float(line["compiled_us"]), note),
            measured(f"{name}.ratio", float(line["ratio"])),
        ]
    difference = max(float(line["max_difference"]) for line in lines)
    return [*figures, measured("speed.detector_difference", difference)]


def attribution_figures(
    rows: int = 20_000, trees: int = 150, depth: int = 5, probes: int = 100_000
) -> list[Measurement]:
    """Boosted trees, one row scored and explained, beside LightGBM and shap; none without them."""
    try:
        found = attribution_speed.run(rows=rows, trees=trees, depth=depth, probes=probes)
    except ImportError as error:
        print(f"speed.attribution left out (extra: train): {error}", file=sys.stderr)
        return []
    note = f"{trees} trees of depth {depth}"
    times = ("us", "predict_us", "contrib_us", "shap_us", "load_ms", "table_mb")
    return [
        *(measured(f"speed.attribution.{name}", found[name], note) for name in times),
        measured("speed.attribution.ratio", found["predict_us"] / found["us"]),
        measured("speed.attribution_error", found["error"], f"{probes:,} rows"),
    ]


def rule_figures() -> list[Measurement]:
    """The cost of a hundred rules, and of two hundred over the full catalogue."""
    found, full = rules_speed.run(), rules_speed.run(rules_speed.CATALOGUE)
    note = f"{found['hits_per_event']:.1f} hits an event"
    return [
        measured("speed.rules_us", found["evaluate_us"], note),
        measured("speed.rules_compile_ms", found["compile_ms"]),
        measured("speed.rules_hit_us", found["hit_us"]),
        measured("speed.rules_200_us", full["evaluate_us"], f"{full['features']:.0f} features"),
    ]
