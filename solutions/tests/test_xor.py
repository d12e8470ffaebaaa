"""Reference checks of lesson 02, and the grading of its answer cells."""

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])

# best_linear_accuracy


def test_best_linear_accuracy__random(student, reference, rng):
    """Random rows and labels, weights and biases of different number."""
    X, y = rng.normal(size=(17, 2)), rng.integers(0, 2, size=17)
    weights, biases = rng.normal(size=5), rng.normal(size=7)
    got = student.best_linear_accuracy(X, y, weights, biases)
    assert_close(got, reference.best_linear_accuracy(X, y, weights, biases))


def test_best_linear_accuracy__random_ties(student, reference, rng):
    """Whole numbers, so that many sums are exactly 0."""
    X, y = rng.integers(-2, 3, size=(25, 2)), rng.integers(0, 2, size=25)
    weights, biases = np.array([-1, 0, 2]), np.array([-2, 0, 1, 3])
    got = student.best_linear_accuracy(X, y, weights, biases)
    assert_close(got, reference.best_linear_accuracy(X, y, weights, biases))


def test_best_linear_accuracy__one_neuron(student, rng):
    """A grid with one weight and one bias holds a single neuron."""
    X, w, b = rng.normal(size=(30, 2)), rng.choice([-1.0, 1.0]), rng.normal()
    y = rng.integers(0, 2, size=30)
    y[0] = int(w * X[0].sum() + b > 0)
    expected = np.mean((w * X.sum(axis=1) + b > 0) == y)
    assert_close(student.best_linear_accuracy(X, y, [w], [b]), expected)


def test_best_linear_accuracy__two_rows(student, rng):
    """Two rows, as many as there are inputs."""
    X, y = np.array([[1.0, 3.0], [3.0, 1.0]]) + rng.uniform(-0.2, 0.2, (2, 2)), np.array([1, 0])
    assert_close(student.best_linear_accuracy(X, y, [-1.0, 1.0], [0.0]), 1.0)


# step_layer


def test_step_layer__random(student, reference, rng):
    """Random rows, weights and biases; rows, inputs and neurons differ in number."""
    X, W, b = rng.normal(size=(12, 3)), rng.normal(size=(5, 3)), rng.normal(size=5)
    b[2] = 50.0
    assert_equal(student.step_layer(X, W, b), reference.step_layer(X, W, b))


def test_step_layer__random_square(student, reference, rng):
    """As many rows as inputs as neurons."""
    X, W, b = rng.normal(size=(4, 4)), rng.normal(size=(4, 4)), rng.normal(size=4)
    b[0], b[3] = 50.0, -50.0
    assert_equal(student.step_layer(X, W, b), reference.step_layer(X, W, b))


def test_step_layer__random_ties(student, reference, rng):
    """Whole numbers, so that many sums are exactly 0."""
    X, W, b = rng.integers(0, 2, (20, 2)), rng.integers(-1, 2, (6, 2)), rng.integers(-1, 2, 6)
    X[0], W[0], b[0] = [1, 1], [1, 0], 0
    assert_equal(student.step_layer(X, W, b), reference.step_layer(X, W, b))


# xor_net


def test_xor_net__random(student, reference, rng):
    """Random corners in a random order."""
    X = CORNERS[np.concatenate([[2], rng.integers(0, 4, size=30)])]
    assert_equal(student.xor_net(X), reference.xor_net(X))


def test_xor_net__different(student, rng):
    """1 exactly where the two columns differ."""
    X = rng.integers(0, 2, size=(25, 2)).astype(float)
    X[0] = [0, 1]
    assert_equal(student.xor_net(X), (X[:, 0] != X[:, 1]).astype(int))


# parity_net


def test_parity_net__random(student, rng):
    """Random rows of a random number of switches."""
    for n in rng.permutation([2, 3, 4, 7, 9])[:3]:
        X = rng.integers(0, 2, size=(20, n))
        X[0] = np.arange(n) == 0
        assert_equal(student.parity_net(X), X.sum(axis=1) % 2)


def test_parity_net__square(student, rng):
    """As many rows as switches."""
    X = rng.integers(0, 2, size=(5, 5)).astype(float)
    X[0] = 1.0
    assert_equal(student.parity_net(X), X.sum(axis=1) % 2)


# collapse_linear


def test_collapse_linear__random(student, reference, rng):
    """Random layers of different sizes."""
    n0, n1, n2 = rng.permutation([2, 3, 5])
    layers = rng.normal(size=(n1, n0)), rng.normal(size=n1), rng.normal(size=(n2, n1))
    layers = (*layers, rng.normal(size=n2))
    W, b = student.collapse_linear(*layers)
    expected_W, expected_b = reference.collapse_linear(*layers)
    assert_close(W, expected_W, atol=1e-9)
    assert_close(b, expected_b, atol=1e-9)


def test_collapse_linear__random_square(student, reference, rng):
    """Layers of equal size, where a wrong order or a transposed W still has the right shape."""
    layers = rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal(size=(3, 3))
    layers = (*layers, rng.normal(size=3))
    W, b = student.collapse_linear(*layers)
    expected_W, expected_b = reference.collapse_linear(*layers)
    assert_close(W, expected_W, atol=1e-9)
    assert_close(b, expected_b, atol=1e-9)


