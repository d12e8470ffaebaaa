"""Lesson 07's reference against PyTorch, and the numbers that its prose states."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from types import ModuleType

import numpy as np
import pytest
import torch
from references import load
from torch.nn import functional

from labkit import data

NETWORKS = 1000


@pytest.fixture(scope="module")
def network() -> ModuleType:
    """solutions/nnlab/network.py, found by its path: never the learner's own module."""
    return load("network")


@contextmanager
def one_thread() -> Iterator[None]:
    """PyTorch on one thread: for arrays this small, waiting for others costs more."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def tensors(*arrays: np.ndarray) -> list[torch.Tensor]:
    return [torch.tensor(a, dtype=torch.float64, requires_grad=True) for a in arrays]


def normwise(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Largest difference between two arrays, relative to the largest entry."""
    return float(np.max(np.abs(ours - theirs)) / np.max(np.abs(theirs)))


# Against PyTorch


@pytest.mark.parametrize("sizes", [(1, 1, 1), (5, 3, 4), (4, 4, 4), (3, 6, 3), (7, 1, 2)])
def test_linear_backward_agrees_with_pytorch(network: ModuleType, sizes: tuple) -> None:
    m, n_in, n_out = sizes
    rng = np.random.default_rng(sizes)
    arrays = [rng.normal(size=size) for size in ((m, n_in), (n_out, n_in), (n_out,))]
    dZ = rng.normal(size=(m, n_out))
    X, W, b = tensors(*arrays)
    functional.linear(X, W, b).backward(torch.tensor(dZ))
    for ours, theirs in zip(
        network.linear_backward(dZ, *arrays[:2]), (X.grad, W.grad, b.grad), strict=True
    ):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-12, atol=1e-14)


def test_linear_backward_keeps_the_kind_of_number(network: ModuleType) -> None:
    rng = np.random.default_rng(0)
    case = [rng.normal(size=size) for size in ((6, 3), (6, 4), (3, 4))]
    for kind in (np.float32, np.float64):
        parts = network.linear_backward(*(array.astype(kind) for array in case))
        assert {part.dtype for part in parts} == {np.dtype(kind)}
    whole = network.linear_backward(*(np.ones(a.shape, dtype=np.uint8) * 200 for a in case))
    assert {part.dtype for part in whole} == {np.dtype(np.float64)}
    np.testing.assert_array_equal(whole[1], np.full((3, 4), 6 * 200.0**2))


