"""What the auditor and the system administrator read: a broken chain is said aloud, no secret is there."""

from typing import Any

from api.console.audit import entry_facts, verification_html
from api.console.keys import api_keys_html, vault_html
from api.console.texts import ENGLISH, Words

_T = Words(ENGLISH)
_HEAD = {"seq": 7, "chain": "ab" * 32}


def walked(**changes: Any) -> dict[str, Any]:
    return {"entries": 7, "broken": None, "head": _HEAD, "kept": True} | changes


def test_a_whole_chain_is_green_and_its_end_is_there_to_copy() -> None:
    shown = verification_html(walked(), _T)
    assert "chip good" in shown and f"7:{_HEAD['chain']}" in shown
    assert "would not show" in verification_html(walked(kept=False), _T)


def test_each_way_of_breaking_is_told() -> None:
    for why, told in (
        ("was changed, or another was put before it", "it was changed"),
        ("is missing: the log once had 9 entries", "it is missing"),
        ("is not the one that was kept as the head", "it is not the end that was kept"),
    ):
        shown = verification_html(walked(broken={"seq": 3, "why": why}), _T)
        assert "chip late" in shown and f"entry 3: {told}" in shown


def test_an_entry_names_who_and_what_and_shows_a_token_by_its_head() -> None:
    entry = {"seq": 3, "at_ms": 1_760_000_000_000, "actor": "u-1", "role": "analyst"}
    entry |= {"action": "view_case", "case_id": "C-20250314-000001", "token": "0123456789abcdef"}
    facts = dict(entry_facts(entry | {"fields": "<masked>", "reason": "queue"}, {"u-1": "li"}, _T))
    assert "<b>li</b>" in facts["Who"]
    assert facts["What"] == "looked at a case"
    assert facts["Fields"] == "&lt;masked&gt; #01234567"


def test_keys_stand_newest_first_with_their_state() -> None:
    shown = vault_html({"vault_versions": [1, 2], "vault_current": 2}, _T)
    assert shown.index("Version 2") < shown.index("seals now") < shown.index("Version 1")
    key = {"id": "<k>", "role": "analyst", "state": "revoked", "expires_at": None}
    keys = api_keys_html([key | {"created_at": "2025-03-14T09:26:53+00:00"}], _T)
    assert "&lt;k&gt;" in keys and "Revoked" in keys and "no end" in keys
