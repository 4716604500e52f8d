import shutil
from pathlib import Path

import pytest

from tests.api.commands.running import Console
from tests.risk.builders import shipment, write_lines


def test_a_file_is_scored_line_by_line(
    console: Console, small_world: Path, tmp_path: Path, home: Path
) -> None:
    out = tmp_path / "d.jsonl"
    text = console.succeed("replay", small_world, "--out", out, "--home", home)
    decisions = len(out.read_bytes().splitlines())
    assert text.startswith(f"{decisions} events scored, {600 - decisions} outcomes, 0 repeated, 0 ")
    first = out.read_bytes()
    console.succeed("replay", small_world, "--out", out, "--home", home)
    assert out.read_bytes() == first


def test_a_half_last_line_is_told_and_is_no_failure(
    console: Console, tmp_path: Path, home: Path
) -> None:
    events = write_lines(tmp_path / "e.jsonl", [shipment(1), b'{"event_id": "sh-2", "ki'])
    text = console.succeed("replay", events, "--out", tmp_path / "d.jsonl", "--home", home)
    assert "1 events scored" in text and "1 lines could not be scored" in text
    assert b'{"line":2,"error":' in (tmp_path / "d.jsonl").read_bytes()


@pytest.mark.parametrize("made", ["missing", "folder"])
def test_a_file_that_is_none_is_a_failure(
    console: Console, tmp_path: Path, home: Path, made: str
) -> None:
    if made == "folder":
        (tmp_path / "e.jsonl").mkdir()
    out = tmp_path / "d.jsonl"
    line = console.refusal(1, "replay", tmp_path / "e.jsonl", "--out", out, "--home", home)
    assert line.startswith("can't read e.jsonl")
    assert not out.exists()


def test_a_folder_as_the_output_is_wrong_use(
    console: Console, small_world: Path, tmp_path: Path, home: Path
) -> None:
    console.refusal(2, "replay", small_world, "--out", tmp_path, "--home", home)


def test_a_file_as_the_home_is_wrong_use(console: Console, small_world: Path) -> None:
    console.refusal(2, "replay", small_world, "--out", "d.jsonl", "--home", small_world)


def test_a_home_below_a_file_is_a_failure(console: Console, small_world: Path) -> None:
    line = console.refusal(1, "replay", small_world, "--out", "d", "--home", small_world / "home")
    assert "as home" in line


@pytest.mark.parametrize("fault", ["none", "changed", "half", "no_json"])
def test_a_wrong_bundle_is_a_failure(
    console: Console, small_world: Path, bundle_folder: Path, tmp_path: Path, home: Path, fault: str
) -> None:
    folder = tmp_path / "bundle"
    if fault == "none":
        folder.mkdir()
    else:
        shutil.copytree(bundle_folder, folder)
    if fault == "changed":
        (folder / "shipment.npz").write_bytes(b"x")
    if fault == "half":
        (folder / "shipment.npz").unlink()
    if fault == "no_json":
        (folder / "manifest.json").write_bytes(b"{")
    out = tmp_path / "d.jsonl"
    arguments = ("replay", small_world, "--out", out, "--home", home, "--bundle", folder)
    assert "bundle" in console.refusal(1, *arguments)
    assert not out.exists()


def test_a_bundle_can_be_named(
    console: Console, small_world: Path, bundle_folder: Path, tmp_path: Path, home: Path
) -> None:
    out = tmp_path / "d.jsonl"
    console.succeed("replay", small_world, "--out", out, "--home", home, "--bundle", bundle_folder)
    assert b'"bundle":"bundle-' in out.read_bytes()
