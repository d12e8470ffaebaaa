"""Public checks of lesson 02: numbers worked by hand and properties."""

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND, OR, NAND = np.array([0, 0, 0, 1]), np.array([0, 1, 1, 1]), np.array([1, 1, 1, 0])
EITHER = np.array([0, 1, 1, 0])


def switches(n):
    """All 2**n rows of n switches."""
    return np.array([[row >> (n - 1 - i) & 1 for i in range(n)] for row in range(2**n)])


# best_linear_accuracy


def test_best_linear_accuracy__of_xor(student):
    """On XOR the best of 1125 neurons answers three rows of four."""
    grid, biases = np.linspace(-2.0, 2.0, 15), [-1.5, -0.5, 0.0, 0.5, 1.5]
    assert_close(student.best_linear_accuracy(CORNERS, EITHER, grid, biases), 0.75)


def test_best_linear_accuracy__of_or(student):
    """On OR there is a neuron without a mistake: the accuracy is 1, not 100."""
    grid, biases = np.array([-1.0, 0.0, 1.0]), np.array([-1.5, -0.5, 0.5])
    assert_close(student.best_linear_accuracy(CORNERS, OR, grid, biases), 1.0)


def test_best_linear_accuracy__only_the_given_values(student):
    """With w1 = w2 = 1 and b = -0.5 as the only choice, AND is answered rightly twice."""
    assert_close(student.best_linear_accuracy(CORNERS, AND, [1.0], [-0.5]), 0.5)


def test_best_linear_accuracy__unequal_weights(student):
    """ "x1 but not x2" needs w1 = 1 and w2 = -1: the two weights are chosen independently."""
    table = np.array([0, 0, 1, 0])
    assert_close(student.best_linear_accuracy(CORNERS, table, [-1.0, 1.0], [-0.5]), 1.0)
    table = np.array([0, 1, 0, 0])
    assert_close(student.best_linear_accuracy(CORNERS, table, [-1.0, 1.0], [-0.5]), 1.0)


def test_best_linear_accuracy__every_bias_with_every_weight(student):
    """NAND from the weights -1, 1 and the biases -1.5, 1.5 needs the first weight and the
    last bias."""
    assert_close(student.best_linear_accuracy(CORNERS, NAND, [-1.0, 1.0], [-1.5, 1.5]), 1.0)


def test_best_linear_accuracy__zero_is_silent(student):
    """w = (1, 1) and b = -1 give sums -1, 0, 0, 1: that is AND, because 0 does not fire."""
    assert_close(student.best_linear_accuracy(CORNERS, AND, [1.0], [-1.0]), 1.0)
    assert_close(student.best_linear_accuracy(CORNERS, OR, [1.0], [-1.0]), 0.5)


def test_best_linear_accuracy__a_bad_neuron_stays_bad(student):
    """If the only neuron is wrong three times, the accuracy is 0.25; its opposite was not tried."""
    table = np.array([1, 0, 0, 1])
    assert_close(student.best_linear_accuracy(CORNERS, table, [1.0], [-0.5]), 0.25)


def test_best_linear_accuracy__best_in_the_middle(student):
    """The best combination counts wherever it stands in the lists."""
    # 5 and -5 are far too large or too small for b next to weights of 1: all ones, all zeros.
    for biases in ([-1.5, 5.0, -5.0], [5.0, -1.5, -5.0], [-5.0, 5.0, -1.5]):
        assert_close(student.best_linear_accuracy(CORNERS, AND, [0.0, 1.0, 0.0], biases), 1.0)


def test_best_linear_accuracy__many_rows(student, rng):
    """Ten rows that a neuron of the grid has labelled, one label turned around: 0.9."""
    # The lonely row in the middle of its own side cannot be won back by any line.
    X = np.array([[3, 3], [3, -3], [4, 0], [3, 0], [5, 0], [-3, 3], [-3, -3], [-4, 0], [-3, 0]])
    X = np.vstack([X, [[-5, 0]]]) + rng.uniform(-0.2, 0.2, size=(10, 2))
    y = np.array([1, 1, 1, 0, 1, 0, 0, 0, 0, 0])
    X[3] = [3.5, 0.0]
    assert_close(student.best_linear_accuracy(X, y, [-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]), 0.9)


