"""Public checks of lesson 07: numbers worked by hand, measured slopes, statistics of weights."""

import math

import numpy as np
import pytest

from labkit.testing import assert_close


def assert_parts(got, expected, rtol=1e-9, atol=1e-12, dtype=None):
    """Fail unless `got` is a tuple of as many parts as `expected`, each like its partner."""
    assert isinstance(got, tuple | list), "A tuple should come back, its parts separated by commas."
    assert len(got) == len(expected), f"{len(got)} parts came back; expected {len(expected)}."
    for part, wanted in zip(got, expected, strict=True):
        assert_close(part, wanted, rtol=rtol, atol=atol, dtype=dtype)


def measured(J, array, h=1e-5):
    """Central differences: the slope of J(array) for every entry of the array."""
    slopes = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        move = np.zeros(array.shape)
        move[place] = h
        slopes[place] = (J(array + move) - J(array - move)) / (2 * h)
    return slopes


# linear_backward

X_HAND = np.array([[1.0, 2.0], [0.0, 1.0], [3.0, -1.0]])
W_HAND = np.array([[2.0, -1.0], [1.0, 1.0]])
DZ_HAND = np.array([[1.0, 0.0], [-1.0, 2.0], [0.0, 1.0]])


def test_linear_backward__by_hand(student):
    """The example of the lesson: three examples, two inputs, two nodes."""
    expected = (
        np.array([[2.0, -1.0], [0.0, 3.0], [1.0, 1.0]]),
        np.array([[1.0, 1.0], [3.0, 1.0]]),
        np.array([0.0, 3.0]),
    )
    assert_parts(student.linear_backward(DZ_HAND, X_HAND, W_HAND), expected)


def test_linear_backward__one_example(student):
    """One example, three inputs, two nodes: dW is an outer product, and db is dZ."""
    got = student.linear_backward(
        np.array([[2.0, -1.0]]), np.array([[1.0, 0.0, 3.0]]), np.array([[1.0, 2, 0], [0, 1, -4]])
    )
    expected = (
        np.array([[2.0, 3.0, 4.0]]),
        np.array([[2.0, 0.0, 6.0], [-1.0, 0.0, -3.0]]),
        np.array([2.0, -1.0]),
    )
    assert_parts(got, expected)


def test_linear_backward__measured_slopes(student, rng):
    """Five examples, three inputs, four nodes: all slopes agree with measured ones."""
    X, W, b, G = (rng.normal(size=size) for size in ((5, 3), (4, 3), (4,), (5, 4)))
    expected = (
        measured(lambda x: np.sum(G * (x @ W.T + b)), X),
        measured(lambda w: np.sum(G * (X @ w.T + b)), W),
        measured(lambda c: np.sum(G * (X @ W.T + c)), b),
    )
    assert_parts(student.linear_backward(G, X, W), expected, rtol=1e-6, atol=1e-8)


def test_linear_backward__all_sizes_equal(student):
    """Three examples, inputs and nodes: here a wrong transpose or axis has the right shape."""
    dZ = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0], [3.0, 0.0, 1.0]])
    X = np.array([[1.0, 0.0, 2.0], [-1.0, 1.0, 0.0], [0.0, 4.0, 1.0]])
    W = np.array([[0.0, 1.0, 5.0], [2.0, 0.0, 0.0], [1.0, 1.0, -1.0]])
    expected = (
        np.array([[4.0, 1.0, 5.0], [1.0, -1.0, 1.0], [1.0, 4.0, 14.0]]),
        np.array([[1.0, 12.0, 5.0], [1.0, 1.0, 4.0], [1.0, 3.0, 1.0]]),
        np.array([4.0, 3.0, 0.0]),
    )
    assert_parts(student.linear_backward(dZ, X, W), expected)


def test_linear_backward__as_many_examples_as_nodes(student, rng):
    """Four examples, four nodes, two inputs: slopes add up over the examples."""
    dZ, X, W = (rng.normal(size=size) for size in ((4, 4), (4, 2), (4, 2)))
    dX = np.array([[sum(dZ[i, j] * W[j, k] for j in range(4)) for k in range(2)] for i in range(4)])
    dW = np.array([[sum(dZ[i, j] * X[i, k] for i in range(4)) for k in range(2)] for j in range(4)])
    db = np.array([sum(dZ[i, j] for i in range(4)) for j in range(4)])
    assert_parts(student.linear_backward(dZ, X, W), (dX, dW, db))


