"""Public checks of lesson 06: numbers worked by hand, measured slopes, extremes."""

import math

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal

# exp(-L2) = 1/2 and exp(-L4) = 1/4, which makes an ELU easy by hand.
L2, L4 = math.log(2.0), math.log(4.0)
H = 1e-6  # half the width of a measured slope
BLOCK = np.array([[[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]] * 4) + np.arange(4)[:, None, None] / 20


def measured(f, z):
    """The slope of f at each entry of z, from its values a little to either side."""
    return (f(z + H) - f(z - H)) / (2 * H)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def assert_single(got, expected):
    """Right values, still in single precision."""
    assert_close(got, expected, rtol=1e-5, atol=1e-6)
    kind = np.asarray(got).dtype
    assert kind == np.float32, f"float32 goes in and {kind} comes out. What made it wider?"


# sigmoid_grad


def test_sigmoid_grad__by_hand(student):
    """The activations 0.5, 0.8, 0.1 and 0.25 have the slopes 0.25, 0.16, 0.09 and 0.1875."""
    a = np.array([0.5, 0.8, 0.1, 0.25])
    assert_close(student.sigmoid_grad(a), np.array([0.25, 0.16, 0.09, 0.1875]), atol=1e-12)


def test_sigmoid_grad__measured_slopes(student, rng):
    """For a = sigmoid(z) it is the slope of the sigmoid at z, measured to either side."""
    z = rng.normal(size=9) * 2
    assert_close(student.sigmoid_grad(sigmoid(z)), measured(sigmoid, z), rtol=1e-6, atol=1e-9)


def test_sigmoid_grad__saturated(student):
    """Activations of 0 and 1 have slope 0, and 0.000001 and 0.999999 about 0.000001."""
    a = np.array([0.0, 1.0, 1e-6, 1 - 1e-6])
    assert_close(
        student.sigmoid_grad(a), np.array([0.0, 0.0, 9.99999e-07, 9.99999e-07]), atol=1e-15
    )


def test_sigmoid_grad__largest_in_the_middle(student):
    """No slope is above 1/4, and a and 1 - a have the same one."""
    a = np.linspace(0.05, 0.95, 19)
    slopes = student.sigmoid_grad(a)
    assert_close(slopes, slopes[::-1].copy(), atol=1e-12)
    assert_close(slopes[9], 0.25)
    assert slopes.argmax() == 9, "The slope is largest for a = 1/2."


def test_sigmoid_grad__block(student):
    """A block of shape (4, 2, 3) gives a block of slopes, entry by entry."""
    assert_close(student.sigmoid_grad(BLOCK), BLOCK - BLOCK**2, atol=1e-12)


def test_sigmoid_grad__single_number(student):
    """A single activation gives a single slope: 0.2 gives 0.16."""
    assert_close(student.sigmoid_grad(0.2), 0.16, atol=1e-12)


def test_sigmoid_grad__floats(student):
    """Whole numbers give floats: 0 and 1 as well as 0.5."""
    assert_close(student.sigmoid_grad(np.array([0, 1, 1])), np.zeros(3), dtype=float)
    assert_close(student.sigmoid_grad(np.array([0.5, 1.0])), np.array([0.25, 0.0]), dtype=float)


def test_sigmoid_grad__single_precision(student):
    """float32 stays float32."""
    assert_single(student.sigmoid_grad(np.array([0.5, 0.8], dtype=np.float32)), [0.25, 0.16])


# tanh_grad


def test_tanh_grad__by_hand(student):
    """The activations 0, 0.6, -0.8 and 0.5 have the slopes 1, 0.64, 0.36 and 0.75."""
    a = np.array([0.0, 0.6, -0.8, 0.5])
    assert_close(student.tanh_grad(a), np.array([1.0, 0.64, 0.36, 0.75]), atol=1e-12)


def test_tanh_grad__measured_slopes(student, rng):
    """For a = tanh(z) it is the slope of tanh at z, measured to either side."""
    z = rng.normal(size=9) * 1.5
    assert_close(student.tanh_grad(np.tanh(z)), measured(np.tanh, z), rtol=1e-6, atol=1e-9)


def test_tanh_grad__saturated(student):
    """Activations of -1 and 1 have slope 0, and 0.999999 about 0.000002."""
    a = np.array([-1.0, 1.0, 1 - 1e-6, 1e-6 - 1])
    assert_close(student.tanh_grad(a), np.array([0.0, 0.0, 1.999999e-06, 1.999999e-06]), atol=1e-15)


def test_tanh_grad__symmetric(student):
    """a and -a have the same slope, the largest of all is 1, for a = 0."""
    a = np.linspace(-0.9, 0.9, 19)
    slopes = student.tanh_grad(a)
    assert_close(slopes, slopes[::-1].copy(), atol=1e-12)
    assert_close(slopes[9], 1.0)
    assert slopes.argmax() == 9, "The slope is largest for a = 0."


def test_tanh_grad__block(student):
    """A block of shape (4, 2, 3) gives a block of slopes, entry by entry."""
    assert_close(student.tanh_grad(BLOCK), (1 - BLOCK) * (1 + BLOCK), atol=1e-12)


def test_tanh_grad__single_number(student):
    """A single activation gives a single slope: -0.5 gives 0.75."""
    assert_close(student.tanh_grad(-0.5), 0.75, atol=1e-12)


def test_tanh_grad__whole_numbers(student):
    """Whole numbers give floats: -1, 0 and 1 give 0.0, 1.0 and 0.0."""
    assert_close(student.tanh_grad(np.array([-1, 0, 1])), np.array([0.0, 1.0, 0.0]), dtype=float)


def test_tanh_grad__single_precision(student):
    """float32 stays float32."""
    assert_single(student.tanh_grad(np.array([0.5, -0.8], dtype=np.float32)), [0.75, 0.36])


# vanishing_curve


def test_vanishing_curve__by_hand(student):
    """The slopes 0.1, 0.5 and 0.2 leave the factors 0.01, 0.1 and 0.2."""
    got = student.vanishing_curve(np.array([0.1, 0.5, 0.2]))
    assert_close(got, np.array([0.01, 0.1, 0.2]), rtol=1e-9)


def test_vanishing_curve__quarters(student):
    """Ten slopes of 1/4: the last layer keeps 1/4, the first a millionth."""
    got = student.vanishing_curve(np.full(10, 0.25))
    assert_close(got, 0.25 ** np.arange(10, 0, -1), rtol=1e-9)


def test_vanishing_curve__one_more_layer(student, rng):
    """The last entry is the last slope, and each other entry its own slope times the next one."""
    slopes = rng.uniform(0.1, 1.5, size=7)
    got = student.vanishing_curve(slopes)
    assert_close(got[-1], slopes[-1], rtol=1e-9)
    assert_close(got[:-1], slopes[:-1] * got[1:], rtol=1e-9)


def test_vanishing_curve__closed_gate(student):
    """A slope of 0 in layer 2 of 4 stops everything that goes to layers 2 and 1."""
    got = student.vanishing_curve(np.array([3.0, 0.0, 0.5, 2.0]))
    assert_close(got, np.array([0.0, 0.0, 1.0, 2.0]), rtol=1e-9)


def test_vanishing_curve__not_in_order_of_size(student):
    """Slopes above 1 make the factor grow again on the way back."""
    got = student.vanishing_curve(np.array([4.0, 0.25, 3.0, 0.5]))
    assert_close(got, np.array([1.5, 0.375, 1.5, 0.5]), rtol=1e-9)


def test_vanishing_curve__one_layer(student):
    """With a single layer the factor is its slope."""
    assert_close(student.vanishing_curve(np.array([0.3])), np.array([0.3]))


def test_vanishing_curve__whole_numbers(student):
    """Whole numbers give floats, also where the product is too large for a 64-bit integer."""
    assert_close(
        student.vanishing_curve(np.array([2, 3, 4])), np.array([24.0, 12.0, 4.0]), dtype=float
    )
    got = student.vanishing_curve(np.full(25, 10))
    assert_close(got, 10.0 ** np.arange(25, 0, -1), rtol=1e-9)


def test_vanishing_curve__tiny(student):
    """Thirty layers deep the factor of the first is 9e-19, and not rounded to 0."""
    got = student.vanishing_curve(np.full(30, 0.25))
    assert_close(got[0], 8.673617379884035e-19, rtol=1e-9)
    assert_close(got[15:], 0.25 ** np.arange(15, 0, -1), rtol=1e-9)


# relu


def test_relu__by_hand(student):
    """Negative numbers become 0, positive ones stay."""
    z = np.array([-3.0, -0.5, 0.0, 0.5, 2.0])
    assert_close(student.relu(z), np.array([0.0, 0.0, 0.0, 0.5, 2.0]))


def test_relu__no_ceiling(student):
    """There is no upper limit, and small numbers are not lost: 1e6 and 1e-9 stay."""
    z = np.array([1e6, -1e6, 1000.0, 1e-9, -1e-9, 1.5])
    assert_close(student.relu(z), np.array([1e6, 0.0, 1000.0, 1e-9, 0.0, 1.5]))


def test_relu__two_halves(student, rng):
    """relu(z) - relu(-z) is z, and relu(z) + relu(-z) is the absolute value."""
    z = rng.normal(size=(4, 3))
    up, down = student.relu(z), student.relu(-z)
    assert_close(up - down, z)
    assert_close(up + down, np.abs(z))


def test_relu__block(student):
    """A block of shape (4, 2, 3) keeps its shape."""
    z = BLOCK - 0.35
    assert_close(student.relu(z), (z + np.abs(z)) / 2, atol=1e-12)


def test_relu__single_number(student):
    """Single numbers: 2.5 stays, -2.5 becomes 0."""
    assert_close(student.relu(2.5), 2.5)
    assert_close(student.relu(-2.5), 0.0)


def test_relu__whole_numbers(student):
    """Whole numbers give floats."""
    got = student.relu(np.array([[-2, 0, 3], [7, -7, 1]]))
    assert_close(got, np.array([[0.0, 0.0, 3.0], [7.0, 0.0, 1.0]]), dtype=float)


def test_relu__single_precision(student):
    """float32 stays float32."""
    assert_single(student.relu(np.array([-1.5, 0.5], dtype=np.float32)), [0.0, 0.5])


def test_relu__infinite(student):
    """Minus infinity becomes 0, and infinity stays."""
    z = np.array([-np.inf, np.inf, 1.0])
    assert_close(student.relu(z), np.array([0.0, np.inf, 1.0]))


def test_relu__nan(student):
    """NaN stays NaN, so that somebody notices; its neighbours are not touched."""
    got = np.asarray(student.relu(np.array([2.0, np.nan, -2.0, 3.0])))
    assert got.shape == (4,), f"The result has shape {got.shape}; expected (4,)."
    assert np.isnan(got[1]), "relu(nan) should be nan. Every comparison with NaN is false."
    assert_close(got[[0, 2, 3]], np.array([2.0, 0.0, 3.0]))


# relu_grad


def test_relu_grad__by_hand(student):
    """The slope is 1 for positive z and 0 for negative z."""
    z = np.array([-3.0, -0.5, 0.5, 3.0, -1.0, 1.0])
    assert_close(student.relu_grad(z), np.array([0.0, 0.0, 1.0, 1.0, 0.0, 1.0]))


def test_relu_grad__at_zero(student):
    """At z = 0 the course takes the slope 0; at 1e-9 it is 1 and at -1e-9 it is 0."""
    z = np.array([0.0, 1e-9, -1e-9, -0.0])
    assert_close(student.relu_grad(z), np.array([0.0, 1.0, 0.0, 0.0]))


def test_relu_grad__measured_slopes(student, rng):
    """Away from 0 it is the slope of max(0, z), measured to either side."""
    z = rng.choice([-1.0, 1.0], size=(4, 3)) * rng.uniform(0.1, 3, size=(4, 3))
    z[0, 0], z[0, 1] = 2.0, -2.0
    slopes = measured(lambda v: np.maximum(v, 0), z)
    assert_close(student.relu_grad(z), slopes, rtol=1e-6, atol=1e-9)


def test_relu_grad__huge(student):
    """The slope is 1 however large z is, infinity included."""
    z = np.array([1e6, -1e6, 1000.0, np.inf, -np.inf])
    assert_close(student.relu_grad(z), np.array([1.0, 0.0, 1.0, 1.0, 0.0]))


def test_relu_grad__block(student):
    """A block of shape (4, 2, 3) keeps its shape."""
    z = BLOCK - 0.37
    assert_close(student.relu_grad(z), np.where(z > 0, 1.0, 0.0))


def test_relu_grad__single_number(student):
    """Single numbers: 2.5 gives 1, -2.5 gives 0."""
    assert_close(student.relu_grad(2.5), 1.0)
    assert_close(student.relu_grad(-2.5), 0.0)


def test_relu_grad__whole_numbers(student):
    """Whole numbers give floats."""
    got = student.relu_grad(np.array([[-2, 0, 3], [7, -7, 1]]))
    assert_close(got, np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 1.0]]), dtype=float)


