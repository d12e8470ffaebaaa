"""Public checks of lesson 03: numbers worked by hand and properties."""

import math

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal

# tanh(log 2) = 0.6 and tanh(log 3) = 0.8, which makes networks with tanh easy by hand.
L2, L3 = math.log(2.0), math.log(3.0)


# sigmoid


def test_sigmoid__by_hand(student):
    """At 0, log 3, -log 3 and log 9 the answers are 1/2, 3/4, 1/4 and 9/10."""
    z = np.array([0.0, L3, -L3, math.log(9.0)])
    assert_close(student.sigmoid(z), np.array([0.5, 0.75, 0.25, 0.9]), atol=1e-12)


def test_sigmoid__odds(student):
    """If p = sigmoid(z), then p / (1 - p) = exp(z)."""
    z = np.array([-3.0, -1.2, -0.1, 0.4, 1.0, 2.5])
    p = np.asarray(student.sigmoid(z), dtype=float)
    assert_close(p, np.exp(z) * (1 - p), rtol=1e-9)
    assert p.min() > 0, "sigmoid(z) lies above 0 for each of these sums."


def test_sigmoid__symmetric(student):
    """sigmoid(-z) and sigmoid(z) add up to 1."""
    z = np.array([0.3, 2.0, 7.0, 20.0])
    assert_close(student.sigmoid(z) + student.sigmoid(-z), np.ones(4), atol=1e-12)
    assert_close(student.sigmoid(np.array([2.0])), np.array([0.8807970779778823]), atol=1e-12)


def test_sigmoid__huge_sums(student, printed):
    """For z = -1000 and z = 1000 the answers are 0 and 1, without an overflow on the way."""
    got = student.sigmoid(np.array([-1000.0, -2.0, 0.0, 2.0, 1000.0]))
    said = printed()
    expected = np.array([0.0, 0.11920292202211755, 0.5, 0.8807970779778823, 1.0])
    assert_close(got, expected, atol=1e-12)
    assert "RuntimeWarning" not in said, (
        "The answers are right, but NumPy had to warn of an overflow or of an invalid value on "
        "the way to them. Which exponents does your formula raise e to?"
    )


def test_sigmoid__tails(student):
    """Far out the curve flattens but does not stop: sigmoid(-15) is about 3.06e-7."""
    z = np.array([-15.0, -12.0, 12.0, 18.0])
    expected = np.array(
        [3.059022269256247e-07, 6.14417460221472e-06, 0.9999938558253978, 0.9999999847700205]
    )
    assert_close(student.sigmoid(z), expected, atol=1e-12)


def test_sigmoid__whole_numbers(student):
    """Whole numbers go in, floats (float64) come out."""
    expected = np.array([0.11920292202211755, 0.5, 0.7310585786300049, 0.9525741268224334])
    assert_close(student.sigmoid(np.array([-2, 0, 1, 3])), expected, atol=1e-12, dtype=float)


def test_sigmoid__single_number(student):
    """A single number works as well as an array."""
    assert_close(student.sigmoid(-L3), 0.25, atol=1e-12)
    assert_close(student.sigmoid(1), 0.7310585786300049, atol=1e-12)


def test_sigmoid__keeps_shape(student):
    """A table of sums gives a table of answers, entry by entry."""
    z = np.array([[L3, -L3, 0.0], [0.0, L3, L3]])
    assert_close(student.sigmoid(z), np.array([[0.75, 0.25, 0.5], [0.5, 0.75, 0.75]]), atol=1e-12)


# linear_forward


def test_linear_forward__by_hand(student):
    """Two examples, three inputs, four nodes, worked by hand."""
    X = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 2.0]])
    W = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 1.0, 1.0], [2.0, -1.0, 0.5]])
    b = np.array([10.0, 20.0, 30.0, 40.0])
    expected = np.array([[11.0, 22.0, 36.0, 41.5], [10.0, 19.0, 31.0, 42.0]])
    assert_close(student.linear_forward(X, W, b), expected)


def test_linear_forward__bias_by_node(student):
    """An example of zeros gets the biases themselves, and so does each of three."""
    b = np.array([0.5, -1.5, 2.5, 4.0])
    got = student.linear_forward(np.zeros((3, 2)), np.ones((4, 2)), b)
    assert_close(got, np.array([b, b, b]))


def test_linear_forward__all_sizes_equal(student):
    """Three examples, inputs and nodes: the shapes cannot tell the axes apart, the numbers can."""
    X = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 2.0]])
    W = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    expected = np.array([[11.0, 24.0, 37.0], [12.0, 25.0, 38.0], [16.0, 32.0, 48.0]])
    assert_close(student.linear_forward(X, W, np.array([10.0, 20.0, 30.0])), expected)


def test_linear_forward__negative_sums(student):
    """Sums may be negative or large; no activation is applied."""
    X = np.array([[2.0, 1.0], [-3.0, 4.0]])
    got = student.linear_forward(X, np.array([[-5.0, 0.0], [1.0, 20.0]]), np.array([-1.0, 0.25]))
    assert_close(got, np.array([[-11.0, 22.25], [14.0, 77.25]]))


