"""Public checks of lesson 09: ten items by hand, properties, measured slopes, extremes."""

import math

import numpy as np
import pytest

from labkit.testing import assert_close

TEN = np.array([0.0, 1.0, 1.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0, 7.0])  # mean 3, variance 4
NORMED = np.array([-1.5, -1.0, -1.0, -0.5, 0.0, 0.0, 0.5, 0.5, 1.0, 2.0])  # (TEN - 3) / 2
UPSTREAM = np.array([0.5, -0.2, 0.1, 0.0, 0.3, -0.4, 0.2, 0.1, -0.1, 0.5])


def two_columns():
    """The ten items, and beside them ten others with mean 100 and variance 0.04."""
    return np.column_stack([TEN, 100.0 + NORMED[::-1] / 5])


def shape_error(call, *shapes):
    """`call` must raise a ValueError that names these shapes."""
    with pytest.raises(ValueError) as error:
        call()
    for shape in shapes:
        assert shape in str(error.value), f"The message should name the shape {shape}."


def assert_silent(printed):
    assert "RuntimeWarning" not in printed(), (
        "The numbers are right, but NumPy had to warn of a division by zero or of an invalid "
        "value on the way to them. Where does eps belong?"
    )


# batchnorm_forward


def test_batchnorm_forward__ten_items(student):
    """The ten items of the lesson: mean 3, variance 4, gamma 1.5, beta 0.5 (with eps = 0)."""
    Y = student.batchnorm_forward(TEN[:, None], np.array([1.5]), np.array([0.5]), eps=0.0)
    assert_close(Y, (1.5 * NORMED + 0.5)[:, None], atol=1e-12)


def test_batchnorm_forward__two_columns(student):
    """Each column has a mean, a variance, a gamma and a beta of its own."""
    Y = student.batchnorm_forward(two_columns(), np.array([2.0, -3.0]), np.array([7.0, 0.25]), 0.0)
    expected = np.column_stack([2.0 * NORMED + 7.0, -3.0 * NORMED[::-1] + 0.25])
    assert_close(Y, expected, rtol=1e-8, atol=1e-10)


def test_batchnorm_forward__eps_below_the_root(student):
    """With eps = 5 a column of variance 4 is divided by 3, the root of 4 + 5."""
    Y = student.batchnorm_forward(TEN[:, None], np.array([3.0]), np.array([-1.0]), eps=5.0)
    assert_close(Y, (TEN - 4.0)[:, None], atol=1e-12)


def test_batchnorm_forward__eps_by_default(student):
    """Without a word about eps it is 1e-5: a column of variance 3e-5 gets the variance 0.75."""
    X = math.sqrt(3e-5) * np.array([[1.0], [-1.0], [-1.0], [1.0]])
    Y = student.batchnorm_forward(X, np.array([1.0]), np.array([0.0]))
    assert_close(Y, math.sqrt(0.75) * np.sign(X), atol=1e-12)


def test_batchnorm_forward__mean_and_spread(student, rng):
    """In the result, the mean of a column is its beta and the spread is the size of its gamma."""
    X = rng.normal(size=(9, 4)) * np.array([1.0, 5.0, 0.5, 30.0]) + np.array([0.0, 8.0, -3.0, 1.0])
    gamma, beta = np.array([1.0, 0.5, -2.0, 4.0]), np.array([0.0, -6.0, 3.0, 1.0])
    Y = student.batchnorm_forward(X, gamma, beta, eps=0.0)
    assert_close(Y.mean(axis=0), beta, rtol=1e-8, atol=1e-10)
    assert_close(np.ptp(Y, axis=0) / np.ptp(X, axis=0), np.abs(gamma) / X.std(axis=0), rtol=1e-8)


