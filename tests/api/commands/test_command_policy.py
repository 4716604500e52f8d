import re
from importlib import resources
from pathlib import Path

import pytest

from rules.cod_book import GRADES_FILE, SCORECARD_FILE
from rules.load import shipped_policies
from tests.api.commands.running import Console

WRONG = """\
id: mine
version: 1
title:
  zh: 我的
  en: mine
parameters:
  unused: {value: 3, unit: parcels, source: "[D]"}
rules:
  - id: M-1
    version: 1
    typology: SH-01
    action: decline
    kinds: [shipment]
    when: sender_parcels_24 >= 3
    reason:
      code: too_many
      zh: 太多
      en: too many
    counter:
      zh: 该客户在黑名单上
      en: the customer is on a list
    examples:
      hit: []
      miss: []
"""


def test_grades_and_scorecard_are_checked_by_the_same_command(
    console: Console, tmp_path: Path
) -> None:
    folder = resources.files("rules") / "cod"
    files = [Path(str(folder / name)) for name in (GRADES_FILE, SCORECARD_FILE)]
    assert console.succeed("policy", "check", *files).count("no mistakes") == 2
    spoilt = tmp_path / "grades.yaml"
    text = files[0].read_text("utf-8").replace("action: hold", "action: decline")
    spoilt.write_text(text, "utf-8")
    assert "mistake" in console.refusal(1, "policy", "check", spoilt)


def test_the_shipped_policies_have_no_mistakes(console: Console) -> None:
    text = console.succeed("policy", "check", *shipped_policies())
    assert text.count("no mistakes") == len(shipped_policies())


def test_all_mistakes_are_told_with_their_lines(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(WRONG, encoding="utf-8")
    good = shipped_policies()[0]
    assert console.run("policy", "check", path, good) == 1
    told = console.out.splitlines()
    mistakes = [line for line in told if line.startswith(f"{path}:")]
    assert console.err == f"postrisk: {len(mistakes)} mistakes\n"
    assert len(mistakes) >= 5
    expected = {
        f"{path}:{WRONG[: WRONG.index(place)].count(chr(10)) + 1}:"
        for place in ("unused:", "action: decline", "sender_parcels_24 ")
    }
    for start in expected:
        assert any(line.startswith(start) for line in mistakes), (start, told)
    assert any("sender_parcels_24h" in line for line in mistakes)  # the hint
    assert told[-1] == f"{good}: no mistakes"


PLANTED = (
    ("titel:", "unknown key 'titel'", "did you mean title?"),
    ("source: made up", "the source of limit_fen has no mark", "[L] law"),
    ("never_used:", "the parameter never_used is not used", "take it out"),
    ("action: decline", "decline without a basis", "legal_cap"),
    (
        "and sender_parcels_24 ",
        "unknown name 'sender_parcels_24'",
        "did you mean sender_parcels_24h?",
    ),
    ("zh: 该客户在黑名单上。", "protected", "需工作人员进一步核实"),
    ("- name: low", "not 'L99'", "L"),
    ("pay_mode > 3", "a text", "quotes"),
    ("- id: TM-2", "customer is missing for the action hold", "what to bring"),
    ("action: stop", "action can't be 'stop'", "one of approve"),
    ("let_through: 0.5", "at most 0.1", "is not meant"),
    ("- name: a face", "never there for kind shipment", "it exists for account_opening"),
)
"""Where each stands, what is told of it, and part of its hint."""


def test_twelve_planted_mistakes_are_all_found(console: Console) -> None:
    path = Path(__file__).with_name("twelve_mistakes.yaml")
    text = path.read_text(encoding="utf-8")
    assert console.run("policy", "check", path) == 1
    told = console.out.splitlines()
    found = []
    for place, message, hint in PLANTED:
        assert text.count(place) == 1
        line = text[: text.index(place)].count("\n") + 1
        start = f"{path}:{line}: "
        matching = [t for t in told if t.startswith(start) and message in t and hint in t]
        assert matching, (place, told)
        found += matching
    assert len(set(found)) == 12


@pytest.mark.parametrize("made", ["missing", "folder", "binary"])
def test_what_cannot_be_read_is_a_failure(console: Console, tmp_path: Path, made: str) -> None:
    path = tmp_path / "p.yaml"
    if made == "folder":
        path.mkdir()
    if made == "binary":
        path.write_bytes(b"\xff\xfe\x00")
    assert console.refusal(1, "policy", "check", path).startswith("p.yaml can't be read")


@pytest.mark.parametrize("text", ["", "a: [", "- 1", "!!python/object:os.system {}", "a: *b"])
def test_what_is_no_policy_is_told_in_lines(console: Console, tmp_path: Path, text: str) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(text, encoding="utf-8")
    assert console.run("policy", "check", path) == 1
    assert "Traceback" not in console.err
    assert re.search(rf"^{re.escape(str(path))}:[12]: ", console.out, re.MULTILINE)