def test_best_linear_accuracy__wrong_length(student):
    """Four rows and three labels: a ValueError that names both shapes, (4, 2) and (3,)."""
    with pytest.raises(ValueError) as error:
        student.best_linear_accuracy(CORNERS, np.array([0, 1, 1]), [1.0], [0.0])
    assert "(4, 2)" in str(error.value), "The message should name the shape of X, (4, 2)."
    assert "(3,)" in str(error.value), "The message should name the shape of y, (3,)."


def test_best_linear_accuracy__wrong_columns(student):
    """Three columns, or labels in a column, are refused as well."""
    with pytest.raises(ValueError):
        student.best_linear_accuracy(np.ones((4, 3)), AND, [1.0], [0.0])
    with pytest.raises(ValueError):
        student.best_linear_accuracy(CORNERS, AND.reshape(4, 1), [1.0], [0.0])


# step_layer


def test_step_layer__by_hand(student):
    """Two rows, three neurons: sums (-1, 3, 1.5) and (2, 1, -1.5), worked by hand."""
    X = np.array([[1.0, 2.0], [2.0, 0.0]])
    W = np.array([[1.0, -1.0], [0.0, 1.0], [-1.0, 1.0]])
    b = np.array([0.0, 1.0, 0.5])
    # Sums: row 1: 1 - 2, 2 + 1, -1 + 2 + 0.5; row 2: 2, 0 + 1, -2 + 0.5.
    assert_equal(student.step_layer(X, W, b), np.array([[0, 1, 1], [1, 1, 0]]))


def test_step_layer__one_bias_for_each_neuron(student):
    """The same weights with the biases 0.5, -0.5, -1.5 cut the count at three places."""
    W, b = np.ones((3, 2)), np.array([0.5, -0.5, -1.5])
    expected = np.array([[1, 0, 0], [1, 1, 0], [1, 1, 0], [1, 1, 1]])
    assert_equal(student.step_layer(CORNERS, W, b), expected)


def test_step_layer__square(student):
    """With as many neurons as inputs, the weights of a neuron are still a row of W."""
    W = np.array([[1.0, -2.0], [3.0, 1.0]])
    expected = np.array([[0, 0], [0, 1], [1, 1], [0, 1]])
    assert_equal(student.step_layer(CORNERS, W, np.zeros(2)), expected)


def test_step_layer__one_neuron_is_a_column(student):
    """A single neuron gives a table with one column, shape (4, 1)."""
    got = student.step_layer(CORNERS, np.array([[1.0, 1.0]]), np.array([-1.5]))
    assert_equal(got, np.array([[0], [0], [0], [1]]))


def test_step_layer__sums_of_zero(student):
    """A sum of exactly 0 is silent in a layer as well."""
    X = np.array([[1, 1], [2, 1], [1, 2]])
    W, b = np.array([[1, -1], [-1, 1], [1, 1]]), np.array([0, 0, -3])
    assert_equal(student.step_layer(X, W, b), np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]]))


def test_step_layer__rows_are_independent(student, rng):
    """Each row gets the answers that it gets when it is alone."""
    X, W = rng.normal(size=(5, 4)), rng.normal(size=(3, 4))
    W[0], b = X[0] + X[1], rng.normal(size=3)
    b[0] = 100.0  # at least one neuron surely fires
    alone = [student.step_layer(X[i : i + 1], W, b) for i in range(5)]
    together = student.step_layer(X, W, b)
    assert_equal(together[:, 0], np.ones(5))
    assert_equal(together, np.vstack(alone))


def test_step_layer__wrong_inputs(student):
    """Three columns and neurons for two: a ValueError that names (5, 3) and (4, 2)."""
    with pytest.raises(ValueError) as error:
        student.step_layer(np.ones((5, 3)), np.ones((4, 2)), np.ones(4))
    assert "(5, 3)" in str(error.value), "The message should name the shape of X, (5, 3)."
    assert "(4, 2)" in str(error.value), "The message should name the shape of W, (4, 2)."


def test_step_layer__wrong_biases(student):
    """Four neurons and one bias, or two: a ValueError that names (4, 3) and (1,)."""
    with pytest.raises(ValueError) as error:
        student.step_layer(np.ones((5, 3)), np.ones((4, 3)), np.ones(1))
    assert "(4, 3)" in str(error.value), "The message should name the shape of W, (4, 3)."
    assert "(1,)" in str(error.value), "The message should name the shape of b, (1,)."
    with pytest.raises(ValueError):
        student.step_layer(np.ones((5, 3)), np.ones((4, 3)), np.ones(2))