def test_batchnorm_forward__square(student):
    """As many rows as columns: statistics run down a column, gamma and beta belong to columns."""
    X = np.array([[0.0, 10.0, 3.0], [1.0, 10.0, 9.0], [2.0, 40.0, 6.0]])
    Y = student.batchnorm_forward(X, np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 30.0]), 0.0)
    a, h = math.sqrt(1.5), math.sqrt(0.5)
    expected = [
        [10 - a, 20 - 2 * h, 30 - 3 * a],
        [10, 20 - 2 * h, 30 + 3 * a],
        [10 + a, 20 + 4 * h, 30],
    ]
    assert_close(Y, np.array(expected))


def test_batchnorm_forward__constant_column(student, printed):
    """A column whose entries are all equal becomes its beta: no NaN, no warning."""
    X = np.column_stack([np.full(5, 4.0), [1.0, 2.0, 3.0, 4.0, 5.0], np.zeros(5)])
    Y = student.batchnorm_forward(X, np.array([2.0, 0.0, 1.0]), np.array([0.5, -1.0, 3.0]))
    assert_silent(printed)
    assert_close(Y, np.tile([0.5, -1.0, 3.0], (5, 1)), atol=1e-9)


def test_batchnorm_forward__single_row(student):
    """In a batch of one row nothing is left of X: the result is beta."""
    Y = student.batchnorm_forward(
        np.array([[3.0, -8.0]]), np.array([2.0, 5.0]), np.array([1.0, 0.5])
    )
    assert_close(Y, np.array([[1.0, 0.5]]), atol=1e-9)


def test_batchnorm_forward__far_from_zero(student):
    """A column near 300 million comes out like the same column near 0."""
    X = 3e8 + np.array([[2.0], [4.0], [4.0], [4.0], [5.0], [5.0], [7.0], [9.0]])
    Y = student.batchnorm_forward(X, np.array([2.0]), np.array([0.0]), eps=0.0)
    assert_close(Y, X - 3e8 - 5.0, atol=1e-6)


def test_batchnorm_forward__whole_numbers(student):
    """Whole numbers give floats."""
    X, gamma, beta = np.array([[1, 9], [3, 5], [1, 9], [3, 5]]), np.array([2, 1]), np.array([0, 7])
    Y = student.batchnorm_forward(X, gamma, beta, eps=0.0)
    assert_close(Y, np.array([[-2.0, 8.0], [2.0, 6.0], [-2.0, 8.0], [2.0, 6.0]]), dtype=float)


def test_batchnorm_forward__single_precision(student):
    """Arrays of float32 give a result of float32, which is half the memory and half the time."""
    X, gamma, beta = (array.astype(np.float32) for array in (two_columns(), TEN[:2], TEN[2:4]))
    Y = student.batchnorm_forward(X, gamma, beta)
    assert_close(Y, np.column_stack([np.full(10, 1.0), 2 + NORMED[::-1]]), rtol=1e-3, atol=1e-3)
    assert Y.dtype == np.float32, f"The result is {Y.dtype}; expected float32."


def test_batchnorm_forward__shapes(student):
    """A gamma or beta that is not (n,), or an X without two axes, is a ValueError with shapes."""
    X, n3 = np.arange(9.0).reshape(3, 3) ** 2, np.ones(3)
    forward = student.batchnorm_forward
    shape_error(lambda: forward(X, np.ones((3, 1)), n3), "(3, 3)", "(3, 1)")
    shape_error(lambda: forward(X, n3, np.ones(1)), "(3, 3)", "(1,)")
    shape_error(lambda: forward(X, np.ones(4), np.ones(4)), "(3, 3)", "(4,)")
    shape_error(lambda: forward(n3, n3, n3), "(3,)")


# batchnorm_backward


def cost(X, dY, gamma, eps):
    """The sum of all dY * Y, one column after the other, in the words of the definition."""
    total = 0.0
    for j, scale in enumerate(gamma.tolist()):
        column = X[:, j].tolist()
        mean = math.fsum(column) / len(column)
        variance = math.fsum((x - mean) ** 2 for x in column) / len(column)
        normed = [(x - mean) / math.sqrt(variance + eps) for x in column]
        total += math.fsum(d * scale * x for d, x in zip(dY[:, j].tolist(), normed, strict=True))
    return total


