"""Lesson 06's reference against PyTorch, and the numbers that its prose states."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from itertools import pairwise
from types import ModuleType
from typing import NamedTuple

import numpy as np
import pytest
import torch
from references import load
from torch.nn import functional

from labkit import data

SHAPES = [(), (1,), (7,), (4, 3), (5, 5), (2, 3, 4)]
SCALES = [1e-3, 1.0, 30.0, 1000.0]
FLOATS = ["relu", "relu_grad", "leaky_relu", "elu", "tanh_grad", "sigmoid_grad"]

digits = data.digits()
X, y = digits.x / 16, digits.y
order = np.random.default_rng(0).permutation(len(y))
TRAINING, VALIDATION = order[:1077], order[1077:1437]


@pytest.fixture(scope="module")
def activations() -> ModuleType:
    """solutions/nnlab/activations.py, found by its path: never the learner's own module."""
    return load("activations")


@pytest.fixture(params=[(shape, scale) for shape in SHAPES for scale in SCALES], ids=str)
def z(request: pytest.FixtureRequest) -> np.ndarray:
    shape, scale = request.param
    return np.asarray(np.random.default_rng(len(shape)).normal(size=shape) * scale)


def slopes_of(function: Callable, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """PyTorch's values of a function, and its slopes by automatic differentiation."""
    inputs = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    values = function(inputs)
    (slopes,) = torch.autograd.grad(values.sum(), inputs)
    return values.detach().numpy(), slopes.numpy()


def slope_at_zero(function: Callable) -> float:
    return float(slopes_of(function, np.zeros(()))[1])


# The reference against PyTorch


def test_relu_and_its_slope_agree_with_pytorch(activations: ModuleType, z: np.ndarray) -> None:
    values, slopes = slopes_of(functional.relu, z)
    np.testing.assert_array_equal(activations.relu(z), values)
    np.testing.assert_array_equal(activations.relu_grad(z), slopes)
    zeros = np.zeros((2, 3))
    np.testing.assert_array_equal(
        activations.relu_grad(zeros), slopes_of(functional.relu, zeros)[1]
    )


@pytest.mark.parametrize("alpha", [0.0, 0.01, 0.3, 0.999])
def test_leaky_relu_agrees_with_pytorch(
    activations: ModuleType, z: np.ndarray, alpha: float
) -> None:
    values, slopes = slopes_of(lambda t: functional.leaky_relu(t, alpha), z)
    np.testing.assert_allclose(activations.leaky_relu(z, alpha), values, rtol=1e-15)
    np.testing.assert_array_equal(np.where(z > 0, 1, alpha), slopes)  # the lesson's formula


@pytest.mark.parametrize("alpha", [0.1, 1.0, 2.5])
def test_elu_agrees_with_pytorch(activations: ModuleType, z: np.ndarray, alpha: float) -> None:
    values, slopes = slopes_of(lambda t: functional.elu(t, alpha), z)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ours = activations.elu(z, alpha)
    np.testing.assert_allclose(ours, values, rtol=1e-14)
    # The lesson's formula for the slope, from the activation.
    np.testing.assert_allclose(np.where(z > 0, 1, ours + alpha), slopes, rtol=1e-12, atol=1e-15)


def test_slopes_of_tanh_and_sigmoid_agree_with_pytorch(
    activations: ModuleType, z: np.ndarray
) -> None:
    a, slopes = slopes_of(torch.tanh, z)
    np.testing.assert_allclose(activations.tanh_grad(a), slopes, rtol=1e-12, atol=1e-15)
    a, slopes = slopes_of(torch.sigmoid, z)
    np.testing.assert_allclose(activations.sigmoid_grad(a), slopes, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("sizes", [(1, 1, 1), (3, 3, 3), (7, 4, 2), (2, 5, 6)])
def test_maxout_agrees_with_pytorch(activations: ModuleType, sizes: tuple[int, int, int]) -> None:
    m, n, k = sizes
    rng = np.random.default_rng([m, n, k])
    rows, W, b = rng.normal(size=(m, n)), rng.normal(size=(2, k, n)), rng.normal(size=(2, k))
    halves = [
        functional.linear(torch.tensor(rows), torch.tensor(W[i]), torch.tensor(b[i]))
        for i in (0, 1)
    ]
    theirs = torch.stack(halves).amax(dim=0).numpy()
    ours = activations.maxout(rows, W[0], b[0], W[1], b[1])
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-14)


def test_vanishing_curve_is_the_slope_of_a_chain(activations: ModuleType) -> None:
    """One node per layer, all weights 1: the slopes of the end for every pre-activation."""
    rng = np.random.default_rng(0)
    biases = torch.tensor(rng.normal(size=12))
    a, pre = torch.tensor(0.3, dtype=torch.float64), []
    for bias in biases:
        pre.append((a + bias).requires_grad_())
        a = torch.sigmoid(pre[-1])
    slopes = [1 / (2 + 2 * np.cosh(z.item())) for z in pre]
    theirs = [float(slope) for slope in torch.autograd.grad(a, pre)]
    np.testing.assert_allclose(activations.vanishing_curve(slopes), theirs, rtol=1e-12)


def test_dead_units_counts(activations: ModuleType) -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        Z = rng.integers(-6, 2, size=(rng.integers(1, 6), rng.integers(1, 9)))
        assert activations.dead_units(Z) == sum(max(unit) <= 0 for unit in Z.T.tolist())


@pytest.mark.parametrize("name", FLOATS)
def test_kinds_of_numbers(activations: ModuleType, name: str) -> None:
    function = getattr(activations, name)
    for kind, expected in ((np.float32, "f4"), (np.float64, "f8"), (np.int8, "f8"), (int, "f8")):
        got = function(np.array([[-1, 0, 1]]).astype(kind))
        assert got.dtype == expected and got.shape == (1, 3), kind
    assert np.shape(function(0.5)) == ()
    assert np.isnan(function(np.array([np.nan]))[0]) or name == "relu_grad"


def test_numbers_that_are_not_python_floats_widen_nothing(activations: ModuleType) -> None:
    z = np.array([-1.5, 2.0], dtype=np.float32)
    for alpha in (np.float64(0.25), 0):
        assert activations.leaky_relu(z, alpha).dtype == np.float32
        assert activations.elu(z, alpha).dtype == np.float32
    assert activations.leaky_relu(np.array([-2, 3]), 0).dtype == np.float64


@pytest.mark.parametrize("alpha", [-0.01, 1, 1.0, 2.0, np.nan, np.inf])
def test_leaky_relu_refuses(activations: ModuleType, alpha: float) -> None:
    with pytest.raises(ValueError, match=re.escape(str(alpha))):
        activations.leaky_relu(np.zeros(3), alpha)


@pytest.mark.parametrize(
    ("shapes", "named"),
    [
        (((4, 3), (5, 2), (5,), (5, 2), (5,)), ((4, 3), (5, 2))),
        (((3,), (5, 3), (5,), (5, 3), (5,)), ((3,), (5, 3))),
        (((4, 3), (5, 3), (5,), (1, 3), (1,)), ((5, 3), (1, 3))),
        (((4, 3), (5, 3), (1,), (5, 3), (5,)), ((1,), (5, 3))),
        (((4, 3), (5, 3), (5,), (5, 3), (5, 1)), ((5, 1), (5, 3))),
    ],
)
def test_maxout_names_the_shapes(activations: ModuleType, shapes: tuple, named: tuple) -> None:
    with pytest.raises(ValueError) as error:
        activations.maxout(*map(np.zeros, shapes))
    assert all(str(shape) in str(error.value) for shape in named)


# The networks of the lesson, in PyTorch: what its NumPy helpers must agree with


class Kind(NamedTuple):
    """An activation function: NumPy's and PyTorch's, its slope from (z, a), a usual spread."""

    g: Callable
    theirs: Callable
    slope: Callable
    std: float


@pytest.fixture(scope="module")
def kinds(activations: ModuleType) -> dict[str, Kind]:
    def sigmoid(z: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-z))

    def leaky(z: np.ndarray) -> np.ndarray:
        return activations.leaky_relu(z, 0.1)

    xavier, he = (1 / 64) ** 0.5, (2 / 64) ** 0.5
    return {
        "sigmoid": Kind(sigmoid, torch.sigmoid, lambda z, a: activations.sigmoid_grad(a), xavier),
        "tanh": Kind(np.tanh, torch.tanh, lambda z, a: activations.tanh_grad(a), xavier),
        "ReLU": Kind(activations.relu, functional.relu, lambda z, a: activations.relu_grad(z), he),
        "leaky ReLU": Kind(
            leaky,
            lambda t: functional.leaky_relu(t, 0.1),
            lambda z, a: np.where(z > 0, 1, 0.1),
            he,
        ),
        "ELU": Kind(
            activations.elu, functional.elu, lambda z, a: np.where(z > 0, 1, a + 1), xavier
        ),
    }


