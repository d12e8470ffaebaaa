"""Reference checks of lesson 01, and the grading of its answer cells."""

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal


def as_list(errors):
    return errors.tolist() if isinstance(errors, np.ndarray) else list(errors)


# step


def test_step__random(student, reference, rng):
    """Random sums, with zeros among them."""
    z = rng.normal(size=40)
    z[::5] = 0.0
    z[1], z[2] = 0.3, -0.3
    assert_equal(student.step(z), reference.step(z))


def test_step__random_table(student, reference, rng):
    """A random table of whole numbers, zeros included."""
    z = rng.integers(-2, 3, size=(5, 7))
    z[0, :3] = [1, 0, -1]
    assert_equal(student.step(z), reference.step(z))


# perceptron_forward


def test_perceptron_forward__random(student, reference, rng):
    """Random rows, weights and bias, more rows than inputs."""
    X, w, b = rng.normal(size=(30, 4)), rng.normal(size=4), rng.normal()
    X[0] = w * (1 + abs(b)) / (w @ w)  # fires for every draw
    assert_equal(student.perceptron_forward(X, w, b), reference.perceptron_forward(X, w, b))


def test_perceptron_forward__random_ties(student, reference, rng):
    """Whole numbers, so that many sums are exactly 0."""
    X, w = rng.integers(-2, 3, size=(50, 3)), np.array([1, -2, 1])
    X[0], X[1] = [1, 1, 1], [2, -2, 2]
    assert_equal(student.perceptron_forward(X, w, 0), reference.perceptron_forward(X, w, 0))


def test_perceptron_forward__random_square(student, reference, rng):
    """As many rows as inputs."""
    X, w = rng.normal(size=(6, 6)), rng.normal(size=6)
    X[0] = w
    assert_equal(student.perceptron_forward(X, w, 0.1), reference.perceptron_forward(X, w, 0.1))


def test_perceptron_forward__one_input(student, reference, rng):
    """A single input and a single row are shapes like any other."""
    X, w = rng.uniform(0.5, 2.0, size=(1, 1)), np.array([2.0])
    assert_equal(student.perceptron_forward(X, w, -0.5), np.array([1]))
    assert_equal(student.perceptron_forward(-X, w, -0.5), np.array([0]))


# gate_params


def test_gate_params__all_three(student, reference):
    """The three gates are three different truth tables."""
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    for name in ("NAND", "AND", "OR"):
        w, b = student.gate_params(name)
        z = corners @ np.asarray(w, dtype=float) + float(b)
        expected = reference.perceptron_forward(corners, *reference.gate_params(name))
        assert_equal((z > 0).astype(int), expected)
        assert np.abs(z).min() >= 0.1 - 1e-9, f"{name} has a weighted sum close to 0."


def test_gate_params__fresh_name(student, rng):
    """Any other name raises a ValueError, and a known one still works afterwards."""
    name = "GATE" + str(rng.integers(1000, 10_000))
    with pytest.raises(ValueError):
        student.gate_params(name)
    w, b = student.gate_params("OR")
    assert np.asarray(w, dtype=float).sum() + float(b) > 0, "OR does not fire for (1, 1)."


# boundary_x2


def test_boundary_x2__random(student, reference, rng):
    """Random lines of every slope."""
    w, b = rng.uniform(0.3, 3.0, size=2) * rng.choice([-1.0, 1.0], size=2), rng.normal()
    x1 = rng.normal(size=9)
    assert_close(student.boundary_x2(x1, w, b), reference.boundary_x2(x1, w, b), atol=1e-9)


def test_boundary_x2__random_table(student, reference, rng):
    """x1 may have any shape."""
    w, b, x1 = np.array([-1.5, 0.4]), rng.uniform(1.0, 2.0), rng.normal(size=(3, 4))
    assert_close(student.boundary_x2(x1, w, b), reference.boundary_x2(x1, w, b), atol=1e-9)


# perceptron_fit


def check_fit(student, reference, X, y, **settings):
    got_w, got_b, got_errors = student.perceptron_fit(X, y, **settings)
    w, b, errors = reference.perceptron_fit(X, y, **settings)
    assert_equal(as_list(got_errors), errors)
    assert_close(got_w, w, atol=1e-9)
    assert_close(got_b, b, atol=1e-9)


def test_perceptron_fit__random(student, reference, rng):
    """Random rows with random labels, a few epochs."""
    X, y = rng.normal(size=(14, 3)), rng.integers(0, 2, size=14)
    y[:2] = [1, 0]
    check_fit(student, reference, X, y, lr=0.25, epochs=6)


def test_perceptron_fit__random_ties(student, reference, rng):
    """Small whole numbers, where sums of exactly 0 keep turning up."""
    X, y = rng.integers(-2, 3, size=(12, 2)), rng.integers(0, 2, size=12)
    X[0], y[0] = [1, 2], 1
    check_fit(student, reference, X, y, epochs=8)


def test_perceptron_fit__random_gate(student, reference, rng):
    """A truth table of three inputs in a shuffled order, learned to the end."""
    X = np.array([[i >> 2 & 1, i >> 1 & 1, i & 1] for i in range(8)])[rng.permutation(8)]
    y = (X.sum(axis=1) >= 2).astype(int)
    check_fit(student, reference, X, y, lr=0.5)


def test_perceptron_fit__one_input(student, reference, rng):
    """A single input, where the perceptron has to find a threshold."""
    X = rng.uniform(-1.0, 1.0, size=(9, 1))
    y = (X[:, 0] > 0).astype(int)
    X[:, 0] += np.where(y == 1, 0.2, -0.2)
    X[0], y[0] = 0.7, 1
    check_fit(student, reference, X, y)