def measured(X, dY, gamma, eps, h=1e-5):
    """The slope of that cost for each entry of X, from a small step to either side."""
    slopes = np.zeros(X.shape)
    for index in np.ndindex(X.shape):
        move = np.zeros(X.shape)
        move[index] = h
        ahead, behind = cost(X + move, dY, gamma, eps), cost(X - move, dY, gamma, eps)
        slopes[index] = (ahead - behind) / (2 * h)
    return slopes


def test_batchnorm_backward__ten_items(student):
    """The ten items of the lesson: dgamma 0.4, dbeta 1, and the ten slopes (with eps = 0)."""
    dX, dgamma, dbeta = student.batchnorm_backward(
        UPSTREAM[:, None], TEN[:, None], np.array([1.5]), eps=0.0
    )
    assert_close(dgamma, np.array([0.4]))
    assert_close(dbeta, np.array([1.0]))
    expected = [0.345, -0.195, 0.03, -0.06, 0.15, -0.375, 0.06, -0.015, -0.18, 0.24]
    assert_close(dX, np.array(expected)[:, None], atol=1e-12)


def test_batchnorm_backward__crosstalk(student):
    """A slope for the first item alone: every one of the ten items gets a slope."""
    dY = np.zeros((10, 1))
    dY[0] = 1.0
    dX, dgamma, dbeta = student.batchnorm_backward(dY, TEN[:, None], np.array([1.5]), eps=0.0)
    expected = [0.50625, -0.1875, -0.1875, -0.13125, -0.075, -0.075, -0.01875, -0.01875, 0.0375]
    assert_close(dX, np.array([*expected, 0.15])[:, None], atol=1e-12)
    assert_close(dgamma, np.array([-1.5]))
    assert_close(dbeta, np.array([1.0]))


def test_batchnorm_backward__measured_slopes(student, rng):
    """dX agrees with slopes that were measured by moving every entry of X a little."""
    X, dY = rng.normal(size=(5, 3)) * 2 + 1, rng.normal(size=(5, 3))
    gamma = np.array([0.5, -1.0, 3.0])
    dX, _, _ = student.batchnorm_backward(dY, X, gamma)
    assert_close(dX, measured(X, dY, gamma, 1e-5), rtol=1e-6, atol=1e-7)


def test_batchnorm_backward__measured_with_a_large_eps(student, rng):
    """The same with eps = 2, which no part of the formula may forget."""
    X, dY = rng.normal(size=(4, 2)), rng.normal(size=(4, 2))
    gamma = np.array([2.0, -1.0])
    dX, dgamma, dbeta = student.batchnorm_backward(dY, X, gamma, eps=2.0)
    assert_close(dX, measured(X, dY, gamma, 2.0), rtol=1e-6, atol=1e-7)
    parts = [cost(X[:, [j]], dY[:, [j]], np.ones(1), 2.0) for j in range(2)]
    assert_close(dgamma, np.array(parts), rtol=1e-8)
    assert_close(dbeta, dY.sum(axis=0))


def test_batchnorm_backward__square(student, rng):
    """As many rows as columns: all three results, each of its own shape."""
    X, dY = rng.normal(size=(3, 3)) * 3, rng.normal(size=(3, 3))
    gamma = np.array([1.0, 2.0, -0.5])
    dX, dgamma, dbeta = student.batchnorm_backward(dY, X, gamma, eps=0.5)
    assert_close(dX, measured(X, dY, gamma, 0.5), rtol=1e-6, atol=1e-7)
    parts = [cost(X[:, [j]], dY[:, [j]], np.ones(1), 0.5) for j in range(3)]
    assert_close(dgamma, np.array(parts), rtol=1e-8)
    assert_close(dbeta, dY.sum(axis=0))


