import doctest

from risk import card_text
from risk.card import Calibrated
from risk.card_text import card_lines
from tests.risk.cards import card, held_out


def _words(line: str) -> str:
    return " ".join(line.split())


def _lines(*args: object) -> list[str]:
    return [_words(line) for line in card_lines(*args)]  # type: ignore[arg-type]  # passed through


def test_the_example_is_true() -> None:
    assert doctest.testmod(card_text).failed == 0


def test_it_says_what_the_card_says() -> None:
    lines = _lines(card(held_out()))
    for expected in (
        "shipment: trees on matured labels, leant on the detectors",
        "data 31,000 events from 2025-05-01 to 2025-06-30",
        "labels 1,300 frauds, 29,000 honest, 700 unknown; mature after 45 days, as of 2025-09-01",
        "held out 8,000 known rows from 2025-06-01 to 2025-06-30, 250 frauds",
        "ranking ROC-AUC 0.9100, PR-AUC 0.5000, 65.00 % of frauds at 5 % false alarms",
        "platt (served) 0.00200 0.02100",
        "beta 0.00300 0.02200 -0.00100 ± 0.00040",
        "at_night yes 100 0.00 % - 25.00 % 50.00 %",
        "at_night no 7,900 3.16 % 0.5000 - -",
        "up to 0.2 % nobody 0.00 % - 0.00 % 0.0 0",
        "up to 1.0 % 730 0.98 % 80.00 % 25.00 % 5.4 492",
        "by cost 558 3.00 % 50.00 % 50.00 % 17.7 1,213",
        "all honest 7,750 3.00 % 2.00 % 1.00 % 0.40 %",
        "drift baselines of 1 numbers are kept",
    ):
        assert expected in lines


def test_a_calibration_that_is_clearly_better_is_named() -> None:
    assert any("two standard errors: none;" in line for line in _lines(card(held_out())))
    ways = (
        *held_out().calibrated,
        Calibrated("isotonic", False, 0.001, 0.02, 0.001, 0.0004),
        Calibrated("venn-abers", False, 0.001, 0.02, 0.001, 0.0006),
    )
    lines = _lines(card(held_out(calibrated=ways)))
    assert any("two standard errors: isotonic;" in line for line in lines)


def test_the_look_alikes_that_are_called_most_are_printed() -> None:
    lines = _lines(card(held_out()))
    at = lines.index("all honest 7,750 3.00 % 2.00 % 1.00 % 0.40 %")
    named = [line.split()[0] for line in lines[at + 1 : at + 9]]
    assert named == [f"L{n:02}" for n in range(12, 4, -1)]
    assert not any(line.startswith("rare") for line in lines)


def test_what_is_not_known_is_said() -> None:
    bare = held_out(calibrated=(), reliability=(), cheapest=None, look_alikes=())
    lines = _lines(card(bare, "detectors"))
    assert lines[0] == "shipment: anomaly detectors"
    assert any(line.endswith("all that are known, detectors learn no labels") for line in lines)
    assert "calibration too few frauds to judge it" in lines
    assert "by cost no review pays" in lines
    assert not any("look-alike" in line for line in lines)
    nothing = _lines(card(None))
    assert any(line.startswith("held out nothing to judge by") for line in nothing)


def test_no_line_is_wider_than_a_wide_terminal() -> None:
    assert max(len(line) for line in card_lines(card(held_out()))) <= 120
