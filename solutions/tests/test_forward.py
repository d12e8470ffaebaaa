"""Reference checks of lesson 03, and the grading of its answer cells."""

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal


def network(rng, sizes):
    """Random weights and biases, large enough to bend tanh."""
    shapes = zip(sizes[1:], sizes[:-1], strict=True)
    return [(rng.normal(size=shape), rng.normal(size=shape[0])) for shape in shapes]


# sigmoid


def test_sigmoid__random(student, reference, rng):
    """Random sums of ordinary size."""
    z = rng.normal(scale=4.0, size=50)
    assert_close(student.sigmoid(z), reference.sigmoid(z), atol=1e-12)


def test_sigmoid__random_table(student, reference, rng):
    """A random table of whole numbers."""
    z = rng.integers(-9, 10, size=(4, 6))
    assert_close(student.sigmoid(z), reference.sigmoid(z), atol=1e-12, dtype=float)


def test_sigmoid__random_extremes(student, reference, rng):
    """Sums of every size, up to a million on both sides."""
    z = np.concatenate([rng.uniform(-1e6, 1e6, size=8), rng.normal(size=8), [-750.0, 750.0]])
    assert_close(student.sigmoid(z), reference.sigmoid(z), atol=1e-12)


# linear_forward


def check_layer(student, reference, rng, m, n_in, n_out):
    X, W, b = rng.normal(size=(m, n_in)), rng.normal(size=(n_out, n_in)), rng.normal(size=n_out)
    expected = reference.linear_forward(X, W, b)
    assert_close(student.linear_forward(X, W, b), expected, atol=1e-10)


def test_linear_forward__random(student, reference, rng):
    """Random arrays; examples, inputs and nodes all differ in number."""
    m, n_in, n_out = (int(n) for n in rng.permutation([4, 5, 7]))
    check_layer(student, reference, rng, m, n_in, n_out)


def test_linear_forward__random_square(student, reference, rng):
    """As many examples as inputs as nodes."""
    n = int(rng.integers(2, 7))
    check_layer(student, reference, rng, n, n, n)


def test_linear_forward__random_square_weights(student, reference, rng):
    """A square W and another number of examples."""
    check_layer(student, reference, rng, 6, 4, 4)


def test_linear_forward__one_node(student, reference, rng):
    """A layer with a single node still answers with a column."""
    check_layer(student, reference, rng, 5, 3, 1)


def test_linear_forward__random_misfit(student, rng):
    """Random shapes that do not fit are refused, those that fit are not."""
    n_in, n_out = (int(n) for n in rng.integers(2, 6, size=2))
    X, W, b = np.ones((3, n_in)), np.ones((n_out, n_in)), np.ones(n_out)
    assert_close(student.linear_forward(X, W, b), np.full((3, n_out), n_in + 1.0))
    with pytest.raises(ValueError):
        student.linear_forward(np.ones((3, n_in + 1)), W, b)
    with pytest.raises(ValueError):
        student.linear_forward(X, W, np.ones(n_out + 1))


# mlp_forward


def check_network(student, reference, rng, m, sizes):
    X, params = rng.normal(size=(m, sizes[0])), network(rng, sizes)
    expected = reference.mlp_forward(X, params)
    assert_close(student.mlp_forward(X, params), expected, rtol=1e-8, atol=1e-9)


def test_mlp_forward__random(student, reference, rng):
    """A network of random depth and widths."""
    sizes = [int(n) for n in rng.integers(2, 7, size=rng.integers(3, 6))]
    check_network(student, reference, rng, 8, sizes)


def test_mlp_forward__random_square(student, reference, rng):
    """Four layers of equal width."""
    check_network(student, reference, rng, 5, [4, 4, 4, 4, 4])


def test_mlp_forward__random_listing(student, reference, rng):
    """The 3-4-4-1 network of the listing."""
    check_network(student, reference, rng, 7, [3, 4, 4, 1])


def test_mlp_forward__random_single_layer(student, reference, rng):
    """One layer, no activation."""
    check_network(student, reference, rng, 4, [3, 2])


# count_params


def test_count_params__random(student, reference, rng):
    """Random sizes, from two to seven of them."""
    for length in (2, 4, 7):
        sizes = [int(n) for n in rng.integers(1, 50, size=length)]
        assert_equal(student.count_params(sizes), reference.count_params(sizes))


def test_count_params__random_wide(student, reference, rng):
    """Wide layers, counts in the millions."""
    sizes = [int(n) for n in rng.integers(1000, 3000, size=4)]
    assert_equal(student.count_params(sizes), reference.count_params(sizes))


# Answer cells


def verdict(answers, claim):
    return str(answers[claim]).strip().lower()


def compare(answers, atol=1e-9, **expected):
    """Each variable against its number."""
    for name, number in expected.items():
        assert_close(answers[name], number, atol=atol)


