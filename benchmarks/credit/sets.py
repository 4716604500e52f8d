"""The two sets as numbers: every variable a column, every category its place in an order of risk.

Sex, marital status, age and being a foreigner are left out for all models: no credit score of ours may
use them.
"""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from data.errors import Failure

TAIWAN_FILE: Final = Path("taiwan_credit", "taiwan_credit_clean.csv.gz")
GERMAN_FILE: Final = Path("german_credit", "germancredit.csv")
_MONTHS: Final = ("Sep", "Aug", "Jul", "Jun", "May", "Apr")
_STATUS: Final = dict(
    zip(
        ("Unk", "Clear", "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"),
        range(-2, 9),
        strict=True,
    )
)
"""Months in arrears; below zero nothing was owed."""
_TAIWAN_LEFT_OUT: Final = frozenset({"Sex", "MaritalStatus", "Age", "DefaultNextMonth"})
_GERMAN_LEFT_OUT: Final = frozenset(
    {"personal_status_and_sex", "age_in_years", "foreign_worker", "creditability"}
)


class CreditSet(Struct, frozen=True):
    """One set.

    Attributes:
        name: as in the ids of figures.
        names: of the columns.
        values: shape (n_cases, n_columns); categories as codes.
        categories: columns that hold codes, which have no order of their own.
        bad: shape (n_cases,).
    """

    name: str
    names: tuple[str, ...]
    values: NDArray[np.float64]
    categories: frozenset[int]
    bad: NDArray[np.bool_]


def read_sets(folder: Path) -> Iterator[CreditSet]:
    """Both sets.

    Raises:
        Failure: a file is not there, or is another one.
    """
    for read, file in ((_taiwan, TAIWAN_FILE), (_german, GERMAN_FILE)):
        try:
            yield read(folder / file)
        except (OSError, KeyError, ValueError) as error:
            raise Failure(f"{file.name} is not the set that it should be: {error!r}") from None


def ordered(
    values: NDArray[np.float64],
    bad: NDArray[np.bool_],
    categories: frozenset[int],
    learn: NDArray[np.intp],
) -> NDArray[np.float64]:
    """The values with each category as its place by bad rate among the cases to learn from.

    Args:
        values: shape (n_cases, n_columns).
        bad: shape (n_cases,); read at ``learn`` only.
        categories: columns of codes.
        learn: places of the training cases.
    """
    found, base = values.copy(), bad[learn].mean()
    for column in categories:
        codes, place = np.unique(values[:, column], return_inverse=True)
        cases = np.bincount(place[learn], minlength=len(codes))
        bads = np.bincount(place[learn], weights=bad[learn], minlength=len(codes))
        rates = (bads + base) / (cases + 1)
        ranks = np.empty(len(codes))
        ranks[np.argsort(rates, kind="stable")] = np.arange(len(codes))
        found[:, column] = ranks[place]
    return found


def _taiwan(path: Path) -> CreditSet:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in _TAIWAN_LEFT_OUT]
    education = sorted({row["Education"] for row in rows})
    columns: dict[str, NDArray[np.float64]] = {}
    for name in names:
        texts = [row[name] for row in rows]
        if name == "Education":
            columns[name] = np.array([education.index(text) for text in texts], np.float64)
        elif name.startswith("PayStatus"):
            columns[name] = np.array([_STATUS[text] for text in texts], np.float64)
        else:
            columns[name] = np.array(texts, np.float64)
    columns |= _of_months(columns)
    bad = np.array([row["DefaultNextMonth"] == "1" for row in rows])
    return CreditSet(
        "taiwan",
        tuple(columns),
        np.column_stack(list(columns.values())),
        frozenset({names.index("Education")}),
        bad,
    )


def _of_months(columns: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """What six months tell together; every model gets these columns beside the plain ones."""
    status, bill, paid = (
        np.column_stack([columns[f"{prefix}_{month}"] for month in _MONTHS])
        for prefix in ("PayStatus", "Bill", "PayAmount")
    )
    limit = columns["Amount"]
    return {
        "worst_status": status.max(axis=1),
        "months_late": (status >= 1).sum(axis=1).astype(np.float64),
        "months_two_late": (status >= 2).sum(axis=1).astype(np.float64),
        "late_of_last_three": (status[:, :3] >= 1).sum(axis=1).astype(np.float64),
        "used_share": bill[:, 0] / limit,
        "used_share_mean": bill.mean(axis=1) / limit,
        "room": limit - bill[:, 0],
        "paid_share": paid.sum(axis=1) / np.maximum(bill.sum(axis=1), 1.0),
        "paid_to_limit": paid.mean(axis=1) / limit,
        "least_paid": paid.min(axis=1),
        "months_unpaid": (paid == 0).sum(axis=1).astype(np.float64),
    }


def _german(path: Path) -> CreditSet:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in _GERMAN_LEFT_OUT]
    columns, categories = [], set[int]()
    for place, name in enumerate(names):
        texts = [row[name] for row in rows]
        try:
            columns.append([float(text) for text in texts])
        except ValueError:
            codes = sorted(set(texts))
            columns.append([float(codes.index(text)) for text in texts])
            categories.add(place)
    bad = np.array([row["creditability"] == "bad" for row in rows])
    return CreditSet("german", tuple(names), np.array(columns).T, frozenset(categories), bad)