def deep_stack(
    network: ModuleType, X: np.ndarray, Y: np.ndarray, params: list
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Slopes of the mean squared error of a tanh network of any depth, as in the lesson."""
    A = [X]
    *hidden, (W_last, b_last) = params
    for W, b in hidden:
        A.append(np.tanh(A[-1] @ W.T + b))
    dZ = 2 * (A[-1] @ W_last.T + b_last - Y) / Y.size
    grads = []
    for l in reversed(range(len(params))):
        dA, dW, db = network.linear_backward(dZ, A[l], params[l][0])
        grads.insert(0, (dW, db))
        dZ = dA * (1 - A[l] ** 2)
    return grads


def random_two_layers(rng: np.random.Generator) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Arguments of two_layer_grads, and PyTorch's slopes for them."""
    m, n0, n1, n2 = rng.integers(1, 8, size=4)
    shapes = ((n1, n0), (n1,), (n2, n1), (n2,))
    X, Y = rng.normal(size=(m, n0)), rng.integers(0, 2, size=(m, n2)).astype(float)
    params = [rng.normal(size=shape) / shape[-1] ** 0.5 for shape in shapes]
    W1, b1, W2, b2 = leaves = tensors(*params)
    scores = functional.linear(torch.tanh(functional.linear(torch.tensor(X), W1, b1)), W2, b2)
    loss = functional.binary_cross_entropy_with_logits(scores, torch.tensor(Y), reduction="sum")
    (loss / len(X)).backward()
    return [X, Y, *params], [leaf.grad.numpy() for leaf in leaves]


def random_deep_stack(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, list, list]:
    """Inputs, targets, three to six layers, and PyTorch's slopes for them."""
    sizes = rng.integers(1, 9, size=rng.integers(4, 8))
    X, Y = rng.normal(size=(5, sizes[0])), rng.normal(size=(5, sizes[-1]))
    params = [
        (rng.normal(size=(n_out, n_in)) / n_in**0.5, rng.normal(size=n_out))
        for n_in, n_out in pairwise(sizes)
    ]
    leaves = tensors(*(array for pair in params for array in pair))
    A = torch.tensor(X)
    for l in range(0, len(leaves), 2):
        A = functional.linear(torch.tanh(A) if l else A, leaves[l], leaves[l + 1])
    functional.mse_loss(A, torch.tensor(Y)).backward()
    return X, Y, params, [leaf.grad.numpy() for leaf in leaves]


def test_gradients_of_a_thousand_networks(network: ModuleType, say: list[str]) -> None:
    """The largest relative difference to PyTorch's slopes, printed at the end of the run."""
    rng = np.random.default_rng(7)
    two_layers, deep = [], []
    with one_thread():
        for _ in range(NETWORKS):
            arguments, theirs = random_two_layers(rng)
            ours = network.two_layer_grads(*arguments)
            two_layers.append(max(map(normwise, ours, theirs)))
            X, Y, params, theirs = random_deep_stack(rng)
            ours = [array for pair in deep_stack(network, X, Y, params) for array in pair]
            deep.append(max(map(normwise, ours, theirs)))
    say.append(
        f"gradients against PyTorch's, {NETWORKS:,} random networks of each kind: largest relative "
        f"difference {max(two_layers):.1e} (two_layer_grads), {max(deep):.1e} (three to six layers)"
    )
    assert max(two_layers) < 1e-10 and max(deep) < 1e-10  # where slopes of a sum cancel
    assert np.median(two_layers) < 1e-15 and np.median(deep) < 2e-15


@pytest.mark.parametrize("sizes", [(1, 1, 1, 1), (6, 3, 5, 2), (4, 4, 4, 4)])
def test_train_step_mse_agrees_with_pytorch(network: ModuleType, sizes: tuple) -> None:
    N, D, H, O = sizes
    rng = np.random.default_rng(sizes)
    x, y, *weights = (rng.normal(size=size) for size in ((N, D), (N, O), (D, H), (H, O)))
    w1, w2 = leaves = tensors(*weights)
    optimizer = torch.optim.SGD(leaves, lr=0.03)
    loss = ((torch.sigmoid(torch.tensor(x) @ w1) @ w2 - torch.tensor(y)) ** 2).sum()
    loss.backward()
    before = loss.item()
    optimizer.step()
    ours = network.train_step_mse(x, y, *weights, lr=0.03)
    np.testing.assert_allclose(ours[0], before, rtol=1e-12)
    for new, theirs in zip(ours[1:], leaves, strict=True):
        np.testing.assert_allclose(new, theirs.detach().numpy(), rtol=1e-11, atol=1e-13)


def test_first_weights_have_the_statistics_of_pytorch(network: ModuleType) -> None:
    """Spread of init_params with Xavier's and He's scale, and of torch.nn.init's own draws."""
    n_in, n_out = 300, 500
    torch.manual_seed(0)
    for scale, fill in (
        ((2 / (n_in + n_out)) ** 0.5, torch.nn.init.xavier_normal_),
        ((2 / n_in) ** 0.5, lambda w: torch.nn.init.kaiming_normal_(w, nonlinearity="relu")),
        (0.01, lambda w: torch.nn.init.normal_(w, std=0.01)),
    ):
        ((W, b),) = network.init_params([n_in, n_out], np.random.default_rng(0), scale)
        theirs = fill(torch.empty(n_out, n_in, dtype=torch.float64)).numpy()
        assert W.shape == theirs.shape and not b.any()
        np.testing.assert_allclose(W.std(), theirs.std(), rtol=0.01)
        np.testing.assert_allclose(W.std(), scale, rtol=0.01)
        quantiles = np.linspace(0.01, 0.99, 21)
        difference = np.quantile(W, quantiles) - np.quantile(theirs, quantiles)
        assert np.abs(difference).max() < 0.05 * scale


# Worked examples and numbers of the prose


def listing(factor: float = 1.0, uniform: bool = False) -> tuple[np.ndarray, ...]:
    draw = np.random.RandomState(0)
    x, y = draw.randn(64, 1000), draw.randn(64, 10)
    w1 = draw.rand(1000, 100) if uniform else draw.randn(1000, 100)
    return x, y, factor * w1, draw.randn(100, 10)


def train_listing(
    arrays: tuple[np.ndarray, ...], steps: int, freeze: bool = False
) -> tuple[list[float], np.ndarray, np.ndarray]:
    """The listing, line by line, in PyTorch: its losses and its weights at the end."""
    x, y, w1, w2 = map(torch.tensor, arrays)
    losses = []
    for _ in range(steps):
        h = torch.sigmoid(x @ w1)
        error = h @ w2 - y
        losses.append(float((error**2).sum()))
        slope = 2.0 * error
        d_w1 = x.T @ (slope @ w2.T * h * (1 - h))
        w2 = w2 - 1e-4 * h.T @ slope
        w1 = w1 if freeze else w1 - 1e-4 * d_w1
    return losses, w1.numpy(), w2.numpy()


def test_worked_example_of_the_listing(network: ModuleType) -> None:
    """The losses that are known for the listing, and those that the lesson states."""
    with one_thread():
        run, _, _ = train_listing(listing(), 2000)
        np.testing.assert_allclose(run[0], 24635.893498628233, rtol=1e-12)
        np.testing.assert_allclose(
            [run[t] for t in (100, 500, 1000, 1999)], [2383, 211, 41.05, 4.349], rtol=5e-3
        )
        fan_in, _, _ = train_listing(listing(1000**-0.5), 101)
        assert fan_in[47] < run[1999] < fan_in[46]
        np.testing.assert_allclose([fan_in[t] for t in (0, 100)], [12119, 0.01752], rtol=0.001)
        assert fan_in[100] < 0.02
        assert 1e5 < run[99] / fan_in[99] < 1e6, "five powers of ten"
        frozen, _, _ = train_listing(listing(), 101, freeze=True)
        np.testing.assert_allclose(frozen[-1], 4500, rtol=0.02)
        uniform, _, _ = train_listing(listing(uniform=True), 2000)
        np.testing.assert_allclose([uniform[t] for t in (0, 1999)], [32100, 107], rtol=5e-3)
        for factor in (0.01, 0.0001):
            assert train_listing(listing(factor), 101)[0][-1] < 1
    x, y, w1, w2 = listing()
    loss, w1_new, w2_new = network.train_step_mse(x, y, w1, w2, 1e-4)
    np.testing.assert_allclose(loss, run[0], rtol=1e-12)
    np.testing.assert_allclose(
        network.train_step_mse(x, y, w1_new, w2_new, 1e-4)[0], run[1], rtol=1e-10
    )


def test_prose_first_sums_of_the_listing() -> None:
    spreads = {1.0: 31.172, 0.01: 0.312, 1000**-0.5: 0.986, 1e-4: 0.0031}
    slopes = {1.0: 0.0138, 0.01: 0.2442, 1000**-0.5: 0.2075, 1e-4: 0.25}
    for factor, spread in spreads.items():
        x, _, w1, _ = listing(factor)
        z = x @ w1
        h = 0.5 + 0.5 * np.tanh(z / 2)
        np.testing.assert_allclose(z.std(), spread, rtol=0.02)
        np.testing.assert_allclose((h * (1 - h)).mean(), slopes[factor], atol=5e-5)
    x, _, w1, w2 = listing()
    assert round(np.mean(np.abs(x @ w1) > 10), 2) == 0.75
    assert w1.size + w2.size == 101_000
    np.testing.assert_allclose([1000**0.5, 1000**-0.5], [31.6, 0.032], rtol=0.02)
    x, _, w1, _ = listing(uniform=True)
    z = x @ w1
    assert np.mean(np.abs(z) > 10) < 0.75, "fewer saturated nodes"
    alike = np.corrcoef(z.T)[np.triu_indices(100, k=1)]
    np.testing.assert_allclose(alike.mean(), 0.75, atol=0.02)


def test_prose_noise_by_heart() -> None:
    rng = np.random.default_rng(1)
    new = rng.normal(size=(64, 1000)), rng.normal(size=(64, 10))
    with one_thread():
        for factor in (1.0, 0.01, 1000**-0.5):
            _, w1, w2 = train_listing(listing(factor), 100)
            (on_new_ones,), _, _ = train_listing((*new, w1, w2), 1)
            assert on_new_ones > 5 * np.sum(new[1] ** 2), "far worse than always answering 0"


def test_prose_answers_by_hand(network: ModuleType) -> None:
    X, W = np.array([[1, 0, 2], [-1, 3, 1]]), np.array([[1, -1, 0], [2, 0, 1]])
    dX, dW, db = network.linear_backward(np.array([[1, 3], [0, -1]]), X, W)
    assert (dW[1].tolist(), dX[0].tolist(), db.tolist()) == ([4, -3, 5], [7, -1, 3], [1, 2])
    np.testing.assert_allclose(np.tanh(np.log([2, 3])), [0.6, 0.8])
    x, y, W1 = np.array([[2.0, -1.0]]), np.array([[0.0]]), np.array([[1.0, 2.0], [0.5, 1.0]])
    rest = (np.array([np.log(3), 0]), np.array([[5.0, 2.0]]), np.array([-4.0]))
    dW1, db1, dW2, db2 = network.two_layer_grads(x, y, W1, *rest)
    np.testing.assert_allclose(db2, [0.5])
    np.testing.assert_allclose(dW2, [[0.4, 0]], atol=1e-12)
    np.testing.assert_allclose(db1, [0.9, 1])
    np.testing.assert_allclose(dW1[0], [1.8, -0.9])
    twice = network.two_layer_grads(np.tile(x, (2, 1)), np.tile(y, (2, 1)), W1, *rest)
    np.testing.assert_allclose(twice[2], [[0.4, 0]], atol=1e-12)
    spread = 0.01 * 400**0.5
    np.testing.assert_allclose([spread, 400**0.5, 400**-0.5], [0.2, 20, 0.05])
    assert round(10 * np.log10(spread)) == -7 and (2 / 200) ** 0.5 == 0.1


def test_prose_what_a_layer_costs() -> None:
    def parameters(*sizes: int) -> int:
        return sum(n * (before + 1) for before, n in pairwise(sizes))

    counts = [parameters(784, *[100] * depth, 10) for depth in (1, 2, 3, 4)]
    assert counts == [79_510, 89_610, 99_710, 109_810]
    assert parameters(784, 200, 200, 10) - parameters(784, 200, 10) == 40_200


def test_prose_slopes_of_pairs() -> None:
    """a - y for a sigmoid with cross-entropy and the identity with half the square, and no more."""
    z, y = tensors(np.array([0.4, -1.2, 2.0]), np.array([1.0, 0.0, 0.0]))
    a = torch.sigmoid(z)
    for loss, expected in (
        (functional.binary_cross_entropy(a, y, reduction="sum"), a - y),
        (0.5 * ((a - y) ** 2).sum(), (a - y) * a * (1 - a)),
        (0.5 * ((z - y) ** 2).sum(), z - y),
    ):
        (slope,) = torch.autograd.grad(loss, z, retain_graph=True)
        torch.testing.assert_close(slope, expected.detach())


def iris_run(network: ModuleType, W1: np.ndarray, W2: np.ndarray, steps: int) -> list:
    iris = data.iris()
    petals = iris.x[:, [2, 3]]
    X = (petals - petals.mean(axis=0)) / petals.std(axis=0)
    Y = (iris.y == 1).astype(float)[:, None]
    params, path = [W1, np.zeros(2), W2, np.zeros(1)], []
    for step in range(steps + 1):
        Z = np.tanh(X @ params[0].T + params[1]) @ params[2].T + params[3]
        cost = np.sum(np.logaddexp(0, Z) - Y * Z) / 150
        path.append((cost, np.flatnonzero((Z > 0) != (Y == 1)).tolist(), params))
        if step < steps:
            slopes = network.two_layer_grads(X, Y, *params)
            params = [p - slope for p, slope in zip(params, slopes, strict=True)]
    return path


def test_prose_irises(network: ModuleType) -> None:
    rng = np.random.default_rng(1)
    path = iris_run(network, 0.1 * rng.normal(size=(2, 2)), 0.1 * rng.normal(size=(1, 2)), 1000)
    np.testing.assert_allclose(path[0][0], np.log(2), atol=0.001)
    length, width = data.iris().x[:, [2, 3]].T
    wired = (0.5 * length + 0.8 * width > 2) & ~(length + 2 * width > 8.2)  # lesson 01
    assert path[1000][1] == np.flatnonzero(wired != (data.iris().y == 1)).tolist()
    assert (len(path[30][1]), len(path[1000][1])) == (50, 6)
    (cost, _, (W1, _, _, b2)) = iris_run(network, np.zeros((2, 2)), np.zeros((1, 2)), 400)[-1]
    assert not W1.any()
    np.testing.assert_allclose([b2[0], cost], [np.log(0.5), 0.637], atol=0.001)
    np.testing.assert_allclose(1 / (1 + np.exp(-b2)), 1 / 3, atol=1e-6)
    W1 = iris_run(network, np.full((2, 2), 0.3), np.full((1, 2), 0.3), 400)[-1][2][0]
    np.testing.assert_allclose(W1[0], W1[1], rtol=1e-9)
    rng = np.random.default_rng(0)
    cost = iris_run(network, 0.3 * rng.normal(size=(2, 2)), 0.3 * rng.normal(size=(1, 2)), 400)[-1]
    assert cost[0] < 0.1


def test_prose_ten_layers(network: ModuleType) -> None:
    def sizes(scale: float, g: object) -> list[float]:
        rng = np.random.default_rng(0)
        A, found = rng.normal(size=(100, 200)), []
        for W, _ in network.init_params([200] * 11, rng, scale):
            A = g(A @ W.T)
            found.append(np.sqrt(np.mean(A**2)))
        return found

    def relu(z: np.ndarray) -> np.ndarray:
        return np.maximum(z, 0)

    assert round(0.01 * 200**0.5, 2) == 0.14 and round(200**0.5) == 14
    assert sizes(0.01, np.tanh)[-1] < 1e-7
    shrinking = np.array(sizes(200**-0.5, np.tanh))
    steps = shrinking[1:] / shrinking[:-1]
    assert shrinking[-1] > 0.2 and steps[-1] > 0.9 > steps[0], "tanh takes less and less"
    with_1, with_2 = sizes(200**-0.5, relu), sizes(100**-0.5, relu)
    np.testing.assert_allclose(with_2[-1] / with_1[-1], 32, rtol=1e-6)
    assert 0.8 < with_2[-1] < 1.25
