"""Reference checks of lesson 01, and the grading of its answer cells."""

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal


def as_list(errors):
    assert isinstance(errors, list | tuple | np.ndarray), "errors should be a list."
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
        assert np.asarray(w).dtype.kind in "iuf", "w should hold numbers."
        assert np.asarray(b).dtype.kind in "iuf", "b should be a number."
        z = corners @ np.asarray(w) + float(b)
        expected = reference.perceptron_forward(corners, *reference.gate_params(name))
        assert_equal((z > 0).astype(int), expected)
        assert np.abs(z).min() >= 0.1 - 1e-9, f"{name} has a weighted sum close to 0."


def test_gate_params__fresh_name(student, rng):
    """Any other name raises a ValueError, and a known one still works afterwards."""
    name = "GATE" + str(rng.integers(1000, 10_000))
    with pytest.raises(ValueError):
        student.gate_params(name)
    w, b = student.gate_params("OR")
    assert np.asarray(w).dtype.kind in "iuf", "w should hold numbers."
    assert np.asarray(b).dtype.kind in "iuf", "b should be a number."
    assert np.asarray(w).sum() + float(b) > 0, "OR does not fire for (1, 1)."


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


# Answer cells


def verdict(answers, claim):
    return str(answers[claim]).strip().lower()


def test_truth_table__sums_of_p(answers):
    """The four weighted sums of neuron P."""
    got = [answers[name] for name in ("z_00", "z_01", "z_10", "z_11")]
    assert_equal(got, [1, -1, -1, -3])


def test_truth_table__gate_p(answers):
    """The name of gate P."""
    assert str(answers["gate_p"]).strip().upper() == "NOR", "Compare the signs of the four sums."


def test_truth_table__gate_q(answers):
    """The two gates that Q can be, depending on what a sum of 0 does."""
    got = [str(answers[name]).strip().upper() for name in ("gate_q", "gate_q_if_zero_fires")]
    assert got == ["AND", "OR"], "For which inputs is the sum of Q above 0, and for which is it 0?"


def test_by_hand__rise(answers):
    """How far the correction in epoch 1 raised the sum of its own row."""
    assert_close(answers["rise_of_z"], 3)


def test_by_hand__mistakes(answers):
    """The number of mistakes in epoch 2."""
    assert_equal(answers["mistakes_in_epoch_2"], 3)


def test_by_hand__weights(answers):
    """The weights and the bias at the end of epoch 2."""
    assert_equal([answers[name] for name in ("w_1", "w_2", "b_end")], [2, 1, 0])


def test_quiz__nodes(answers):
    """Nodes, and nodes that compute, of a 4-5-3 network."""
    assert_equal([answers["nodes"], answers["computing_nodes"]], [12, 8])


def test_quiz__parameters(answers):
    """Weights and biases of a 4-5-3 network."""
    assert_equal([answers["weights"], answers["biases"]], [35, 8])


def test_quiz__layers(answers):
    """Layers of a 4-5-3 network, counted as in this course."""
    assert_equal(answers["layers"], 2)


def test_quiz__geometry(answers):
    """How z changes along w and along the boundary."""
    assert_close(answers["rise_along_w"], 5)
    assert_close(answers["rise_along_boundary"], 0)


def test_claims__a_and_g(answers):
    """Claims A and G are judged rightly."""
    got = [verdict(answers, "claim_a"), verdict(answers, "claim_g")]
    assert got == ["wrong", "right"], "Look again at the evidence for A and for G."


def test_claims__b_and_h(answers):
    """Claims B and H are judged rightly."""
    got = [verdict(answers, "claim_b"), verdict(answers, "claim_h")]
    assert got == ["wrong", "right"], "Look again at the evidence for B and for H."


def test_claims__c_and_d(answers):
    """Claims C and D are judged rightly, with the number of zeros."""
    got = [verdict(answers, "claim_c"), verdict(answers, "claim_d")]
    assert got == ["wrong", "wrong"], "Look again at the evidence for C and for D."
    assert_equal(answers["zeros_of_q"], 2)


def test_claims__e_and_f(answers):
    """Claims E and F are judged rightly, with the two counts of truth tables."""
    got = [verdict(answers, "claim_e"), verdict(answers, "claim_f")]
    assert got == ["wrong", "wrong"], "Look again at the evidence for E and for F."
    assert_equal([answers["tables_without_bias"], answers["tables_with_bias"]], [6, 14])
