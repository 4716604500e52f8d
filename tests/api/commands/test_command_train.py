from pathlib import Path

import pytest

from data.synthetic.truth import TRUTH_HEADER
from risk.bundle import load_bundle
from tests.api.commands.running import Console, python
from tests.risk.builders import demo_lines, shipment, write_lines


def test_a_bundle_is_written_where_serve_takes_it(
    console: Console, small_world: Path, home: Path, tmp_path: Path
) -> None:
    text = console.succeed("train", small_world, "--home", home)
    bundle = load_bundle(home / "bundle")
    assert text.startswith(f"bundle {bundle.id} written to {home / 'bundle'}")
    assert "cod_application    too few events for a model" in text
    console.succeed("replay", small_world, "--out", tmp_path / "d.jsonl", "--home", home)
    assert f'"bundle":"{bundle.id}"'.encode() in (tmp_path / "d.jsonl").read_bytes()


def test_the_card_is_printed_and_the_stages_are_told_on_stderr(
    console: Console, small_world: Path, home: Path
) -> None:
    text = console.succeed("train", small_world, "--home", home)
    assert "shipment: anomaly detectors" in text
    assert "mature after 45 days" in text
    assert "look-alike" not in text
    assert "train: fitting shipment" in console.err
    assert load_bundle(home / "bundle").card is not None


def test_a_truth_beside_the_events_or_named_tells_of_look_alikes(
    console: Console, home: Path, tmp_path: Path
) -> None:
    events = write_lines(tmp_path / "e.jsonl", demo_lines())
    (tmp_path / "named.csv").write_text(TRUTH_HEADER, encoding="utf-8")
    named = ("--truth", tmp_path / "named.csv")
    assert "look-alike" in console.succeed("train", events, "--home", home, *named)
    (tmp_path / "named.csv").rename(tmp_path / "truth.csv")
    assert "look-alike" in console.succeed("train", events, "--home", home)


def test_a_truth_that_is_none_is_a_failure(
    console: Console, small_world: Path, home: Path, tmp_path: Path
) -> None:
    named = ("--truth", tmp_path / "named.csv")
    line = console.refusal(1, "train", small_world, "--home", home, *named)
    assert line == "can't read named.csv: no such file"


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # shap's own, of matplotlib
def test_a_report_is_written_where_it_is_asked_for(
    console: Console, small_world: Path, home: Path, tmp_path: Path
) -> None:
    text = console.succeed("train", small_world, "--home", home, "--report", tmp_path / "report")
    assert text.endswith(f"report written to {tmp_path / 'report' / 'report.html'}\n")
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "<h2>shipment</h2>" in page
    assert "drawing shipment" in console.err


def test_until_cuts_the_training(console: Console, small_world: Path, home: Path) -> None:
    until = "2025-06-02T00:00:00+08:00"
    console.succeed("train", small_world, "--home", home, "--until", until)
    manifest = load_bundle(home / "bundle").manifest
    assert manifest is not None
    assert manifest.trained_until == "2025-06-01T16:00:00+00:00"


@pytest.mark.parametrize("until", ["yesterday", "2025-07-01", "2025-07-01T00:00:00"])
def test_a_bad_until_is_wrong_use(
    console: Console, small_world: Path, home: Path, until: str
) -> None:
    line = console.refusal(2, "train", small_world, "--home", home, "--until", until)
    assert line.startswith("--until ")


def test_too_few_events_are_a_failure(console: Console, tmp_path: Path, home: Path) -> None:
    events = write_lines(tmp_path / "e.jsonl", [shipment(number) for number in range(9)])
    assert "no kind of event has" in console.refusal(1, "train", events, "--home", home)
    assert not (home / "bundle").exists()


def test_a_missing_file_is_a_failure(console: Console, tmp_path: Path, home: Path) -> None:
    line = console.refusal(1, "train", tmp_path / "none.jsonl", "--home", home)
    assert line.startswith("can't read none.jsonl")


def test_without_the_fitting_libraries_one_line_says_what_to_install(
    small_world: Path, home: Path
) -> None:
    code = "import sys; sys.modules['pyod'] = None; from api.cli import main; main(sys.argv[1:])"
    ended = python(code, ["train", small_world, "--home", home])
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "postrisk[train]" in ended.stderr.splitlines()[-1]
