"""Reference checks of lesson 07, and the grading of its answer cells."""

import numpy as np

from labkit.testing import assert_close, assert_equal


def assert_parts(got, expected, rtol=1e-9, atol=1e-12):
    assert isinstance(got, tuple | list), "A tuple should come back, its parts separated by commas."
    assert len(got) == len(expected), f"{len(got)} parts came back; expected {len(expected)}."
    for part, wanted in zip(got, expected, strict=True):
        assert_close(part, wanted, rtol=rtol, atol=atol)


# linear_backward


def layer(rng, m, n_in, n_out):
    return [rng.normal(size=size) for size in ((m, n_out), (m, n_in), (n_out, n_in))]


def test_linear_backward__random(student, reference, rng):
    """Random slopes, inputs and weights; all sizes differ."""
    case = layer(rng, 7, 4, 5)
    assert_parts(student.linear_backward(*case), reference.linear_backward(*case))


def test_linear_backward__random_square(student, reference, rng):
    """All sizes are the same."""
    case = layer(rng, 4, 4, 4)
    assert_parts(student.linear_backward(*case), reference.linear_backward(*case))


def test_linear_backward__random_pairs(student, reference, rng):
    """Two of the three sizes are the same."""
    for sizes in ((3, 3, 5), (4, 2, 4), (6, 3, 3), (1, 4, 1), (5, 1, 1)):
        case = layer(rng, *sizes)
        assert_parts(student.linear_backward(*case), reference.linear_backward(*case))


def test_linear_backward__random_single_precision(student, reference, rng):
    """Random float32 arrays: float32 comes back."""
    case = [array.astype(np.float32) for array in layer(rng, 6, 3, 4)]
    got = student.linear_backward(*case)
    assert_parts(got, reference.linear_backward(*case), rtol=1e-4, atol=1e-5)
    kinds = [str(np.asarray(part).dtype) for part in got]
    assert kinds == ["float32"] * 3, f"float32 went in, {', '.join(kinds)} came out."


# two_layer_grads


def two_layers(rng, m, n0, n1, n2, scale=1.0):
    shapes = ((n1, n0), (n1,), (n2, n1), (n2,))
    Y = rng.integers(0, 2, size=(m, n2)).astype(float)
    return [rng.normal(size=(m, n0)), Y, *(scale * rng.normal(size=shape) for shape in shapes)]


def test_two_layer_grads__random(student, reference, rng):
    """Random networks with one output and with several."""
    for sizes in ((8, 4, 6, 1), (5, 3, 2, 4)):
        case = two_layers(rng, *sizes)
        assert_parts(student.two_layer_grads(*case), reference.two_layer_grads(*case))


def test_two_layer_grads__random_square(student, reference, rng):
    """All sizes are the same, or the rows are as many as the hidden nodes."""
    for sizes in ((4, 4, 4, 4), (5, 2, 5, 1), (3, 5, 2, 3)):
        case = two_layers(rng, *sizes)
        assert_parts(student.two_layer_grads(*case), reference.two_layer_grads(*case))


def test_two_layer_grads__random_extremes(student, reference, rng):
    """Weights in the thousands: nothing overflows."""
    case = two_layers(rng, 6, 3, 4, 2, scale=3000.0)
    got, wanted = student.two_layer_grads(*case), reference.two_layer_grads(*case)
    assert_parts(got, wanted, atol=1e-6)


# init_params


def test_init_params__random_sizes(student, reference, rng):
    """Random sizes: the shapes of the reference, biases 0, all weights different."""
    sizes = rng.integers(2, 7, size=5).tolist()
    seed = int(rng.integers(1 << 30))
    got = student.init_params(sizes, np.random.default_rng(seed), 1.5)
    wanted = reference.init_params(sizes, np.random.default_rng(seed), 1.5)
    assert len(got) == len(wanted), f"{len(got)} pairs came back; expected {len(wanted)}."
    for (W, b), (W_wanted, b_wanted) in zip(got, wanted, strict=True):
        assert np.shape(W) == W_wanted.shape, f"W is {np.shape(W)}; expected {W_wanted.shape}."
        assert_close(b, b_wanted)
        assert len(np.unique(W)) == W_wanted.size, "All weights should be different numbers."


def test_init_params__random_scale(student, rng):
    """A random scale is the standard deviation of every layer."""
    scale = float(np.exp(rng.uniform(-6, 4)))
    seed = int(rng.integers(1 << 30))
    for W, _ in student.init_params([120, 150, 100], np.random.default_rng(seed), scale):
        W = np.asarray(W)
        assert 0.95 * scale < W.std() < 1.05 * scale, f"scale={scale:.4g}, spread {W.std():.4g}."
        assert abs(W.mean()) < 0.06 * scale, f"scale={scale:.4g}: the mean is {W.mean():.3g}."
        assert abs(np.mean(np.abs(W) < scale) - 0.683) < 0.03, "This is not a bell curve."


# train_step_mse


def step_case(rng, N, D, H, O, scale=1.0):
    shapes = ((N, D), (N, O), (D, H), (H, O))
    x, y, w1, w2 = (rng.normal(size=shape) for shape in shapes)
    return x, y, scale * w1, w2, float(rng.uniform(0.01, 0.1))


def test_train_step_mse__random(student, reference, rng):
    """Random data and weights, all sizes different."""
    case = step_case(rng, 6, 3, 5, 2)
    assert_parts(student.train_step_mse(*case), reference.train_step_mse(*case))


def test_train_step_mse__random_square(student, reference, rng):
    """All sizes are the same, or some of them."""
    for sizes in ((4, 4, 4, 4), (3, 5, 3, 1), (5, 2, 2, 5)):
        case = step_case(rng, *sizes)
        assert_parts(student.train_step_mse(*case), reference.train_step_mse(*case))