def test_linear_forward__one_example(student, rng):
    """A batch of one gives what the formula on paper gives: node j answers w_j . x + b_j."""
    x, W, b = rng.normal(size=4), rng.normal(size=(3, 4)), rng.normal(size=3)
    expected = np.array([[float(W[j] @ x + b[j]) for j in range(3)]])
    assert_close(student.linear_forward(x[None, :], W, b), expected, atol=1e-12)


def test_linear_forward__other_layout(student, rng):
    """A text with examples as columns has the same numbers, with the two axes exchanged."""
    columns, W, b = rng.normal(size=(2, 5)), rng.normal(size=(3, 2)), rng.normal(size=3)
    nodes_down = W @ columns + b.reshape(3, 1)  # shape (3, 5)
    assert_close(student.linear_forward(columns.T, W, b), nodes_down.T, atol=1e-12)


def test_linear_forward__rows_are_independent(student, rng):
    """Each example gets the answer that it gets when it is alone."""
    X, W, b = rng.normal(size=(6, 4)), rng.normal(size=(3, 4)), rng.uniform(5.0, 6.0, size=3)
    X[0] = 0.0
    together = student.linear_forward(X, W, b)
    assert_close(together[:1], b[None, :])
    alone = [student.linear_forward(X[i : i + 1], W, b) for i in range(6)]
    assert_close(together, np.concatenate(alone), atol=1e-12)


def test_linear_forward__pixels(student):
    """8-bit pixels and whole numbers: sums beyond 255 do not wrap around, and come as floats."""
    X = np.array([[200, 100], [255, 255]], dtype=np.uint8)
    W = np.array([[1, 1], [2, 0]], dtype=np.uint8)
    got = student.linear_forward(X, W, np.array([0, 1]))
    assert_close(got, np.array([[300.0, 401.0], [510.0, 511.0]]), dtype=float)


def test_linear_forward__wrong_inputs(student):
    """Three columns meet two weights: a ValueError that names both shapes, (5, 3) and (4, 2)."""
    with pytest.raises(ValueError) as error:
        student.linear_forward(np.ones((5, 3)), np.ones((4, 2)), np.ones(4))
    assert "(5, 3)" in str(error.value), "The message should name the shape of X, (5, 3)."
    assert "(4, 2)" in str(error.value), "The message should name the shape of W, (4, 2)."


def test_linear_forward__one_axis(student):
    """A single example of shape (2,) is no batch, and is refused; as a table (1, 2) it is fine."""
    W, b = np.array([[3.0, 4.0]]), np.array([0.5])
    assert_close(student.linear_forward(np.array([[1.0, 2.0]]), W, b), np.array([[11.5]]))
    with pytest.raises(ValueError):
        student.linear_forward(np.array([1.0, 2.0]), W, b)


def test_linear_forward__wrong_bias(student):
    """Three biases for four nodes: a ValueError that names both shapes, (3,) and (4, 2)."""
    with pytest.raises(ValueError) as error:
        student.linear_forward(np.ones((5, 2)), np.ones((4, 2)), np.ones(3))
    assert "(3,)" in str(error.value), "The message should name the shape of b, (3,)."
    assert "(4, 2)" in str(error.value), "The message should name the shape of W, (4, 2)."


def test_linear_forward__stretched_bias(student):
    """A bias of shape (1,) is refused, although NumPy would stretch it."""
    with pytest.raises(ValueError):
        student.linear_forward(np.ones((5, 2)), np.ones((4, 2)), np.ones(1))


def test_linear_forward__bias_in_a_column(student):
    """A bias of shape (4, 1) is refused, also for a batch of 4, where NumPy would not object."""
    with pytest.raises(ValueError):
        student.linear_forward(np.ones((4, 2)), np.ones((4, 2)), np.ones((4, 1)))


# mlp_forward


def test_mlp_forward__by_hand(student):
    """A 2-3-2 network worked by hand, with hidden answers such as tanh(log 2) = 0.6."""
    hidden = (np.array([[L2, 0.0], [0.0, L3], [-L2, 0.0]]), np.zeros(3))
    output = (np.array([[10.0, 10.0, 0.0], [0.0, 5.0, 10.0]]), np.array([1.0, -2.0]))
    got = student.mlp_forward(np.array([[1.0, 1.0], [0.0, -1.0]]), [hidden, output])
    assert_close(got, np.array([[15.0, -4.0], [-7.0, -6.0]]), atol=1e-9)


def test_mlp_forward__one_layer(student):
    """With a single pair there is no hidden layer: the answer is the weighted sum."""
    params = [(np.array([[3.0, 4.0], [-1.0, 0.5]]), np.array([0.5, 0.0]))]
    got = student.mlp_forward(np.array([[1.0, 2.0], [2.0, -2.0]]), params)
    assert_close(got, np.array([[11.5, 0.0], [-1.5, -3.0]]), atol=1e-12)


