"""The speed suite: detectors, rules, addresses, tokens and the whole engine, row by row."""

from benchmarks import detectors_speed, rules_speed
from benchmarks.catalogue import measured
from benchmarks.engine_speed import engine_speed, text_speed
from benchmarks.measurement import Measurement
from benchmarks.stage import lines_of, stage


def run() -> list[Measurement]:
    """All figures of the suite; about a minute."""
    with stage("S") as world:
        figures = [*engine_speed(world), *text_speed(lines_of(world.events, 10_000))]
    return [*figures, *detector_figures(), *rule_figures()]


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


def rule_figures() -> list[Measurement]:
    """The cost of a hundred rules."""
    found = rules_speed.run()
    note = f"{found['hits_per_event']:.1f} hits an event"
    return [
        measured("speed.rules_us", found["evaluate_us"], note),
        measured("speed.rules_compile_ms", found["compile_ms"]),
        measured("speed.rules_hit_us", found["hit_us"]),
    ]
