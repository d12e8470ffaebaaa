"""Lesson 03's reference against PyTorch, and the numbers that its prose states."""

from __future__ import annotations

import importlib
from types import ModuleType

import numpy as np
import pytest
from references import load

from labkit import data

torch = importlib.import_module("torch")


@pytest.fixture(scope="module")
def forward() -> ModuleType:
    """solutions/nnlab/forward.py, found by its path: never the learner's own module."""
    return load("forward")


def network(rng: np.random.Generator, sizes: list[int]) -> list[tuple[np.ndarray, np.ndarray]]:
    shapes = zip(sizes[1:], sizes[:-1], strict=True)
    return [(rng.normal(size=shape), rng.normal(size=shape[0])) for shape in shapes]


def peer(params: list[tuple[np.ndarray, np.ndarray]]) -> torch.nn.Sequential:
    """The same network made of PyTorch's layers, weights copied without a transpose."""
    layers: list[torch.nn.Module] = []
    for W, b in params:
        linear = torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(W))
            linear.bias.copy_(torch.from_numpy(b))
        layers += [linear, torch.nn.Tanh()]
    return torch.nn.Sequential(*layers[:-1])


@pytest.mark.parametrize("seed", range(20))
def test_sigmoid_agrees_with_torch(forward: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scale = 10.0 ** rng.uniform(-3, 4)
    z = rng.normal(scale=scale, size=tuple(rng.integers(1, 6, size=rng.integers(1, 4))))
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        got = forward.sigmoid(z)
    np.testing.assert_allclose(got, torch.sigmoid(torch.from_numpy(z)).numpy(), rtol=1e-14)
    assert got.shape == z.shape and got.dtype == np.float64


def test_sigmoid_keeps_kinds_of_numbers(forward: ModuleType) -> None:
    with np.errstate(over="raise", invalid="raise"):
        assert forward.sigmoid(np.array([-1000, 0, 1000])).tolist() == [0.0, 0.5, 1.0]
        assert forward.sigmoid(np.array([255, 0], dtype=np.uint8)).tolist() == [1.0, 0.5]
        assert forward.sigmoid(np.array([-100.0, 100.0], dtype=np.float32)).dtype == np.float32
        assert forward.sigmoid(np.array([-128], dtype=np.int8)).dtype == np.float64
        assert forward.sigmoid(-1000) == 0 and np.ndim(forward.sigmoid(0)) == 0


@pytest.mark.parametrize("seed", range(20))
def test_layer_agrees_with_torch(forward: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    m, n_in, n_out = (int(n) for n in rng.integers(1, 9, size=3))
    X, ((W, b),) = rng.normal(size=(m, n_in)), network(rng, [n_in, n_out])
    expected = torch.nn.functional.linear(*map(torch.from_numpy, (X, W, b))).numpy()
    np.testing.assert_allclose(forward.linear_forward(X, W, b), expected, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("seed", range(20))
def test_network_agrees_with_torch(forward: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = [int(n) for n in rng.integers(1, 9, size=rng.integers(2, 7))]
    params, X = network(rng, sizes), rng.normal(size=(int(rng.integers(1, 9)), sizes[0]))
    model = peer(params)
    with torch.no_grad():
        expected = model(torch.from_numpy(X)).numpy()
    np.testing.assert_allclose(forward.mlp_forward(X, params), expected, rtol=1e-11, atol=1e-12)
    count = sum(parameter.numel() for parameter in model.parameters())
    assert forward.count_params(sizes) == count


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_float_kinds_are_kept(forward: ModuleType, kind: type) -> None:
    X, W, b = np.ones((3, 2), kind), np.ones((4, 2), kind), np.ones(4, kind)
    assert forward.linear_forward(X, W, b).dtype == kind
    assert forward.mlp_forward(X, [(W, b), (np.ones((1, 4), kind), np.ones(1, kind))]).dtype == kind


def test_the_2_2_2_network_of_claim_d(forward: ModuleType) -> None:
    """Two layers of sigmoids, with the numbers of worked example c1 (without biases)."""
    W, V = np.array([[0.3, 0.25], [0.4, 0.35]]), np.array([[0.45, 0.4], [0.7, 0.6]])
    h = forward.sigmoid(forward.linear_forward([[0.1, 0.2]], W, [0, 0]))
    o = forward.sigmoid(forward.linear_forward(h, V, [0, 0]))
    np.testing.assert_allclose(h[0], [0.5199893401555818, 0.5274723043445937], rtol=1e-14)
    np.testing.assert_allclose(o[0], [0.6094460049966992, 0.6638449096982892], rtol=1e-14)


def test_prose_largest_float(forward: ModuleType) -> None:
    assert 1.79e308 < np.finfo(float).max < 1.8e308
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(710.0)) and np.isfinite(np.exp(709.0))


def test_prose_by_hand(forward: ModuleType) -> None:
    assert round(float(forward.sigmoid(0.9)), 3) == 0.711
    assert round(float(forward.sigmoid(2)), 3) == 0.881 and round(np.exp(-2), 4) == 0.1353
    Z = forward.linear_forward([[1, 1], [2, 0]], [[1, 2], [3, -1]], [10, -1])
    assert Z.tolist() == [[13, 1], [12, 5]]
    flower = data.iris().x[50, [2, 3]]
    assert flower.tolist() == [4.7, 1.4]
    np.testing.assert_allclose(forward.linear_forward([flower], [[0.5, 0.8]], [-2]), [[1.47]])


def test_prose_square_sizes_hide_mistakes() -> None:
    lines = ["X @ W + b", "W @ X + b", "W @ X.T + b", "X @ W.T + b[:, None]", "X @ W.T + b[:1]"]
    for (m, n_in, n_out), refused in (((4, 2, 3), 4), ((3, 3, 3), 0)):
        names = {"X": np.ones((m, n_in)), "W": np.ones((n_out, n_in)), "b": np.ones(n_out)}
        errors = 0
        for line in lines:
            try:
                eval(line, {}, names)
            except ValueError:
                errors += 1
        assert errors == refused


def test_prose_templates_read_digits(forward: ModuleType) -> None:
    digits = data.digits()
    ink, y = digits.x / 16, digits.y
    assert len(y) == 1797 and len(y[1000:]) == 797
    templates = np.array([ink[:1000][y[:1000] == k].mean(axis=0) for k in range(10)])
    Z = forward.linear_forward(ink[1000:], templates, -0.5 * (templates**2).sum(axis=1))
    nearest = ((ink[1000:, None] - templates) ** 2).sum(axis=2).argmin(axis=1)
    assert np.array_equal(Z.argmax(axis=1), nearest)
    assert 0.88 < (nearest == y[1000:]).mean() < 0.9
    assert (Z[10:18].argmax(axis=1) == y[1010:1018]).sum() == 7


def test_prose_soft_versicolor(forward: ModuleType) -> None:
    iris = data.iris()
    X = iris.x[:, [2, 3]]
    step = (X @ [0.5, 0.8] - 2.0 > 0) & ~(X @ [1.0, 2.0] - 8.2 > 0)
    wrong = {}
    for k in (0.5, 2, 20):
        hidden = (k * np.array([[0.5, 0.8], [1.0, 2.0]]), k * np.array([-2.0, -8.2]))
        score = forward.mlp_forward(X, [hidden, (np.array([[0.5, -0.5]]), np.array([-0.5]))])
        wrong[k] = np.flatnonzero((score[:, 0] > 0) != (iris.y == 1)).tolist()
    assert wrong[2] == wrong[20] == np.flatnonzero(step != (iris.y == 1)).tolist()
    assert len(wrong[2]) == 6 and len(wrong[0.5]) == 18


def test_prose_iris_without_biases(forward: ModuleType) -> None:
    iris = data.iris()
    means = np.array([iris.x[iris.y == k].mean(axis=0) for k in range(3)])
    b = -0.5 * (means**2).sum(axis=1)
    assert (forward.linear_forward(iris.x, means, b).argmax(axis=1) == iris.y).mean() > 0.92
    assert (forward.linear_forward(iris.x, means, 0 * b).argmax(axis=1) == 2).all()
