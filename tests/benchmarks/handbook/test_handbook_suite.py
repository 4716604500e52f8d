from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.handbook import suite
from benchmarks.handbook.models import judged, tree
from benchmarks.handbook.rows import Rows
from benchmarks.handbook.split import split_of
from tests.benchmarks.handbook.payments import MONDAY, rows_of


def payments() -> Rows:
    """Customers 0 to 9 pay each day; on even days a payment of 100 by a new customer is a fraud."""
    told = [(day, customer, 1, 1.0, 0) for day in range(28) for customer in range(10)]
    told += [(day, 100 + day, 1, 100.0, 1) for day in range(28) if day % 2 == 0]
    return rows_of(*sorted(told))


def test_a_model_is_fitted_on_the_training_week_and_judged_by_the_test_week() -> None:
    rows = payments()
    split = split_of(rows, MONDAY)
    found = judged(tree(), rows, split, rows.amount[:, None])
    assert (found.auc_roc, found.average_precision) == (1.0, 1.0)
    assert found.card_precision == pytest.approx(4 / 700)
    assert judged(tree(), rows, split, rows.book).auc_roc == 0.5


def test_the_suite_reports_each_model_over_the_week_and_the_folds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = payments()
    seen: dict[str, Any] = {}

    def vectors(given: Rows, wanted: Any, told: Any) -> Any:
        seen["wanted"] = wanted
        return given.amount[wanted][:, None]

    monkeypatch.setattr(suite, "read_rows", lambda *_: rows)
    monkeypatch.setattr(suite, "vectors_of", vectors)
    monkeypatch.setattr(suite, "both", tree)
    monkeypatch.setattr(suite, "START", "2018-07-02")
    monkeypatch.setattr(suite, "FOLDS", 2)
    part = suite.run(Path("p.parquet"))
    figures = {figure.id: figure.value for figure in part.figures}
    assert seen["wanted"].tolist() == (rows.day >= MONDAY).tolist()
    assert figures["handbook.ours.week.auc_roc"] == 1.0
    assert figures["handbook.ours.week.card_precision"] == pytest.approx(4 / 700)
    assert figures["handbook.ours.folds.card_precision"] == pytest.approx((4 + 3) / 1_400)
    assert figures["handbook.tree.week.auc_roc"] == 0.5
    assert len(figures) == 3 * 2 * 3 + 1
    assert np.isfinite(list(figures.values())).all()
    assert "one week, book: XGBoost" in capsys.readouterr().out