def test_linear_backward__no_mean(student, rng):
    """Every example twice: twice the slopes for W and b, the same slope for each input."""
    dZ, X, W = (rng.normal(size=size) for size in ((3, 2), (3, 4), (2, 4)))
    twice = student.linear_backward(np.vstack([dZ, dZ]), np.vstack([X, X]), W)
    dX, dW = np.einsum("ij,jk->ik", dZ, W), np.einsum("ij,ik->jk", dZ, X)
    assert_parts(twice, (np.vstack([dX, dX]), 2 * dW, 2 * np.einsum("ij->j", dZ)))


def test_linear_backward__whole_numbers(student):
    """Whole numbers in, floats out."""
    X, W = np.array([[1, 2, 3], [4, 5, 6]]), np.array([[1, 0, 1], [2, 1, 0]])
    got = student.linear_backward(np.array([[1, 0], [2, -3]]), X, W)
    expected = (
        np.array([[1.0, 0.0, 1.0], [-4.0, -3.0, 2.0]]),
        np.array([[9.0, 12.0, 15.0], [-12.0, -15.0, -18.0]]),
        np.array([3.0, -3.0]),
    )
    assert_parts(got, expected, dtype=float)


def test_linear_backward__single_precision(student):
    """float32 in, float32 out: nothing is silently doubled in size."""
    single = [array.astype(np.float32) for array in (DZ_HAND, X_HAND, W_HAND)]
    got = student.linear_backward(*single)
    expected = (
        np.array([[2.0, -1.0], [0.0, 3.0], [1.0, 1.0]]),
        np.array([[1.0, 1.0], [3.0, 1.0]]),
        np.array([0.0, 3.0]),
    )
    assert_parts(got, expected, rtol=1e-5, atol=1e-6)
    kinds = [str(np.asarray(part).dtype) for part in got]
    assert kinds == ["float32"] * 3, f"float32 went in, {', '.join(kinds)} came out."


def test_linear_backward__rows_that_do_not_fit(student):
    """Slopes of four examples, inputs of three: a ValueError that names (4, 2) and (3, 5)."""
    with pytest.raises(ValueError) as error:
        student.linear_backward(np.ones((4, 2)), np.ones((3, 5)), np.ones((2, 5)))
    assert "(4, 2)" in str(error.value), "The message should name the shape of dZ, (4, 2)."
    assert "(3, 5)" in str(error.value), "The message should name the shape of X, (3, 5)."


def test_linear_backward__weights_that_do_not_fit(student):
    """Weights (5, 2), or with another node or input, for dZ (4, 2) and X (4, 5): a ValueError."""
    for shape in ((5, 2), (2, 4), (2, 1), (1, 5)):
        with pytest.raises(ValueError) as error:
            student.linear_backward(np.ones((4, 2)), np.ones((4, 5)), np.ones(shape))
        assert str(shape) in str(error.value), f"The message should name the shape of W, {shape}."


# two_layer_grads


def sizes_of_two_layers(rng, m, n0, n1, n2):
    """Random inputs, labels and parameters."""
    shapes = ((n1, n0), (n1,), (n2, n1), (n2,))
    Y = rng.integers(0, 2, size=(m, n2)).astype(float)
    Y[0] = 1.0 - Y[-1]  # no column of labels is all the same
    return rng.normal(size=(m, n0)), Y, [rng.normal(size=shape) for shape in shapes]


def bce(X, Y, W1, b1, W2, b2):
    """The cost that the exercise is about, straight from its definition."""
    p = 1 / (1 + np.exp(-(np.tanh(X @ W1.T + b1) @ W2.T + b2)))
    return -np.sum(Y * np.log(p) + (1 - Y) * np.log(1 - p)) / len(X)


def measured_grads(X, Y, params):
    return [
        measured(lambda p, k=k: bce(X, Y, *params[:k], p, *params[k + 1 :]), params[k])
        for k in range(4)
    ]


