import re
from pathlib import Path

import pytest

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