# xor_net


def test_xor_net__four_corners(student):
    """The truth table of XOR: 0, 1, 1, 0."""
    assert_equal(student.xor_net(CORNERS), np.array([0, 1, 1, 0]))


def test_xor_net__other_order(student):
    """Rows in another order, some of them twice: each row has its own answer."""
    X = CORNERS[[3, 1, 1, 0, 2, 3, 2]]
    assert_equal(student.xor_net(X), np.array([0, 1, 1, 0, 1, 0, 1]))


def test_xor_net__whole_numbers(student):
    """The inputs may be whole numbers; the answers are numbers, not True and False."""
    assert_equal(student.xor_net(np.array([[1, 0], [1, 1], [0, 1]])), np.array([1, 0, 1]))


def test_xor_net__single_row(student):
    """A single row gives a single answer, in an array of shape (1,)."""
    assert_equal(student.xor_net(np.array([[0.0, 1.0]])), np.array([1]))
    assert_equal(student.xor_net(np.array([[1.0, 0.0]])), np.array([1]))


def test_xor_net__symmetric(student, rng):
    """Exchanging the two inputs changes no answer; turning one switch changes every answer."""
    X = CORNERS[np.concatenate([[1, 0], rng.integers(0, 4, size=10)])]
    one = student.xor_net(X)
    assert_equal(one[:2], np.array([1, 0]))
    assert_equal(student.xor_net(X[:, ::-1].copy()), one)
    assert_equal(student.xor_net(np.abs(X - [1.0, 0.0])), 1 - one)


def test_xor_net__wrong_columns(student):
    """Three columns, or a single row without its brackets: a ValueError that names the shape."""
    with pytest.raises(ValueError) as error:
        student.xor_net(np.ones((4, 3)))
    assert "(4, 3)" in str(error.value), "The message should name the shape of X, (4, 3)."
    with pytest.raises(ValueError):
        student.xor_net(np.array([0.0, 1.0]))


# parity_net


def test_parity_net__three_switches(student):
    """All eight rows of three switches: 0 1 1 0 1 0 0 1."""
    assert_equal(student.parity_net(switches(3)), np.array([0, 1, 1, 0, 1, 0, 0, 1]))


def test_parity_net__two_switches(student):
    """With two switches the answers are those of XOR."""
    assert_equal(student.parity_net(CORNERS), np.array([0, 1, 1, 0]))


def test_parity_net__one_switch(student):
    """With one switch the lamp simply follows it."""
    assert_equal(student.parity_net(np.array([[1.0], [0.0], [1.0]])), np.array([1, 0, 1]))


def test_parity_net__all_on(student):
    """All switches up: the lamp is on for odd n and off for even n."""
    got = [student.parity_net(np.vstack([np.ones(n), np.zeros(n)]))[0] for n in range(1, 9)]
    assert_equal(np.array(got), np.array([1, 0, 1, 0, 1, 0, 1, 0]))


def test_parity_net__staircase(student):
    """Six switches, turned up one after the other: on, off, on, off, on, off."""
    X = np.tril(np.ones((6, 6)))
    assert_equal(student.parity_net(X), np.array([1, 0, 1, 0, 1, 0]))


def test_parity_net__one_turn_changes_everything(student, rng):
    """Turning any one switch changes the answer, from a random start."""
    X = np.repeat(rng.integers(0, 2, size=(1, 5)), 6, axis=0)
    for i in range(5):
        X[i + 1, i] = 1 - X[i + 1, i]
    got = student.parity_net(X)
    assert_equal(got, np.where(np.arange(6) == 0, X[0].sum() % 2, 1 - X[0].sum() % 2))


def test_parity_net__no_table(student):
    """A single row without its brackets: a ValueError that names its shape, (3,)."""
    with pytest.raises(ValueError) as error:
        student.parity_net(np.array([1.0, 0.0, 1.0]))
    assert "(3,)" in str(error.value), "The message should name the shape of X, (3,)."


# collapse_linear


