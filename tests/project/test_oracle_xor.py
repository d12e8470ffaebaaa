"""Lesson 02's reference against exact searches and SciPy, and the numbers of its prose."""

from __future__ import annotations

import importlib
import itertools
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from labkit import data
from labkit.fixtures import reference_module

ROOT = Path(__file__).parents[2]
CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
LAMP = np.array([0, 1, 1, 0])

#: worked_examples 2(f): outputs with sigmoids, all sums multiplied by the scale.
SOFT = {
    1: (0.380527, 0.346916, 0.346916, 0.283464),
    5: (0.106573, 0.796105, 0.796105, 0.001176),
    10: (0.007153, 0.991831, 0.991831, 0.000000),
    20: (0.000045, 0.999954, 0.999954, 0.000000),
}


@pytest.fixture(scope="module")
def xor() -> ModuleType:
    """solutions/nnlab/xor.py with its own lesson 01, and no trace of either afterwards."""
    before = {name: sys.modules.pop(name) for name in list(sys.modules) if is_nnlab(name)}
    path = sys.path.copy()
    try:
        return reference_module(ROOT, "xor")
    finally:
        sys.path[:] = path
        for name in [name for name in sys.modules if is_nnlab(name)]:
            del sys.modules[name]
        sys.modules.update(before)


def is_nnlab(name: str) -> bool:
    return name.partition(".")[0] == "nnlab"


def best_of_all_lines(X: np.ndarray, y: np.ndarray) -> int:
    """Most rows that any line of the plane answers rightly, exactly.

    The order of the projections onto a direction changes only where the direction is
    perpendicular to a difference of two points. One direction between any two neighbouring ones
    of these stands for all; along it, every cut is tried.
    """
    spots = np.unique(X, axis=0)
    ways = (spots[:, None] - spots[None]).reshape(-1, 2)
    ways = ways[np.abs(ways).sum(axis=1) > 0]
    angles = np.unique(np.mod(np.arctan2(ways[:, 1], ways[:, 0]) + np.pi / 2, np.pi).round(12))
    best = 0
    for angle in (angles + np.append(angles[1:], angles[0] + np.pi)) / 2:
        height = X @ [np.cos(angle), np.sin(angle)]
        order = np.argsort(height)
        ones = np.append(0, np.cumsum(y[order]))  # labels 1 below each cut
        zeros = np.arange(len(y) + 1) - ones
        real = np.append(True, np.append(np.diff(height[order]) > 1e-9, True))
        right = (zeros + y.sum() - ones)[real]
        best = max(best, right.max(), len(y) - right.min())
    return int(best)


def separable(X: np.ndarray, y: np.ndarray) -> bool:
    """Whether some neuron answers all rows rightly, by linear programming."""
    optimize = importlib.import_module("scipy.optimize")
    # Scaled so that a sum that fires is at least 1 and a silent one at most 0.
    signed = np.where(y == 1, -1.0, 1.0)[:, None] * np.column_stack([X, np.ones(len(X))])
    result = optimize.linprog(
        np.zeros(3), A_ub=signed, b_ub=np.where(y == 1, -1.0, 0.0), bounds=[(None, None)] * 3
    )
    return result.status == 0


# The reference


