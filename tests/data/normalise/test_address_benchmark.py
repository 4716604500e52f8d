import gzip
from pathlib import Path

import pytest

from benchmarks import addresses
from data.normalise.address import Address

# Invented addresses in the benchmark's BIO form; the first two are one flat.
TAGGED = [
    [("浙江省", "prov"), ("杭州市", "city"), ("西湖区", "district"), ("曙光路", "road"),
     ("12号", "roadno"), ("3幢", "houseno"), ("1单元", "cellno"), ("502室", "roomno")],
    [("杭州市", "city"), ("西湖区", "district"), ("曙光路", "road"),
     ("12号", "roadno"), ("3幢", "houseno"), ("1单元", "cellno"), ("502室", "roomno")],
    [("杭州市", "city"), ("西湖区", "district"), ("中山北路", "road"), ("12号", "roadno")],
]  # fmt: skip


@pytest.fixture
def tagged_file(tmp_path: Path) -> Path:
    lines = []
    for address in TAGGED:
        for words, label in address:
            lines += [f"{c} {'B' if i == 0 else 'I'}-{label}" for i, c in enumerate(words)]
        lines.append("")
    path = tmp_path / "dev.txt.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def test_run_counts_what_was_tagged(tagged_file: Path) -> None:
    report = addresses.run(tagged_file)
    assert report.addresses == 3
    assert report.agreement["road"] == (3, 3)
    assert report.agreement["roomno"] == (2, 2)
    assert report.shares["road and number"] == (1.0, 1.0)
    assert (report.splits, report.merges) == ([], [])
    assert report.spellings["courier note"] == (3, 3)


def test_a_split_and_a_merge_are_seen() -> None:
    samples = [
        addresses.Sample("一", {"district": "西湖区", "road": "甲路", "roadno": "1号"}),
        addresses.Sample("二", {"district": "西湖区", "road": "甲路", "roadno": "1号"}),
        addresses.Sample("三", {"district": "西湖区", "road": "乙路", "roadno": "1号"}),
    ]
    parsed = [
        Address(unit_key="a"),
        Address(unit_key="b"),
        Address(unit_key="b"),
    ]
    assert addresses._splits(samples, parsed) == [("一", "二")]
    assert addresses._merges(samples, parsed) == [("二", "三")]


def test_the_command_prints_the_lists(
    tagged_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert addresses.main([str(tagged_file)]) == 0
    printed = capsys.readouterr().out
    assert "3 addresses, none raised" in printed
    assert "merges of unit keys: 0" in printed
