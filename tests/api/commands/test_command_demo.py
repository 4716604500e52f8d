"""``make demo`` as a newcomer meets it, and what it tells of the people in it: nothing."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from api.server import bind
from tests.api.commands.running import Console, serving

PERSONAL = frozenset({"name", "phone", "id_no", "address", "raw", "contact_phone"})


def test_the_demo_shows_what_it_found_and_all_of_it_can_be_derived_again(
    console: Console, home: Path
) -> None:
    text = console.succeed("demo", "--once", "--home", home)
    assert text.lstrip().startswith("Scored ")
    for typology in ("SH-01", "SH-02", "AO-01", "AO-02"):
        assert f"  {typology}  " in text
    assert "/docs" in text
    assert "prk_" not in text
    first = text.partition("\nFlagged")[2]
    again = console.succeed("demo", "--once", "--home", home)
    assert again.partition("\nFlagged")[2] == first
    assert ": 0 differ" in console.succeed("verify", "--home", home)
    told = [text, again, console.err, *served(console, home)]
    people = set(personal(home / "demo" / "events.jsonl"))
    assert len(people) > 1_000
    assert [one for one in people if any(one in each for each in told)] == []


def personal(events: Path) -> Iterator[str]:
    """Every name, phone, document number and address of a world.

    But for two characters, which may be any word, what came masked, and a road without a number.
    """
    for line in events.read_text(encoding="utf-8").splitlines():
        for value in values_of(json.loads(line)):
            if len(value) > 2 and "*" not in value:
                yield value


def values_of(found: Any, name: str = "") -> Iterator[str]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield from values_of(value, key)
    elif isinstance(found, str) and (
        name == "name" or (name in PERSONAL and re.search(r"\d", found))
    ):
        yield found


def served(console: Console, home: Path) -> Iterator[str]:
    """What a server over the demo's log tells: errors, metrics, queue, case, decision, its own log."""
    line = (home / "demo" / "events.jsonl").read_text(encoding="utf-8").splitlines()[0]
    event = json.loads(line)
    key = console.succeed("key", "new", "--role", "senior_analyst", "--home", home).strip()
    headers = {"Authorization": f"Bearer {key}"}
    with serving("--home", home) as (process, url):
        with httpx.Client(base_url=url, headers=headers) as client:
            bad = client.post("/v1/score", json=event | {"weight_grams": "heavy"})
            changed = client.post("/v1/score", json=event | {"channel": "app", "weight_grams": 1})
            queue = client.get("/v1/cases").raise_for_status()
            case = queue.json()["items"][0]["case_id"]
            paths = (
                "/metrics",
                f"/v1/cases/{case}",
                f"/v1/decisions/{event['event_id']}",
                "/v1/people/x",
            )
            answers = [client.get(path) for path in paths]
        assert (bad.status_code, changed.status_code) == (422, 409)
        assert [answer.status_code for answer in answers] == [200, 200, 200, 404]
        process.terminate()
        _, log = process.communicate()
    assert "request_failed" in log
    yield from (bad.text, changed.text, queue.text, log, *(answer.text for answer in answers))


def test_a_port_in_use_is_told_before_any_work(console: Console, home: Path) -> None:
    taken = bind("127.0.0.1", 0)
    line = console.refusal(1, "demo", "--port", taken.getsockname()[1], "--home", home)
    taken.close()
    assert "is in use" in line
    assert not (home / "demo").exists()
