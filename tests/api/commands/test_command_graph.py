import json
import re
from pathlib import Path

import pytest

from tests.api.commands.running import ROOT, Console, python
from tests.risk.builders import demo_lines, shipment, write_lines

DOCUMENT = ROOT / "docs" / "picture.md"


def test_the_picture_in_the_docs_is_what_its_command_draws(
    console: Console, tmp_path: Path, home: Path
) -> None:
    """But for coordinates, whose last digit may differ from one processor to another."""
    write_lines(tmp_path / "events.jsonl", demo_lines())
    (line,) = re.findall(
        r"^postrisk graph picture (.*)$", DOCUMENT.read_text("utf-8"), re.MULTILINE
    )
    words = line.replace("demo/", f"{tmp_path}/").replace(" docs/", f" {tmp_path}/").split()
    out = console.succeed("graph", "picture", *words, "--home", home)
    assert out.endswith(": 8 persons share one phone, 7 of them confirmed fraud\n")
    drawn, kept = (
        re.findall(r">([^<>\n]+)<", path.read_text("utf-8"))
        for path in (tmp_path / "ring.svg", ROOT / "docs" / "ring.svg")
    )
    assert sorted(drawn) == sorted(kept)


@pytest.fixture
def events(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "e.jsonl", [shipment(1), shipment(2)])


def test_a_console_gets_json(console: Console, events: Path, tmp_path: Path, home: Path) -> None:
    out = tmp_path / "sh.json"
    console.succeed("graph", "picture", events, "--event", "sh-1", "--out", out, "--home", home)
    picture = json.loads(out.read_bytes())
    assert {"nodes", "links", "path", "width", "height"} <= picture.keys()
    assert {"key", "kind", "label", "x", "y"} <= picture["nodes"][0].keys()


def test_an_event_that_is_not_there_is_a_failure(
    console: Console, events: Path, tmp_path: Path, home: Path
) -> None:
    out = tmp_path / "no.svg"
    words = ("--event", "sh-9", "--out", out, "--home", home)
    assert "has no event sh-9" in console.refusal(1, "graph", "picture", events, *words)
    assert not out.exists()


def test_an_instant_without_an_offset_is_wrong_use(
    console: Console, events: Path, home: Path
) -> None:
    words = ("--event", "sh-1", "--out", "x.svg", "--until", "2025-07-01T00:00:00", "--home", home)
    console.refusal(2, "graph", "picture", events, *words)


def test_what_serves_imports_no_picture() -> None:
    code = (
        "import sys, api.app, api.commands.serve; print([m for m in sys.modules if 'picture' in m])"
    )
    ended = python(code)
    assert (ended.stdout.strip(), ended.stderr) == ("[]", "")


@pytest.mark.parametrize("ending", ["html", "md", "json"])
def test_a_report_of_the_network(console: Console, tmp_path: Path, home: Path, ending: str) -> None:
    events = write_lines(tmp_path / "events.jsonl", demo_lines()[:300])
    out = tmp_path / f"network.{ending}"
    said = console.succeed("graph", "report", events, "--out", out, "--least", 2, "--home", home)
    assert " communities, " in said
    text = out.read_text("utf-8")
    starts = {"html": "<!doctype html>", "md": "# Network report", "json": '{"at_ms":'}
    assert text.startswith(starts[ending])
    assert ("<svg" in text) == (ending == "html")


def test_a_report_of_a_file_that_is_not_there_is_a_failure(
    console: Console, tmp_path: Path, home: Path
) -> None:
    out = tmp_path / "network.md"
    console.refusal(1, "graph", "report", tmp_path / "no.jsonl", "--out", out, "--home", home)
    assert not out.exists()
