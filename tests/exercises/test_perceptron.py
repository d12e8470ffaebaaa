"""Public checks of lesson 01: numbers worked by hand and properties."""

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def as_list(errors):
    """The mistakes per epoch as a list, whether they came as a list, a tuple or an array."""
    assert isinstance(errors, list | tuple | np.ndarray), "errors should be a list."
    numbers = errors if isinstance(errors, np.ndarray) else np.array(errors, dtype=object)
    assert numbers.ndim == 1, "errors should be a list of numbers, one per epoch."
    for number in numbers.tolist():
        assert isinstance(number, int | float | np.number), "errors should hold numbers."
    return numbers.tolist()


# step


def test_step__sign_decides(student):
    """Sums above 0 give 1 and sums below 0 give 0."""
    assert_equal(student.step(np.array([2.5, -2.5, 0.7, -0.7, 40.0])), np.array([1, 0, 1, 0, 1]))


def test_step__zero_is_silent(student):
    """A sum of exactly 0 gives 0, between neighbours that differ."""
    assert_equal(student.step(np.array([-1.0, 0.0, 1.0, -0.0, 0.3])), np.array([0, 0, 1, 0, 1]))


def test_step__size_does_not_matter(student):
    """A tiny sum decides as firmly as a huge one."""
    z = np.array([1e-9, -1e-9, 1000.0, -1000.0, 0.2, 0.6])
    assert_equal(student.step(z), np.array([1, 0, 1, 0, 1, 1]))


def test_step__single_number(student):
    """A single number works as well as an array."""
    assert_equal(student.step(0.4), 1)
    assert_equal(student.step(-0.4), 0)


def test_step__whole_numbers(student):
    """Sums that are whole numbers work too, and the answers are numbers, not True and False."""
    assert_equal(student.step(np.array([3, 0, -2, 1])), np.array([1, 0, 0, 1]))


def test_step__keeps_shape(student):
    """A table of sums gives a table of answers, entry by entry."""
    z = np.array([[1.5, -0.5, 0.0], [-3.0, 2.0, 0.1]])
    assert_equal(student.step(z), np.array([[1, 0, 0], [0, 1, 1]]))


# perceptron_forward


def test_perceptron_forward__by_hand(student):
    """Three rows worked by hand: sums -1.5, 2.0 and 0.5 give 0, 1 and 1."""
    X = np.array([[1.0, 2.0], [3.0, 0.5], [2.0, 1.0]])
    assert_equal(student.perceptron_forward(X, np.array([1.0, -1.0]), -0.5), np.array([0, 1, 1]))


def test_perceptron_forward__bias(student):
    """The bias is added once and can turn every answer around."""
    X = np.array([[1.0, 1.0, 1.0], [-1.0, 0.5, 0.0], [2.0, -3.0, 0.5]])
    w = np.array([1.0, 1.0, 1.0])  # without the bias the sums are 3, -0.5 and -0.5
    assert_equal(student.perceptron_forward(X, w, 0.3), np.array([1, 0, 0]))
    assert_equal(student.perceptron_forward(X, w, 0.7), np.array([1, 1, 1]))


def test_perceptron_forward__negative_bias(student):
    """A negative bias is a bar that the sum of products has to clear."""
    X = np.array([[1.0, 1.0, 1.0], [0.5, 0.0, 0.0], [2.0, 2.0, 0.0], [-2.0, -2.0, 0.0]])
    w = np.array([1.0, 1.0, 1.0])
    assert_equal(student.perceptron_forward(X, w, -2.0), np.array([1, 0, 1, 0]))


def test_perceptron_forward__on_the_line(student):
    """A row whose sum is exactly 0 gives 0; its neighbours on either side give 0 and 1."""
    X = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]])
    assert_equal(student.perceptron_forward(X, np.array([-2.0, 1.0]), 0.0), np.array([0, 0, 1]))


