"""Applications become a card of their own where enough of them have matured."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from risk.bundle import load_bundle, save_bundle
from risk.credit_fit import DEFAULTS, _as_served, fit_cod_card, information_values
from risk.features.catalogue import INDEX, NAMES
from rules.cod_book import CodBook
from tests.risk.builders import shipped
from tests.risk.test_credit import vector

pytest.importorskip("optbinning")


def book() -> CodBook:
    found = shipped().cod
    assert found is not None
    return found


def applications(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Merchants whose refusals and unpaid bills tell of their debts; the last tenth is unknown yet."""
    rng = np.random.default_rng(3)
    table = np.tile(np.array(vector()), (count, 1))
    refused, overdue = rng.uniform(0.02, 0.4, count), rng.uniform(0.0, 0.1, count)
    table[:, INDEX["merchant_failed_share"]] = refused
    table[:, INDEX["merchant_overdue_share"]] = overdue
    labels = (rng.random(count) < 0.5 * refused + 2 * overdue**1.2).astype(np.float64)
    labels[-count // 10 :] = np.nan
    return table, labels


def test_defaults_are_debts_and_frauds() -> None:
    assert {"overdue", "written_off", "confirmed_fraud"} <= DEFAULTS
    assert not {"delivered", "legit_explained", "settle_account_changed"} & DEFAULTS


def test_with_too_few_outcomes_the_expert_card_serves_on() -> None:
    table, labels = applications(300)
    assert fit_cod_card(table, labels, book()) is None
    assert information_values(None) == {}


def test_past_trade_of_the_new_is_missing_as_when_it_serves() -> None:
    rows = np.array([vector(), vector(merchant_tenure_days=3.0, merchant_delivered=2.0)])
    names = [each.feature for each in book().scorecard.variables]
    served = _as_served(rows, book())
    at = names.index("merchant_failed_share")
    assert served[0, at] == 0.05 and np.isnan(served[1, at])
    assert served[1, names.index("merchant_tenure_days")] == 3.0
    assert rows.shape == (2, len(NAMES))


def test_a_fitted_card_is_kept_in_the_bundle_and_comes_back_the_same(
    tmp_path: Path, bundle_folder: Path
) -> None:

    fitted = fit_cod_card(*applications(3_000), book())
    assert fitted is not None
    assert {v.feature for v in fitted.card.variables} == {
        "merchant_failed_share",
        "merchant_overdue_share",
    }
    assert information_values(fitted)["scorecard.iv.merchant_failed_share"] > 0.02
    known = load_bundle(bundle_folder)
    assert known.manifest is not None and known.scorecard is None
    models = {kind: each.model for kind, each in known.models.items()}
    saved = save_bundle(tmp_path / "b", models, known.manifest, known.card, fitted.card)
    again = load_bundle(tmp_path / "b")
    assert again.scorecard == fitted.card
    assert "scorecard.json" in saved.files
