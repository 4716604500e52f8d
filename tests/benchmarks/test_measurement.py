"""Targets and verdicts."""

import math

import pytest

from benchmarks.measurement import Measurement, Target


@pytest.mark.parametrize(
    ("target", "value", "holds"),
    [
        (Target("<=", 10), 10.0, True),
        (Target("<=", 10), 10.1, False),
        (Target(">=", 0.5), 0.5, True),
        (Target(">=", 0.5), 0.49, False),
        (Target("==", 0), 0.0, True),
        (Target("==", 0), 1.0, False),
        (Target("within", 0.4, 0.65), 0.4, True),
        (Target("within", 0.4, 0.65), 0.66, False),
        (Target("within", 0.4, 0.65), math.nan, False),
        (Target("<=", 10), math.nan, False),
        (Target("==", 0), math.nan, False),
    ],
)
def test_a_target_holds_or_not(target: Target, value: float, *, holds: bool) -> None:
    assert target.holds(value) is holds


@pytest.mark.parametrize(
    ("target", "proof", "verdict", "wrong"),
    [
        (None, False, "-", False),
        (Target("<=", 3), False, "met", False),
        (Target("<=", 1), False, "missed", False),
        (Target("<=", 3), True, "met", False),
        (Target("<=", 1), True, "WRONG", True),
    ],
)
def test_only_a_failed_proof_is_wrong(
    target: Target | None, proof: bool, verdict: str, wrong: bool
) -> None:
    figure = Measurement("a.b", 2.0, "x", target, "", proof)
    assert (figure.verdict, figure.wrong) == (verdict, wrong)
