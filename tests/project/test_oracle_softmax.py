"""Lesson 04's reference against PyTorch, and the numbers that its prose states."""

from __future__ import annotations

import importlib
import re
from types import ModuleType

import numpy as np
import pytest
import torch
from references import load
from torch.nn import functional

from labkit import data

SIZES = [(1, 2), (2, 2), (5, 3), (3, 5), (7, 7), (20, 10)]
SCALES = [0.1, 1.0, 30.0, 3000.0]


@pytest.fixture(scope="module")
def softmax() -> ModuleType:
    """solutions/nnlab/softmax.py, found by its path: never the learner's own module."""
    return load("softmax")


@pytest.fixture(params=[(*size, scale) for size in SIZES for scale in SCALES])
def case(request: pytest.FixtureRequest) -> tuple[np.ndarray, np.ndarray]:
    """Scores of one size and scale with labels, some of them far from likely."""
    m, K, scale = request.param
    rng = np.random.default_rng([m, K, int(scale * 10)])
    Z = rng.normal(size=(m, K)) * scale + rng.normal(size=(m, 1)) * scale
    return Z, rng.integers(0, K, size=m)


def with_gradient(array: np.ndarray) -> torch.Tensor:
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def test_one_hot_agrees_with_pytorch(softmax: ModuleType) -> None:
    for K in (1, 2, 5, 9):
        y = np.random.default_rng(K).integers(0, K, size=12)
        theirs = functional.one_hot(torch.tensor(y), K).double().numpy()
        np.testing.assert_array_equal(softmax.one_hot(y, K), theirs)


def test_softmax_agrees_with_pytorch(softmax: ModuleType, case: tuple) -> None:
    Z, _ = case
    theirs = torch.softmax(torch.tensor(Z), dim=1).numpy()
    np.testing.assert_allclose(softmax.softmax(Z), theirs, rtol=1e-12, atol=1e-300)


def test_cross_entropy_and_its_gradient_agree_with_pytorch(
    softmax: ModuleType, case: tuple
) -> None:
    Z, y = case
    scores = with_gradient(Z)
    loss = functional.cross_entropy(scores, torch.tensor(y))
    loss.backward()
    np.testing.assert_allclose(softmax.cross_entropy(Z, y), loss.item(), rtol=1e-12, atol=1e-15)
    theirs = scores.grad.numpy()
    np.testing.assert_allclose(softmax.softmax_ce_grad(Z, y), theirs, rtol=1e-10, atol=1e-15)


def test_bce_agrees_with_pytorch(softmax: ModuleType, case: tuple) -> None:
    Z, _ = case
    z = Z.ravel()
    y = np.arange(len(z)) % 2
    theirs = functional.binary_cross_entropy_with_logits(torch.tensor(z), torch.tensor(y).double())
    np.testing.assert_allclose(softmax.bce_with_logits(z, y), theirs.item(), rtol=1e-12)


