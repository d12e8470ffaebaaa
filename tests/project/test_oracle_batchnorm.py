"""Lesson 09's reference against PyTorch, and the numbers that its prose states."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from references import load
from torch.nn import functional

from labkit import data

ROOT = Path(__file__).parents[2]
SIZES = [(2, 1), (2, 2), (5, 3), (3, 5), (7, 7), (64, 10)]
EPS = [1e-5, 1e-3, 2.0]
TEN = np.array([0.0, 1, 1, 2, 3, 3, 4, 4, 5, 7])[:, None]
UPSTREAM = np.array([0.5, -0.2, 0.1, 0, 0.3, -0.4, 0.2, 0.1, -0.1, 0.5])[:, None]


@pytest.fixture(scope="module")
def bn() -> ModuleType:
    """solutions/nnlab/batchnorm.py, found by its path: never the learner's own module."""
    return load("batchnorm")


@pytest.fixture(params=[(*size, eps) for size in SIZES for eps in EPS])
def case(request: pytest.FixtureRequest) -> tuple:
    """A batch whose columns differ in scale and place, slopes, gamma, beta and eps."""
    m, n, eps = request.param
    rng = np.random.default_rng([m, n])
    X = rng.normal(size=(m, n)) * rng.uniform(0.1, 20, size=n) + rng.normal(size=n) * 10
    return X, rng.normal(size=(m, n)), rng.normal(size=n), rng.normal(size=n), eps


def with_gradient(array: np.ndarray) -> torch.Tensor:
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def test_forward_and_backward_agree_with_pytorch(bn: ModuleType, case: tuple) -> None:
    X, dY, gamma, beta, eps = case
    leaves = [with_gradient(array) for array in (X, gamma, beta)]
    theirs = functional.batch_norm(leaves[0], None, None, *leaves[1:], training=True, eps=eps)
    theirs.backward(torch.tensor(dY))
    ours = bn.batchnorm_forward(X, gamma, beta, eps=eps)
    np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-9, atol=1e-11)
    for mine, leaf in zip(bn.batchnorm_backward(dY, X, gamma, eps=eps), leaves, strict=True):
        np.testing.assert_allclose(mine, leaf.grad.numpy(), rtol=1e-8, atol=1e-11)


@pytest.mark.parametrize("momentum", [0.1, 0.01, 0.5, 1.0])
@pytest.mark.parametrize("size", SIZES)
def test_running_and_eval_agree_with_pytorch(bn: ModuleType, size: tuple, momentum: float) -> None:
    """A layer of PyTorch's own, several steps of training, then inference."""
    (m, n), rng = size, np.random.default_rng(size)
    layer = torch.nn.BatchNorm1d(n, eps=1e-3, momentum=momentum, dtype=torch.float64)
    gamma, beta = rng.normal(size=n), rng.normal(size=n)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(gamma))
        layer.bias.copy_(torch.tensor(beta))
    rm, rv = np.zeros(n), np.ones(n)
    for step in range(5):
        X = rng.normal(size=(m + step, n)) * (step + 1) + step
        layer(torch.tensor(X))
        rm, rv = bn.batchnorm_running(rm, rv, X, momentum=momentum)
        np.testing.assert_allclose(rm, layer.running_mean.numpy(), rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(rv, layer.running_var.numpy(), rtol=1e-10, atol=1e-12)
    layer.eval()
    X = rng.normal(size=(m, n)) * 3
    theirs = layer(torch.tensor(X)).detach().numpy()
    ours = bn.batchnorm_eval(X, gamma, beta, rm, rv, eps=1e-3)
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-11)


