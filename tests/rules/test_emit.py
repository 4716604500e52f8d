"""The helpers that generated code calls."""

import math

import pytest

from rules.emit import divide, flag_of, greatest, least, number_of, text_of


def test_a_divisor_of_zero_gives_missing() -> None:
    assert divide(6.0, 3.0) == 2.0
    assert math.isnan(divide(1.0, 0.0))
    assert math.isnan(divide(1.0, -0.0))
    assert math.isnan(divide(math.nan, 2.0))


@pytest.mark.parametrize("values", [(math.nan, 1.0), (1.0, math.nan), (1.0, math.nan, 2.0)])
def test_least_and_greatest_are_missing_wherever_the_gap_stands(values: tuple[float, ...]) -> None:
    assert math.isnan(least(*values))
    assert math.isnan(greatest(*values))
    assert (least(2.0, 1.0, 3.0), greatest(2.0, 1.0, 3.0)) == (1.0, 3.0)


@pytest.mark.parametrize("value", [True, "3", None, [3], 10**400, math.inf, math.nan])
def test_what_is_no_number_is_missing(value: object) -> None:
    assert math.isnan(number_of(value))


def test_free_attributes_by_type() -> None:
    assert number_of(3) == 3.0
    assert (flag_of(True), flag_of(False)) == (1.0, 0.0)
    assert math.isnan(flag_of(1))
    assert math.isnan(flag_of("true"))
    assert (text_of("a"), text_of(1), text_of(None)) == ("a", None, None)