HAND = {
    "X": np.array([[2.0, 1.0]]),
    "W1": np.array([[1.0, -2.0], [0.5, -1.0]]),  # both weighted sums are 0, so z = b1
    "b1": np.array([math.log(2), -math.log(2)]),
    "W2": np.array([[1.0, -2.0]]),
    "b2": np.array([-1.8]),
}


def test_two_layer_grads__by_hand(student):
    """The example of the lesson, with label 1, and the same with label 0."""
    dW1 = np.array([[-0.64, -0.32], [1.28, 0.64]])
    expected = [dW1, np.array([-0.32, 0.64]), np.array([[-0.3, 0.3]]), np.array([-0.5])]
    for label, sign in ((1.0, 1.0), (0.0, -1.0)):
        X, *params = HAND.values()
        got = student.two_layer_grads(X, np.array([[label]]), *params)
        assert_parts(got, [sign * part for part in expected])


def test_two_layer_grads__mean_over_rows(student, rng):
    """Every row three times: the slopes of a mean stay as they are."""
    X, Y, params = sizes_of_two_layers(rng, 4, 3, 5, 2)
    expected = measured_grads(X, Y, params)
    got = student.two_layer_grads(np.tile(X, (3, 1)), np.tile(Y, (3, 1)), *params)
    assert_parts(got, expected, rtol=1e-5, atol=1e-8)


def test_two_layer_grads__measured_slopes(student, rng):
    """Six rows, four inputs, three hidden nodes, one output: as measured."""
    X, Y, params = sizes_of_two_layers(rng, 6, 4, 3, 1)
    got = student.two_layer_grads(X, Y, *params)
    assert_parts(got, measured_grads(X, Y, params), rtol=1e-5, atol=1e-8)


def test_two_layer_grads__several_outputs(student, rng):
    """Five rows, two inputs, four hidden nodes, three outputs: losses of a row add up."""
    X, Y, params = sizes_of_two_layers(rng, 5, 2, 4, 3)
    got = student.two_layer_grads(X, Y, *params)
    assert_parts(got, measured_grads(X, Y, params), rtol=1e-5, atol=1e-8)


def test_two_layer_grads__all_sizes_equal(student, rng):
    """Three rows, inputs, hidden nodes and outputs: shapes prove nothing here."""
    X, Y, params = sizes_of_two_layers(rng, 3, 3, 3, 3)
    got = student.two_layer_grads(X, Y, *params)
    assert_parts(got, measured_grads(X, Y, params), rtol=1e-5, atol=1e-8)


def test_two_layer_grads__all_weights_zero(student):
    """With all parameters 0 nothing has a slope but the output's bias."""
    X = np.array([[1.0, -2.0], [3.0, 0.5], [0.0, 1.0], [2.0, 2.0]])
    Y = np.array([[1.0], [0.0], [0.0], [0.0]])
    params = [np.zeros(shape) for shape in ((3, 2), (3,), (1, 3), (1,))]
    expected = [np.zeros((3, 2)), np.zeros(3), np.zeros((1, 3)), np.array([0.25])]
    assert_parts(student.two_layer_grads(X, Y, *params), expected)


def test_two_layer_grads__huge_sums(student):
    """Sums of 1000 and -1000 at the output: sure and right has no slope, sure and wrong full."""
    X = np.array([[1.0], [-1.0], [1.0]])
    Y = np.array([[1.0], [1.0], [0.0]])
    got = student.two_layer_grads(
        X, Y, np.array([[1.0]]), np.zeros(1), np.array([[1000.0 / math.tanh(1)]]), np.zeros(1)
    )
    a = math.tanh(1)
    dz1 = np.array([0.0, -1.0, 1.0]) / 3 * (1000 / a) * (1 - a**2)
    expected = [[[dz1 @ X[:, 0]]], [dz1.sum()], [[2 * a / 3]], [0.0]]
    assert_parts(got, [np.array(part) for part in expected], rtol=1e-9, atol=1e-9)


