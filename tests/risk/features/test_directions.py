"""Directions: of features that models learn from, and none of what honest crowds share."""

from risk.features import catalogue
from risk.features.directions import FALLING, RISING, directions_of
from risk.features.feature import ALL


def test_each_direction_is_of_a_feature_that_some_model_learns_from() -> None:
    learnt = {catalogue.NAMES[at] for kind in ALL for at in catalogue.learnt_columns(kind)}
    assert learnt >= RISING | FALLING
    assert not RISING & FALLING


def test_how_many_share_a_phone_a_room_or_a_device_has_no_direction() -> None:
    shared = {name for name in catalogue.NAMES if name.startswith(("persons_on", "component_"))}
    assert shared
    assert not shared & (RISING | FALLING)


def test_directions_stand_in_the_order_of_the_columns_and_the_anomaly_s_last() -> None:
    names = ("receiver_frauds_7d", "weight_grams", "hops_to_confirmed")
    columns = [catalogue.INDEX[name] for name in names]
    assert directions_of(columns) == [1, 0, -1, 1]