def test_backward_agrees_with_finite_differences(bn: ModuleType) -> None:
    rng = np.random.default_rng(3)
    X, dY, gamma, beta = *rng.normal(size=(2, 6, 4)), *rng.normal(size=(2, 4))
    dX = bn.batchnorm_backward(dY, X, gamma)[0]
    for index in np.ndindex(X.shape):
        move = np.zeros(X.shape)
        move[index] = 1e-6
        ends = [np.sum(dY * bn.batchnorm_forward(z, gamma, beta)) for z in (X + move, X - move)]
        np.testing.assert_allclose(dX[index], (ends[0] - ends[1]) / 2e-6, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_kinds_of_numbers_are_kept(bn: ModuleType, kind: type) -> None:
    X, gamma, beta, rv = TEN.astype(kind), np.ones(1, kind), np.zeros(1, kind), np.ones(1, kind)
    results = [
        bn.batchnorm_forward(X, gamma, beta), *bn.batchnorm_backward(X, X, gamma),
        *bn.batchnorm_running(beta, rv, X), bn.batchnorm_eval(X, gamma, beta, beta, rv),
    ]  # fmt: skip
    assert {result.dtype for result in results} == {np.dtype(kind)}


def test_whole_numbers_give_floats(bn: ModuleType) -> None:
    X, one, zero = TEN.astype(int), np.array([1]), np.array([0])
    results = [
        bn.batchnorm_forward(X, one, zero), *bn.batchnorm_backward(X / 1, X, one)[:2],
        *bn.batchnorm_running(zero, one, X), bn.batchnorm_eval(X, one, zero, zero, one),
    ]  # fmt: skip
    assert {result.dtype for result in results} == {np.dtype(float)}


def test_single_precision_on_a_large_batch(bn: ModuleType) -> None:
    rng = np.random.default_rng(0)
    X, dY = rng.normal(size=(2, 512, 64)) * 3 + 5
    gamma, beta = rng.normal(size=(2, 64))
    single = [array.astype(np.float32) for array in (X, dY, gamma, beta)]
    np.testing.assert_allclose(
        bn.batchnorm_forward(single[0], *single[2:]), bn.batchnorm_forward(X, gamma, beta),
        rtol=1e-4, atol=1e-4,
    )  # fmt: skip
    ours, exact = (
        bn.batchnorm_backward(single[1], *single[::2]),
        bn.batchnorm_backward(dY, X, gamma),
    )
    for mine, wanted in zip(ours, exact, strict=True):
        np.testing.assert_allclose(mine, wanted, rtol=1e-3, atol=1e-2)


def test_constant_columns_and_single_rows(bn: ModuleType) -> None:
    equal, one, zero = np.full((10, 1), 4.0), np.ones(1), np.zeros(1)
    dY = (np.arange(10.0) == 0)[:, None] * 1.0
    with np.errstate(all="raise"):
        assert (bn.batchnorm_forward(equal, one, 3 * one) == 3).all()
        dX = bn.batchnorm_backward(dY, equal, one)[0]
        assert (bn.batchnorm_forward(equal[:1], one, 3 * one) == 3).all()
        assert (bn.batchnorm_backward(dY[:1], equal[:1], one)[0] == 0).all()
    # A column of equal entries does send slopes back, enlarged by 1 / root of eps.
    leaf = with_gradient(equal)
    functional.batch_norm(leaf, None, None, training=True, eps=1e-5).backward(torch.tensor(dY))
    np.testing.assert_allclose(dX, leaf.grad.numpy())
    np.testing.assert_allclose(dX[:2, 0], [284.6, -31.6], atol=0.05)
    np.testing.assert_allclose(1 / np.sqrt(1e-5), 316.2, atol=0.05)
    with np.errstate(all="ignore"):
        assert np.isnan(bn.batchnorm_forward(equal, one, zero, eps=0.0)).all()
    with pytest.raises(ValueError, match="two rows"):
        bn.batchnorm_running(zero, one, equal[:1])


@pytest.mark.parametrize("wrong", [(3, 1), (1,), (4,), (1, 3)])
def test_shapes_are_named(bn: ModuleType, wrong: tuple[int, ...]) -> None:
    X, right, bad = np.arange(9.0).reshape(3, 3), np.ones(3), np.ones(wrong)
    calls = [
        lambda: bn.batchnorm_forward(X, bad, right), lambda: bn.batchnorm_forward(X, right, bad),
        lambda: bn.batchnorm_backward(X, X, bad), lambda: bn.batchnorm_backward(bad, X, right),
        lambda: bn.batchnorm_running(bad, right, X), lambda: bn.batchnorm_running(right, bad, X),
        lambda: bn.batchnorm_eval(X, bad, right, right, right),
        lambda: bn.batchnorm_eval(X, right, right, right, bad),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(ValueError, match=re.escape(str(wrong))) as error:
            call()
        assert "(3, 3)" in str(error.value)


# Numbers of the prose and of the answer cells


def test_worked_example(bn: ModuleType) -> None:
    """The ten items, on which two autograd systems agreed to 13 figures."""
    gamma, beta = np.array([1.5]), np.array([0.5])
    exact = bn.batchnorm_forward(TEN, gamma, beta, eps=0.0)[:, 0]
    np.testing.assert_allclose(exact, [-1.75, -1, -1, -0.25, 0.5, 0.5, 1.25, 1.25, 2, 3.5])
    with_eps = bn.batchnorm_forward(TEN, gamma, beta)[[0, 3, 9], 0]
    np.testing.assert_allclose(with_eps, [-1.74999719, -0.24999906, 3.49999625], atol=5e-9)
    dX, dgamma, dbeta = bn.batchnorm_backward(UPSTREAM, TEN, gamma, eps=0.0)
    slopes = [0.345, -0.195, 0.03, -0.06, 0.15, -0.375, 0.06, -0.015, -0.18, 0.24]
    np.testing.assert_allclose(dX[:, 0], slopes, atol=1e-14)
    np.testing.assert_allclose([dgamma[0], dbeta[0]], [0.4, 1.0])
    dX, dgamma, _ = bn.batchnorm_backward(UPSTREAM, TEN, gamma)
    np.testing.assert_allclose(dX[[0, 3, 9], 0], [0.34499946, -0.05999996, 0.23999985], atol=5e-9)
    np.testing.assert_allclose(dgamma, 0.399999500001, rtol=1e-11)
    # The three lines of the table: direct, through the mean, through the variance.
    normed = (TEN - 3) / 2
    np.testing.assert_allclose(0.75 * UPSTREAM - 0.075 - 0.03 * normed, np.array(slopes)[:, None])
    rm, rv = bn.batchnorm_running(np.zeros(1), np.ones(1), TEN)
    np.testing.assert_allclose([rm[0], rv[0]], [0.3, 1.3444444444], rtol=1e-9)
    np.testing.assert_allclose(bn.batchnorm_eval(TEN, gamma, beta, rm, rv)[0], 0.11190373)


def test_prose_answers_by_hand(bn: ModuleType) -> None:
    eight = np.array([2.0, 4, 4, 4, 5, 5, 7, 9])[:, None]
    assert (eight.mean(), eight.var()) == (5, 4)
    y = bn.batchnorm_forward(eight, np.array([3.0]), np.array([-1.0]), eps=0.0)
    assert (y[-1, 0], y[0, 0]) == (5, -5.5)
    back = bn.batchnorm_forward(eight, np.array([2.0]), np.array([5.0]), eps=0.0)
    np.testing.assert_allclose(back, eight)
    dX, dgamma, dbeta = bn.batchnorm_backward(
        np.array([[4.0], [0], [0], [0]]), np.array([[-1.0], [-1], [1], [1]]), np.array([2.0]), 0.0
    )
    assert (dX[:, 0].tolist(), dgamma[0], dbeta[0]) == ([4, -4, 0, 0], -4, 4)
    first = bn.batchnorm_running(np.zeros(1), np.ones(1), np.array([[4.0], [8.0]]), 0.5)
    second = bn.batchnorm_running(*first, np.array([[0.0], [4.0]]), 0.5)
    assert [float(v[0]) for v in (*first, *second)] == [3, 4.5, 2.5, 6.25]
    y = bn.batchnorm_eval(np.array([[7.5]]), np.array([3.0]), np.array([1.0]), *second, eps=0.0)
    assert y == 7


def test_prose_tanh(bn: ModuleType) -> None:
    normed = (TEN - 3) / 2
    means = [
        np.mean(1 - np.tanh(z) ** 2) for z in (0.05 * normed, normed, 8 * normed, 4 * TEN + 10)
    ]
    np.testing.assert_allclose(means, [0.998, 0.587, 0.200, 8.25e-10], rtol=3e-3)
    nodes, weights = np.polynomial.hermite_e.hermegauss(200)  # mean over a bell curve
    tanh, sigmoid = 1 - np.tanh(nodes) ** 2, 0.25 - 0.25 * np.tanh(nodes / 2) ** 2
    means = [np.sum(weights * slope) / np.sqrt(2 * np.pi) for slope in (tanh, sigmoid)]
    np.testing.assert_allclose(means, [0.6057, 0.2066], atol=5e-5)
    np.testing.assert_allclose([means[0] ** 10, means[1] ** 20], [0.007, 2e-14], rtol=0.1)
    assert 0.9**43 > 0.01 > 0.9**44


def test_prose_of_placement(bn: ModuleType) -> None:
    rng = np.random.default_rng(0)
    A, W, one, zero = rng.normal(size=(32, 6)), rng.normal(size=(4, 6)), np.ones(4), np.zeros(4)
    plain = bn.batchnorm_forward(A @ W.T, one, zero)
    for b in rng.normal(size=(3, 4)) * 100:
        np.testing.assert_allclose(bn.batchnorm_forward(A @ W.T + b, one, zero), plain, atol=1e-12)
    np.testing.assert_allclose(bn.batchnorm_forward(A @ (25 * W).T, one, zero), plain, atol=1e-5)
    tiny = (A @ (0.001 * W).T).var(axis=0)
    assert (tiny > 1e-6).all() and (tiny < 2e-5).all(), "the size of eps"


# The ten-layer network of the lesson


@pytest.fixture(scope="module")
def lesson() -> dict:
    """The names that the lesson's own cells define, up to the function that trains."""
    text = (ROOT / "solutions" / "lessons" / "09_batchnorm.md").read_text(encoding="utf-8")
    cells = re.findall(r"```\{code-cell\} ipython3\n(.*?)```", text, flags=re.DOTALL)
    names = {"np": np, "data": data}
    for cell in cells:
        if cell.startswith(("digits = ", "def ")):
            exec(cell, names)
    return names


def ce_grad(Z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Probabilities minus one-hot labels, over m."""
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    return (P / P.sum(axis=1, keepdims=True) - np.eye(Z.shape[1])[y]) / len(y)


def test_the_lessons_backpropagation_agrees_with_pytorch(bn: ModuleType, lesson: dict) -> None:
    """Its own `slopes`, with and without batch normalisation, against autograd."""
    rows = lesson["train"][:40]
    X, y = lesson["X"][rows], lesson["y"][rows]
    for norm in (None, bn):
        net = lesson["new_net"](0.3, seed=1)
        found, _ = lesson["slopes"](net, X, y, ce_grad, norm)
        leaves = [{k: with_gradient(layer[k]) for k in slope} for layer, slope in
                  zip(net, found, strict=True)]  # fmt: skip
        A = torch.tensor(X)
        for number, leaf in enumerate(leaves):
            A = A @ leaf["W"].T + leaf["b"]
            if number < 10:
                if norm:
                    A = functional.batch_norm(A, None, None, leaf["gamma"], leaf["beta"], True)
                A = torch.tanh(A)
        functional.cross_entropy(A, torch.tensor(y)).backward()
        for leaf, slope in zip(leaves, found, strict=True):
            for name in slope:
                np.testing.assert_allclose(
                    slope[name], leaf[name].grad.numpy(), rtol=1e-6, atol=1e-11
                )


def test_prose_signals(bn: ModuleType, lesson: dict) -> None:
    X, net = lesson["X"][lesson["train"]], lesson["new_net"]
    A, _, scores = lesson["forward"](net(0.02), X)
    assert np.abs(A[10]).max() < 5e-8 and np.ptp(scores, axis=0).max() < 5e-8
    np.testing.assert_allclose([0.02 * 64**0.5, 0.16**10], [0.16, 1e-8], rtol=0.1)
    assert (A[10].std() / A[1].std()) ** (1 / 9) == pytest.approx(0.16, abs=0.01)
    A, _, _ = lesson["forward"](net(0.5), X)
    assert all(np.mean(1 - a**2) < 0.25 for a in A[2:])

    def norm(layer: dict, Z: np.ndarray) -> np.ndarray:
        return bn.batchnorm_forward(Z, layer["gamma"], layer["beta"])

    for scale in (0.02, 0.125, 0.5):
        A, _, _ = lesson["forward"](net(scale), X, norm)
        assert all(0.6 < a.std() < 0.66 for a in A[1:])


def test_prose_slopes_of_three_starts(bn: ModuleType, lesson: dict) -> None:
    rows = lesson["train"][:60]
    X, y, lengths = lesson["X"][rows], lesson["y"][rows], {}
    for scale in (0.02, 0.125, 0.5):
        for norm in (None, bn):
            found, _ = lesson["slopes"](lesson["new_net"](scale), X, y, ce_grad, norm)
            lengths[scale, norm is bn] = np.array([np.linalg.norm(f["W"]) for f in found])
            if norm:
                assert max(np.abs(f["b"]).max() for f in found[:-1]) < 1e-14  # lost their effect
    assert 1e9 < lengths[0.5, False][0] / lengths[0.02, False][0] < 1e10
    assert 30 < lengths[0.5, False][0] / lengths[0.5, False][9] < 40
    level = np.array([lengths[scale, True] for scale in (0.02, 0.125, 0.5)])
    assert (level.max(axis=1) / level.min(axis=1) < 3).all()
    assert (level.max(axis=0) / level.min(axis=0) < 1.5).all()


def test_prose_training(bn: ModuleType, lesson: dict) -> None:
    """One seed of each start; the bounds leave room for other processors' rounding."""
    last = {}
    for scale in (0.02, 0.125, 0.5):
        for norm in (None, bn):
            last[scale, norm is bn] = lesson["fit"](scale, 0, ce_grad, norm)[1]
    assert set(last[0.02, False]) == {last[0.02, False][0]} and 11 < 1 / last[0.02, False][0] < 12
    assert last[0.5, False][-1] < 0.7 < 0.85 < min(last[scale, True][-1] for scale in (0.02, 0.5))
    assert last[0.125, False][-1] > 0.9 and last[0.125, True][-1] > 0.93
    assert last[0.125, True][0] > last[0.125, False][0]


def test_prose_gamma_beta_and_company(bn: ModuleType, lesson: dict) -> None:
    net, _ = lesson["fit"](0.125, 0, ce_grad, bn)
    y = lesson["y"]
    gamma, beta, mean, variance = (
        np.concatenate([layer[k] for layer in net[:-1]]) for k in ("gamma", "beta", "rm", "rv")
    )
    root = np.sqrt(variance + 1e-5)
    assert gamma.size == 640
    assert np.abs(gamma - 1).max() < 0.1 and np.abs(beta).max() < 0.1  # not far from the start
    assert root.min() < 0.4 and root.max() > 1.1 and np.ptp(mean) > 1.2
    for learned, restoring in ((gamma, root), (beta, mean)):
        assert abs(np.corrcoef(learned, restoring)[0, 1]) < 0.2
    validation, accuracy = lesson["validation"], lesson["accuracy_in_batches"]
    inference = accuracy(net, validation, 1, bn)
    np.testing.assert_allclose(accuracy(net, validation, 60, bn), inference)
    training = [accuracy(net, validation, m, bn, training=True) for m in (120, 32, 8, 2, 1)]
    assert inference > 0.93 and inference - training[0] < 0.05
    assert (np.diff(training) < 0).all() and training[-1] < 0.13
    by_class = validation[np.argsort(y[validation], kind="stable")]
    assert accuracy(net, by_class, 30, bn, training=True) < 0.4


def test_prose_noise(bn: ModuleType, lesson: dict) -> None:
    rng, one, zero = np.random.default_rng(0), np.ones(1), np.zeros(1)
    Z = lesson["X"][lesson["train"]] @ rng.normal(size=(64, 1))
    spread = {}
    for m in (4, 16, 64, 256):
        said = [
            bn.batchnorm_forward(np.vstack([Z[:1], rng.choice(Z[1:], m - 1)]), one, zero)[0, 0]
            for _ in range(1000)
        ]
        assert np.abs(said).max() <= np.sqrt(m - 1)
        spread[m] = np.std(said)
    assert spread[4] > spread[16]
    assert 1.6 < spread[16] / spread[64] < 2.2 and 1.6 < spread[64] / spread[256] < 2.2


def test_prose_claims_about_twenty_layers(bn: ModuleType, lesson: dict) -> None:
    sigmoid = (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a))
    relu = (lambda z: np.maximum(z, 0), lambda a: a > 0)
    ratio, largest = lesson["first_to_last"](0.01, *sigmoid)
    assert ratio < 1e-29 and largest < 0.5
    for scale in (0.01, 0.1, 1.0):
        assert 1 < lesson["first_to_last"](scale, *sigmoid, bn)[0] < 3
        assert 20 < lesson["first_to_last"](scale, *relu, bn)[0] < 100
