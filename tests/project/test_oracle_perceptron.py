"""Lesson 01's reference against scikit-learn, and the numbers that its prose states."""

from __future__ import annotations

import importlib
from types import ModuleType

import numpy as np
import pytest
from references import load

from labkit import data

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])

sklearn = importlib.import_module("sklearn.linear_model")


@pytest.fixture(scope="module")
def perceptron() -> ModuleType:
    """solutions/nnlab/perceptron.py, found by its path: never the learner's own module."""
    return load("perceptron")


def two_species(first: int, second: int, columns: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """The flowers as the lesson deals them out."""
    iris = data.iris()
    rows = np.column_stack([np.flatnonzero(iris.y == first), np.flatnonzero(iris.y == second)])
    rows = rows.ravel()
    return iris.x[rows][:, columns], (iris.y[rows] == second).astype(int)


def peer(X: np.ndarray, y: np.ndarray, lr: float, epochs: int) -> sklearn.Perceptron:
    """scikit-learn's perceptron with the same rule: rows in order, no early stopping, from 0.

    It codes labels as -1 and 1 and corrects when y * z <= 0, so it agrees with ours except that
    it also corrects a row with label 0 whose sum is exactly 0.
    """
    model = sklearn.Perceptron(shuffle=False, tol=None, max_iter=epochs, eta0=lr, alpha=0.0)
    return model.fit(X, y)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("lr", [1.0, 0.25])
def test_fit_agrees_with_scikit_learn(perceptron: ModuleType, seed: int, lr: float) -> None:
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(25, 3)), rng.integers(0, 2, size=25)
    # Only the very first sum is exactly 0. For a first row with label 1 both rules correct it.
    y[0], y[1] = 1, 0
    for epochs in (1, 2, 7):
        w, b, _ = perceptron.perceptron_fit(X, y, lr=lr, epochs=epochs)
        model = peer(X, y, lr, epochs)
        np.testing.assert_allclose(w, model.coef_[0], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(b, model.intercept_[0], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_fit_agrees_after_convergence(perceptron: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    X = rng.uniform(-1.0, 1.0, size=(200, 2))
    side = X @ [1.0, -0.7] + 0.2
    X, y = X[np.abs(side) > 0.1], (side[np.abs(side) > 0.1] > 0).astype(int)
    order = np.argsort(-y, kind="stable")  # a row with label 1 first: no harmful tie
    X, y = X[order], y[order]
    w, b, errors = perceptron.perceptron_fit(X, y, epochs=1000)
    model = peer(X, y, 1.0, 1000)
    assert errors[-1] == 0
    np.testing.assert_allclose([*w, b], [*model.coef_[0], model.intercept_[0]], rtol=1e-9)
    assert np.array_equal(perceptron.perceptron_forward(X, w, b), model.predict(X))


def test_iris_is_scikit_learns_iris() -> None:
    theirs = importlib.import_module("sklearn.datasets").load_iris()
    ours = data.iris()
    assert np.array_equal(ours.x, theirs.data)
    assert np.array_equal(ours.y, theirs.target)
    assert ours.target_names == tuple(theirs.target_names)
    assert ours.x.dtype == np.float64 and ours.y.dtype == np.int64


def test_digits_are_scikit_learns_digits() -> None:
    theirs = importlib.import_module("sklearn.datasets").load_digits()
    ours = data.digits()
    assert np.array_equal(ours.x, theirs.data)
    assert np.array_equal(ours.y, theirs.target)


def test_prose_learning_and(perceptron: ModuleType) -> None:
    y = np.array([0, 0, 0, 1])
    w, b, errors = perceptron.perceptron_fit(CORNERS, y, epochs=2)
    assert (w.tolist(), b, errors) == ([2, 1], 0, [1, 3])
    w, b, _ = perceptron.perceptron_fit(CORNERS, y)
    assert (CORNERS @ w + b == 0).sum() == 1


def test_prose_experiment_1(perceptron: ModuleType) -> None:
    X, y = two_species(0, 1, [2, 3])
    w, b, errors = perceptron.perceptron_fit(X, y)
    assert errors == [4, 0]
    np.testing.assert_allclose([*w, b], [0.5, 0.8, -2.0])
    biases = [perceptron.perceptron_fit(X[:n], y[:n], epochs=1)[1] for n in range(1, 101)]
    corrected = [n + 1 for n in range(100) if biases[n] != (biases[n - 1] if n else 0)]
    assert corrected == [2, 3, 5, 7]


def test_prose_experiment_2(perceptron: ModuleType) -> None:
    X, y = two_species(1, 2, [2, 3])
    assert np.array_equal(np.rint(10 * X.mean(axis=0)), [49, 17])
    X = np.rint(10 * X) - [49, 17]
    _, _, errors = perceptron.perceptron_fit(X, y)
    assert len(errors) == 100 and min(errors) == 5 and max(errors) == 9
    assert set(errors[1:]) == {5, 6, 7}
    first, again = (perceptron.perceptron_fit(X, y, epochs=n) for n in (1, 16))
    assert np.array_equal(first[0], again[0]) and first[1] == again[1]
    assert errors[1:16] == errors[16:31]


def test_prose_one_versicolor_equals_two_virginicas() -> None:
    X, y = two_species(1, 2, [2, 3])
    here = (X == [4.8, 1.8]).all(axis=1)
    assert sorted(y[here].tolist()) == [0, 1, 1]


@pytest.mark.parametrize(
    ("columns", "centred", "v"),
    [
        ([2, 3], False, [40, 60, -143]),
        ([0, 1], False, [120, -100, -329]),
        ([0, 1], True, [120, -100, 17.62]),
    ],
)
def test_novikoff_bound_holds(
    perceptron: ModuleType, columns: list[int], centred: bool, v: list[float]
) -> None:
    X, y = two_species(0, 1, columns)
    X = X - X.mean(axis=0) if centred else X
    rows = np.column_stack([X, np.ones(len(X))])
    gap = (np.where(y == 1, 1, -1) * (rows @ v)).min() / np.linalg.norm(v)
    _, _, errors = perceptron.perceptron_fit(X, y, epochs=1000)
    assert gap > 0 and errors[-1] == 0
    assert sum(errors) <= (rows**2).sum(axis=1).max() / gap**2
    if columns == [0, 1]:
        assert len(errors) == 2 if centred else 200 < len(errors) < 1000
