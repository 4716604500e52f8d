from datetime import UTC, datetime

import pytest

from api.console.case_why import bars_html
from api.console.shown import left, moment, safe, span, value_text, yuan
from api.console.texts import ENGLISH, Words

_T = Words(ENGLISH)


def test_money_times_and_values_have_their_unit() -> None:
    assert yuan(123456, _T) == "1,234.56 yuan"
    assert moment("2025-03-14T09:26:53+00:00") == "2025-03-14 17:26"
    assert value_text("cod_amount_fen", 29900, _T) == "299.00 yuan"
    assert value_text("refused_share", 0.25, _T) == "25%"
    assert value_text("weight_grams", 450.0, _T) == "450 g"
    assert value_text("is_cod", True, _T) == "yes"
    assert value_text("x", None, _T) == "no data"


@pytest.mark.parametrize(
    ("seconds", "told"), [(59, "0 min"), (3_600, "60 min"), (7_200, "2 h"), (3 * 86_400, "3 d")]
)
def test_a_span_is_told_in_its_largest_unit(seconds: int, told: str) -> None:
    assert span(seconds, _T) == told


def test_what_is_past_is_overdue() -> None:
    now = datetime(2025, 3, 14, 12, tzinfo=UTC)
    assert left("2025-03-14T14:00:00+00:00", now, _T) == ("2 h left", False)
    assert left("2025-03-14T11:50:00+00:00", now, _T) == ("10 min overdue", True)


def test_a_text_can_be_no_markup() -> None:
    assert safe("<script>\"'&") == "&lt;script&gt;&quot;&#x27;&amp;"
    hostile = {"feature": "<img src=x>", "value": "<b>", "contribution": 1.0}
    assert "<img" not in bars_html([hostile], _T) and "<b>" not in bars_html([hostile], _T)


def test_what_lowers_the_risk_is_green_and_says_so() -> None:
    parts = [
        {"feature": "cod_amount_fen", "value": 100, "contribution": 0.5},
        {"feature": "phone_age_days", "value": 900, "contribution": -0.25},
        {"feature": "nothing", "value": 0, "contribution": 0.0},
    ]
    shown = bars_html(parts, _T)
    assert 'aria-label="Speaks for the customer 0.25"' in shown
    assert 'class="for" style="width:25.0%"' in shown
    assert "nothing" not in shown
