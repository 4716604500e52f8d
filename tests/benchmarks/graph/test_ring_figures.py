from math import isnan

import numpy as np
import pytest

from benchmarks.graph.ring_figures import RINGS, calls, delay, gains, hub_alarms
from benchmarks.quality.table import Names
from data.instants import DAY_MS
from data.synthetic.campaigns.registry import typologies
from tests.benchmarks.quality.small_world import facts

NAMES = Names()
RING, LONER, OTHER = (NAMES.code(name) for name in ("AO-02", "AO-03", "SH-02"))
STATION = NAMES.code("L04")


def test_rings_are_typologies_that_exist() -> None:
    assert set(RINGS) <= set(typologies())


def test_a_gain_looks_at_one_group_and_the_honest_alone() -> None:
    """Two rings that only the graph puts first, one loner that both put last, one fraud of neither."""
    rows = facts(
        {"fraud": 1, "typology": RING, "campaign": 1},
        {"fraud": 1, "typology": RING, "campaign": 2},
        {},
        {"fraud": 1, "typology": LONER, "campaign": 3},
        {"fraud": 1, "typology": OTHER, "campaign": 4},
        {},
    )
    without = np.array([1.0, 1.0, 5.0, 0.0, 9.0, 4.0])
    known = np.array([8.0, 7.0, 5.0, 0.0, 9.0, 4.0])
    rings, loners = gains(rows, NAMES, without, known, 7)
    assert (rings.group, rings.frauds, rings.campaigns) == ("rings", 2, 2)
    assert rings.without == pytest.approx(2 / 4)
    assert rings.with_graph == 1.0
    assert rings.gain.value == 0.5
    assert rings.gain.low == pytest.approx(2 / 4)
    assert (loners.group, loners.frauds, loners.gain.value) == ("loners", 1, 0.0)
    assert loners.without == pytest.approx(1 / 3)


def test_a_delay_runs_from_the_first_event_of_a_ring_to_its_first_alert() -> None:
    rows = facts(
        {"fraud": 1, "typology": RING, "campaign": 1, "arrived_ms": 0},
        {"fraud": 1, "typology": RING, "campaign": 1, "arrived_ms": 3 * DAY_MS},
        {"fraud": 1, "typology": RING, "campaign": 1, "arrived_ms": 9 * DAY_MS},
        {"fraud": 1, "typology": RING, "campaign": 2, "arrived_ms": DAY_MS},
        {"fraud": 1, "typology": RING, "campaign": 3, "arrived_ms": DAY_MS},
        {"fraud": 1, "typology": LONER, "campaign": 4, "arrived_ms": DAY_MS},
    )
    begun = np.array([True, True, True, True, False, True])
    found = delay(rows, NAMES, begun, np.array([False, True, True, False, True, True]))
    assert (found.campaigns, found.found, found.median_days) == (2, 1, 3.0)
    assert isnan(delay(rows, NAMES, begun, np.zeros(6, np.bool_)).median_days)


def test_alarms_in_hubs_are_over_those_of_all_honest() -> None:
    rows = facts({"decoy": STATION}, {"decoy": STATION}, {}, {}, {"fraud": 1})
    (found,) = hub_alarms(rows, NAMES, np.array([True, False, False, False, True]))
    assert (found.hub, found.events, found.times) == ("stations", 2, 2.0)
    assert not list(hub_alarms(rows, NAMES, np.zeros(5, np.bool_)))


def test_the_highest_scores_are_called_up_to_the_budget() -> None:
    assert calls(np.array([1.0, 3.0, 3.0, 2.0]), 0.5).tolist() == [False, True, True, False]
    assert not calls(np.array([1.0, 2.0]), 0.1).any()
