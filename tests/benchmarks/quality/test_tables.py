from benchmarks.quality.costs import Saving
from benchmarks.quality.evaluate import Question, Result
from benchmarks.quality.intervals import Figure
from benchmarks.quality.study import Calibrated
from benchmarks.quality.tables import (
    HEADS,
    calibration_table,
    cost_page,
    results_table,
    savings_table,
    table,
    told,
)
from risk.costs import cost_table

NAN = float("nan")


def result(method: str, value: float, low: float = NAN) -> Result:
    figures = dict.fromkeys(HEADS, Figure(value, low, low + 0.2))
    return Result("shipment", method, Question("core"), 5, 2, 100, figures)


def test_the_best_of_a_column_is_bold_and_ours_stands_out() -> None:
    html = results_table([result("rules", 0.25), result("engine", 0.5, 0.4)])
    assert html.count("<b>0.500</b>") == len(HEADS)
    assert "<b>0.250</b>" not in html
    assert "0.40–0.60" in html
    assert html.count("<tr class=ours>") == 1
    assert html.index("rules alone") < html.index("class=ours") < html.index("our engine")


def test_a_question_is_told_in_words() -> None:
    assert told(Question("core")) == (
        "campaigns begun in the test, without SH-03, SH-04, SH-06, true labels, enriched prevalence"
    )
    assert told(Question("all", "ongoing", "observed", "realistic")) == (
        "ongoing campaigns, with the volume typologies, observed labels, realistic prevalence"
    )


def test_money_is_in_whole_yuan_and_a_missing_precision_is_a_dash() -> None:
    line = Saving(
        "shipment", "engine", "realistic", 0.005, 0.0, 0.0, NAN, 0.0, 1234.5, 0.0, 7.0, -7.0
    )
    html = savings_table([line])
    assert "<td class=n>–</td>" in html
    assert "<b>-7</b>" in html
    assert "0.5\u00a0%" in html


def test_calibration_and_assumptions_are_shown() -> None:
    lines = [Calibrated("shipment", "engine", 0.0123, 0.2, [])]
    assert "0.0123" in calibration_table(lines)
    html = cost_page(cost_table())
    assert all(f"one fraud: {name}<" in html for name in cost_table().losses)
    assert "of the money at stake" in html


def test_heads_are_text_and_cells_html() -> None:
    assert "<th>a &lt; b</th>" in table(["a < b"], [["<i>x</i>"]])
    assert "<td><i>x</i></td>" in table(["a"], [["<i>x</i>"]])