def test_relu_grad__single_precision(student):
    """float32 stays float32."""
    assert_single(student.relu_grad(np.array([-1.5, 0.5], dtype=np.float32)), [0.0, 1.0])


# dead_units


def test_dead_units__by_hand(student):
    """Three examples, four units: units 0 and 2 are at 0 or below for all three."""
    Z = np.array([[-1.0, 2.0, 0.0, -3.0], [-2.0, -1.0, -4.0, 0.5], [-0.5, -3.0, -1.0, 1.0]])
    assert_equal(student.dead_units(Z), 2)


def test_dead_units__one_example_is_enough(student):
    """A unit that is on for one example of five is alive; the other two are dead."""
    Z = np.full((5, 3), -1.0)
    Z[3, 1] = 0.01
    assert_equal(student.dead_units(Z), 2)


def test_dead_units__zero_is_not_on(student):
    """A unit whose z is always exactly 0 passes nothing on: it is dead."""
    Z = np.array([[0.0, 1.0, 0.0], [0.0, 2.0, 3.0]])
    assert_equal(student.dead_units(Z), 1)


def test_dead_units__square(student):
    """As many examples as units: it is columns that count, not rows."""
    Z = np.array([[-1.0, -2.0, -3.0], [-1.0, 2.0, 3.0], [-1.0, 2.0, -3.0]])
    assert_equal(student.dead_units(Z), 1)
    Z = np.array([[-1.0, -1.0, 2.0], [-1.0, -2.0, 1.0], [-3.0, -2.0, 1.0]])
    assert_equal(student.dead_units(Z), 2)


