"""The link graph and what is beside it: only what was there by a day, why it is, nothing as markup."""

from datetime import date
from typing import Any

from api.console.addresses import address_html
from api.console.bulk import told
from api.console.case_why import peers_text, usual_text
from api.console.client import ApiError
from api.console.network import options_of, why_html, words_of
from api.console.texts import ENGLISH, Words

_T = Words(ENGLISH)


def node(kind: str, label: str = "", **changes: Any) -> dict[str, Any]:
    known = {"kind": kind, "label": label, "own": bool(label), "hops": 0, "links": 1}
    return known | {"left_out": 0, "hub": "", "confirmed_at": None, "cleared_at": None} | changes


def link(one: int, other: int, first: str, **changes: Any) -> dict[str, Any]:
    known = {"one": one, "other": other, "reason": "phone", "first": first, "last": first}
    return known | {"times": 1, "on_path": False} | changes


FOUND = {
    "nodes": [
        node("person", "<b>张*"),
        node("phone", "139******70", hub="village"),
        node("person", confirmed_at="2025-03-20T01:00:00+00:00"),
    ],
    "links": [
        link(0, 1, "2025-03-01T01:00:00+00:00", times=3),
        link(1, 2, "2025-03-05T01:00:00+00:00", on_path=True),
    ],
    "path": [],
}
EARLY, LATE = date(2025, 3, 1).toordinal(), date(2025, 3, 5).toordinal()


def test_only_what_was_there_by_the_day_is_drawn() -> None:
    for day, nodes, links in ((EARLY, 2, 1), (LATE, 3, 2), (EARLY - 1, 2, 0)):
        series = options_of(FOUND, _T, day)["series"][0]
        assert (len(series["data"]), len(series["links"])) == (nodes, links)


def test_marks_are_drawn_by_shape_and_word_and_not_by_colour_alone() -> None:
    data = options_of(FOUND, _T, LATE)["series"][0]["data"]
    assert data[1]["symbol"] == "diamond" and "hub: Village" in data[1]["name"]
    assert "confirmed fraud" in data[2]["name"]
    assert data[0]["itemStyle"]["borderWidth"] > data[2]["itemStyle"]["borderWidth"]


def test_each_link_says_why_the_way_to_fraud_first() -> None:
    shown = why_html(FOUND, _T, LATE)
    assert shown.index("confirmed fraud") < shown.index("3 times, 2025-03-01 to 2025-03-01")
    assert "<b>张" not in shown
    assert words_of(FOUND, _T).startswith("2 identifiers of the case, 1 around them, 2 links; 1")


def test_an_address_shows_its_worth_in_parts() -> None:
    parts = [{"name": "district", "got": 0.25, "most": 0.25}]
    found = {"written": "<i>", "canonical": "", "quality": 0.25, "parts": parts}
    shown = address_html("sender", found | {"flags": ("too_short",), "kind": "dorm"}, _T)
    for words in ("&lt;i&gt;", "Quality 25%", "too short", "Dormitory", "district 0.25/0.25"):
        assert words in shown


def test_what_is_usual_has_the_unit_of_the_feature() -> None:
    of_kind = {"low": 0.1, "high": 0.5, "peers": False}
    assert usual_text("x_share", of_kind, _T) == "usually 10% to 50%"
    assert usual_text("x", of_kind | {"low": 1.0, "high": 1.0}, _T) == "usually 1"


def test_a_value_is_held_against_its_peers_where_they_are_known() -> None:
    own = {"low": 3.0, "high": 9.0, "peers": True}
    assert usual_text("sender_receivers_24h", own, _T) == "peers 3 to 9"
    assert "shops" in peers_text({"sort": "shop", "weeks": "plain"}, _T)


class _Seat:
    """Words, and errors in words."""

    t = _T

    def words_of(self, error: ApiError) -> str:
        return error.code


def test_of_many_cases_it_is_told_how_many_are_done_and_why_others_are_not() -> None:
    results: list[dict[str, Any]] = [{"done": True, "code": None, "message": None}] * 2
    results += [{"done": False, "code": "not_open", "message": "x"}] * 3
    assert told(results, _Seat()) == "2 done.\n3 not done: not_open"  # type: ignore[arg-type]  # words are enough