def test_perceptron_forward__square(student):
    """As many rows as inputs: the products still run along the rows."""
    X = np.array([[1.0, -4.0, 0.0], [5.0, 1.0, 2.0], [-3.0, -1.0, 1.0]])
    w = np.array([1.0, 0.5, -0.5])
    assert_equal(student.perceptron_forward(X, w, 0.25), np.array([0, 1, 0]))


def test_perceptron_forward__rows_are_independent(student, rng):
    """Each row gets the answer that it gets when it is alone."""
    X, w = rng.normal(size=(6, 4)), rng.normal(size=4)
    X[0], X[1] = w, -w  # one row that surely fires, one that surely does not
    together = student.perceptron_forward(X, w, 0.0)
    assert_equal(together[:2], np.array([1, 0]))
    alone = [student.perceptron_forward(X[i : i + 1], w, 0.0) for i in range(6)]
    assert_equal(together, np.concatenate(alone))


def test_perceptron_forward__wrong_length(student):
    """Three columns and two weights: a ValueError that names both shapes, (4, 3) and (2,)."""
    with pytest.raises(ValueError) as error:
        student.perceptron_forward(np.ones((4, 3)), np.ones(2), 0.0)
    assert "(4, 3)" in str(error.value), "The message should name the shape of X, (4, 3)."
    assert "(2,)" in str(error.value), "The message should name the shape of w, (2,)."


def test_perceptron_forward__column_of_weights(student):
    """Weights of shape (3, 1), or just one weight for three columns, are refused as well."""
    with pytest.raises(ValueError):
        student.perceptron_forward(np.ones((4, 3)), np.ones((3, 1)), 0.0)
    with pytest.raises(ValueError):
        student.perceptron_forward(np.ones((4, 3)), np.ones(1), 0.0)


# gate_params


def gate_sums(student, name):
    """The weighted sums of a gate on the four corners, in the order 00, 01, 10, 11."""
    w, b = student.gate_params(name)
    w = np.asarray(w)
    assert w.dtype.kind in "iuf" and np.asarray(b).dtype.kind in "iuf", "w and b should be numbers."
    assert w.shape == (2,), f"w has shape {w.shape}; expected (2,), one weight per input."
    assert np.ndim(b) == 0, "b should be one number."
    return CORNERS @ w + float(b)


def test_gate_params__and(student):
    """AND fires for (1, 1) and for nothing else."""
    assert_equal((gate_sums(student, "AND") > 0).astype(int), np.array([0, 0, 0, 1]))


def test_gate_params__or(student):
    """OR fires for every input except (0, 0)."""
    assert_equal((gate_sums(student, "OR") > 0).astype(int), np.array([0, 1, 1, 1]))


def test_gate_params__nand(student):
    """NAND fires for every input except (1, 1)."""
    assert_equal((gate_sums(student, "NAND") > 0).astype(int), np.array([1, 1, 1, 0]))


def test_gate_params__margin(student):
    """Every one of the twelve weighted sums is at least 0.1 away from 0."""
    for name in ("AND", "OR", "NAND"):
        z = gate_sums(student, name)
        # 1e-9 forgives the rounding in sums such as 0.1 + 0.2 - 0.2.
        closest = np.abs(z).min()
        assert closest >= 0.1 - 1e-9, f"{name} has a weighted sum only {closest:.3g} away from 0."


def test_gate_params__unknown_name(student):
    """A name that is none of the three raises a ValueError."""
    with pytest.raises(ValueError):
        student.gate_params("XOR")


# boundary_x2


def test_boundary_x2__by_hand(student):
    """2*x1 + 4*x2 - 6 = 0 has height 1.5 at x1 = 0, 0.5 at x1 = 2 and -0.5 at x1 = 4."""
    x2 = student.boundary_x2(np.array([0.0, 2.0, 4.0]), np.array([2.0, 4.0]), -6.0)
    assert_close(x2, np.array([1.5, 0.5, -0.5]))


