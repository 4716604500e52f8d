import json
import re
from pathlib import Path

import pytest

from tests.api.commands.running import ROOT, Console

GUIDE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "carrier.yaml"
    path.write_text(blocks("yaml")[0], encoding="utf-8")
    return path


@pytest.fixture
def parcels(tmp_path: Path) -> Path:
    path = tmp_path / "parcels.csv"
    path.write_text(blocks("csv")[0], encoding="utf-8")
    return path


def test_the_example_of_the_guide_prints_what_the_guide_says(
    console: Console, mapping: Path, parcels: Path, tmp_path: Path
) -> None:
    text = console.succeed("import", mapping, parcels, "--out", tmp_path / "events.jsonl")
    report, told = text.split("\n\nrejected rows are told of in ")
    assert f"{report}\n" in blocks("text")
    assert told.strip() == str(tmp_path / "rejected.jsonl")
    assert (tmp_path / "rejected.jsonl").read_text(encoding="utf-8") == blocks("json")[0]
    lines = [json.loads(line) for line in (tmp_path / "events.jsonl").read_bytes().splitlines()]
    assert [line["event_id"] for line in lines[:4]] == ["JD0002", "JD0001", "JD0003", "JD0006"]
    assert [line.get("outcome") for line in lines[4:]] == ["delivered", "refused", "returned"]
    assert lines[0]["cod_amount_fen"] == 26850


def test_what_was_imported_can_be_scored(
    console: Console, mapping: Path, parcels: Path, tmp_path: Path, home: Path
) -> None:
    events = tmp_path / "events.jsonl.gz"
    console.succeed("import", mapping, parcels, "--out", events)
    text = console.succeed("replay", events, "--out", tmp_path / "d.jsonl", "--home", home)
    assert text.startswith("4 events scored, 3 outcomes, 0 repeated, 0 lines")


def test_the_example_of_the_help_is_a_good_mapping(console: Console, tmp_path: Path) -> None:
    text = console.succeed("import", "--help")
    example = text[text.index("    encoding:") : text.index("    postrisk import")]
    (tmp_path / "m.yaml").write_text(example, encoding="utf-8")
    body = "运单号,收寄时间,寄件人,品名,重量(kg),付款方式\nA1,2025/6/1 9:05,张三,书,1.5,寄付\n"
    (tmp_path / "f.csv").write_text(body, encoding="gb18030")
    arguments = ("import", tmp_path / "m.yaml", tmp_path / "f.csv", "--out", tmp_path / "e.jsonl")
    assert "1 read, 1 written (100.0%, shipment 1), 0 rejected" in console.succeed(*arguments)


def test_the_mistake_of_the_guide_is_told_as_it_says(
    console: Console, mapping: Path, parcels: Path, tmp_path: Path
) -> None:
    text = mapping.read_text(encoding="utf-8").replace(", unit: kg", "")
    mapping.write_text(text, encoding="utf-8")
    line = console.refusal(2, "import", mapping, parcels, "--out", tmp_path / "e.jsonl")
    assert f"`{line}`" in GUIDE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["carrier.yaml", "parcels.csv"]


def test_no_event_at_all_is_a_failure_after_the_report(
    console: Console, mapping: Path, parcels: Path, tmp_path: Path
) -> None:
    header, first, *_ = parcels.read_text(encoding="utf-8").splitlines()
    parcels.write_text(f"{header}\n{first.replace('0.55', 'heavy')}\n", encoding="utf-8")
    line = console.refusal(1, "import", mapping, parcels, "--out", tmp_path / "e.jsonl")
    assert line == "no row became an event: rejected.jsonl says why"
    assert console.out.startswith("rows: 1 read, 0 written (0.0%), 1 rejected")
    assert not (tmp_path / "e.jsonl").exists()
    assert b"weight_grams" in (tmp_path / "rejected.jsonl").read_bytes()


def test_the_file_of_rejected_rows_can_be_named(
    console: Console, mapping: Path, parcels: Path, tmp_path: Path
) -> None:
    rejected = tmp_path / "bad.jsonl.gz"
    out = tmp_path / "new" / "e.jsonl"
    assert str(rejected) in console.succeed(
        "import", mapping, parcels, "--out", out, "--rejected", rejected
    )
    assert rejected.exists() and out.exists() and not (out.parent / "rejected.jsonl").exists()


def test_no_input_is_written_over(console: Console, mapping: Path, parcels: Path) -> None:
    for arguments in (("--out", parcels), ("--rejected", mapping), ("--out", "rejected.jsonl")):
        line = console.refusal(2, "import", mapping, parcels, *arguments)
        assert "four different files" in line


@pytest.mark.parametrize("made", ["mapping", "file"])
def test_what_is_not_there_is_a_failure(
    console: Console, mapping: Path, parcels: Path, tmp_path: Path, made: str
) -> None:
    missing = {"mapping": mapping, "file": parcels}[made]
    missing.unlink()
    line = console.refusal(1, "import", mapping, parcels, "--out", tmp_path / "e.jsonl")
    assert line == f"can't read {missing.name}: no such file or directory"


def test_an_unwritable_place_is_a_failure(console: Console, mapping: Path, parcels: Path) -> None:
    line = console.refusal(1, "import", mapping, parcels, "--out", parcels / "e.jsonl")
    assert "can't write" in line