def shape(answers, name):
    """A shape given as a list or as a tuple; one number alone is a shape with one entry."""
    value = answers[name]
    return list(value) if isinstance(value, list | tuple) else [value]


def test_one_node__p(answers):
    """Node P: its sum and its activation."""
    compare(answers, z_p=0)
    compare(answers, a_p=0.5)


def test_one_node__q(answers):
    """Node Q: its sum, and its activation to three decimals."""
    compare(answers, z_q=2)
    compare(answers, a_q=0.8808, atol=6e-4)


def test_one_node__r(answers):
    """Node R: what the symmetry of the sigmoid makes of node Q."""
    compare(answers, z_r=-2)
    compare(answers, a_r=0.1192, atol=6e-4)


def test_layer_by_hand__example_0(answers):
    """The two sums of example 0."""
    compare(answers, z_00=13, z_01=1)


def test_layer_by_hand__example_1(answers):
    """The two sums of example 1."""
    compare(answers, z_10=12, z_11=5)


def test_layer_by_hand__without_transpose(answers):
    """What becomes of the first sum without the transpose."""
    compare(answers, z_00_without_transpose=14)


def test_conversion__data(answers):
    """The shapes of the inputs and of the sums, with examples in rows."""
    assert [shape(answers, name) for name in ("shape_X", "shape_Z")] == [[500, 64], [500, 20]], (
        "Every example becomes a row: which number counts the examples?"
    )


def test_conversion__parameters(answers):
    """The shapes of weights and biases in our layout."""
    assert [shape(answers, name) for name in ("shape_W", "shape_b")] == [[20, 64], [20]], (
        "Which of W and b does the table of the two layouts leave as it is?"
    )


def test_conversion__places(answers):
    """The axis of the mean, and the place of one activation."""
    compare(answers, axis_of_mean=0)
    compare(answers, row=2, column=6)


def test_conversion__kernel(answers):
    """How a kernel of shape (n_in, n_out) becomes our W."""
    got = str(answers["our_W"]).replace(" ", "").upper()
    assert got == "K.T", "Compare the shape of K with that of W."


def test_relu_by_hand__hidden(answers):
    """The three hidden activations."""
    compare(answers, h_1=0, h_2=2, h_3=1)


def test_relu_by_hand__output(answers):
    """The output, with the max and without."""
    compare(answers, f=1, without_max=-2)


def test_relu_by_hand__doubled(answers):
    """The output for the doubled input."""
    compare(answers, f_of_doubled_input=2)


def test_shapes__first_layer(answers):
    """The shapes of the first line of the listing."""
    got = [shape(answers, f"shape_{name}") for name in ("W1", "b1", "h1")]
    assert got == [[4, 3], [4, 1], [4, 1]], "W1 @ x has one entry for each of the four nodes."


def test_shapes__other_layers(answers):
    """The shapes of the second and third line."""
    got = [shape(answers, f"shape_{name}") for name in ("W2", "b2", "h2", "W3", "b3", "out")]
    expected = [[4, 4], [4, 1], [4, 1], [1, 4], [1, 1], [1, 1]]
    assert got == expected, "A weight matrix has one row per node and one column per node before."


def test_shapes__rows(answers):
    """The shapes for seven examples in rows."""
    got = [shape(answers, f"rows_{name}") for name in ("X", "A1", "A2", "out")]
    assert got == [[7, 3], [7, 4], [7, 4], [7, 1]], (
        "Every one of these tables has a row per example."
    )


def test_counting__layers(answers):
    """Layers, and hidden layers, of a 64-30-20-10 network."""
    compare(answers, layers=3, hidden_layers=2)


def test_counting__parameters(answers):
    """Its weights and its biases."""
    compare(answers, weights=2720, biases=60)


def test_counting__multiplications(answers):
    """Multiplications for one image: every weight is used once."""
    compare(answers, multiplications=2720)


def test_claims__a_and_g(answers):
    """Claims A and G are judged rightly."""
    got = [verdict(answers, "claim_a"), verdict(answers, "claim_g")]
    assert got == ["wrong", "right"], "Look again at the evidence for A and for G."


def test_claims__b_and_f(answers):
    """Claims B and F are judged rightly."""
    got = [verdict(answers, "claim_b"), verdict(answers, "claim_f")]
    assert got == ["wrong", "right"], "Look again at the evidence for B and for F."


def test_claims__c_and_d(answers):
    """Claims C and D are judged rightly, with the number of nodes that come out."""
    got = [verdict(answers, "claim_c"), verdict(answers, "claim_d")]
    assert got == ["wrong", "wrong"], "Look again at the evidence for C and for D."
    compare(answers, nodes_that_come_out=4)


def test_claims__e_and_h(answers):
    """Claims E and H are judged rightly, with the two numbers that belong to them."""
    got = [verdict(answers, "claim_e"), verdict(answers, "claim_h")]
    assert got == ["wrong", "wrong"], "Look again at the evidence for E and for H."
    compare(answers, called_virginica=150, multiplications=3_200_000)