def test_dead_units__cancelling(student):
    """A unit that is on once is alive, even if its z are negative on average."""
    Z = np.array([[-9.0, -1.0], [1.0, -1.0], [-9.0, -1.0], [1.0, -9.0]])
    assert_equal(student.dead_units(Z), 1)


def test_dead_units__many_units(student):
    """Two examples, seven units, five of them dead; and all seven dead."""
    Z = np.array([[-1.0] * 7, [-2.0, 3.0, -2.0, -2.0, 4.0, -2.0, -2.0]])
    assert_equal(student.dead_units(Z), 5)
    assert_equal(student.dead_units(-np.abs(Z)), 7)


def test_dead_units__none(student):
    """Every unit alive gives 0; one example switches three of five units off."""
    assert_equal(student.dead_units(np.array([[1.0, -1.0], [-1.0, 1.0]])), 0)
    assert_equal(student.dead_units(np.array([[-1, 2, 0, 3, -4]])), 3)


# leaky_relu


def test_leaky_relu__by_hand(student):
    """With alpha = 0.1, negative numbers shrink to a tenth and positive ones stay."""
    z = np.array([-3.0, -0.5, 0.0, 0.5, 2.0])
    assert_close(student.leaky_relu(z, 0.1), np.array([-0.3, -0.05, 0.0, 0.5, 2.0]), rtol=1e-9)


