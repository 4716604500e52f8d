import re

import pytest

from benchmarks.quality import plots
from benchmarks.quality.slices import ORDINARY, Disturbed, Found
from tests.benchmarks.quality.small_world import study_with_new_campaigns

KIND = "account_opening"


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize(
    ("paint", "axes"),
    [
        (plots.precision_recall, ("recall (share of frauds found)", "our engine", "rules alone")),
        (plots.reliability, ("probability that was said", "share that was fraud")),
        (plots.alerts_a_day, ("day of the test", "alerts a day", "fraud", "honest")),
        (plots.scores, ("score (0–1000)", "share of its class", "fraud", "honest")),
        (plots.savings, ("review budget (share of events)", "yuan saved in the test")),
    ],
)
def test_a_plot_names_its_axes_and_lines(paint: plots.Plot, axes: tuple[str, ...]) -> None:
    shown = texts(paint(study_with_new_campaigns(), [KIND]))
    assert "Account openings" in shown
    assert set(axes) <= set(shown)


def test_the_heat_map_says_each_share_and_how_few_it_stands_on() -> None:
    cells = [
        Found(KIND, "AO-02", "L0", "new", 30, 1, {"rules": 0.25, "engine": 0.5}),
        Found(KIND, "AO-01", "L2", "ongoing", 7, 2, {"rules": 0.0, "engine": 1.0}),
    ]
    shown = texts(plots.typologies(KIND, cells, ["rules", "engine"]))
    assert "AO-02 L0: 30 events, 1 campaign" in shown
    assert "AO-01 L2: 7 events, 2 campaigns, ongoing" in shown
    assert {"25\u00a0%", "50\u00a0%", "0\u00a0%", "100\u00a0%"} <= set(shown)


def test_look_alikes_stand_below_ordinary_customers_the_most_disturbed_first() -> None:
    groups = [
        Disturbed(KIND, "L01", 9, {"engine": 0.1}),
        Disturbed(KIND, ORDINARY, 90, {"engine": 0.01}),
        Disturbed(KIND, "L08", 4, {"engine": 0.2}),
    ]
    shown = texts(plots.look_alikes(KIND, groups, ["engine"]))
    rows = [text for text in shown if text.startswith(("L0", "ordinary"))]
    assert rows[0] == "ordinary customers (n=90)"
    assert [row[:3] for row in rows[1:]] == ["L08", "L01"]
