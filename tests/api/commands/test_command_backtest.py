from pathlib import Path

import pytest

from rules.load import shipped_policies
from tests.api.commands.running import Console


@pytest.fixture
def looser(tmp_path: Path) -> Path:
    source = next(file for file in shipped_policies() if file.name == "shipment_fan_out.yaml")
    text = source.read_text(encoding="utf-8")
    path = tmp_path / "fan_out.yaml"
    path.write_text(text.replace("receivers_24h: {value: 30", "receivers_24h: {value: 60"))
    return path


def test_a_bundle_beside_none_is_told_by_typology_and_look_alike(
    console: Console, small_world: Path, bundle_folder: Path, home: Path
) -> None:
    text = console.succeed("backtest", small_world, "--candidate", bundle_folder, "--home", home)
    assert "then: bundle bundle" in text
    assert "events whose action changes" in text
    assert "hours of review:" in text
    assert "no truth.csv" in text


def test_a_truth_is_taken_where_it_is_named(
    console: Console, small_world: Path, looser: Path, home: Path, tmp_path: Path
) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text("event_id,is_fraud,typology,campaign_id,stealth,decoy\n")
    text = console.succeed(
        *("backtest", small_world, "--candidate", looser, "--truth", truth, "--home", home)
    )
    assert "ordinary shipment" in text and "no truth.csv" not in text


def test_a_missing_truth_and_a_missing_candidate_are_failures(
    console: Console, small_world: Path, looser: Path, home: Path, tmp_path: Path
) -> None:
    command = ("backtest", small_world, "--home", home, "--candidate")
    line = console.refusal(1, *command, looser, "--truth", tmp_path / "none.csv")
    assert line.startswith("can't read none.csv")
    line = console.refusal(1, *command, tmp_path / "nothing")
    assert line.startswith("there is no bundle and no policy file at nothing")
    console.refusal(2, "backtest", small_world, "--home", home)