def test_batchnorm_backward__balance(student, rng):
    """Each column of dX adds up to 0, also against the items themselves (with eps = 0)."""
    X, dY = rng.normal(size=(7, 3)) + 4, rng.normal(size=(7, 3)) + 1
    dX, _, dbeta = student.batchnorm_backward(dY, X, np.array([1.0, 2.0, 3.0]), eps=0.0)
    assert (np.abs(dX) > 1e-6).any(axis=0).all(), "Not all slopes of a column can be 0 here."
    assert_close(dX.sum(axis=0), np.zeros(3), atol=1e-10)
    assert_close((dX * X).sum(axis=0), np.zeros(3), atol=1e-9)
    assert_close(dbeta, dY.sum(axis=0))


def test_batchnorm_backward__a_push_for_all(student):
    """The same slope for all items of a column moves beta, and neither X nor gamma."""
    dY = np.tile([2.0, -1.0], (10, 1))
    dX, dgamma, dbeta = student.batchnorm_backward(dY, two_columns(), np.array([1.5, 2.0]))
    assert_close(dX, np.zeros((10, 2)), atol=1e-9)
    assert_close(dgamma, np.zeros(2), atol=1e-9)
    assert_close(dbeta, np.array([20.0, -10.0]))


def test_batchnorm_backward__constant_column(student, printed):
    """A column of equal entries: the root of eps is what divides, and nothing is NaN."""
    X, dY = np.full((4, 2), 3.0), np.array([[1.0, 0.0], [0.0, 2.0], [0.0, 0.0], [3.0, 2.0]])
    dX, dgamma, dbeta = student.batchnorm_backward(dY, X, np.array([1.0, 3.0]), eps=0.25)
    assert_silent(printed)
    expected = [[0.0, -6.0], [-2.0, 6.0], [-2.0, -6.0], [4.0, 6.0]]
    assert_close(dX, np.array(expected), atol=1e-12)
    assert_close(dgamma, np.zeros(2), atol=1e-12)
    assert_close(dbeta, np.array([4.0, 4.0]))


def test_batchnorm_backward__single_row(student):
    """With a single row the result is beta, so X and gamma have no slope."""
    dY = np.array([[2.0, -3.0, 0.5]])
    dX, dgamma, dbeta = student.batchnorm_backward(dY, np.array([[1.0, 5.0, 9.0]]), np.ones(3))
    assert_close(dX, np.zeros((1, 3)), atol=1e-12)
    assert_close(dgamma, np.zeros(3), atol=1e-12)
    assert_close(dbeta, dY[0])


def test_batchnorm_backward__far_from_zero(student):
    """Ten items near 300 million have the slopes of the ten items."""
    dX, dgamma, _ = student.batchnorm_backward(
        UPSTREAM[:, None], TEN[:, None] + 3e8, np.array([1.5]), eps=0.0
    )
    assert_close(dgamma, np.array([0.4]), rtol=1e-6)
    assert_close(dX[[0, 5, 9], 0], np.array([0.345, -0.375, 0.24]), rtol=1e-6)


def test_batchnorm_backward__whole_numbers(student):
    """Whole numbers give floats."""
    X, dY = np.array([[-1], [-1], [1], [1]]), np.array([[1], [0], [0], [0]])
    dX, dgamma, dbeta = student.batchnorm_backward(dY, X, np.array([4]), eps=0.0)
    assert_close(dX, np.array([[2.0], [-2.0], [0.0], [0.0]]), atol=1e-12, dtype=float)
    assert_close(dgamma, np.array([-1.0]))
    assert_close(dbeta, np.array([1.0]))


def test_batchnorm_backward__single_precision(student):
    """Arrays of float32 give three results of float32."""
    dY, X, gamma = (a.astype(np.float32) for a in (UPSTREAM[:, None], TEN[:, None], np.ones(1)))
    results = student.batchnorm_backward(dY, X, gamma)
    assert_close(results[1], np.array([0.4]), rtol=1e-3)
    for name, result in zip(("dX", "dgamma", "dbeta"), results, strict=True):
        assert result.dtype == np.float32, f"{name} is {result.dtype}; expected float32."