def test_two_layer_grads__saturated_tanh(student):
    """A hidden sum of 1000 passes nothing back, and the others stay as they are."""
    X, _, b1, W2, b2 = HAND.values()
    W1 = np.array([[1.0, -2.0], [500.0, 0.0]])
    b1, b2 = np.array([b1[0], 0.0]), np.array([1.4])  # the second activation is 1
    got = student.two_layer_grads(X, np.array([[1]]), W1, b1, W2, b2)
    expected = [
        np.array([[-0.64, -0.32], [0.0, 0.0]]), np.array([-0.32, 0.0]),
        np.array([[-0.3, -0.5]]), np.array([-0.5]),
    ]  # fmt: skip
    assert_parts(got, expected)


def test_two_layer_grads__whole_numbers(student):
    """Whole numbers as inputs, labels and parameters give floats."""
    got = student.two_layer_grads(
        np.array([[1, 2], [0, 0]]), np.array([[1], [0]]), np.zeros((1, 2), dtype=int),
        np.array([0]), np.array([[4]]), np.array([0]),
    )  # fmt: skip
    expected = [np.array([[-1.0, -2.0]]), np.array([0.0]), np.array([[0.0]]), np.array([0.0])]
    assert_parts(got, expected, dtype=float)


def test_two_layer_grads__labels_in_one_list(student):
    """Labels (4,) for answers (4, 1): a ValueError that names both shapes."""
    with pytest.raises(ValueError) as error:
        student.two_layer_grads(
            np.ones((4, 2)), np.ones(4), np.ones((3, 2)), np.ones(3), np.ones((1, 3)), np.ones(1)
        )
    assert "(4,)" in str(error.value), "The message should name the shape of Y, (4,)."
    assert "(4, 1)" in str(error.value), "The message should name the shape of the answers, (4, 1)."


def test_two_layer_grads__one_label(student):
    """One row of labels for four rows of answers, or one column for two, is refused as well."""
    X, W1, b1 = np.ones((4, 2)), np.ones((3, 2)), np.ones(3)
    for Y in (np.ones((1, 2)), np.ones((4, 1)), np.ones((1, 1))):
        with pytest.raises(ValueError):
            student.two_layer_grads(X, Y, W1, b1, np.ones((2, 3)), np.ones(2))


# init_params


def drawn(student, sizes, seed=0, **scale):
    """The layers as float arrays; fails unless they are pairs in a list."""
    layers = student.init_params(sizes, np.random.default_rng(seed), **scale)
    assert isinstance(layers, list), "A list of pairs should come back, one pair for each layer."
    assert len(layers) == len(sizes) - 1, f"{len(layers)} pairs; expected {len(sizes) - 1}."
    for layer in layers:
        assert isinstance(layer, tuple | list) and len(layer) == 2, "Each layer is a pair (W, b)."
    return [(np.asarray(W), np.asarray(b)) for W, b in layers]


def assert_random(W):
    """Fail where the weights are not even different numbers."""
    assert len(np.unique(W)) == W.size, "All weights should be different numbers."


def test_init_params__shapes(student):
    """Sizes 5, 3, 4, 2 give three pairs: W (3, 5), (4, 3), (2, 4) with b (3,), (4,), (2,)."""
    layers = drawn(student, [5, 3, 4, 2])
    shapes = [(W.shape, b.shape) for W, b in layers]
    expected = [((3, 5), (3,)), ((4, 3), (4,)), ((2, 4), (2,))]
    assert shapes == expected, f"The shapes are {shapes}; expected {expected}."
    for W, _ in layers:
        assert_random(W)


def test_init_params__biases_are_zero(student):
    """All biases are 0.0, as floats, and the weights are not."""
    for W, b in drawn(student, [6, 5, 7], scale=2.0):
        assert_close(b, np.zeros(len(W)), dtype=float)
        assert_random(W)


def test_init_params__spread_is_the_scale(student):
    """20,000 weights have mean 0 and the standard deviation asked for, in every layer."""
    for scale in (3.0, 0.2):
        for W, _ in drawn(student, [200, 100, 200], seed=1, scale=scale):
            spread = W.std() / scale
            assert 0.96 < spread < 1.04, f"scale={scale:g}: the spread is {W.std():.4g}."
            assert abs(W.mean()) < 0.05 * scale, f"scale={scale:g}: the mean is {W.mean():.3g}."


def test_init_params__default_scale(student):
    """Without a scale, the standard deviation is 0.01."""
    ((W, _),) = drawn(student, [300, 50], seed=2)
    assert 0.0096 < W.std() < 0.0104, f"The standard deviation is {W.std():.4g}; expected 0.01."