def test_collapse_linear__whole_numbers(student, rng):
    """Whole numbers are weights like any other."""
    W1, b1 = rng.integers(1, 5, size=(2, 3)), rng.integers(1, 5, size=2)
    W2, b2 = rng.integers(1, 5, size=(4, 2)), rng.integers(1, 5, size=4)
    W, b = student.collapse_linear(W1, b1, W2, b2)
    assert_close(W, W2 @ W1)
    assert_close(b, W2 @ b1 + b2)


def test_collapse_linear__misfit(student, rng):
    """Shapes that do not fit raise a ValueError; afterwards those that fit still work."""
    n = int(rng.integers(3, 6))
    with pytest.raises(ValueError):
        student.collapse_linear(np.ones((n, 2)), np.ones(2), np.ones((1, n)), np.ones(1))
    W, b = student.collapse_linear(np.ones((n, 2)), np.ones(n), np.ones((1, n)), np.ones(1))
    assert_close(W, np.full((1, 2), float(n)))
    assert_close(b, np.array([n + 1.0]))


# Answer cells


def digits(value):
    """A truth table or a row as a string of 0 and 1, whatever stands between the digits."""
    return "".join(character for character in str(value) if character in "01")


def condition(value):
    text = str(value).replace(" ", "").replace("≤", "<=").replace("=<", "<=")
    return text.removesuffix(".0").removesuffix("0")


def verdict(answers, claim):
    return str(answers[claim]).strip().lower()


def test_missing__tables(answers):
    """The two tables that no single neuron produces, in either order."""
    got = {digits(answers["missing_1"]), digits(answers["missing_2"])}
    assert got == {"0110", "1001"}, "Which two panels of the figure have no line?"


def test_missing__best(answers):
    """How many of the four corners of XOR one neuron can get right."""
    assert_equal(answers["best_corners"], 3)


def test_xnor__conditions(answers):
    """The four inequalities of XNOR."""
    got = [condition(answers[name]) for name in ("z_00", "z_01", "z_10", "z_11")]
    assert got == [">", "<=", "<=", ">"], (
        "For which rows must the neuron fire, and what is step(0)?"
    )


def test_xnor__sum_of_the_firing_rows(answers):
    """The two inequalities that ask for a sum above 0, added."""
    assert_equal([answers[name] for name in ("fire_w1", "fire_w2", "fire_b")], [1, 1, 2])


def test_xnor__sum_of_the_silent_rows(answers):
    """The two inequalities that ask for silence, added."""
    assert_equal([answers[name] for name in ("silent_w1", "silent_w2", "silent_b")], [1, 1, 2])


def test_by_hand__sums(answers):
    """The four sums of the output neuron behind NAND and OR."""
    got = [answers[name] for name in ("z_00", "z_01", "z_10", "z_11")]
    assert_close(np.array(got, dtype=float), [-0.5, 0.5, 0.5, -0.5])


def test_by_hand__table(answers):
    """The truth table of the whole network."""
    assert digits(answers["table"]) == "0110", "Put each of the four sums through the step."


def test_by_hand__hidden_points(answers):
    """How many hidden points there are, and which one no input reaches."""
    assert_equal(answers["different_points"], 3)
    assert digits(answers["never_reached"]) == "00", "Can NAND and OR both be silent?"


def test_collapse_by_hand__weights(answers):
    """The four weights of the one layer."""
    got = [answers[name] for name in ("w_11", "w_12", "w_21", "w_22")]
    assert_equal(np.array(got, dtype=float), np.array([-2.0, -2.0, 2.0, 4.0]))


def test_collapse_by_hand__biases(answers):
    """The two biases of the one layer."""
    got = [answers[name] for name in ("b_1", "b_2")]
    assert_equal(np.array(got, dtype=float), np.array([2.0, 7.0]))


def test_quiz__scale(answers):
    """The smallest whole scale at which the sigmoid network answers XOR."""
    assert_equal(answers["smallest_scale"], 4)


def test_quiz__rank(answers):
    """The largest rank behind a hidden layer of three."""
    assert_equal(answers["largest_rank"], 3)


def test_quiz__parity(answers):
    """Weights and biases of the parity network for six switches."""
    assert_equal([answers["parity_weights"], answers["parity_biases"]], [42, 7])


def test_quiz__tables(answers):
    """How many of the sixteen tables a 2-2-1 network of step units can produce."""
    assert_equal(answers["tables_221"], 16)


def test_claims__a_and_f(answers):
    """Claims A and F are judged rightly."""
    got = [verdict(answers, "claim_a"), verdict(answers, "claim_f")]
    assert got == ["wrong", "right"], "Look again at the evidence for A and for F."


def test_claims__b_and_g(answers):
    """Claims B and G are judged rightly, with the count of tables."""
    got = [verdict(answers, "claim_b"), verdict(answers, "claim_g")]
    assert got == ["wrong", "right"], "Look again at the evidence for B and for G."
    assert_equal(answers["tables_211"], 14)


def test_claims__c_and_h(answers):
    """Claims C and H are judged rightly, with the best accuracy on the coarse grid."""
    got = [verdict(answers, "claim_c"), verdict(answers, "claim_h")]
    assert got == ["wrong", "wrong"], "Look again at the evidence for C and for H."
    assert_close(answers["nand_on_coarse_grid"], 0.75)


def test_claims__d_and_e(answers):
    """Claims D and E are judged rightly."""
    got = [verdict(answers, "claim_d"), verdict(answers, "claim_e")]
    assert got == ["wrong", "wrong"], "Look again at the evidence for D and for E."
