"""Newton's method beside scikit-learn, and where the data part the classes."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from detectors.logistic import fit_weights

COUNT = 400


def test_the_weights_are_scikit_learn_s() -> None:
    rng = np.random.default_rng(1)
    table = rng.normal(size=(COUNT, 3))
    labels = (rng.random(COUNT) < 1.0 / (1.0 + np.exp(1.0 - table[:, 0]))).astype(np.float64)
    weights, _ = fit_weights(
        np.column_stack([np.ones(COUNT), table]), labels, np.array([0.0, 2.0, 2.0, 2.0])
    )
    theirs = LogisticRegression(C=0.5, tol=1e-10, max_iter=1_000).fit(table, labels)
    assert weights.tolist() == pytest.approx([*theirs.intercept_, *theirs.coef_[0]], abs=1e-6)


def test_what_the_offset_tells_is_not_told_again() -> None:
    rng = np.random.default_rng(2)
    column = rng.normal(size=COUNT)
    labels = (rng.random(COUNT) < 0.3).astype(np.float64)
    table, ridge = np.stack([np.ones(COUNT), column], axis=1), np.array([0.0, 1e-9])
    alone, _ = fit_weights(table, labels, ridge)
    rest, _ = fit_weights(table, labels, ridge, table @ alone)
    assert rest.tolist() == pytest.approx([0.0, 0.0], abs=1e-8)


def test_no_weights_near_by_have_a_lower_loss() -> None:
    rng = np.random.default_rng(3)
    table, ridge = rng.normal(size=(COUNT, 2)), np.array([0.5, 3.0])
    labels, offset = (rng.random(COUNT) < 0.2).astype(np.float64), rng.normal(size=COUNT)
    weights, loss = fit_weights(table, labels, ridge, offset)

    def loss_at(other: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        said = 1.0 / (1.0 + np.exp(-(offset + table @ other)))
        told = labels * np.log(said) + (1.0 - labels) * np.log1p(-said)
        return float(-told.sum() + 0.5 * ridge @ other**2)

    assert loss == pytest.approx(loss_at(weights))
    for step in rng.normal(scale=1e-3, size=(50, 2)):
        assert loss_at(weights + step) > loss


def test_a_ridge_keeps_a_weight_finite_that_parts_the_classes() -> None:
    column = np.linspace(-1.0, 1.0, COUNT)
    table = np.stack([np.ones(COUNT), column], axis=1)
    weights, loss = fit_weights(table, (column > 0.0).astype(np.float64), np.array([0.0, 1e-6]))
    assert np.isfinite([*weights, loss]).all()
    assert weights[1] > 100.0


@pytest.mark.parametrize("ridge", [np.zeros(1), np.zeros(3)])
def test_shapes_that_differ_are_refused(
    ridge: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    with pytest.raises(ValueError, match="one weight a column"):
        fit_weights(np.ones((5, 2)), np.zeros(5), ridge)
    with pytest.raises(ValueError, match="one offset a row"):
        fit_weights(np.ones((5, 2)), np.zeros(5), np.zeros(2), np.zeros(4))