def test_train_step_mse__random_extremes(student, reference, rng):
    """Hidden sums in the thousands."""
    case = step_case(rng, 5, 3, 4, 2, scale=3000.0)
    assert_parts(student.train_step_mse(*case), reference.train_step_mse(*case), atol=1e-8)


# Answer cells


def assert_lists(answers, expected, rtol=1e-9, atol=1e-9):
    """Fail unless the answers of these names are these numbers, or lists of numbers."""
    for name, wanted in expected.items():
        got = np.asarray(answers[name], dtype=float)
        assert got.shape == np.shape(wanted), f"{name} should have {np.size(wanted)} entries."
        assert_close(got, np.asarray(wanted, dtype=float), rtol=rtol, atol=atol)


def assert_shapes(answers, expected):
    for name, wanted in expected.items():
        got = answers[name]
        assert isinstance(got, tuple | list), f"{name} should be a list, such as [2, 3]."
        assert list(got) == wanted, f"{name} is not right yet."


def verdict(answers, claim):
    return str(answers[f"claim_{claim}"]).strip().lower()


def test_shapes__output_layer(answers):
    """The shapes of dZ2, dW2 and db2."""
    assert_shapes(answers, {"shape_dZ2": [50, 10], "shape_dW2": [10, 32], "shape_db2": [10]})


def test_shapes__hidden_layer(answers):
    """The shapes of dA1 and dW1, and of dW1 for 100 digits."""
    expected = {"shape_dA1": [50, 32], "shape_dW1": [32, 64], "shape_dW1_for_100_digits": [32, 64]}
    assert_shapes(answers, expected)


def test_backward_by_hand__weights(answers):
    """The second row of dW."""
    assert_lists(answers, {"second_row_of_dW": [4, -3, 5]})


def test_backward_by_hand__inputs(answers):
    """The first row of dX."""
    assert_lists(answers, {"first_row_of_dX": [7, -1, 3]})


def test_backward_by_hand__biases(answers):
    """The slopes of the biases."""
    assert_lists(answers, {"db": [1, 2]})


def test_one_example__output_layer(answers):
    """The slopes of the output layer."""
    assert_lists(answers, {"dz_2": 0.5, "dW_2": [0.4, 0]}, atol=0.002)


def test_one_example__hidden_layer(answers):
    """The slopes of the hidden layer."""
    assert_lists(answers, {"dz_1": [0.9, 1], "first_row_of_dW_1": [1.8, -0.9]}, atol=0.006)


def test_one_example__twice(answers):
    """The same example twice: the 1/m, once."""
    assert_lists(answers, {"twice_dz_2": 0.25, "twice_dW_2": 0.4}, atol=0.002)


def test_scales__spreads(answers):
    """The spread of the sums with 0.01 and with 1, and the scale that keeps the size."""
    expected = {"spread_with_001": 0.2, "spread_with_1": 20, "scale_that_keeps": 0.05}
    assert_lists(answers, expected, rtol=1e-3)


def test_scales__ten_layers(answers):
    """The power of ten after ten layers."""
    assert_equal(answers["power_of_ten"], -7)


def test_scales__he(answers):
    """He's rule for 200 inputs."""
    assert_lists(answers, {"scale_of_he": 0.1}, rtol=1e-3)


def test_listing__forward(answers):
    """The shapes of h and y_pred."""
    assert_shapes(answers, {"shape_h": [64, 100], "shape_y_pred": [64, 10]})


def test_listing__backward(answers):
    """The shapes of the three slopes."""
    expected = {
        "shape_grad_w2": [100, 10], "shape_grad_h": [64, 100], "shape_grad_w1": [1000, 100],
    }  # fmt: skip
    assert_shapes(answers, expected)


def test_listing__weights(answers):
    """The number of weights, and the shape in our layout."""
    assert_equal(answers["number_of_weights"], 101_000)
    assert_shapes(answers, {"shape_of_our_W1": [100, 1000]})


def test_depth__one_layer(answers):
    """The parameters of one hidden layer of 100 nodes."""
    assert_equal(answers["one_hidden_layer"], 79_510)


def test_depth__further_layers(answers):
    """What a further layer of 100 nodes and of 200 nodes adds."""
    assert_equal(answers["each_further_layer_of_100"], 10_100)
    assert_equal(answers["each_further_layer_of_200"], 40_200)


def test_claims__a(answers):
    """Claim A is judged rightly, with the weight after 200 steps."""
    assert verdict(answers, "a") == "wrong", "Look again at the two weights of claim A."
    assert_close(answers["weight_as_claimed"], 0.0, atol=0.005)


def test_claims__b_and_c(answers):
    """Claims B and C are judged rightly."""
    got = [verdict(answers, claim) for claim in "bc"]
    assert got == ["wrong", "right"], "Look again at the evidence for B and for C."


def test_claims__d_e_and_f(answers):
    """Claims D, E and F are judged rightly, with the number of different nodes."""
    got = [verdict(answers, claim) for claim in "def"]
    assert got == ["wrong", "right", "wrong"], "Look again at the evidence for D, E and F."
    assert_equal(answers["different_nodes"], 4)


def test_claims__g(answers):
    """Claim G is judged rightly."""
    assert verdict(answers, "g") == "wrong", "Look again at the slopes of tanh."


def test_claims__h_i_and_j(answers):
    """Claims H, I and J are judged rightly."""
    got = [verdict(answers, claim) for claim in "hij"]
    assert got == ["wrong", "wrong", "wrong"], "Look again at the evidence for H, I and J."


def test_claims__k(answers):
    """Claim K is judged rightly."""
    assert verdict(answers, "k") == "right", "Look again at the two sets of weights of claim K."