def test_boundary_x2__negative_weight(student):
    """Signs survive: -3*x1 - 2*x2 + 1 = 0 has height 2 at x1 = -1 and -4 at x1 = 3."""
    x2 = student.boundary_x2(np.array([-1.0, 3.0]), np.array([-3.0, -2.0]), 1.0)
    assert_close(x2, np.array([2.0, -4.0]))


def test_boundary_x2__lies_on_the_line(student, rng):
    """The weighted sum at every returned point is 0."""
    w, b = rng.uniform(0.5, 2.0, size=2) * rng.choice([-1.0, 1.0], size=2), rng.uniform(1.0, 3.0)
    x1 = rng.uniform(-2.0, 2.0, size=7)
    x2 = student.boundary_x2(x1, w, b)
    assert np.shape(x2) == (7,), f"The result has shape {np.shape(x2)}; expected (7,)."
    assert_close(w[0] * x1 + w[1] * x2 + b, np.zeros(7), atol=1e-9)


def test_boundary_x2__horizontal(student):
    """With w[0] = 0 the line is flat: the same height at every x1."""
    x2 = student.boundary_x2(np.array([-1.0, 0.0, 5.0]), np.array([0.0, 2.0]), -3.0)
    assert_close(x2, np.array([1.5, 1.5, 1.5]))


def test_boundary_x2__single_number(student):
    """A single x1 gives a single x2, also when everything is a whole number."""
    assert_close(student.boundary_x2(1, np.array([1, 2]), 4), -2.5)


def test_boundary_x2__vertical(student):
    """With w[1] = 0 there is no such x2: a ValueError, not infinity."""
    with pytest.raises(ValueError):
        student.boundary_x2(np.array([1.0, 2.0]), np.array([3.0, 0.0]), -6.0)


# perceptron_fit


def test_perceptron_fit__first_correction(student):
    """One row that should fire, one epoch: w becomes the row, b becomes 1, one mistake."""
    w, b, errors = student.perceptron_fit(np.array([[2.0, -3.0]]), np.array([1]), epochs=1)
    assert_close(w, np.array([2.0, -3.0]))
    assert_close(b, 1.0)
    assert_equal(as_list(errors), [1])


def test_perceptron_fit__false_alarm(student):
    """A row that fires and should not is subtracted, with the bias."""
    # Row 1: z = 0, silent, should fire: w = (1, 2), b = 1.
    # Row 2: z = 3 + 2 + 1 = 6, fires, should not: w = (-2, 1), b = 0.
    X, y = np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([1, 0])
    w, b, errors = student.perceptron_fit(X, y, epochs=1)
    assert_close(w, np.array([-2.0, 1.0]))
    assert_close(b, 0.0)
    assert_equal(as_list(errors), [2])


def test_perceptron_fit__learning_rate(student):
    """With lr = 0.5 every correction is half as large, the bias included."""
    # Row 1: z = 0, should fire: w = (1, 2), b = 0.5. Row 2: z = 2 - 8 + 0.5 < 0, should fire:
    # w = (2, 0), b = 1. Row 3: z = 3, should not fire: w = (1.5, -0.5), b = 0.5.
    X = np.array([[2.0, 4.0], [2.0, -4.0], [1.0, 1.0]])
    w, b, errors = student.perceptron_fit(X, np.array([1, 1, 0]), lr=0.5, epochs=1)
    assert_close(w, np.array([1.5, -0.5]))
    assert_close(b, 0.5)
    assert_equal(as_list(errors), [3])


def test_perceptron_fit__rows_in_order(student):
    """Every row meets the weights that the rows before it have left behind."""
    # Row 1: z = 0: w = (1, 0), b = 1. Row 2: z = 2, already right. Row 3: z = 1 - 4: wrong:
    # w = (-3, 1), b = 2. Row 4: z = -3 + 1 + 2 = 0, silent, as it should be.
    X = np.array([[1.0, 0.0], [1.0, 3.0], [-4.0, 1.0], [1.0, 1.0]])
    w, b, errors = student.perceptron_fit(X, np.array([1, 1, 1, 0]), epochs=1)
    assert_close(w, np.array([-3.0, 1.0]))
    assert_close(b, 2.0)
    assert_equal(as_list(errors), [2])