def draw(depth: int, std: float, rng: np.random.Generator) -> list:
    sizes = [64] * (depth + 1) + [10]
    return [
        (rng.normal(0, std, size=(n_out, n_in)), np.zeros(n_out)) for n_in, n_out in pairwise(sizes)
    ]


def forward(rows: np.ndarray, net: list, g: Callable) -> tuple[list, list]:
    Z, A = [None], [rows]
    for W, b in net:
        Z.append(A[-1] @ W.T + b)
        A.append(g(Z[-1]))
    return Z, A


def backward(Z: list, A: list, net: list, dZ: np.ndarray, slope: Callable) -> list:
    grads = []
    for layer in range(len(net), 0, -1):
        W, _ = net[layer - 1]
        grads.append((dZ.T @ A[layer - 1], dZ.sum(axis=0)))
        if layer > 1:
            dZ = (dZ @ W) * slope(Z[layer - 1], A[layer - 1])
    return grads[::-1]


def softmax_ce_grad(Z: np.ndarray, labels: np.ndarray) -> np.ndarray:
    gradient = torch.softmax(torch.tensor(Z), dim=1).numpy()
    gradient[range(len(labels)), labels] -= 1
    return gradient / len(labels)


def gradients(net: list, kind: Kind, rows: np.ndarray) -> list:
    Z, A = forward(X[rows], net, kind.g)
    return backward(Z, A, net, softmax_ce_grad(Z[-1], y[rows]), kind.slope)


