"""The markup of policies, hubs and mistakes: everything of the API is text, and says which way it goes."""

from typing import Any

from api.console.client import ApiError
from api.console.hubs import evidence_text
from api.console.parts import chip
from api.console.policies import life_chip, precision, version_facts, yields_html
from api.console.policy_problems import problems_html
from api.console.policy_version import diff_html, looked_html, search_html, trial_html
from api.console.proposals import entry_words
from api.console.texts import ENGLISH, Words

_T = Words(ENGLISH)
_SIDE = {"events": 5, "frauds": 4, "fen": 14_000, "fraud_fen": 8_200}


class _Seat:
    """Words, and errors in words."""

    t = _T

    def words_of(self, error: ApiError) -> str:
        return error.message


def test_a_diff_says_what_is_new_and_what_goes() -> None:
    lines = ["--- shipped x", "+++ x@2", "@@ -1 +1 @@", "-a: <b>", "+a: 2", " same"]
    shown = diff_html({"against": "shipped x", "lines": lines}, _T)
    assert '<span class="gone">-a: &lt;b&gt;' in shown
    assert '<span class="new">+a: 2' in shown
    assert '<span class="where">--- shipped x' in shown
    assert "Nothing differs." in diff_html({"against": "x", "lines": []}, _T)


def test_a_trial_is_told_in_events_money_and_hours() -> None:
    trial: dict[str, Any] = {"events": 2_990, "frauds_known": 312, "skipped": 0}
    trial |= {"then": 180, "now": 185, "hours_then": 18.0, "hours_now": 18.5}
    trial |= {"gained": _SIDE, "lost": _SIDE, "moves": {"shipment: step_up -> hold": 5}}
    shown = trial_html(trial, _T)
    for told in ("2,990", "<b>185</b>", "<b>18.5</b>", "140.00 yuan", "82.00 yuan"):
        assert told in shown
    assert "Parcel Step-up check → Hold" in shown


def test_parcels_under_way_and_shadow_counts_are_shown() -> None:
    one = {"event_id": "e<1>", "decided": "approve", "would": "hold", "rules": ["SH01-a"]}
    found = {"under_way": 9, "hit": 1, "hit_fen": 500, "found": [one | {"stake_fen": 500}]}
    shown = search_html(found, _T)
    assert "e&lt;1&gt;" in shown and "Pass → Hold" in shown
    looked = {"events": 3, "hits": {"SH01-a": 2}, "moves": {"approve -> hold": 1}}
    assert "Pass → Hold" in looked_html(looked, _T)
    assert "No event yet" in looked_html({"events": 0, "hits": {}, "moves": {}}, _T)


def test_yields_stand_by_hits_and_idle_rules_are_named() -> None:
    def rule(name: str, hits: int, confirmed: int, cleared: int) -> dict[str, Any]:
        counts = {"hits": hits, "alone": 0, "confirmed": confirmed, "cleared": cleared}
        return {"rule": name, "zh": "", "en": "<why>"} | counts

    rules = [rule("A", 1, 0, 0), rule("B", 5, 3, 1), rule("C", 0, 0, 0)]
    shown = yields_html({"events": 100, "rules": rules}, _T)
    assert shown.index("<b>B</b>") < shown.index("<b>A</b>")
    assert "5.00%" in shown and "75%" in shown and "&lt;why&gt;" in shown
    assert "<p class=muted>C</p>" in shown
    assert (precision(0, 0), precision(1, 1)) == ("–", "50%")


def test_a_version_says_where_it_is_in_its_life() -> None:
    one = {"id": "x@2", "life": "partly_live", "share": 0.1, "author": "u-1", "publisher": None}
    one |= {"published_at": None, "drafted_at": "2025-03-14T09:26:53+00:00"}
    facts = dict(version_facts(one, {"u-1": "zhou"}, _T))
    assert facts["Drafted by"] == "zhou"
    assert "10.0%" in facts["State"]
    assert life_chip("draft", _T) == chip("Draft", "low")


def test_every_mistake_of_a_file_has_its_line_and_hint() -> None:
    error = ApiError(422, "bad_document", "1 mistake", "text")
    error.problems = [{"line": 24, "message": "action can't be <stop>", "hint": "one of approve"}]
    shown = problems_html(error, _Seat())  # type: ignore[arg-type]  # a seat's words are enough
    assert "line 24" in shown and "&lt;stop&gt;" in shown and "one of approve" in shown
    other = problems_html(ApiError(503, "x", "<gone>"), _Seat())  # type: ignore[arg-type]  # the same
    assert "&lt;gone&gt;" in other


def test_evidence_of_a_hub_stands_beside_what_is_asked() -> None:
    grounds = [
        {"name": "span_days", "value": 3.0, "threshold": 21.0, "at_least": True},
        {"name": "failed_share", "value": 0.5, "threshold": 0.15, "at_least": False},
        {"name": "words_dorm", "value": 1.0, "threshold": 1.0, "at_least": True},
    ]
    assert evidence_text(grounds, _T) == (
        "days known 3 (≥ 21); failed share 0.5 (≤ 0.15); words of its address"
    )


def test_an_entry_is_told_in_a_few_words() -> None:
    entry = {"list": "suppress", "kind": "phone", "masked": "139******70", "rule": "SH01-a"}
    assert entry_words(entry | {"hub": None}, _T) == "Silence a rule · Phone 139******70 (SH01-a)"
