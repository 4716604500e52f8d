"""The markup of the credit pages: nothing of the API becomes markup; green speaks for the merchant."""

from typing import Any

from api.console.credit_file import points_html
from api.console.parts import chip, table
from api.console.texts import ENGLISH, Words

_T = Words(ENGLISH)


def line(points: int, **changes: Any) -> dict[str, Any]:
    known = {"feature": "merchant_tenure_days", "value": 3.5, "points": points}
    return known | {"best": 12, "reason": None, "waits": False} | changes


def test_points_for_the_merchant_are_green_and_say_so() -> None:
    shown = points_html([line(5), line(-20, reason="C02")], _T)
    assert shown.index("C02") < shown.index('class="for"')
    assert 'aria-label="against the merchant 20"' in shown
    assert 'class="against" style="width:50.0%"' in shown
    assert 'class="for" style="width:12.5%"' in shown
    assert "+5" in shown and "-20" in shown


def test_a_card_of_zeros_is_drawn_without_width() -> None:
    assert 'style="width:0.0%"' in points_html([line(0)], _T)


def test_past_trade_of_a_new_merchant_is_said_to_wait() -> None:
    assert "counts once seasoned" in points_html([line(0, waits=True, value=None)], _T)


def test_a_text_can_be_no_markup() -> None:
    assert "<b>" not in chip("<b>")
    assert "<img" not in points_html([line(1, feature="<img>", reason="<img>")], _T)
    assert "<th>&lt;i&gt;</th>" in table(["<i>"], [["<b>markup</b>"]])