def lengths(net: list, kind: Kind) -> np.ndarray:
    return np.array([np.linalg.norm(dW) for dW, _ in gradients(net, kind, TRAINING[:100])])


def train(net: list, kind: Kind, rate: float, epochs: int, rng: np.random.Generator) -> list:
    nets = []
    for _epoch in range(epochs):
        for rows in np.array_split(rng.permutation(TRAINING), 34):
            Z, A = forward(X[rows], net, kind.g)
            grads = backward(Z, A, net, softmax_ce_grad(Z[-1], y[rows]), kind.slope)
            net = [
                (W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(net, grads, strict=True)
            ]
        nets.append(net)
    return nets


def answers(net: list, kind: Kind) -> np.ndarray:
    return forward(X[VALIDATION], net, kind.g)[0][-1].argmax(axis=1)


def reads(net: list, kind: Kind) -> float:
    return float((answers(net, kind) == y[VALIDATION]).mean())


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "ReLU", "leaky ReLU", "ELU"])
def test_backward_pass_agrees_with_pytorch(kinds: dict[str, Kind], name: str) -> None:
    kind = kinds[name]
    net = draw(10, kind.std, np.random.default_rng(0))
    tensors = [[torch.tensor(part, requires_grad=True) for part in pair] for pair in net]
    a = torch.tensor(X[TRAINING])
    for index, (W, b) in enumerate(tensors):
        z = functional.linear(a, W, b)
        a = kind.theirs(z) if index < 10 else z
    functional.cross_entropy(a, torch.tensor(y[TRAINING])).backward()
    for (dW, db), (W, b) in zip(gradients(net, kind, TRAINING), tensors, strict=True):
        scale = float(W.grad.abs().max())
        np.testing.assert_allclose(dW, W.grad.numpy(), rtol=1e-9, atol=1e-9 * scale)
        np.testing.assert_allclose(db, b.grad.numpy(), rtol=1e-9, atol=1e-9 * scale)


# Numbers of the prose and of the answer cells


def test_prose_slopes(activations: ModuleType) -> None:
    sigmoid = 1 / (1 + np.exp(-1.0))
    np.testing.assert_allclose([sigmoid, 1 - sigmoid], [0.731, 0.269], atol=0.0005)
    np.testing.assert_allclose(activations.sigmoid_grad(sigmoid), 0.197, atol=0.0005)
    assert activations.sigmoid_grad(2.0) == -2.0
    z = np.array([5.0, 10.0])
    a = 1 / (1 + np.exp(-z))
    np.testing.assert_allclose(activations.sigmoid_grad(a), [0.0066, 0.000045], rtol=0.01)
    far = np.array([6.0, 8.0])  # the tails of both slopes
    ends = 1 / (1 + np.exp(-far))
    np.testing.assert_allclose(activations.sigmoid_grad(ends), np.exp(-far), rtol=0.01)
    np.testing.assert_allclose(activations.tanh_grad(np.tanh(far)), 4 * np.exp(-2 * far), rtol=0.01)
    assert np.tanh(18.0) < 1 == np.tanh(19.5)
    beyond = np.linspace(2, 30, 500)  # claim C
    assert (1 / np.cosh(beyond) ** 2 < 0.25 / np.cosh(beyond / 2) ** 2).all()
    low = np.linspace(-5, 5, 101)
    np.testing.assert_allclose(2 / (1 + np.exp(-low)) - 1, np.tanh(low / 2), atol=1e-12)


