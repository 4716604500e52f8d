"""Lists and policies from the command line, against a server under load, over its whole life."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.commands.load import Load, until
from tests.api.commands.running import Console, serving
from tests.api.test_policy_calls import text
from tests.risk.builders import RECEIVER, SENDER, shipment_body

HEADER = "list,kind,value,source,reason\n"


@pytest.fixture
def keys(console: Console, home: Path) -> dict[str, str]:
    """Keys by role; ``second`` is another senior analyst's."""
    roles = {"api_client", "analyst", "strategy_admin", "strategy_approver"}
    made = {role: console.succeed("key", "new", "--role", role, "--home", home) for role in roles}
    made["second"] = console.succeed("key", "new", "--role", "senior_analyst", "--home", home)
    return {name: key.strip() for name, key in made.items()}


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_a_policy_is_published_and_rolled_back_under_load_and_no_request_fails(
    console: Console, home: Path, keys: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "earphones.yaml"
    file.write_text(text(), encoding="utf-8")
    with serving("--home", home) as (process, url):
        load = Load(url, bearer(keys["api_client"]))
        with load.running(), httpx.Client(base_url=url) as client:
            until(lambda: len(load.answers) > 20)
            before = load.answers[0]["policy"]
            remote = ("--url", url, "--key")
            draft = console.succeed(
                "policy", "draft", file, *remote, keys["strategy_admin"]
            ).strip()
            tried = console.succeed("policy", "try", draft, *remote, keys["strategy_admin"])
            assert "could not be" in tried and "hours of review" in tried
            found = console.succeed("policy", "search", draft, *remote, keys["strategy_admin"])
            assert "EAR-a" in found
            publisher = bearer(keys["strategy_approver"])
            for path, body in (
                (f"/v1/policies/{draft}/publish", {"share": 1}),
                ("/v1/policy-rollbacks", {"reason": "the test goes on"}),
            ):
                done = client.post(path, json=body, headers=publisher, timeout=60)
                assert done.status_code == 200, done.text
                decides = client.get("/v1/policies", headers=publisher).json()["deciding"]
                answer = _score(client, keys, path)  # the very next score
                assert answer["policy"] == decides
                until(lambda: load.answers[-1]["policy"] == decides)  # noqa: B023  called at once
            until(lambda: load.answers[-1]["policy"] == before)
        assert load.failures == []
        held = {a["policy"] for a in load.answers if a["decision"] == "hold"}
        assert len(held) == 1 and before not in held
        metrics = httpx.get(f"{url}/metrics").text
        assert "postrisk_policy_shadows 0" in metrics
        process.terminate()
        process.wait(30)
    assert "0 differ" in console.succeed("verify", "--home", home)


def _score(client: httpx.Client, keys: dict[str, str], name: str) -> dict[str, Any]:
    body = shipment_body(f"probe-{abs(hash(name))}")
    headers = bearer(keys["api_client"])
    answer: dict[str, Any] = client.post("/v1/score", json=body, headers=headers).json()
    return answer


def test_a_file_of_entries_is_imported_approved_and_outlives_a_kill(
    console: Console, home: Path, keys: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "entries.csv"
    lines = (
        f"watch,phone,{SENDER['phone']},internal,empty parcels\nwatch,phone,nothing,internal,x\n"
    )
    file.write_text(HEADER + lines, encoding="utf-8")
    with serving("--home", home) as (_, url):
        remote = ("--url", url, "--key")
        told = console.succeed("lists", "import", file, *remote, keys["analyst"])
        assert told.splitlines()[0].startswith("line 3: value can't be read as phone")
        assert "1 entries wait for approval as P1; 1 lines were not taken" in told
        refusal = console.refusal(1, "lists", "approve", "P1", *remote, keys["analyst"])
        assert "403" in refusal
        approved = console.succeed("lists", "approve", "P1", *remote, keys["second"])
        assert approved == "P1: 1 entries are in force\n"
        file.write_text(HEADER + "watch,phone,nothing,internal,x\n", encoding="utf-8")
        refusal = console.refusal(1, "lists", "import", file, *remote, keys["analyst"])
        assert "no line was taken" in refusal
    # The first was killed.
    with serving("--home", home) as (_, url), httpx.Client(base_url=url) as client:
        assert _score(client, keys, "after")["decision"] == "review"
        other = shipment_body("other", sender=dict(RECEIVER), receiver={})
        answer = client.post("/v1/score", json=other, headers=bearer(keys["api_client"]))
        assert answer.json()["decision"] == "approve"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("lists", "approve", "P1"), 2, "--key"),
        (("lists", "approve", "P1", "--key", "k", "--url", "ftp://x"), 2, "--url"),
        (("lists", "approve", "P1", "--key", "k", "--url", "http://127.0.0.1:9"), 1, "reached"),
        (("lists", "import", "no-such.csv", "--key", "k"), 1, "can't read"),
        (("policy", "draft", "no-such.yaml", "--key", "k"), 1, "can't read"),
    ],
)
def test_what_can_not_work_is_one_clear_line(
    console: Console, arguments: tuple[str, ...], code: int, words: str
) -> None:
    assert words in console.refusal(code, *arguments)