def test_batchnorm_backward__shapes(student):
    """A dY unlike X, or a gamma that is not (n,), is a ValueError that names the shapes."""
    X, n3 = np.arange(9.0).reshape(3, 3) ** 2, np.ones(3)
    backward = student.batchnorm_backward
    shape_error(lambda: backward(n3, X, n3), "(3,)", "(3, 3)")
    shape_error(lambda: backward(np.ones((3, 1)), X, n3), "(3, 1)", "(3, 3)")
    shape_error(lambda: backward(X, X, np.ones((3, 1))), "(3, 1)", "(3, 3)")


# batchnorm_running


def check_running(got, mean, variance, rtol=1e-9):
    """The two results are these lists of numbers."""
    assert_close(got[0], np.array(mean), rtol=rtol, atol=1e-12)
    assert_close(got[1], np.array(variance), rtol=rtol, atol=1e-12)


def test_batchnorm_running__ten_items(student):
    """From 0 and 1, one batch of the ten items: 0.1 * 3, and 0.9 + 0.1 * 40/9."""
    got = student.batchnorm_running(np.zeros(1), np.ones(1), TEN[:, None])
    check_running(got, [0.3], [0.9 + 4 / 9])


def test_batchnorm_running__two_steps(student):
    """Two batches, one after the other, with momentum 0.25."""
    first, second = np.array([[4.0, 0.0], [8.0, 4.0]]), np.array([[1.0, 6.0], [3.0, 6.0]])
    rm, rv = student.batchnorm_running(np.zeros(2), np.ones(2), first, momentum=0.25)
    check_running((rm, rv), [1.5, 0.5], [2.75, 2.75])
    check_running(student.batchnorm_running(rm, rv, second, momentum=0.25), [1.625, 1.875],
                  [2.5625, 2.0625])  # fmt: skip


def test_batchnorm_running__many_steps(student, rng):
    """Six batches of different size: a batch k steps ago counts 0.1 times 0.9 to the power k."""
    sizes = [2, 3, 5, 4, 8, 3]
    batches = [rng.normal(size=(m, 4)) * (k + 1) + 10 * k for k, m in enumerate(sizes)]
    rm, rv = np.full(4, -5.0), np.full(4, 20.0)
    mean, variance = 0.9**6 * rm, 0.9**6 * rv
    for k, batch in enumerate(batches):
        weight = 0.1 * 0.9 ** (5 - k)
        squares = (batch**2).sum(axis=0) - batch.sum(axis=0) ** 2 / len(batch)
        mean = mean + weight * batch.sum(axis=0) / len(batch)
        variance = variance + weight * squares / (len(batch) - 1)
        rm, rv = student.batchnorm_running(rm, rv, batch)
    check_running((rm, rv), mean, variance, rtol=1e-8)


def test_batchnorm_running__momentum(student):
    """Momentum is the weight of the new value: with 1 only the batch counts, with 0 the past."""
    rm, rv = np.array([5.0, -2.0]), np.array([3.0, 0.5])
    X = np.array([[1.0, 10.0], [3.0, 10.0], [5.0, 13.0]])
    check_running(student.batchnorm_running(rm, rv, X, momentum=1.0), [3.0, 11.0], [4.0, 3.0])
    check_running(student.batchnorm_running(rm, rv, X, momentum=0.0), [5.0, -2.0], [3.0, 0.5])


def test_batchnorm_running__square(student):
    """As many rows as columns: one mean and one variance for each column."""
    X = np.array([[0.0, 10.0], [4.0, 30.0]])
    got = student.batchnorm_running(np.array([1.0, 1.0]), np.array([2.0, 0.0]), X, momentum=0.5)
    check_running(got, [1.5, 10.5], [5.0, 100.0])