def test_prose_centred(activations: ModuleType) -> None:
    z = np.random.default_rng(0).normal(size=2_000_000)
    elu, relu = activations.elu(z), activations.relu(z)
    np.testing.assert_allclose([np.tanh(z).mean(), relu.mean()], [0, 0.399], atol=0.002)
    np.testing.assert_allclose([elu.mean(), elu[z < 0].mean()], [0.161, -0.477], atol=0.002)


def test_prose_bias_shift(kinds: dict[str, Kind]) -> None:
    shares = {}
    for name in ("sigmoid", "tanh"):
        net = draw(10, 0.125, np.random.default_rng(0))
        Z, _ = forward(X[TRAINING], net, kinds[name].g)
        shares[name] = [
            (Z[layer].mean(axis=0) ** 2).mean() / (Z[layer] ** 2).mean() for layer in (2, 3, 10)
        ]
    np.testing.assert_allclose(shares["sigmoid"][1], 0.999, atol=0.0006)
    assert 0.65 > shares["tanh"][0] > shares["tanh"][1] > shares["tanh"][2] > 0.4


def test_prose_depth(activations: ModuleType) -> None:
    np.testing.assert_allclose(
        activations.vanishing_curve(np.array([0.5, 0.1, 0.2, 1])), [0.01, 0.02, 0.2, 1]
    )
    np.testing.assert_allclose(0.25 ** np.arange(2, 5), [0.063, 0.016, 0.0039], rtol=0.03)
    assert 0.25**10 < 1e-6 < 0.25**9
    np.testing.assert_allclose(0.25**20, 9e-13, rtol=0.02)
    assert 2.5e11 < 0.25**-19 < 3e11, "nearly 300 billion steps"


def test_prose_at_the_kink() -> None:
    zero = torch.zeros((), dtype=torch.float64)
    assert slope_at_zero(functional.relu) == 0
    assert slope_at_zero(lambda t: torch.maximum(t, zero)) == 0.5
    assert slope_at_zero(lambda t: torch.clamp(t, min=0)) == 1
    assert slope_at_zero(lambda t: functional.leaky_relu(t, 0.01)) == 0.01


def test_prose_gradients_of_ten_layers(kinds: dict[str, Kind]) -> None:
    for name in ("tanh", "ReLU"):
        hidden = lengths(draw(10, kinds[name].std, np.random.default_rng(0)), kinds[name])[:10]
        assert hidden.max() < 2 * hidden.min(), "about equally long in all layers"
    sigmoid = kinds["sigmoid"]
    by_layer = lengths(draw(10, sigmoid.std, np.random.default_rng(0)), sigmoid)
    quarters = by_layer[:-1] / by_layer[1:]
    assert quarters.min() > 0.18 and quarters.max() < 0.34, "about a quarter at every layer"
    assert by_layer[0] < 1e-5 * by_layer[9]
    large = lengths(draw(10, 1.0, np.random.default_rng(0)), sigmoid)
    assert 1 / 20 < large[0] / large[9] < 1
    for name in ("tanh", "ReLU"):  # with such weights the others explode
        assert lengths(draw(10, 1.0, np.random.default_rng(0)), kinds[name])[0] > 100


def test_prose_twins(kinds: dict[str, Kind]) -> None:
    right = {}
    for name in ("sigmoid", "tanh", "ReLU"):
        rng, kind = np.random.default_rng(0), kinds[name]
        net = train(draw(10, kind.std, rng), kind, 0.05, 25, rng)[-1]
        right[name] = reads(net, kind)
        if name == "sigmoid":
            assert len(set(answers(net, kind))) == 1, "the same answer to every image"
    assert right["sigmoid"] < 0.13 and right["tanh"] > 0.95 and right["ReLU"] > 0.93


def test_prose_wrong_variable(activations: ModuleType, kinds: dict[str, Kind]) -> None:
    curves, wrong = {}, kinds["tanh"]._replace(slope=lambda z, a: activations.tanh_grad(z))
    with np.errstate(all="ignore"):
        for name, kind in (("a", kinds["tanh"]), ("z", wrong)):
            rng = np.random.default_rng(0)
            nets = train(draw(2, 0.125, rng), kind, 0.05, 15, rng)
            curves[name] = np.array([reads(net, kind) for net in nets])
    gap = np.abs(curves["a"] - curves["z"])
    assert gap[:3].max() < 0.05 and curves["z"][:3].max() > 0.8, "nothing to notice at first"
    assert curves["a"][-1] > 0.9 and curves["z"][-1] < 0.12 and np.isnan(nets[-1][0][0]).all()