def test_leaky_relu__default(student):
    """Without alpha it is 0.01."""
    z = np.array([-200.0, -1.0, 1.0, 200.0])
    assert_close(student.leaky_relu(z), np.array([-2.0, -0.01, 1.0, 200.0]), rtol=1e-9)


def test_leaky_relu__any_alpha(student, rng):
    """alpha is the slope to the left of 0, and 1 the slope to the right."""
    z = rng.uniform(0.1, 5, size=(4, 3))
    for alpha in (0.25, 0.6, 0.99):
        assert_close(student.leaky_relu(z, alpha=alpha), z, rtol=1e-9)
        assert_close(student.leaky_relu(-z, alpha=alpha), -alpha * z, rtol=1e-9)


def test_leaky_relu__no_leak(student):
    """With alpha = 0 it is ReLU."""
    z = np.array([-3.0, -0.5, 0.5, 2.0])
    assert_close(student.leaky_relu(z, 0.0), np.array([0.0, 0.0, 0.5, 2.0]), atol=1e-12)


def test_leaky_relu__alpha_too_large(student):
    """alpha = 1 and alpha = 2 are a ValueError."""
    for alpha in (1.0, 2.0):
        with pytest.raises(ValueError):
            student.leaky_relu(np.array([-1.0, 2.0]), alpha)