def test_init_params__bell_curve(student):
    """68 % of the weights lie within one standard deviation of 0, 95 % within two."""
    ((W, _),) = drawn(student, [200, 100], seed=3, scale=0.5)
    for many, share in ((1, 0.683), (2, 0.954), (3, 0.997)):
        inside = np.mean(np.abs(W) < many * 0.5)
        assert abs(inside - share) < 0.02, f"{inside:.1%} lie within {many}; expected {share:.1%}."


def test_init_params__nodes_and_layers_differ(student):
    """No two nodes have the same weights, and layers of the same shape are not copies."""
    layers = drawn(student, [6, 6, 6, 6], seed=4, scale=1.0)
    rows = np.vstack([W for W, _ in layers])
    assert_random(rows)
    alike = np.corrcoef(rows)[np.triu_indices(18, k=1)]
    assert np.abs(alike).max() < 0.999, "Two nodes have weights that are multiples of each other."


def test_init_params__same_seed_same_weights(student):
    """The same seed gives the same weights, another seed gives others."""
    one, again, other = (drawn(student, [4, 3, 2], seed=seed, scale=1.0) for seed in (7, 7, 8))
    for (W, _), (same, _), (different, _) in zip(one, again, other, strict=True):
        assert_random(W)
        assert np.array_equal(W, same), "The same seed gave two different sets of weights."
        assert not np.isclose(W, different).any(), "Another seed should give other weights."


def test_init_params__the_generator_moves_on(student):
    """A generator that is used twice gives new weights the second time."""
    rng = np.random.default_rng(9)
    first, second = (student.init_params([4, 3], rng, 1.0)[0][0] for _ in range(2))
    assert_random(np.vstack([first, second]))


def test_init_params__scale_of_a_single_layer(student):
    """Sizes 400, 100 with scale 1/20: sums of 400 inputs of size 1 have size 1."""
    ((W, b),) = drawn(student, [400, 100], seed=5, scale=1 / 20)
    X = np.where(np.random.default_rng(6).random((50, 400)) < 0.5, -1.0, 1.0)
    size = np.sqrt(np.mean((X @ W.T + b) ** 2))
    assert 0.9 < size < 1.1, f"The sums have size {size:.3g}; expected about 1."


# train_step_mse


def forward_mse(x, w1, w2):
    return 1 / (1 + np.exp(-(x @ w1))) @ w2


def sum_of_squares(x, y, w1, w2):
    return np.sum((forward_mse(x, w1, w2) - y) ** 2)


def expected_step(x, y, w1, w2, lr):
    d_w1 = measured(lambda w: sum_of_squares(x, y, w, w2), w1)
    d_w2 = measured(lambda w: sum_of_squares(x, y, w1, w), w2)
    return sum_of_squares(x, y, w1, w2), w1 - lr * d_w1, w2 - lr * d_w2


def random_case(rng, N, D, H, O):
    return [rng.normal(size=size) for size in ((N, D), (N, O), (D, H), (H, O))]


def test_train_step_mse__by_hand(student):
    """One example, one hidden node: h = 1/2, prediction 1, target 2, loss 1."""
    got = student.train_step_mse(
        np.array([[1.0, -1.0]]), np.array([[2.0]]), np.zeros((2, 1)), np.array([[2.0]]), 0.5
    )
    assert_parts(got, (1.0, np.array([[0.5], [-0.5]]), np.array([[2.5]])))


def test_train_step_mse__sum_not_mean(student):
    """Two outputs and two examples: errors 1, -2, 0, 3 cost 14, and their slopes add up."""
    w2 = np.array([[2.0, -4.0]])
    y = np.array([[0.0, 0.0], [1.0, -5.0]])  # the predictions are 1 and -2
    got = student.train_step_mse(np.array([[1.0], [2.0]]), y, np.zeros((1, 1)), w2, 0.1)
    expected = (14.0, np.array([[0.7]]), np.array([[1.9, -4.1]]))
    assert_parts(got, expected)