def test_prose_large_weights_save_the_sigmoid(kinds: dict[str, Kind]) -> None:
    rng = np.random.default_rng(0)
    net = train(draw(10, 1.0, rng), kinds["sigmoid"], 0.05, 25, rng)[-1]
    assert 0.84 < reads(net, kinds["sigmoid"]) < 0.92, "nearly nine of ten"


def test_prose_reckless_epoch(activations: ModuleType, kinds: dict[str, Kind]) -> None:
    def dead(net: list, kind: Kind) -> int:
        return activations.dead_units(forward(X[TRAINING], net, kind.g)[0][1])

    rng, relu = np.random.default_rng(0), kinds["ReLU"]
    start = draw(1, relu.std, rng)
    on = forward(X[TRAINING], start, relu.g)[0][1] > 0
    assert 0.4 < on.mean() < 0.6, "about half of the units are off for any one image"
    before = train(start, relu, 0.05, 3, rng)[-1]
    reckless = train(before, relu, 2.0, 1, rng)[-1]
    after = train(reckless, relu, 0.05, 12, rng)[-1]
    assert dead(before, relu) < 5 and dead(reckless, relu) > 45
    assert dead(after, relu) >= dead(reckless, relu), "none of them comes back"
    assert reads(after, relu) < 0.5, "less than half of the images"


def test_prose_leaks(activations: ModuleType, kinds: dict[str, Kind]) -> None:
    means, back = {}, {}
    for name in ("ReLU", "leaky ReLU", "ELU"):
        runs, kind, back[name] = [], kinds[name], 0
        for rng in map(np.random.default_rng, range(8)):
            net = draw(1, (2 / 64) ** 0.5, rng)
            masks = []
            for rate, epochs in ((0.05, 3), (1.5, 1), (0.05, 12)):
                net = train(net, kind, rate, epochs, rng)[-1]
                masks.append((forward(X[TRAINING], net, kind.g)[0][1] <= 0).all(axis=0))
            off = activations.dead_units(forward(X[TRAINING], net, kind.g)[0][1])
            runs.append((off, reads(net, kind)))
            back[name] += (masks[1] & ~masks[2]).sum()
        means[name] = np.mean(runs, axis=0)
    assert back["ReLU"] == 0 < back["leaky ReLU"] < 8 * 10, "a few of those come back"
    assert means["leaky ReLU"][0] < means["ReLU"][0] - 5
    assert means["leaky ReLU"][1] > means["ReLU"][1] + 0.05
    assert means["ELU"][0] > means["ReLU"][0] and means["ELU"][1] < means["ReLU"][1], (
        "no better off"
    )


def test_prose_what_to_choose(kinds: dict[str, Kind]) -> None:
    table = {}
    for name in ("sigmoid", "tanh", "ReLU", "ELU"):
        kind = kinds[name]
        for depth, rate in ((1, 0.5), (3, 0.2), (10, 0.05)):
            nets = [
                train(draw(depth, kind.std, rng), kind, rate, 10, rng)[-1]
                for rng in map(np.random.default_rng, range(2))
            ]
            table[name, depth] = np.mean([reads(net, kind) for net in nets])
    one = [table[name, 1] for name in ("sigmoid", "tanh", "ReLU", "ELU")]
    assert min(one) > 0.9 and max(one) - min(one) < 0.05, "within a few points"
    for depth in (3, 10):
        others = [table[name, depth] for name in ("tanh", "ReLU", "ELU")]
        assert table["sigmoid", depth] < 0.2 < 0.88 < min(others), "the sigmoid is lost"
        assert max(others) - min(others) < 0.06, "too close to call"


def test_prose_claims(activations: ModuleType) -> None:
    value = 50.0
    for _ in range(40):
        value = 1 / (1 + np.exp(-value))
    np.testing.assert_allclose(value, 0.659, atol=0.0005)
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    z = corners @ np.array([1, -1])
    assert (z == 0).sum() == 2
    assert not np.array_equal(activations.relu_grad(z) @ corners, (z >= 0) @ corners)
    np.testing.assert_allclose(np.exp(-30.0), 1e-13, rtol=0.1)
    assert 64 * 32 + 32 == 2080 and 2 * 2080 == 4160