def test_batchnorm_running__constant_column(student):
    """A column without spread has variance 0, so the old variance only fades."""
    X = np.column_stack([np.full(4, 7.0), np.zeros(4)])
    got = student.batchnorm_running(np.array([7.0, 1.0]), np.array([2.0, 4.0]), X)
    check_running(got, [7.0, 0.9], [1.8, 3.6])


def test_batchnorm_running__far_from_zero(student):
    """A column near 300 million has the variance of the same column near 0."""
    X = 3e8 + np.array([[2.0], [4.0], [4.0], [4.0], [5.0], [5.0], [7.0], [9.0]])
    _, rv = student.batchnorm_running(np.zeros(1), np.ones(1), X, momentum=0.5)
    assert_close(rv, np.array([0.5 + 16 / 7]), rtol=1e-6)


def test_batchnorm_running__whole_numbers(student):
    """Whole numbers give floats."""
    got = student.batchnorm_running(np.array([0, 4]), np.array([1, 1]), np.array([[1, 2], [3, 2]]))
    check_running(got, [0.2, 3.8], [1.1, 0.9])
    assert_close(got[0], np.array([0.2, 3.8]), dtype=float)
    assert_close(got[1], np.array([1.1, 0.9]), dtype=float)


def test_batchnorm_running__single_precision(student):
    """Arrays of float32 give results of float32."""
    X = TEN[:, None].astype(np.float32)
    rm, rv = student.batchnorm_running(np.zeros(1, np.float32), np.ones(1, np.float32), X)
    check_running((rm, rv), [0.3], [0.9 + 4 / 9], rtol=1e-4)
    for name, result in (("rm_new", rm), ("rv_new", rv)):
        assert result.dtype == np.float32, f"{name} is {result.dtype}; expected float32."


def test_batchnorm_running__single_row(student):
    """One row has no unbiased variance: a ValueError, and no NaN that would stay for ever."""
    with pytest.raises(ValueError):
        student.batchnorm_running(np.zeros(2), np.ones(2), np.array([[1.0, 2.0]]))


def test_batchnorm_running__shapes(student):
    """An rm or rv that is not (n,) is a ValueError that names the shapes."""
    X, n3 = np.arange(9.0).reshape(3, 3) ** 2, np.ones(3)
    running = student.batchnorm_running
    shape_error(lambda: running(np.ones((3, 1)), n3, X), "(3, 3)", "(3, 1)")
    shape_error(lambda: running(n3, np.ones(1), X), "(3, 3)", "(1,)")
    shape_error(lambda: running(np.ones(4), np.ones(4), X), "(3, 3)", "(4,)")


# batchnorm_eval


def test_batchnorm_eval__by_hand(student):
    """Running mean 2 and -1, running variance 4 and 25: subtract, divide by 2 and 5, scale."""
    X = np.array([[2.0, 4.0], [8.0, -1.0], [-2.0, -11.0]])
    Y = student.batchnorm_eval(
        X, np.array([3.0, 0.5]), np.array([1.0, 10.0]),
        np.array([2.0, -1.0]), np.array([4.0, 25.0]), eps=0.0,
    )  # fmt: skip
    assert_close(Y, np.array([[1.0, 10.5], [10.0, 10.0], [-5.0, 9.0]]), atol=1e-12)


def test_batchnorm_eval__every_row_on_its_own(student, rng):
    """A row gives the same among others and alone."""
    X, gamma, beta = rng.normal(size=(5, 3)) * 4, rng.normal(size=3) + 3, rng.normal(size=3)
    rm, rv = rng.normal(size=3), rng.uniform(0.5, 4.0, size=3)
    Y = student.batchnorm_eval(X, gamma, beta, rm, rv)
    assert np.ptp(Y, axis=0).min() > 1e-6, "Rows that differ should give results that differ."
    for i in range(5):
        assert_close(student.batchnorm_eval(X[[i]], gamma, beta, rm, rv), Y[[i]], atol=1e-12)


