"""The two sets are read as they are told, without what no credit score may use."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from benchmarks.credit.sets import GERMAN_FILE, TAIWAN_FILE, ordered, read_sets
from data.errors import Failure

MONTHS = ("Sep", "Aug", "Jul", "Jun", "May", "Apr")


def write_sets(folder: Path) -> Path:
    """Two small sets in the form of the real ones."""
    rows = []
    for number in range(6):
        row = {"Amount": 1000, "Sex": "F", "Education": "Univ", "MaritalStatus": "Single"}
        row |= {"Age": 30, "DefaultNextMonth": int(number == 5)}
        for month in MONTHS:
            late = number == 5 and month in ("Sep", "Jun")
            row[f"PayStatus_{month}"] = "Two" if late else "Clear"
            row |= {f"Bill_{month}": 100 * number, f"PayAmount_{month}": 10}
        rows.append(row)
    (folder / TAIWAN_FILE).parent.mkdir(parents=True)
    with gzip.open(folder / TAIWAN_FILE, "wt", encoding="utf-8", newline="") as file:
        _write(file, rows)
    loans = [
        {
            "housing": home,
            "duration_in_month": 12,
            "age_in_years": 30,
            "foreign_worker": "yes",
            "personal_status_and_sex": "male",
            "creditability": told,
        }
        for home, told in (("own", "good"), ("rent", "bad"), ("own", "good"), ("free", "bad"))
    ]
    (folder / GERMAN_FILE).parent.mkdir(parents=True)
    with (folder / GERMAN_FILE).open("w", encoding="utf-8", newline="") as file:
        _write(file, loans)
    return folder


def _write(file: object, rows: list[dict[str, object]]) -> None:
    writer = csv.DictWriter(file, fieldnames=list(rows[0]))  # type: ignore[arg-type]  # an open file
    writer.writeheader()
    writer.writerows(rows)


def test_both_sets_are_read_and_what_is_protected_is_not(tmp_path: Path) -> None:
    taiwan, german = read_sets(write_sets(tmp_path))
    assert (taiwan.name, german.name) == ("taiwan", "german")
    for name in ("Sex", "MaritalStatus", "Age", "age_in_years", "foreign_worker"):
        assert name not in taiwan.names + german.names
    assert taiwan.values.shape == (6, len(taiwan.names))
    assert taiwan.bad.tolist() == [False] * 5 + [True]
    assert german.names == ("housing", "duration_in_month")
    assert german.categories == {0}


def test_six_months_are_summed_up(tmp_path: Path) -> None:
    taiwan, _ = read_sets(write_sets(tmp_path))
    last = dict(zip(taiwan.names, taiwan.values[5], strict=True))
    assert (last["worst_status"], last["months_late"], last["months_two_late"]) == (2, 2, 2)
    assert last["late_of_last_three"] == 1
    assert last["used_share"] == 0.5
    assert last["room"] == 500
    assert last["paid_share"] == pytest.approx(60 / 3000)


def test_categories_are_ordered_by_the_cases_to_learn_from_alone() -> None:
    values = np.array([[0.0], [1.0], [1.0], [0.0], [2.0]])
    bad = np.array([False, True, True, False, True])
    found = ordered(values, bad, frozenset({0}), np.array([0, 1]))
    assert found[:2, 0].tolist() == [0.0, 2.0]
    flipped = ordered(values, ~bad, frozenset({0}), np.array([0, 1]))
    assert flipped[0, 0] > flipped[1, 0]


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="taiwan_credit_clean"):
        list(read_sets(tmp_path))
    write_sets(tmp_path)
    (tmp_path / GERMAN_FILE).write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(Failure, match="germancredit"):
        list(read_sets(tmp_path))