@pytest.mark.parametrize("shape", [(1,), (6,), (4, 3), (3, 3), (2, 3, 4)])
def test_mse_agrees_with_pytorch(softmax: ModuleType, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(len(shape))
    yp, y = rng.normal(size=shape), rng.normal(size=shape)
    predictions = with_gradient(yp)
    theirs = functional.mse_loss(predictions, torch.tensor(y))
    theirs.backward()
    loss, dyp = softmax.mse_loss(yp, y)
    np.testing.assert_allclose(loss, theirs.item(), rtol=1e-12)
    np.testing.assert_allclose(dyp, predictions.grad.numpy(), rtol=1e-12)


def test_svm_loss_agrees_with_pytorch(softmax: ModuleType, case: tuple) -> None:
    Z, y = case
    # PyTorch divides the sum over the classes by K; the lesson and its sources do not.
    theirs = functional.multi_margin_loss(torch.tensor(Z), torch.tensor(y), margin=1.0)
    np.testing.assert_allclose(
        softmax.svm_loss(Z, y), theirs.item() * Z.shape[1], rtol=1e-12, atol=1e-12
    )


def test_accuracy_counts(softmax: ModuleType, case: tuple) -> None:
    Z, y = case
    right = sum(row.index(max(row)) == label for row, label in zip(Z.tolist(), y, strict=True))
    assert softmax.accuracy(Z, y) == right / len(y) == softmax.accuracy(Z, y[:, None])


def test_accuracy_agrees_with_scikit_learn(softmax: ModuleType, case: tuple) -> None:
    metrics = importlib.import_module("sklearn.metrics")
    Z, y = case
    theirs = metrics.accuracy_score(y, Z.argmax(axis=1))
    np.testing.assert_allclose(softmax.accuracy(Z, y), theirs, rtol=1e-12)


@pytest.mark.parametrize("name", ["cross_entropy", "softmax_ce_grad", "svm_loss", "accuracy"])
@pytest.mark.parametrize("wrong", [(3,), (1,), (4, 4), (2, 2)])
def test_shapes_are_named(softmax: ModuleType, name: str, wrong: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=rf"(?s)\(4, 5\).*{re.escape(str(wrong))}"):
        getattr(softmax, name)(np.zeros((4, 5)), np.zeros(wrong, dtype=int))


def test_whole_numbers_give_floats(softmax: ModuleType) -> None:
    Z, y = np.array([[3, -1, 2], [0, 0, 4]]), np.array([1, 2])
    for array in (softmax.softmax(Z), softmax.softmax_ce_grad(Z, y), softmax.one_hot(y, 3)):
        assert array.dtype == np.float64
    assert softmax.mse_loss(Z, Z + 1)[1].dtype == np.float64
    for number in (softmax.cross_entropy(Z, y), softmax.svm_loss(Z, y), softmax.accuracy(Z, y)):
        assert type(number) is float


# Numbers of the prose and of the answer cells


def test_prose_dog_cat_frog(softmax: ModuleType) -> None:
    x = np.array([1, 2, -1, 0.5, 3])
    W = np.array(
        [[0.5, 0.5, -0.3, 1.0, 0.2], [0.0, 0.8, -0.2, 0.9, 0.4], [-0.1, -0.4, 0.1, 0.8, 0.2]]
    )
    scores = W @ x
    np.testing.assert_allclose(scores, [2.9, 3.45, 0.0], atol=1e-12)
    np.testing.assert_allclose(np.exp(scores), [18.17, 31.50, 1.00], atol=0.005)
    np.testing.assert_allclose(np.exp(scores).sum(), 50.67, atol=0.005)
    p = softmax.softmax(scores[None])[0]
    assert (100 * p).round().tolist() == [36, 62, 2]
    gradient = softmax.softmax_ce_grad(scores[None], np.array([0]))[0]
    np.testing.assert_allclose(gradient, [-0.641, 0.622, 0.020], atol=0.0005)
    np.testing.assert_allclose(-np.log([0.36, 0.05, 0.75]), [1.02, 3.00, 0.29], atol=0.005)
    np.testing.assert_allclose(1000 * np.log10(0.36), -444, atol=0.5)
    np.testing.assert_allclose([np.e, np.exp(2), np.log(10)], [2.72, 7.4, 2.30], atol=0.02)


def test_prose_limits_of_floats(softmax: ModuleType) -> None:
    assert np.isfinite(np.exp(709.0)) and np.exp(-745.0) > 0 == np.exp(-746.0)
    assert 1.79e308 < np.finfo(float).max < float("inf")
    np.testing.assert_allclose(-np.log(1e-12), 27.6, atol=0.05)
    sigmoid = 1 / (1 + np.exp(-40.0))
    assert sigmoid == 1.0
    assert 206 * 3.45 > 710 > 200 * 3.45


def test_prose_nan_is_contagious() -> None:
    """One score that overflows: a class is lost after one step, every weight after two."""
    rng = np.random.default_rng(0)
    X, y, W, b = rng.uniform(size=(20, 6)), rng.integers(0, 4, 20), np.zeros((4, 6)), np.zeros(4)
    X[5], W[3, 2] = [0, 0, 800, 0, 0, 0], 1.0
    lost = []
    with np.errstate(all="ignore"):
        for _ in range(2):
            powers = np.exp(X @ W.T + b)
            dZ = (powers / powers.sum(axis=1, keepdims=True) - np.eye(4)[y]) / 20
            W, b = W - dZ.T @ X, b - dZ.sum(axis=0)
            lost.append(np.isnan(W).all(axis=1).tolist())
    assert lost == [[False, False, False, True], [True] * 4]


def test_prose_logistic_regression(softmax: ModuleType) -> None:
    z = np.array([0.5, -1.2, 0.8]) @ np.array([1.0, 2.0, 0.5])
    np.testing.assert_allclose(z, -1.5, rtol=1e-12)
    np.testing.assert_allclose(1 / (1 + np.exp(1.5)), 0.182, atol=0.0005)
    losses = [softmax.bce_with_logits(np.array([z]), np.array([y])) for y in (1, 0)]
    np.testing.assert_allclose(losses, [1.701413277983, 0.201413277983], rtol=1e-11)


def test_prose_answers_by_hand(softmax: ModuleType) -> None:
    Z, y = np.log(np.array([[1.0, 3.0, 6.0]])), np.array([1])
    np.testing.assert_allclose(softmax.softmax(Z), [[0.1, 0.3, 0.6]])
    np.testing.assert_allclose(softmax.cross_entropy(Z, y), 1.204, atol=0.0005)
    np.testing.assert_allclose(softmax.softmax_ce_grad(Z, y), [[0.1, -0.7, 0.6]])
    five = softmax.softmax_ce_grad(np.repeat(Z, 5, axis=0), np.repeat(y, 5))
    np.testing.assert_allclose(five[0, 1], -0.14)
    loss, slopes = softmax.mse_loss(np.array([1, 2, 4, 8]), np.array([1, 4, 3, 5]))
    assert (loss, slopes[-1], 4 * loss / 2) == (3.5, 1.5, 7.0)
    for last, mean in ((17, 5.0), (170, 35.6)):
        delays = np.array([1, 2, 2, 3, last])
        np.testing.assert_allclose([delays.mean(), np.median(delays)], [mean, 2.0])
    S = np.array([[1.0, 3.0, 2.5]])
    hinge = [softmax.svm_loss(S * f, np.array([label])) for f, label in ((1, 1), (1, 0), (2, 1))]
    assert hinge == [0.5, 5.5, 0.0]


def test_prose_hinge_example(softmax: ModuleType) -> None:
    S = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
    rows = [softmax.svm_loss(S[i : i + 1], np.array([i])) for i in range(3)]
    np.testing.assert_allclose(rows, [2.9, 0.0, 12.9])
    np.testing.assert_allclose(softmax.svm_loss(S, np.arange(3)), 5.27, atol=0.005)
    assert softmax.svm_loss(2 * S[1:2], np.array([1])) == 0


def test_prose_slopes_where_it_is_most_wrong() -> None:
    z = torch.tensor(-8.0, dtype=torch.float64, requires_grad=True)
    slopes = []
    for loss in (functional.softplus(-z), (1 - torch.sigmoid(z)) ** 2):
        (slope,) = torch.autograd.grad(loss, z)
        slopes.append(slope.item())
    np.testing.assert_allclose(slopes, [-0.99966, -0.00067], atol=5e-6)
    assert slopes[1] / slopes[0] < 1e-3


def test_prose_claim_d() -> None:
    x, a = np.linspace(-2, 2, 41), np.array([3.0, 0.5, 1.0, -2.0])

    def net(v: np.ndarray) -> np.ndarray:
        return np.tanh(v[0] * x) * v[2] + np.tanh(v[1] * x) * v[3]

    half = (a + a[[1, 0, 3, 2]]) / 2
    np.testing.assert_allclose(np.mean((net(half) - net(a)) ** 2), 0.727, atol=0.0005)


def test_prose_experiment(softmax: ModuleType) -> None:
    digits = data.digits()
    X, y = digits.x / 16, digits.y
    order = np.random.default_rng(0).permutation(len(y))
    train, validation, test = np.split(order, [1077, 1437])
    W, b, costs, weights = np.zeros((10, 64)), np.zeros(10), [], []
    accuracies = []
    for _ in range(201):
        Z = X[train] @ W.T + b
        costs.append(softmax.cross_entropy(Z, y[train]))
        accuracies.append(softmax.accuracy(X[validation] @ W.T + b, y[validation]))
        weights.append((W, b))
        dZ = softmax.softmax_ce_grad(Z, y[train])
        W, b = W - dZ.T @ X[train], b - dZ.sum(axis=0)
    np.testing.assert_allclose(costs[0], np.log(10))
    assert (np.diff(costs) < 0).all(), "the training cost falls at every step"
    assert 0.6 < accuracies[1] < 0.7
    np.testing.assert_allclose(accuracies[200], 0.95)
    assert 25 < np.abs(weights[200][0]).max() / np.abs(weights[1][0]).max() < 40
    for k, rows, columns in ((0, (3, 4), (3, 4)), (7, (6, 7), (4, 5))):  # the deepest orange
        row, column = np.unravel_index(weights[200][0][k].argmin(), (8, 8))
        assert row in rows and column in columns
    averages = np.array([X[train][y[train] == k].mean(axis=0) for k in range(10)])
    row, column = np.unravel_index(weights[200][0][7].argmin(), (8, 8))
    ink = averages.reshape(10, 8, 8)[:, row, :]
    assert ink[7].argmax() < column, "the leg of the 7 stands to the left of its deepest orange"
    assert (ink[:, column] > ink[7, column]).sum() > 5, "where most other digits have ink"
    W, b = weights[200]
    P = softmax.softmax(X[validation] @ W.T + b)
    wrong, sure = P.argmax(axis=1) != y[validation], P.max(axis=1)
    assert (wrong.sum(), (wrong & (sure <= 0.6)).sum(), (wrong & (sure > 0.9)).sum()) == (18, 15, 0)
    for low, high in ((0, 0.6), (0.6, 0.9), (0.9, 1)):
        some = (sure > low) & (sure <= high)
        assert (~wrong[some]).mean() > sure[some].mean(), "right more often than it says"
    assert 0.94 < softmax.accuracy(X[test] @ W.T + b, y[test]) < 0.98
    # The sum of the class, minus a tenth of everything, over 1077: the first step.
    sums = softmax.one_hot(y[train], 10).T @ X[train] - 0.1 * X[train].sum(axis=0)
    np.testing.assert_allclose(weights[1][0], sums / 1077, atol=1e-12)


def test_worked_example(softmax: ModuleType) -> None:
    """The shares of dog, cat and frog, on which two autograd systems agreed to 13 figures."""
    p = softmax.softmax(np.array([[2.9, 3.45, 0.0]]))[0]
    expected = [0.35864452251854956, 0.6216217009968872, 0.019733776484563252]
    np.testing.assert_allclose(p, expected, rtol=1e-13)