def test_leaky_relu__alpha_negative(student):
    """A negative alpha is a ValueError."""
    with pytest.raises(ValueError):
        student.leaky_relu(np.array([-1.0, 2.0]), -0.01)


def test_leaky_relu__block(student):
    """A block of shape (4, 2, 3) keeps its shape; single numbers work too."""
    z = BLOCK - 0.37
    expected = 0.6 * z + 0.4 * np.abs(z)  # slope 1 above 0 and 0.2 below
    assert_close(student.leaky_relu(z, 0.2), expected, rtol=1e-9, atol=1e-12)
    assert_close(student.leaky_relu(-2.5, 0.2), -0.5, rtol=1e-9)
    assert_close(student.leaky_relu(2.5, 0.2), 2.5, rtol=1e-9)


def test_leaky_relu__whole_numbers(student):
    """Whole numbers give floats."""
    got = student.leaky_relu(np.array([[-2, 0, 3], [7, -7, 1]]), 0.5)
    assert_close(got, np.array([[-1.0, 0.0, 3.0], [7.0, -3.5, 1.0]]), dtype=float)


def test_leaky_relu__single_precision(student):
    """float32 stays float32."""
    got = student.leaky_relu(np.array([-1.5, 0.5], dtype=np.float32), 0.1)
    assert_single(got, [-0.15, 0.5])


# elu


def test_elu__by_hand(student):
    """At -ln 2 and -ln 4 it is -1/2 and -3/4; positive numbers stay."""
    z = np.array([-L2, -L4, 0.0, 0.5, 3.0])
    assert_close(student.elu(z), np.array([-0.5, -0.75, 0.0, 0.5, 3.0]), atol=1e-12)


def test_elu__alpha(student):
    """alpha = 2 doubles the negative half, and leaves the positive half alone."""
    z = np.array([-L2, -L4, 0.0, 0.5, 3.0])
    assert_close(student.elu(z, alpha=2.0), np.array([-1.0, -1.5, 0.0, 0.5, 3.0]), atol=1e-12)
    assert_close(student.elu(z, 0.1), np.array([-0.05, -0.075, 0.0, 0.5, 3.0]), atol=1e-12)


