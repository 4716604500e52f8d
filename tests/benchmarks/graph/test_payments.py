import zipfile
from pathlib import Path

import pytest

from benchmarks.graph.payments import read_payments
from data.errors import Failure

HEAD = "Time,Source,Target,Amount,Location,Type,Labels"
LINES = ("0,S2,T1,13.5,L1,P1,2", "3,S1,T1,0.0,L2,P1,0", "4,S2,T2,7,L1,P2,1")


def write(folder: Path, *lines: str, head: str = HEAD, name: str = "S-FFSD.csv") -> Path:
    path = folder / "s.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(name, "\n".join([head, *lines]) + "\n")
    return path


def test_payments_are_numbers_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = read_payments(write(tmp_path, *LINES))
    assert found.time.tolist() == [0, 3, 4]
    assert found.source.tolist() == [1, 0, 1]
    assert found.target.tolist() == [0, 0, 1]
    assert found.amount.tolist() == [13.5, 0.0, 7.0]
    assert found.location.tolist() == [0, 1, 0]
    assert found.type.tolist() == [0, 0, 1]
    assert found.label.tolist() == [2, 0, 1]


def test_backwards_the_last_payment_comes_first(tmp_path: Path) -> None:
    turned = read_payments(write(tmp_path, *LINES)).backwards()
    assert turned.time.tolist() == [0, 1, 4]
    assert turned.amount.tolist() == [7.0, 0.0, 13.5]
    assert turned.label.tolist() == [1, 0, 2]


@pytest.mark.parametrize(
    ("lines", "head", "name"),
    [
        (LINES, HEAD.replace("Labels", "Label"), "S-FFSD.csv"),
        (LINES, HEAD, "other.csv"),
        ((*LINES, "5,S1"), HEAD, "S-FFSD.csv"),
        (("0,S,T,many,L,P,0",), HEAD, "S-FFSD.csv"),
    ],
)
def test_another_table_is_refused(
    tmp_path: Path, lines: tuple[str, ...], head: str, name: str
) -> None:
    with pytest.raises(Failure, match=r"s\.zip is not S-FFSD"):
        read_payments(write(tmp_path, *lines, head=head, name=name))


def test_no_archive_and_a_wrong_order_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no archive")
    with pytest.raises(Failure, match="is not S-FFSD"):
        read_payments(tmp_path / "text")
    with pytest.raises(Failure, match="not in order of time"):
        read_payments(write(tmp_path, *reversed(LINES)))