def test_collapse_linear__by_hand(student):
    """Two layers of two neurons, multiplied out by hand."""
    W1, b1 = np.array([[1.0, 0.0], [2.0, 3.0]]), np.array([1.0, 2.0])
    W2, b2 = np.array([[1.0, 4.0], [0.0, -1.0]]), np.array([5.0, 0.5])
    # W2 W1 = [[1 + 8, 0 + 12], [-2, -3]]; W2 b1 = [1 + 8, -2].
    W, b = student.collapse_linear(W1, b1, W2, b2)
    assert_close(W, np.array([[9.0, 12.0], [-2.0, -3.0]]))
    assert_close(b, np.array([14.0, -1.5]))


def test_collapse_linear__same_answers(student, rng):
    """The one layer answers every x as the two layers do, for a 3-4-2 network."""
    W1, b1 = rng.normal(size=(4, 3)), rng.normal(size=4)
    W2, b2 = rng.normal(size=(2, 4)), rng.normal(size=2)
    W, b = student.collapse_linear(W1, b1, W2, b2)
    for x in rng.normal(size=(5, 3)):
        assert_close(np.asarray(W) @ x + b, W2 @ (W1 @ x + b1) + b2, rtol=1e-8, atol=1e-9)


def test_collapse_linear__shapes(student, rng):
    """A 5-2-3 network collapses into W of shape (3, 5) and b of shape (3,)."""
    W1, b1 = rng.normal(size=(2, 5)), rng.normal(size=2)
    W2, b2 = rng.normal(size=(3, 2)), rng.normal(size=3)
    W, b = student.collapse_linear(W1, b1, W2, b2)
    assert_close(W, np.einsum("ij,jk->ik", W2, W1), atol=1e-9)
    assert_close(b, np.einsum("ij,j->i", W2, b1) + b2, atol=1e-9)


def test_collapse_linear__wires_only(student):
    """A first layer that passes everything on (W1 the identity, b1 zero) changes nothing."""
    W2, b2 = np.array([[1.0, 2.0], [3.0, -4.0]]), np.array([0.5, -0.5])
    W, b = student.collapse_linear(np.eye(2), np.zeros(2), W2, b2)
    assert_close(W, W2)
    assert_close(b, b2)


def test_collapse_linear__biases(student):
    """The first bias passes through the second layer's weights, the second one does not."""
    W1, W2 = np.array([[1.0], [1.0]]), np.array([[10.0, 100.0]])
    W, b = student.collapse_linear(W1, np.array([1.0, 2.0]), W2, np.array([3.0]))
    assert_close(W, np.array([[110.0]]))
    assert_close(b, np.array([213.0]))


def test_collapse_linear__order(student):
    """Turn, then stretch is not stretch, then turn: the order of the two layers counts."""
    turn, stretch = np.array([[0.0, -1.0], [1.0, 0.0]]), np.array([[2.0, 0.0], [0.0, 1.0]])
    zero = np.zeros(2)
    W, b = student.collapse_linear(turn, zero, stretch, np.array([1.0, 0.0]))
    assert_close(W, np.array([[0.0, -2.0], [1.0, 0.0]]))
    assert_close(b, np.array([1.0, 0.0]))
    W, b = student.collapse_linear(stretch, np.array([1.0, 0.0]), turn, zero)
    assert_close(W, np.array([[0.0, -1.0], [2.0, 0.0]]))
    assert_close(b, np.array([0.0, 1.0]))


def test_collapse_linear__layers_do_not_fit(student):
    """Four neurons and a second layer for three: a ValueError that names (2, 3) and (4, 5)."""
    with pytest.raises(ValueError) as error:
        student.collapse_linear(np.ones((4, 5)), np.ones(4), np.ones((2, 3)), np.ones(2))
    assert "(2, 3)" in str(error.value), "The message should name the shape of W2, (2, 3)."
    assert "(4, 5)" in str(error.value), "The message should name the shape of W1, (4, 5)."


def test_collapse_linear__bias_in_a_column(student):
    """A bias of shape (4, 1), or a second bias of the wrong length, is refused."""
    with pytest.raises(ValueError):
        student.collapse_linear(np.ones((4, 5)), np.ones((4, 1)), np.ones((2, 4)), np.ones(2))
    with pytest.raises(ValueError):
        student.collapse_linear(np.ones((4, 5)), np.ones(4), np.ones((2, 4)), np.ones(1))