def test_elu__huge(student, printed):
    """z = 1000 gives 1000 and z = -1000 gives -1, without an overflow on the way."""
    got = student.elu(np.array([1000.0, -1000.0, 2.0, -L2]))
    said = printed()
    assert_close(got, np.array([1000.0, -1.0, 2.0, -0.5]), atol=1e-12)
    assert "RuntimeWarning" not in said, (
        "The answers are right, but NumPy had to warn on the way to them. np.where computes both "
        "of its branches for every entry: which numbers does exp get to see?"
    )


def test_elu__levels_off(student):
    """Far to the left it comes close to -alpha, and never goes below."""
    z = np.array([-5.0, -10.0, -30.0])
    tail = np.array([math.exp(-5.0), math.exp(-10.0), math.exp(-30.0)])
    assert_close(student.elu(z), tail - 1, atol=1e-12)
    assert_close(student.elu(z, 3.0), 3 * tail - 3, atol=1e-12)


def test_elu__passes_through_zero(student):
    """Close to 0 it is close to z, from both sides."""
    z = np.array([-1e-4, 1e-4, -1e-3, 1e-3])
    assert_close(student.elu(z), np.array([-9.9995e-05, 1e-4, -9.995001666e-04, 1e-3]), atol=1e-12)


def test_elu__block(student):
    """A block of shape (4, 2, 3) keeps its shape; single numbers work too."""
    z = BLOCK - 0.37
    expected = np.array([v if v > 0 else math.exp(v) - 1 for v in z.ravel()]).reshape(z.shape)
    assert_close(student.elu(z), expected, atol=1e-12)
    assert_close(student.elu(-L2), -0.5, atol=1e-12)
    assert_close(student.elu(2.5), 2.5, atol=1e-12)


def test_elu__whole_numbers(student):
    """Whole numbers give floats: -1 gives 1/e - 1."""
    got = student.elu(np.array([[-1, 0, 3], [7, -2, 1]]))
    expected = np.array([[1 / math.e - 1, 0.0, 3.0], [7.0, math.exp(-2) - 1, 1.0]])
    assert_close(got, expected, atol=1e-12, dtype=float)


def test_elu__single_precision(student):
    """float32 stays float32."""
    assert_single(student.elu(np.array([-L2, 0.5], dtype=np.float32)), [-0.5, 0.5])


# maxout

X43 = np.array([[1.0, 2.0, 0.0], [-1.0, 0.5, 2.0], [0.0, -3.0, 1.0], [2.0, 2.0, -2.0]])
U23 = np.array([[1.0, -1.0, 0.5], [0.0, 2.0, 1.0]])
V23 = np.array([[-2.0, 0.0, 1.0], [1.0, 1.0, -1.0]])


def test_maxout__by_hand(student):
    """W1 gives the sums (3, 0) and (1.5, 1), W2 gives (2, -1) and (1, -1)."""
    X = np.array([[1.0, 2.0], [0.0, 1.0]])
    W1, b1 = np.array([[1.0, 0.5], [-1.0, 0.0]]), np.array([1.0, 1.0])
    W2, b2 = np.array([[0.0, 1.0], [1.0, -1.0]]), np.array([0.0, 0.0])
    assert_close(student.maxout(X, W1, b1, W2, b2), np.array([[3.0, 0.0], [1.5, 1.0]]), rtol=1e-9)


def test_maxout__shapes(student):
    """Four examples, three inputs, two units: rows are examples, columns are units."""
    got = student.maxout(X43, U23, np.array([0.5, -1.0]), V23, np.array([0.0, 2.0]))
    expected = np.array([[-0.5, 5.0], [4.0, 2.0], [4.0, -2.0], [-0.5, 8.0]])
    assert_close(got, expected, atol=1e-12)


def test_maxout__can_be_relu(student, rng):
    """With W2 = 0 and b2 = 0 it is max(0, z)."""
    X, W, b = rng.normal(size=(6, 3)), rng.normal(size=(4, 3)), rng.normal(size=4)
    got = student.maxout(X, W, b, np.zeros((4, 3)), np.zeros(4))
    assert_close(got, np.maximum(X @ W.T + b, 0), atol=1e-12)