def test_train_step_mse__measured_slopes(student, rng):
    """Four examples, three inputs, five hidden nodes, two outputs: the step that was measured."""
    case = random_case(rng, 4, 3, 5, 2)
    expected = expected_step(*case, 0.3)
    assert_parts(student.train_step_mse(*case, 0.3), expected, rtol=1e-6, atol=1e-7)


def test_train_step_mse__all_sizes_equal(student, rng):
    """Three examples, inputs, hidden nodes and outputs: a wrong transpose fits."""
    case = random_case(rng, 3, 3, 3, 3)
    expected = expected_step(*case, 0.7)
    assert_parts(student.train_step_mse(*case, 0.7), expected, rtol=1e-6, atol=1e-7)


def test_train_step_mse__learning_rate_zero(student, rng):
    """With a learning rate of 0 the weights stay, and the loss is that of these weights."""
    x, y, w1, w2 = random_case(rng, 5, 2, 4, 3)
    expected = (sum_of_squares(x, y, w1, w2), w1, w2)
    assert_parts(student.train_step_mse(x, y, w1, w2, 0.0), expected)


def test_train_step_mse__two_steps(student, rng):
    """The loss of the second step is that of the weights which the first one returned."""
    x, y, w1, w2 = random_case(rng, 6, 3, 4, 2)
    got = student.train_step_mse(x, y, w1, w2, 0.01)
    first, w1_new, w2_new = expected_step(x, y, w1, w2, 0.01)
    assert_parts(got, (first, w1_new, w2_new), rtol=1e-6, atol=1e-7)
    got = student.train_step_mse(x, y, *got[1:], 0.01)
    assert_parts(got, expected_step(x, y, w1_new, w2_new, 0.01), rtol=1e-6, atol=1e-6)


def test_train_step_mse__huge_sums(student):
    """Hidden sums of 1000 and -1000 give 1 and 0, and no slope for w1."""
    x, w1 = np.array([[1.0], [-1.0]]), np.array([[1000.0, -1000.0]])
    w2 = np.array([[2.0], [1.0]])
    got = student.train_step_mse(x, np.array([[0.0], [0.0]]), w1, w2, 0.25)
    assert_parts(got, (5.0, w1, np.array([[1.0], [0.5]])))


def test_train_step_mse__listing(student):
    """The listing of the lesson, 64-1000-100-10: its first loss, 24635.89."""
    draw = np.random.RandomState(0)
    x, y, w1, w2 = (draw.randn(*size) for size in ((64, 1000), (64, 10), (1000, 100), (100, 10)))
    loss, _, w2_new = student.train_step_mse(x, y, w1, w2, 1e-4)
    assert_close(loss, 24635.893498628233)
    h = 1 / (1 + np.exp(-(x @ w1)))
    assert_close(w2_new, w2 - 2e-4 * h.T @ (h @ w2 - y), rtol=1e-7, atol=1e-9)


def test_train_step_mse__whole_numbers(student):
    """Whole numbers in, floats out."""
    loss, w1, w2 = student.train_step_mse(
        np.array([[1, 0]]), np.array([[3]]), np.zeros((2, 1), dtype=int), np.array([[4]]), 0.25
    )
    assert_close(loss, 1.0)
    assert_close(w1, np.array([[0.5], [0.0]]), dtype=float)
    assert_close(w2, np.array([[4.25]]), dtype=float)


def test_train_step_mse__targets_in_one_list(student):
    """Targets (4,) for predictions (4, 1): a ValueError that names both shapes."""
    with pytest.raises(ValueError) as error:
        student.train_step_mse(np.ones((4, 2)), np.ones(4), np.ones((2, 3)), np.ones((3, 1)), 0.1)
    assert "(4,)" in str(error.value), "The message should name the shape of y, (4,)."
    assert "(4, 1)" in str(error.value), "The message should name the predictions' shape, (4, 1)."


def test_train_step_mse__one_row_of_targets(student):
    """One row of targets for four examples, or one column for two outputs, is refused as well."""
    x, w1, w2 = np.ones((4, 2)), np.ones((2, 3)), np.ones((3, 2))
    for y in (np.ones((1, 2)), np.ones((4, 1)), np.ones((2, 4))):
        with pytest.raises(ValueError):
            student.train_step_mse(x, y, w1, w2, 0.1)
