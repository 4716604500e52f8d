"""The reader of published tables."""

from pathlib import Path

import pytest

from benchmarks.adbench.published import read_table
from data.errors import WrongUse

TABLE = "dataset,A,B,C\nwine,50.0,70.5,N/A\nSkin,90,30.5,99\nother,1,2,3\n"


def write(folder: Path, text: str = TABLE, name: str = "adbench_tableD6_label1pct.csv") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_figures_come_as_shares_in_the_order_asked_for(tmp_path: Path) -> None:
    write(tmp_path)
    table = read_table(tmp_path, 0.01, "AUCROC", ["skin", "Wine"])
    assert table.sets == ("skin", "Wine")
    assert table.columns["A"] == pytest.approx((0.9, 0.5))
    assert table.columns["B"] == pytest.approx((0.305, 0.705))


def test_a_method_with_a_gap_has_no_mean_and_is_never_the_best(tmp_path: Path) -> None:
    write(tmp_path)
    table = read_table(tmp_path, 0.01, "AUCROC", ["skin", "wine"])
    assert table.means() == pytest.approx({"A": 0.7, "B": 0.505})
    assert table.best() == "A"
    assert read_table(tmp_path, 0.01, "AUCROC", ["skin"]).best() == "C"


@pytest.mark.parametrize(("share", "number"), [(0.0, 4), (0.01, 6), (0.05, 8), (0.10, 10)])
def test_each_share_has_its_two_tables(tmp_path: Path, share: float, number: int) -> None:
    write(tmp_path, "dataset,A\nx,10\n", f"adbench_tableD{number}_roc.csv")
    write(tmp_path, "dataset,A\nx,20\n", f"adbench_tableD{number + 1}_pr.csv")
    assert read_table(tmp_path, share, "AUCROC", ["x"]).columns["A"] == pytest.approx((0.1,))
    assert read_table(tmp_path, share, "AUCPR", ["x"]).columns["A"] == pytest.approx((0.2,))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("dataset,A\nwine,1\n", "no line for skin"),
        ("dataset,A\nskin,1,2\n", "as many figures"),
        ("dataset,A\nskin,good\n", "'good' is no figure"),
    ],
)
def test_a_broken_table_is_wrong_use(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(WrongUse, match="one file"):
        read_table(tmp_path, 0.01, "AUCROC", ["skin"])
    write(tmp_path, text)
    with pytest.raises(WrongUse, match=complaint):
        read_table(tmp_path, 0.01, "AUCROC", ["skin"])
