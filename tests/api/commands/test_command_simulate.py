from pathlib import Path

from tests.api.commands.running import Console


def test_a_world_is_written_and_told_of(console: Console, tmp_path: Path) -> None:
    text = console.succeed("simulate", "--preset", "demo", "--seed", 3, "--out", tmp_path / "w")
    assert sorted(p.name for p in (tmp_path / "w").iterdir()) == [
        "events.jsonl",
        "manifest.json",
        "truth.csv",
    ]
    assert "seed 3" in text and "shipment" in text and "frauds by typology" in text


def test_the_same_seed_gives_the_same_bytes(console: Console, tmp_path: Path) -> None:
    for name in ("a", "b"):
        console.succeed("simulate", "--preset", "demo", "--out", tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_an_unknown_preset_is_wrong_use(console: Console, tmp_path: Path) -> None:
    line = console.refusal(2, "simulate", "--preset", "XXL", "--out", tmp_path / "w")
    assert "no such preset; there are: demo, S, M, L" in line
    assert not (tmp_path / "w").exists()


def test_an_unwritable_place_is_a_failure(console: Console, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    line = console.refusal(1, "simulate", "--preset", "demo", "--out", tmp_path / "file" / "w")
    assert "can't write" in line
