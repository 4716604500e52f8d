"""The tables of what rules hit, counted by hand on a few events and held to a whole small world."""

from pathlib import Path

import pytest

from benchmarks.quality.rules import (
    ORDINARY,
    Counts,
    count,
    look_alike_table,
    rule_table,
    stopped,
)
from benchmarks.quality.rules import main as print_tables
from data.errors import Failure
from data.synthetic.presets import preset
from data.synthetic.truth import TRUTH, Truth
from data.synthetic.writer import write_world
from risk.bootstrap import shipped_policy


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    write_world(folder, preset("demo"), 7)
    return folder


def truth(typology: str = "", decoy: str = "", campaign: str = "") -> Truth:
    return Truth("e", bool(typology), typology, campaign, "", decoy)


def some_counts() -> Counts:
    counts = Counts()
    counts.add("shipment", truth(typology="SH-01"), [("SH01-a", "hold")])
    counts.add("shipment", truth(typology="SH-02"), [("SH01-a", "hold"), ("SH02-b", "step_up")])
    counts.add("shipment", truth(), [])
    counts.add("shipment", truth(decoy="L02"), [("SH01-a", "hold"), ("SH02-b", "step_up")])
    counts.add("shipment", truth(decoy="L02"), [("IN03-a", "approve")])
    counts.add("shipment", truth(campaign="c1"), [("SH02-b", "step_up")])
    return counts


def test_a_line_for_each_rule() -> None:
    lines = list(rule_table(some_counts(), shipped_policy()))
    assert len(lines) == 2 + len(shipped_policy().rules)
    assert "| SH01-a | hold | 1/1 | 1 | 0 (0.00%) | L02 1/2 |" in lines
    assert "| SH02-b | step_up | 1/1 | 0 | 0 (0.00%) | L02 1/2, camouflage 1/1 |" in lines
    assert "| SH06-a | review | 0/0 | 0 | 0 (0.00%) |  |" in lines


def test_a_line_for_each_look_alike_that_is_disturbed() -> None:
    lines = list(look_alike_table(some_counts()))
    assert lines[2:] == [
        "| shipment | all honest | 4 | 50.00% | 25.00% | 25.00% | 1.0 |",
        "| shipment | camouflage | 1 | 100.00% | 0.00% | 0.00% | 2.0 |",
        "| shipment | L02 | 2 | 50.00% | 50.00% | 50.00% | 1.0 |",
    ]


def test_look_alikes_that_were_stopped_are_named_and_camouflage_is_none() -> None:
    counts = some_counts()
    counts.add("shipment", truth(campaign="c1"), [("SH01-a", "hold")])
    assert stopped(counts) == {"L02": 1}
    assert stopped(Counts()) == {}


def test_a_whole_world_is_counted(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = count([world])
    events = sum(counts.frauds.values()) + sum(counts.honest.values())
    assert events == len((world / TRUTH).read_text("utf-8").splitlines()) - 1
    assert counts.honest["shipment", ORDINARY] > 1000
    assert counts.hits["AO02-a", "AO-02", True] > 0  # the ring of the demo
    assert stopped(counts) == {}
    print_tables([str(world)])
    assert capsys.readouterr().out.endswith("look-alikes held or declined: none\n")


def test_a_world_with_the_truth_of_another_is_refused(world: Path, tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_bytes((world / "events.jsonl").read_bytes())
    header = (world / TRUTH).read_text("utf-8").splitlines()[0]
    (tmp_path / TRUTH).write_text(header + "\n", encoding="utf-8")
    with pytest.raises(Failure, match="other events"):
        count([tmp_path])