def test_mlp_forward__three_layers(student):
    """Two hidden layers of one node each: log 2 becomes 0.6, log 3 becomes 0.8, and so on."""
    params = [
        (np.array([[1.0]]), np.array([0.0])),
        (np.array([[0.5 * L3 / 0.6]]), np.array([0.5 * L3])),
        (np.array([[5.0]]), np.array([1.0])),
    ]
    assert_close(student.mlp_forward(np.array([[L2]]), params), np.array([[5.0]]), atol=1e-9)


def test_mlp_forward__all_sizes_equal(student):
    """A 3-3-3 network: every order of layers and axes would run, one of them is right."""
    hidden = (np.array([[0.0, L2, 0.0], [0.0, 0.0, L3], [L2, 0.0, 0.0]]), np.zeros(3))
    output = (
        np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0], [5.0, 0.0, 0.0]]),
        np.array([0.5, 0.0, 0.0]),
    )
    got = student.mlp_forward(np.array([[1.0, 1.0, 1.0], [1.0, -1.0, 0.0]]), [hidden, output])
    assert_close(got, np.array([[4.5, 0.8, 3.0], [1.7, 0.0, -3.0]]), atol=1e-9)


def test_mlp_forward__biases(student):
    """For an example of zeros only the biases speak: 0.6 - 0.8 + 0.5."""
    params = [
        (np.ones((2, 3)), np.array([L2, -L3])),
        (np.array([[1.0, 1.0]]), np.array([0.5])),
    ]
    got = student.mlp_forward(np.zeros((2, 3)), params)
    assert_close(got, np.array([[0.3], [0.3]]), atol=1e-9)


def test_mlp_forward__hidden_answers_saturate(student):
    """Sums of 1000 and -1000 leave tanh as 1 and -1; whole numbers are fine as inputs."""
    hidden = (np.array([[1000], [-1000]]), np.array([0, 0]))
    output = (np.array([[2, 3]]), np.array([7]))
    got = student.mlp_forward(np.array([[1], [-1], [0]]), [hidden, output])
    assert_close(got, np.array([[6.0], [8.0], [7.0]]), atol=1e-9, dtype=float)


def test_mlp_forward__rows_are_independent(student, rng):
    """A 3-4-4-1 network gives seven examples the answers they get alone, in shape (7, 1)."""
    shapes = [(4, 3), (4, 4), (1, 4)]
    params = [(rng.normal(size=shape), rng.normal(size=shape[0])) for shape in shapes]
    params[-1] = (params[-1][0], np.array([20.0]))  # no answer is near 0
    X = rng.normal(size=(7, 3))
    together = student.mlp_forward(X, params)
    alone = [student.mlp_forward(X[i : i + 1], params) for i in range(7)]
    assert_close(together, np.concatenate(alone), atol=1e-12)
    assert together.shape == (7, 1), f"The result has shape {together.shape}; expected (7, 1)."
    assert np.abs(together).max() > 1, "With an output bias of 20 no answer is near 0."


def test_mlp_forward__shapes_do_not_fit(student):
    """Four hidden nodes meet three output weights: a ValueError naming (5, 4) and (1, 3)."""
    params = [(np.ones((4, 2)), np.ones(4)), (np.ones((1, 3)), np.ones(1))]
    with pytest.raises(ValueError) as error:
        student.mlp_forward(np.ones((5, 2)), params)
    assert "(5, 4)" in str(error.value), "The message should name what arrives there, (5, 4)."
    assert "(1, 3)" in str(error.value), "The message should name the shape of W, (1, 3)."


# count_params


def test_count_params__3_4_1(student):
    """A 3-4-1 network has 12 + 4 weights and 4 + 1 biases: 21."""
    assert_equal(student.count_params([3, 4, 1]), 21)


def test_count_params__one_neuron(student):
    """One neuron with two inputs has two weights and a bias: 3."""
    assert_equal(student.count_params([2, 1]), 3)


def test_count_params__three_layers(student):
    """A 3-4-4-1 network has 16 + 20 + 5 = 41."""
    assert_equal(student.count_params([3, 4, 4, 1]), 41)


def test_count_params__direction(student):
    """2-3-5 has 29 parameters and 5-3-2 has 26: the weights are as many, the biases are not."""
    assert_equal(student.count_params([2, 3, 5]), 29)
    assert_equal(student.count_params([5, 3, 2]), 26)


def test_count_params__digit_reader(student):
    """784-128-64-10, a network for images of 28 by 28 pixels: 109,386."""
    assert_equal(student.count_params([784, 128, 64, 10]), 109_386)


def test_count_params__deep(student):
    """Six sizes, five layers: 1-2-3-1-4-2 has 4 + 9 + 4 + 8 + 10 = 35."""
    assert_equal(student.count_params([1, 2, 3, 1, 4, 2]), 35)


def test_count_params__entries_of_the_arrays(student, rng):
    """The count is the number of entries in all W and b together."""
    sizes = [int(n) for n in rng.integers(1, 9, size=5)]
    entries = 0
    for l in range(1, 5):
        entries += np.ones((sizes[l], sizes[l - 1])).size + np.ones(sizes[l]).size
    assert_equal(student.count_params(sizes), entries)