def test_maxout__can_be_absolute(student):
    """With W2 = -W1 it is the absolute value, which no ReLU of z can be."""
    X, one, none = np.array([[-2.0], [0.5], [3.0]]), np.array([[1.0]]), np.zeros(1)
    assert_close(student.maxout(X, one, none, -one, none), np.array([[2.0], [0.5], [3.0]]))


def test_maxout__negative(student):
    """Where both sums are negative, the larger of them counts: -1 rather than -4, and not 0."""
    X, none = np.array([[1.0, 1.0], [2.0, 1.0]]), np.zeros(1)
    got = student.maxout(X, np.array([[-1.0, 0.0]]), none, np.array([[0.0, -4.0]]), none)
    assert_close(got, np.array([[-1.0], [-2.0]]))


def test_maxout__biases(student):
    """Each half has biases of its own, one for each unit."""
    X, W = np.zeros((3, 2)), np.ones((4, 2))
    got = student.maxout(X, W, np.array([1.0, -1, 5, 0]), W, np.array([0.0, 2, 3, -7]))
    assert_close(got, np.array([[1.0, 2.0, 5.0, 0.0]] * 3))


def test_maxout__square(student):
    """As many examples as inputs as units: the weights of a unit still are a row."""
    X, none = np.array([[1.0, 0.0], [0.0, 10.0]]), np.zeros(2)
    W1, W2 = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.0, 5.0], [7.0, 0.0]])
    assert_close(
        student.maxout(X, W1, none, W2, none), np.array([[1.0, 7.0], [50.0, 40.0]]), atol=1e-12
    )
    got = student.maxout(X, W1, np.array([9.0, 0.0]), W2, none)
    assert_close(got, np.array([[10.0, 7.0], [50.0, 40.0]]), atol=1e-12)


def test_maxout__whole_numbers(student):
    """Whole numbers give floats, and pixels of 8 bits do not wrap around at 256."""
    X = np.array([[200, 100], [255, 255]], dtype=np.uint8)
    W1, W2 = np.array([[1, 1]], dtype=np.uint8), np.array([[2, 0]], dtype=np.uint8)
    none = np.zeros(1, dtype=np.uint8)
    got = student.maxout(X, W1, none, W2, none)
    assert_close(got, np.array([[400.0], [510.0]]), dtype=float)


def test_maxout__single_precision(student):
    """float32 stays float32."""
    arrays = (X43, U23, np.array([0.5, -1.0]), V23, np.array([0.0, 2.0]))
    got = student.maxout(*(array.astype(np.float32) for array in arrays))
    assert_single(got, [[-0.5, 5.0], [4.0, 2.0], [4.0, -2.0], [-0.5, 8.0]])


def test_maxout__inputs_do_not_fit(student):
    """Three inputs against weights for two: a ValueError that names both, (4, 3) and (5, 2)."""
    W, b = np.ones((5, 2)), np.zeros(5)
    with pytest.raises(ValueError) as error:
        student.maxout(X43, W, b, W, b)
    assert "(4, 3)" in str(error.value), "The message should name the shape of X, (4, 3)."
    assert "(5, 2)" in str(error.value), "The message should name the shape of W1, (5, 2)."


def test_maxout__halves_do_not_fit(student):
    """Two units in W1 and one in W2: a ValueError that names both, (2, 3) and (1, 3)."""
    with pytest.raises(ValueError) as error:
        student.maxout(X43, U23, np.zeros(2), V23[:1], np.zeros(1))
    assert "(2, 3)" in str(error.value), "The message should name the shape of W1, (2, 3)."
    assert "(1, 3)" in str(error.value), "The message should name the shape of W2, (1, 3)."


def test_maxout__bias_does_not_fit(student):
    """Biases of shape (1,) or (2, 1) for two units are a ValueError, in either half."""
    good = np.zeros(2)
    for b in (np.zeros(1), np.zeros((2, 1))):
        with pytest.raises(ValueError):
            student.maxout(X43[:2], U23, b, V23, good)
        with pytest.raises(ValueError):
            student.maxout(X43[:2], U23, good, V23, b)
