import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from data.events import OutcomeLine, decode_line
from data.files import read_lines, sha256_of
from data.synthetic.presets import preset
from data.synthetic.truth import TRUTH_HEADER
from data.synthetic.writer import write_world


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world")
    write_world(path, preset("demo"), 7)
    return path


def test_manifest_tells_what_is_in_the_files(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    kinds = [json.loads(line)["kind"] for _, line in read_lines(folder / "events.jsonl")]
    assert manifest["counts"] == {kind: kinds.count(kind) for kind in sorted(set(kinds))}
    assert (manifest["version"], manifest["preset"], manifest["seed"]) == (6, "demo", 7)
    assert manifest["typologies"]["AO-02"] == 8
    for name in ("events.jsonl", "truth.csv"):
        assert manifest["files"][name]["sha256"] == sha256_of(folder / name)


def test_repeats_are_counted_apart_and_have_no_truth_of_their_own(tmp_path: Path) -> None:
    manifest = write_world(tmp_path, preset("S"), 7)
    decoded = [decode_line(line) for _, line in read_lines(tmp_path / "events.jsonl")]
    came = [e for e in decoded if not isinstance(e, OutcomeLine)]
    first = list(dict.fromkeys(event.event_id for event in came))
    again = manifest["arrivals"]["repeated"]
    assert 0 < again == len(came) - len(first)
    assert sum(manifest["counts"].values()) == len(decoded) - again
    bodies = {event.event_id: event for event in came}
    assert all(bodies[event.event_id] == event for event in came)
    with (tmp_path / "truth.csv").open(newline="") as file:
        assert [row["event_id"] for row in csv.DictReader(file)] == first
    assert 0.007 < manifest["arrivals"]["late"] / len(first) < 0.013
    assert 0.003 < manifest["arrivals"]["delayed"] / len(first) < 0.007


def test_truth_joins_every_event_once_and_nothing_else(folder: Path) -> None:
    decoded = [decode_line(line) for _, line in read_lines(folder / "events.jsonl")]
    events = [e.event_id for e in decoded if not isinstance(e, OutcomeLine)]
    with (folder / "truth.csv").open(newline="") as file:
        assert file.readline().strip() == TRUTH_HEADER
        file.seek(0)
        truth = list(csv.DictReader(file))
    assert [row["event_id"] for row in truth] == events
    assert {row["is_fraud"] for row in truth} == {"0", "1"}


def test_progress_goes_from_day_to_day_up_to_all(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_world(tmp_path, preset("demo"), 1, lambda done, total: told.append((done, total)))
    assert told == [(day, 14) for day in range(1, 15)]


def test_bytes_do_not_depend_on_the_process(folder: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from data.synthetic.presets import preset; "
        "from data.synthetic.writer import write_world; "
        "write_world(Path(sys.argv[1]), preset('demo'), 7)"
    )
    root = Path(__file__).parents[3]
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={"PYTHONHASHSEED": "12345", "PYTHONPATH": str(root)},
        check=True,
        timeout=60,
    )
    for name in ("events.jsonl", "truth.csv", "manifest.json"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
