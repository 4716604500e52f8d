import re
from functools import cache

from benchmarks.catalogue import BY_ID
from benchmarks.measurement import Measurement
from benchmarks.quality.acceptance.bite import Bite
from benchmarks.quality.acceptance.drift import Drift
from benchmarks.quality.acceptance.figures import figures
from benchmarks.quality.acceptance.leaks import Leak
from benchmarks.quality.acceptance.lift import Lift
from benchmarks.quality.acceptance.marginals import Marginal
from benchmarks.quality.acceptance.methods import BUDGETS, ByStealth, answer
from benchmarks.quality.acceptance.results import Acceptance
from benchmarks.quality.acceptance.singles import Single
from benchmarks.quality.acceptance.unseen import Unseen
from benchmarks.quality.intervals import Figure
from tests.benchmarks.quality.small_world import demo_study

KIND = "account_opening"


@cache
def made() -> Acceptance:
    rules = answer(demo_study().results, KIND, "rules")
    assert rules is not None
    recall = dict.fromkeys(BUDGETS, 0.7)
    auc, whole = Figure(0.52, 0.50, 0.54), Figure(0.61, 0.55, 0.66)
    return Acceptance(
        singles=[
            Single(KIND, "AO-01", "l0", 40, 4, "existing_cards", 0.97, "face_score", 0.60),
            Single(KIND, "AO-02", "l0", 90, 9, "component_size", 0.995, "component_size", 0.95),
        ],
        rules={KIND: rules},
        tabular={KIND: rules},
        lifts=[Lift(KIND, "rings", 30, 0.30, 0.45)],
        stealth=[ByStealth(KIND, "L1", 30, recall)],
        bites=[Bite("stations", 0.005, 50, 0.02, 0.0), Bite("stations", 0.01, 50, 0.08, 0.01)],
        engine_bites={"stations": 0.4},
        leaks=[Leak(KIND, "clock", auc, 90, 20, 3)],
        open_leaks=[Leak(KIND, "clock", whole, 93, 20, 0)],
        worlds=6,
        drifts=[Drift(KIND, 0.40, 0.36, (40, 30))],
        marginals=[Marginal("vague texts", 0.3, 0.31, 0.01), Marginal("returns", 0.08, 0.1, 0.02)],
        files_differing=0,
        unseen=[Unseen("AO-09", 7, 0.25, 0.1)],
        shuffled={KIND: 0.53},
        seconds={"G1": 30.0, "G2": 60.0},
    )


def figure(id_: str) -> Measurement:
    return next(one for one in figures(made()) if one.id == id_)


def test_every_id_is_declared_and_there_once() -> None:
    found = [one.id for one in figures(made())]
    assert len(found) == len(set(found)) == 15
    assert set(found) <= set(BY_ID)
    tests = {re.match(r"quality\.(g\d+)", id_) for id_ in found}
    assert {match[1] for match in tests if match} == {f"g{n}" for n in range(1, 13)}


def test_g1_tells_the_worst_typology_and_how_many_meet_the_target() -> None:
    worst = figure(f"quality.g1.{KIND}.l0")
    assert (worst.value, worst.verdict) == (0.995, "missed")
    assert "AO-02 by component_size; 1 of 2 typologies" in worst.note


def test_g4_and_g8_are_differences() -> None:
    assert abs(figure(f"quality.g4.{KIND}.rings").value - 0.15) < 1e-12
    assert abs(figure(f"quality.g8.{KIND}").value + 0.1) < 1e-12
    assert figure(f"quality.g8.{KIND}").verdict == "met"


def test_g6_is_how_many_times_the_overall_rate_at_the_first_budget() -> None:
    blind = figure("quality.g6.stations.blind")
    assert (blind.value, blind.verdict) == (8.0, "met")
    assert "8.0 at 1.0" in blind.note
    assert "4.0 at 0.5" in blind.note
    assert figure("quality.g6.stations.knowing").value == 1.0


def test_g7_tells_its_interval_and_what_sorts_would_tell() -> None:
    probe = figure(f"quality.g7.{KIND}.clock")
    assert (probe.value, probe.verdict) == (0.52, "met")
    assert "0.500-0.540" in probe.note
    assert "any sort: 0.610 (0.550-0.660)" in probe.note


def test_g9_names_what_is_off_and_g12_is_held_between_two_numbers() -> None:
    margins = figure("quality.g9.within")
    assert (margins.value, margins.verdict) == (0.5, "missed")
    assert "returns 0.1 for 0.08; by two standard errors of it: 1" in margins.note
    assert figure(f"quality.g12.{KIND}").verdict == "missed"
    assert figure("quality.g10.files_differing").proof