def test_perceptron_fit__learns_or(student):
    """OR from its truth table: w = (1, 1), b = 0, mistakes 1, 2, 1, 0."""
    w, b, errors = student.perceptron_fit(CORNERS, np.array([0, 1, 1, 1]))
    assert_close(w, np.array([1.0, 1.0]))
    assert_close(b, 0.0)
    assert_equal(as_list(errors), [1, 2, 1, 0])


def test_perceptron_fit__never_stops_on_xor(student):
    """XOR is never learned: 100 epochs by default, and a mistake in each of them."""
    _, _, errors = student.perceptron_fit(CORNERS, np.array([0, 1, 1, 0]))
    errors = as_list(errors)
    assert len(errors) == 100, f"errors has {len(errors)} entries; expected 100, one per epoch."
    assert min(errors) > 0, "XOR cannot be answered without a mistake."


def test_perceptron_fit__epoch_limit(student):
    """`epochs` is a limit: XOR for 3 epochs gives 3 entries, 2, 3 and 4 mistakes."""
    _, _, errors = student.perceptron_fit(CORNERS, np.array([0, 1, 1, 0]), epochs=3)
    assert_equal(as_list(errors), [2, 3, 4])


GAP = 0.3
#: No row is longer than sqrt(3) or, with the 1 of the bias, than 2: Novikoff's bound (2 / GAP)**2
#: allows 44 mistakes, so as many epochs with one.
ENOUGH_EPOCHS = 50


def separable(rng):
    """Thirty labelled rows, none of them nearer than GAP to the line between the classes."""
    v = np.array([1.0, -1.0, 0.5, 0.2])
    v = v / np.linalg.norm(v)
    X = rng.uniform(-1.0, 1.0, size=(600, 3))
    X = X[np.abs(X @ v[:3] + v[3]) > GAP][:30]
    return X, (X @ v[:3] + v[3] > 0).astype(int)


def test_perceptron_fit__separable(student, rng):
    """Classes with a gap between them are learned completely: the last epoch has no mistake."""
    X, y = separable(rng)
    y[0], X[0] = 1, [0.9, -0.9, 0.5]  # both answers occur, whatever the draw
    w, b, errors = student.perceptron_fit(X, y, epochs=ENOUGH_EPOCHS)
    assert np.shape(w) == (3,), f"w has shape {np.shape(w)}; expected (3,)."
    assert np.ndim(b) == 0, "b should be one number."
    errors = as_list(errors)
    assert errors and errors[-1] == 0 and 0 not in errors[:-1], (
        "Stop after the first epoch without a mistake."
    )
    assert_equal((X @ np.asarray(w) + b > 0).astype(int), y)


def test_perceptron_fit__few_mistakes(student, rng):
    """The mistakes add up to no more than Novikoff's bound (R / gap)**2."""
    X, y = separable(rng)
    y[0], X[0] = 1, [0.9, -0.9, 0.5]
    _, _, errors = student.perceptron_fit(X, y, epochs=ENOUGH_EPOCHS)
    radius2 = (X**2).sum(axis=1).max() + 1
    assert 1 <= sum(as_list(errors)) <= radius2 / GAP**2


def test_perceptron_fit__shapes(student):
    """Three rows and two labels: a ValueError that names both shapes, (3, 2) and (2,)."""
    with pytest.raises(ValueError) as error:
        student.perceptron_fit(np.ones((3, 2)), np.array([0, 1]))
    assert "(3, 2)" in str(error.value), "The message should name the shape of X, (3, 2)."
    assert "(2,)" in str(error.value), "The message should name the shape of y, (2,)."
