"""The lists of a case's page: a rule's value stands beside its threshold and what its peers have."""

from typing import Any

import pytest

from api.console import case_panels
from api.console.texts import ENGLISH, Words

_T = Words(ENGLISH)


def _alert(event_id: str, score: int, value: float) -> dict[str, Any]:
    evidence = [{"name": "sender_receivers_24h", "value": value, "threshold": 30}]
    hit = {"id": "SH01-a", "version": 2, "action": "hold", "evidence": evidence}
    return {"event_id": event_id, "score": score, "rules": [hit], "reasons": []}


@pytest.mark.parametrize(("explained", "told"), [("high", True), ("low", False)])
def test_what_peers_have_stands_beside_the_value_of_the_explained_alert_only(
    monkeypatch: pytest.MonkeyPatch, explained: str, told: bool
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(case_panels, "panel", lambda _title, body: shown.append(body))
    usual = {"sender_receivers_24h": {"low": 3.0, "high": 9.0, "peers": True}}
    sheet = {
        "alerts": [_alert("low", 500, 31.0), _alert("high", 900, 47.0)],
        "explained": {"event_id": explained},
        "usual": usual,
    }
    case_panels.rules_panel(_T, sheet)
    (body,) = shown
    assert "<b>47</b>" in body
    assert "<td>30</td>" in body
    assert ("peers 3 to 9" in body) is told