def test_batchnorm_eval__eps_below_the_root(student):
    """With eps = 5 a running variance of 4 means a division by 3, the root of 4 + 5."""
    Y = student.batchnorm_eval(
        np.array([[8.0], [-1.0]]), np.array([2.0]), np.array([1.0]),
        np.array([2.0]), np.array([4.0]), 5.0,
    )  # fmt: skip
    assert_close(Y, np.array([[5.0], [-1.0]]), atol=1e-12)


def test_batchnorm_eval__eps_by_default(student, printed):
    """A running variance of 0 divides by the root of 1e-5, without NaN and without a warning."""
    X = math.sqrt(1e-5) * np.array([[3.0], [0.0], [-2.0]])
    Y = student.batchnorm_eval(X, np.ones(1), np.zeros(1), np.zeros(1), np.zeros(1))
    assert_silent(printed)
    assert_close(Y, np.array([[3.0], [0.0], [-2.0]]), atol=1e-12)


def test_batchnorm_eval__square(student):
    """As many rows as columns: all four lists belong to the columns."""
    X = np.array([[1.0, 2.0], [3.0, 4.0]])
    Y = student.batchnorm_eval(
        X, np.array([1.0, 6.0]), np.array([0.0, 100.0]),
        np.array([1.0, 0.0]), np.array([4.0, 9.0]), eps=0.0,
    )  # fmt: skip
    assert_close(Y, np.array([[0.0, 104.0], [1.0, 108.0]]), atol=1e-12)


def test_batchnorm_eval__identity(student, rng):
    """With gamma the root of rv + eps and beta = rm, the layer does nothing."""
    X, rm, rv = rng.normal(size=(4, 3)) * 3, rng.normal(size=3), rng.uniform(1.0, 9.0, size=3)
    gamma = np.array([math.sqrt(v + 0.5) for v in rv.tolist()])
    assert_close(student.batchnorm_eval(X, gamma, rm, rm, rv, eps=0.5), X, rtol=1e-8, atol=1e-9)


def test_batchnorm_eval__equal_rows(student):
    """Rows that are all alike are no special case: the batch is not looked at."""
    X = np.full((3, 2), 6.0)
    Y = student.batchnorm_eval(
        X, np.array([2.0, -1.0]), np.array([0.0, 1.0]),
        np.array([2.0, 4.0]), np.array([16.0, 0.25]), eps=0.0,
    )  # fmt: skip
    assert_close(Y, np.tile([2.0, -3.0], (3, 1)), atol=1e-12)


def test_batchnorm_eval__whole_numbers(student):
    """Whole numbers give floats."""
    Y = student.batchnorm_eval(
        np.array([[5, 0], [1, 3]]), np.array([1, 2]), np.array([0, 1]), np.array([1, 0]),
        np.array([4, 16]), eps=0.0,
    )  # fmt: skip
    assert_close(Y, np.array([[2.0, 1.0], [0.0, 2.5]]), atol=1e-12, dtype=float)


def test_batchnorm_eval__single_precision(student):
    """Arrays of float32 give a result of float32."""
    X, one = TEN[:, None].astype(np.float32), np.ones(1, np.float32)
    Y = student.batchnorm_eval(X, 3 * one, one, 3 * one, 4 * one)
    assert_close(Y, (3 * NORMED + 1)[:, None], rtol=1e-4, atol=1e-4)
    assert Y.dtype == np.float32, f"The result is {Y.dtype}; expected float32."


def test_batchnorm_eval__shapes(student):
    """One of the four lists is not (n,): a ValueError that names the shapes."""
    X, n3 = np.arange(9.0).reshape(3, 3) ** 2, np.ones(3)
    evaluate = student.batchnorm_eval
    for place in range(4):
        lists = [n3, n3, n3, n3]
        lists[place] = np.ones((3, 1))
        shape_error(lambda lists=lists: evaluate(X, *lists), "(3, 3)", "(3, 1)")