@pytest.mark.parametrize("seed", range(25))
def test_search_agrees_with_plain_loops(xor: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    whole = seed % 2 == 0  # with ties at 0
    m = int(rng.integers(1, 12))
    X = rng.integers(-2, 3, size=(m, 2)) if whole else rng.normal(size=(m, 2))
    y = rng.integers(0, 2, size=m)
    weights = rng.integers(-2, 3, size=4) if whole else rng.normal(size=4)
    biases = rng.integers(-2, 3, size=3) if whole else rng.normal(size=3)
    best = 0.0
    for w1, w2, b in itertools.product(weights, weights, biases):
        hits = 0
        for (x1, x2), label in zip(X, y, strict=True):
            hits += (float(w1) * float(x1) + float(w2) * float(x2) + float(b) > 0) == (label == 1)
        best = max(best, hits / m)
    got = xor.best_linear_accuracy(X, y, weights, biases)
    assert isinstance(got, float) and got == pytest.approx(best, abs=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_search_never_beats_all_lines(xor: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(15, 2)), rng.integers(0, 2, size=15)
    exact = best_of_all_lines(X, y)
    grid = np.linspace(-3, 3, 31)
    found = round(15 * xor.best_linear_accuracy(X, y, grid, grid))
    assert exact - 2 <= found <= exact


@pytest.mark.parametrize("code", range(16))
def test_search_agrees_with_linear_programming(xor: ModuleType, code: int) -> None:
    table = np.array([code >> 3 & 1, code >> 2 & 1, code >> 1 & 1, code & 1])
    grid = np.arange(-2, 2.1, 0.5)
    found = xor.best_linear_accuracy(CORNERS, table, grid, grid)
    assert (found == 1) == separable(CORNERS, table) == (code not in (0b0110, 0b1001))
    assert found == (1 if code not in (0b0110, 0b1001) else 0.75)


@pytest.mark.parametrize("seed", range(25))
def test_layer_agrees_with_plain_loops(xor: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    m, n, k = rng.integers(1, 6, size=3)
    X, W, b = (rng.integers(-2, 3, size=size) for size in ((m, n), (k, n), k))
    expected = [
        [int(sum(int(x[j]) * int(W[i, j]) for j in range(n)) + int(b[i]) > 0) for i in range(k)]
        for x in X
    ]
    assert np.array_equal(xor.step_layer(X, W, b), expected)


@pytest.mark.parametrize("n", range(1, 11))
def test_parity_of_every_row(xor: ModuleType, n: int) -> None:
    X = np.array(list(itertools.product([0, 1], repeat=n)))
    expected = [bin(int("".join(map(str, row)), 2)).count("1") % 2 for row in X]
    assert xor.parity_net(X).tolist() == expected
    assert xor.parity_net(X.astype(float)).tolist() == expected
    if n == 2:
        assert xor.xor_net(X).tolist() == expected == [a ^ b for a, b in X.tolist()]


@pytest.mark.parametrize("seed", range(25))
def test_collapse_agrees_with_two_layers(xor: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    n0, n1, n2 = rng.integers(1, 7, size=3)
    sizes = ((n1, n0), n1, (n2, n1), n2)
    W1, b1, W2, b2 = (rng.normal(size=size) for size in sizes)
    W, b = xor.collapse_linear(W1, b1, W2, b2)
    assert W.shape == (n2, n0) and b.shape == (n2,)
    for x in rng.normal(size=(4, n0)):
        hidden = [sum(W1[j, k] * x[k] for k in range(n0)) + b1[j] for j in range(n1)]
        z = [sum(W2[i, j] * hidden[j] for j in range(n1)) + b2[i] for i in range(n2)]
        np.testing.assert_allclose(W @ x + b, z, rtol=1e-9, atol=1e-10)
    assert np.linalg.matrix_rank(W) <= min(n0, n1, n2)
    whole = [rng.integers(-3, 4, size=size) for size in sizes]
    assert all(part.dtype == np.float64 for part in xor.collapse_linear(*whole))


# The numbers of the prose


def test_prose_best_lines_for_flowers(xor: ModuleType) -> None:
    iris = data.iris()
    petals, two = iris.x[:, [2, 3]], iris.y > 0
    weights, biases = np.linspace(-2, 2, 41), np.linspace(-10, 10, 81)
    virginica, versicolor = (iris.y[two] == 2).astype(int), (iris.y == 1).astype(int)
    found = xor.best_linear_accuracy(petals[two], virginica, weights, biases)
    assert round(100 * found) == 97 == best_of_all_lines(petals[two], virginica)
    found = xor.best_linear_accuracy(petals, versicolor, weights, biases)
    assert round(150 * found) == 118 and best_of_all_lines(petals, versicolor) == 121
    assert (versicolor == 0).sum() == 100


def test_prose_flowers_in_hidden_space(xor: ModuleType) -> None:
    iris = data.iris()
    H = xor.step_layer(iris.x[:, [2, 3]], np.array([[0.5, 0.8], [1, 2]]), np.array([-2.0, -8.2]))
    assert (xor.perceptron_forward(H, np.array([1, -2]), -0.5) == (iris.y == 1)).sum() == 144
    home = np.array([[0, 0], [1, 0], [1, 1]])[iris.y]
    assert (home == H).all(axis=1).sum() == 144


@pytest.mark.parametrize("scale", SOFT)
def test_prose_soft_lamp(scale: int) -> None:
    assert np.allclose(soft_lamp(scale), SOFT[scale], rtol=0, atol=5e-7)


def soft_lamp(scale: float) -> np.ndarray:
    hidden = 1 / (1 + np.exp(-scale * (CORNERS @ np.ones((2, 2)) + [-0.5, -1.5])))
    return 1 / (1 + np.exp(-scale * (hidden @ [1, -2] - 0.5)))


def test_prose_one_line_for_three_bends() -> None:
    stops = np.array([[0], [1], [2]])
    gates = stops + np.array([-0.5, -1.5])
    hidden = {
        "step": (gates > 0) * 1.0,
        "sigmoid": 1 / (1 + np.exp(-5 * gates)),
        "relu": np.maximum(stops + np.array([0, -1]), 0),
    }
    for H in hidden.values():
        assert ((H @ [1, -2] - 0.5 > 0) == [False, True, False]).all()
    assert np.linalg.matrix_rank(np.diff(gates, axis=0)) == 1  # the identity: all in one row


def test_quiz_smallest_scale() -> None:
    works = [bool(((soft_lamp(scale) > 0.5) == LAMP).all()) for scale in range(1, 30)]
    assert works.index(True) + 1 == 4 and all(works[3:])
    assert np.abs(soft_lamp(20) - LAMP).max() < 1e-4


def test_quiz_all_sixteen_tables_from_two_hidden_neurons(xor: ModuleType) -> None:
    single, grid = set(), np.arange(-1.5, 1.6, 0.5)
    for w1, w2, b in itertools.product(grid, repeat=3):
        single.add(tuple(xor.step_layer(CORNERS, np.array([[w1, w2]]), [b]).ravel().tolist()))
    assert len(single) == 14
    tables = set()
    for pair in itertools.product(sorted(single), repeat=2):
        H = np.array(pair).T
        for w, b in (((1, 0), -0.5), ((1, -2), -0.5), ((-1, 2), 0.5)):
            tables.add(tuple(xor.perceptron_forward(H, np.array(w), b).tolist()))
    assert len(tables) == 16


def test_hundred_layers_count() -> None:
    assert 100 * (5 * 5 + 5) == 3000


def test_hand_examples(xor: ModuleType) -> None:
    W, b = xor.collapse_linear([[1, 1], [0, 2]], [1, 0], [[2, 1], [1, -1]], [0, 3])
    assert W.tolist() == [[2, 4], [1, -1]] and b.tolist() == [2, 4]
    assert (W @ [3, 1] + b).tolist() == [12, 6]
    W, b = xor.collapse_linear([[1, 2], [3, 4]], [1, -1], [[1, -1], [2, 0]], [0, 5])
    assert W.tolist() == [[-2, -2], [2, 4]] and b.tolist() == [2, 7]  # worked_examples 2(k)


def test_prose_bias_free_networks(xor: ModuleType) -> None:
    hidden = xor.step_layer(CORNERS, np.array([[1, -1], [-1, 1]]), np.zeros(2))
    assert xor.step_layer(hidden, np.array([[1, 1]]), np.zeros(1)).ravel().tolist() == [0, 1, 1, 0]


def test_weight_map_has_fourteen_regions(xor: ModuleType) -> None:
    steps = np.arange(-2.9, 3, 0.2)
    sheets = []
    for b in (-1, 1):
        W = np.array(list(itertools.product(steps, repeat=2)))
        sheets.append(
            {tuple(row) for row in xor.step_layer(CORNERS, W, np.full(len(W), b)).T.tolist()}
        )
    assert [len(sheet) for sheet in sheets] == [7, 7] and not sheets[0] & sheets[1]
    assert max(sum(np.equal(table, LAMP)) for sheet in sheets for table in sheet) == 3
