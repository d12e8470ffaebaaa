"""Public checks of lesson 10: numbers worked by hand, properties, chance that is fair."""

import math

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal

PEAK, SPREAD = np.array([1.0, 0.0, 0.0, 0.0]), np.array([0.25, 0.25, 0.25, 0.25])
SMALL, COLUMN = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]]), np.array([[2.0], [-4.0]])


def assert_penalty(result, value, grads):
    """Fail unless `result` is this number and a list of these gradients."""
    penalty, got = result
    assert_close(penalty, value, rtol=1e-7)
    assert isinstance(got, list | tuple), "The gradients are a list, one array for each W."
    assert len(got) == len(grads), f"There are {len(got)} gradients for {len(grads)} arrays."
    for one, expected in zip(got, grads, strict=True):
        assert_close(one, expected, rtol=1e-7)


def measured(penalty, Ws, h=1e-4):
    """The slope of `penalty(Ws)` for every weight: move it a little up and a little down."""
    slopes = []
    for i, W in enumerate(Ws):
        slope = np.zeros(W.shape)
        for index in np.ndindex(W.shape):
            move = np.zeros(W.shape)
            move[index] = h
            there, back = [[*Ws[:i], W + step, *Ws[i + 1 :]] for step in (move, -move)]
            slope[index] = (penalty(there) - penalty(back)) / (2 * h)
        slopes.append(slope)
    return slopes


def all_weights(Ws):
    return np.concatenate([W.ravel() for W in Ws])


# l2_penalty


def test_l2_penalty__peak_and_spread(student):
    """The weights 1, 0, 0, 0 cost 1, and four times a quarter cost 1/4 (lam = 1)."""
    assert_penalty(student.l2_penalty([PEAK], 1.0), 1.0, [2 * PEAK])
    assert_penalty(student.l2_penalty([SPREAD], 1.0), 0.25, [np.full(4, 0.5)])


def test_l2_penalty__by_hand(student):
    """Two arrays: squares 1 + 4 + 0.25 + 9 + 1 and 4 + 16, with lam = 0.1 together 3.525."""
    grads = [np.array([[0.2, -0.4, 0.1], [0.0, 0.6, -0.2]]), np.array([[0.4], [-0.8]])]
    assert_penalty(student.l2_penalty([SMALL, COLUMN], 0.1), 3.525, grads)


def test_l2_penalty__strength(student):
    """lam counts once in the number and once in every slope: try 3 instead of 0.1."""
    assert_penalty(student.l2_penalty([SMALL, COLUMN], 3.0), 105.75, [6.0 * SMALL, 6.0 * COLUMN])


def test_l2_penalty__measured_slopes(student, rng):
    """Every entry is the slope of the penalty, measured by moving that weight a little."""
    Ws, lam = [rng.normal(size=(2, 3)), rng.normal(size=(4, 2)), rng.normal(size=5)], 0.07
    slopes = measured(lambda Ws: lam * np.square(all_weights(Ws)).sum(), Ws)
    penalty, grads = student.l2_penalty(Ws, lam)
    assert_close(penalty, lam * np.square(all_weights(Ws)).sum())
    for got, expected in zip(grads, slopes, strict=True):
        assert_close(got, expected, rtol=1e-6, atol=1e-9)


def test_l2_penalty__same_shapes(student):
    """Two arrays of one shape keep a gradient each."""
    A, B = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.0, -1.0], [5.0, 0.5]])
    assert_penalty(student.l2_penalty([A, B], 0.5), 28.125, [A, B])


def test_l2_penalty__single_precision(student):
    """float32 weights have float32 gradients: training must not become slow unnoticed."""
    _, (grad,) = student.l2_penalty([SMALL.astype(np.float32)], 0.25)
    assert_close(grad, 0.5 * SMALL, rtol=1e-6)
    assert grad.dtype == np.float32, f"The gradient is {grad.dtype}; expected float32."


def test_l2_penalty__whole_numbers(student):
    """Weights that are whole numbers have gradients of floats."""
    penalty, (grad,) = student.l2_penalty([np.array([[3, -1], [0, 2]])], 0.25)
    assert_close(penalty, 3.5)
    assert_close(grad, np.array([[1.5, -0.5], [0.0, 1.0]]), dtype=float)


# total_loss


def test_total_loss__by_hand(student):
    """Losses 0.2, 0.5, 1.1, 0.4 have the mean 0.55; weights 1, -1 and 0.5 add 0.1 * 2.25."""
    losses = np.array([0.2, 0.5, 1.1, 0.4])
    Ws = [np.array([[1.0, -1.0]]), np.array([[0.5]])]
    assert_close(student.total_loss(losses, Ws, 0.1), 0.775)


def test_total_loss__penalty_added_once(student):
    """The penalty does not depend on how many examples there are."""
    Ws, lam = [SMALL, COLUMN], 0.2  # costs 7.05
    for m in (1, 2, 7):
        assert_close(student.total_loss(np.full(m, 3.0), Ws, lam), 10.05)


def test_total_loss__mean_of_the_losses(student):
    """Repeating every example changes nothing."""
    losses = np.array([0.5, 2.0, 0.0])
    for times in (1, 2, 5):
        assert_close(student.total_loss(np.tile(losses, times), [PEAK], 0.5), 5 / 6 + 0.5)


def test_total_loss__all_weights_count(student, rng):
    """Weights of three layers, of different shapes, are all in the penalty."""
    Ws = [rng.normal(size=(4, 3)), rng.normal(size=(2, 4)), rng.normal(size=(3, 2))]
    losses = rng.uniform(0.1, 2, size=6)
    expected = losses.sum() / 6 + 0.03 * np.square(all_weights(Ws)).sum()
    assert_close(student.total_loss(losses, Ws, 0.03), expected)


def test_total_loss__strength(student):
    """With lam = 0 the data loss is left; each unit of lam adds the sum of squares, 20."""
    for lam in (0.0, 1.0, 4.0):
        assert_close(student.total_loss(np.array([1.0, 3.0]), [COLUMN], lam), 2.0 + 20.0 * lam)


def test_total_loss__large_weights(student):
    """Losses of 0 leave the penalty alone: 0.01 for a weight of 1, 100 for a weight of 100."""
    assert_close(student.total_loss(np.zeros(3), [PEAK], 0.01), 0.01)
    assert_close(student.total_loss(np.zeros(3), [-100 * PEAK], 0.01), 100.0)


# l1_penalty


def test_l1_penalty__peak_and_spread(student):
    """The weights 1, 0, 0, 0 and four times a quarter cost the same: 1 (lam = 1)."""
    assert_penalty(student.l1_penalty([PEAK], 1.0), 1.0, [PEAK])
    assert_penalty(student.l1_penalty([SPREAD], 1.0), 1.0, [np.ones(4)])


def test_l1_penalty__by_hand(student):
    """Two arrays: absolute values 1 + 2 + 0.5 + 3 + 1 and 2 + 4, with lam = 0.1 together 1.35."""
    grads = [np.array([[0.1, -0.1, 0.1], [0.0, 0.1, -0.1]]), np.array([[0.1], [-0.1]])]
    assert_penalty(student.l1_penalty([SMALL, COLUMN], 0.1), 1.35, grads)


def test_l1_penalty__strength(student):
    """lam counts once in the number and once in every slope: try 3 instead of 0.1."""
    grads = [3.0 * np.sign(SMALL), 3.0 * np.sign(COLUMN)]
    assert_penalty(student.l1_penalty([SMALL, COLUMN], 3.0), 40.5, grads)


def test_l1_penalty__nothing_to_pull_at_zero(student):
    """A weight of exactly 0 has gradient 0, next to large and tiny weights."""
    W = np.array([[0.0, 1e-9, -1e-9], [50.0, -0.0, -50.0]])
    _, (grad,) = student.l1_penalty([W], 2.0)
    assert_close(grad, np.array([[0.0, 2.0, -2.0], [2.0, 0.0, -2.0]]))


def test_l1_penalty__measured_slopes(student, rng):
    """Every entry is the slope of the penalty, measured by moving that weight a little."""
    Ws = [rng.choice([-1, 1], size=shape) * rng.uniform(0.1, 2, shape) for shape in ((2, 3), 4)]
    slopes = measured(lambda Ws: 0.07 * np.abs(all_weights(Ws)).sum(), Ws)
    penalty, grads = student.l1_penalty(Ws, 0.07)
    assert_close(penalty, 0.07 * np.abs(all_weights(Ws)).sum())
    for got, expected in zip(grads, slopes, strict=True):
        assert_close(got, expected, rtol=1e-6, atol=1e-9)


def test_l1_penalty__same_shapes(student):
    """Two arrays of one shape keep a gradient each."""
    A, B = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.0, -1.0], [5.0, 0.5]])
    grads = [np.full((2, 2), 0.5), np.array([[0.0, -0.5], [0.5, 0.5]])]
    assert_penalty(student.l1_penalty([A, B], 0.5), 8.25, grads)


def test_l1_penalty__single_precision(student):
    """float32 weights have float32 gradients."""
    _, (grad,) = student.l1_penalty([SMALL.astype(np.float32)], 0.25)
    assert_close(grad, 0.25 * np.sign(SMALL), rtol=1e-6)
    assert grad.dtype == np.float32, f"The gradient is {grad.dtype}; expected float32."


def test_l1_penalty__whole_numbers(student):
    """Weights that are whole numbers have gradients of floats."""
    penalty, (grad,) = student.l1_penalty([np.array([[3, -1], [0, 2]])], 0.25)
    assert_close(penalty, 1.5)
    assert_close(grad, np.array([[0.25, -0.25], [0.0, 0.25]]), dtype=float)


# elastic_net


def test_elastic_net__peak_and_spread(student):
    """With beta = 1 the weights 1, 0, 0, 0 cost 2, and four times a quarter cost 1.25."""
    assert_close(student.elastic_net(PEAK, 1.0, 1.0), 2.0)
    assert_close(student.elastic_net(SPREAD, 1.0, 1.0), 1.25)


def test_elastic_net__beta(student):
    """beta = 1/2, 2 and 5 weigh the squares, and nothing but the squares."""
    for beta, peak, spread in ((0.5, 1.5, 1.125), (2.0, 3.0, 1.5), (5.0, 6.0, 2.25)):
        assert_close(student.elastic_net(PEAK, 1.0, beta), peak)
        assert_close(student.elastic_net(SPREAD, 1.0, beta), spread)


def test_elastic_net__by_hand(student):
    """Squares 15.25 and absolute values 7.5 in a table: 0.1 * (2 * 15.25 + 7.5) = 3.8."""
    assert_close(student.elastic_net(SMALL, 0.1, 2.0), 3.8)


def test_elastic_net__strength(student):
    """lam multiplies both parts."""
    for lam in (0.5, 1.0, 4.0):
        assert_close(student.elastic_net(COLUMN, lam, 3.0), 66.0 * lam)


def test_elastic_net__without_squares(student):
    """With beta = 0 the absolute values are left, so the two signs of a weight cost the same."""
    for W in (SMALL, -SMALL, SMALL.T, SMALL.ravel()):
        assert_close(student.elastic_net(W, 2.0, 0.0), 15.0)


def test_elastic_net__whole_numbers(student):
    """Whole numbers in, the same number out."""
    assert_close(student.elastic_net(np.array([[3, -1], [0, 2]]), 0.5, 0.25), 0.5 * (3.5 + 6))


# dropout_forward


def dropped(student, X, p, seed=0, train=True):
    """Y and keep of one call with a generator of its own."""
    return student.dropout_forward(X, p, np.random.default_rng(seed), train)


def test_dropout_forward__kept_or_dropped(student, rng):
    """In training every entry is either 0 or X / (1 - p), and keep says which."""
    X = rng.uniform(1, 2, size=(20, 15)) * rng.choice([-1, 1], size=15)
    for p in (0.2, 0.5, 0.75):
        Y, keep = dropped(student, X, p)
        assert np.shape(keep) == X.shape, f"keep has shape {np.shape(keep)}; expected {X.shape}."
        assert np.any(keep) and not np.all(keep), "Some entries are kept and some dropped."
        assert_close(Y, np.where(keep, X / (1 - p), 0.0))


def test_dropout_forward__mask_of_booleans(student):
    """keep is a boolean array, True where an entry was kept, in training and in evaluation."""
    for train in (True, False):
        Y, keep = dropped(student, np.ones((20, 15)), 0.5, train=train)
        kind = str(getattr(keep, "dtype", type(keep).__name__))
        assert kind == "bool", f"keep is of type {kind}; expected bool."
        assert_equal(keep, np.asarray(Y) != 0)
        assert np.any(keep), "keep is False everywhere."


def test_dropout_forward__share(student, rng):
    """p is the probability of being dropped: 10,000 entries, of which about p become 0."""
    seed = int(rng.integers(2**31))
    for p in (0.1, 0.3, 0.8):
        Y, keep = dropped(student, np.ones((100, 100)), p, seed)
        share = float(np.mean(np.asarray(Y) == 0))
        assert abs(share - p) < 0.04, f"With p = {p} a share of {share:.3f} became 0."
        assert abs(float(np.mean(keep)) - (1 - p)) < 0.04, "keep does not hold a share of 1 - p."


def test_dropout_forward__expected_value(student, rng):
    """On the average an entry keeps its value: the mean of 40,000 ones after dropout is near 1."""
    Y, _ = dropped(student, np.ones((200, 200)), 0.4, int(rng.integers(2**31)))
    mean = float(np.mean(Y))
    assert abs(mean - 1) < 0.03, f"The mean of the result is {mean:.3f}; it should be close to 1."


def test_dropout_forward__every_entry_by_itself(student, rng):
    """No two rows and no two columns share a mask, and the number of dropped entries varies."""
    _, keep = dropped(student, np.ones((60, 50)), 0.5, int(rng.integers(2**31)))
    keep = np.asarray(keep) != 0
    assert len(np.unique(keep, axis=0)) == 60, "Some rows have the same mask: one for all rows?"
    assert len(np.unique(keep.T, axis=0)) == 50, "Some columns have the same mask."
    for axis, name in ((1, "row"), (0, "column")):
        kept = len(np.unique(keep.sum(axis=axis)))
        assert kept > 1, f"Every {name} keeps the same number of entries. That is not chance."


def test_dropout_forward__chance_decides_how_many(student):
    """How many entries are dropped is not fixed either: it differs from call to call."""
    counts = {int(np.sum(dropped(student, np.ones((20, 10)), 0.5, s)[1])) for s in range(12)}
    assert len(counts) > 1, "Twelve calls kept the same number of entries each."


def test_dropout_forward__chance_comes_from_rng(student):
    """The same seed gives the same mask, another seed another; the generator goes on."""
    X, rng = np.ones((8, 9)), np.random.default_rng(5)
    _, first = student.dropout_forward(X, 0.5, rng, True)
    _, second = student.dropout_forward(X, 0.5, rng, True)
    _, again = dropped(student, X, 0.5, seed=5)
    _, other = dropped(student, X, 0.5, seed=6)
    assert np.array_equal(first, again), "The same seed gave two different masks: use rng."
    assert not np.array_equal(first, other), "Two different seeds gave the same mask."
    assert not np.array_equal(first, second), "Two calls in a row gave the same mask."


def test_dropout_forward__evaluation(student):
    """In evaluation Y is X, whatever p is."""
    for p in (0.0, 0.5, 0.9):
        Y, keep = dropped(student, SMALL, p, train=False)
        assert_close(Y, SMALL)
        assert np.all(keep) and np.shape(keep) == SMALL.shape, "In evaluation keep is all True."


def test_dropout_forward__evaluation_draws_nothing(student):
    """In evaluation the generator is left alone: the next training mask is the first one."""
    X, rng = np.ones((8, 9)), np.random.default_rng(11)
    student.dropout_forward(X, 0.5, rng, False)
    _, after = student.dropout_forward(X, 0.5, rng, True)
    _, fresh = dropped(student, X, 0.5, seed=11)
    assert np.array_equal(after, fresh), "Evaluation has used up random numbers."


def test_dropout_forward__extremes(student):
    """p = 0 drops nothing; with p = 0.99 the few that are left are a hundred times as large."""
    X = np.arange(1.0, 13.0).reshape(3, 4)
    Y, keep = dropped(student, X, 0.0)
    assert_close(Y, X)
    assert np.all(keep), "With p = 0 every entry is kept."
    Y, keep = dropped(student, np.full((100, 100), 2.0), 0.99)
    assert_close(Y, np.where(keep, 200.0, 0.0))
    assert 20 < np.sum(keep) < 200, "Of 10,000 entries about 100 should be kept."


def test_dropout_forward__number_types(student):
    """float32 stays float32, whole numbers become float64."""
    X = np.arange(-6, 6).reshape(3, 4) * 2 + 1
    for train, factor in ((True, 1.25), (False, 1.0)):
        for kind in (np.float32, int):
            Y, keep = dropped(student, X.astype(kind), 0.2, train=train)
            wanted = np.float32 if kind is np.float32 else np.float64
            assert Y.dtype == wanted, f"{np.dtype(kind)} has become {Y.dtype}."
            assert_close(Y, np.where(keep, X * factor, 0.0), rtol=1e-6)
            assert np.any(keep), "keep is False everywhere."


def test_dropout_forward__impossible_p(student):
    """p below 0, above 1 and exactly 1 are a ValueError."""
    for p in (-0.1, 1.0, 1.5):
        with pytest.raises(ValueError):
            dropped(student, SMALL, p)


# dropout_backward


def test_dropout_backward__by_hand(student):
    """With p = 0.75 what was kept was multiplied by 4, so its slope is too."""
    keep = np.array([[True, False, True], [False, False, True]])
    dY = np.array([[1.0, 5.0, -2.0], [3.0, 0.5, 0.25]])
    expected = np.array([[4.0, 0.0, -8.0], [0.0, 0.0, 1.0]])
    assert_close(student.dropout_backward(dY, keep, 0.75), expected)


def test_dropout_backward__other_p(student):
    """With p = 0.2 the factor is 1.25, with p = 0.5 it is 2, with p = 0 it is 1."""
    keep, dY = np.array([[True, False], [True, True]]), np.array([[2.0, 2.0], [-1.0, 4.0]])
    for p, factor in ((0.2, 1.25), (0.5, 2.0), (0.0, 1.0)):
        expected = factor * np.array([[2.0, 0.0], [-1.0, 4.0]])
        assert_close(student.dropout_backward(dY, keep, p), expected)


def test_dropout_backward__measured_slopes(student, rng):
    """A random upstream gradient: each slope is measured by moving an entry of X."""
    X, dY = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    keep, p, h = rng.random((3, 4)) < 0.5, 0.3, 1e-4
    keep[0, :2] = True, False
    slopes = np.zeros((3, 4))
    for index in np.ndindex(3, 4):
        move = np.zeros((3, 4))
        move[index] = h
        there, back = [np.where(keep, X + step, 0.0) / (1 - p) for step in (move, -move)]
        slopes[index] = (dY * (there - back)).sum() / (2 * h)
    assert_close(student.dropout_backward(dY, keep, p), slopes, rtol=1e-6, atol=1e-9)


def test_dropout_backward__all_or_nothing(student):
    """A mask of True only scales; a mask of False stops everything."""
    dY = np.array([[1.0, -3.0, 2.0]])
    assert_close(student.dropout_backward(dY, np.full((1, 3), True), 0.5), 2 * dY)
    assert_close(student.dropout_backward(dY, np.full((1, 3), False), 0.5), 0 * dY)


def test_dropout_backward__number_types(student):
    """float32 stays float32, whole numbers become float64."""
    keep = np.array([[True, False], [True, True]])
    dX = student.dropout_backward(np.array([[3, 1], [-2, 5]], dtype=np.float32), keep, 0.2)
    assert_close(dX, np.array([[3.75, 0.0], [-2.5, 6.25]]), rtol=1e-6)
    assert dX.dtype == np.float32, f"float32 has become {dX.dtype}."
    dX = student.dropout_backward(np.array([[3, 1], [-2, 5]]), keep, 0.2)
    assert_close(dX, np.array([[3.75, 0.0], [-2.5, 6.25]]), dtype=float)


def test_dropout_backward__wrong_shapes(student):
    """A mask of another shape is a ValueError that names both, also where NumPy would stretch."""
    with pytest.raises(ValueError) as error:
        student.dropout_backward(np.ones((2, 3)), np.full(3, True), 0.5)
    assert "(2, 3)" in str(error.value), "The message should name the shape of dY, (2, 3)."
    assert "(3,)" in str(error.value), "The message should name the shape of keep, (3,)."
    with pytest.raises(ValueError):
        student.dropout_backward(np.ones((3, 3)), np.full((3, 1), True), 0.5)


def test_dropout_backward__impossible_p(student):
    """p below 0, above 1 and exactly 1 are a ValueError."""
    for p in (-0.1, 1.0, 1.5):
        with pytest.raises(ValueError):
            student.dropout_backward(np.ones((2, 3)), np.full((2, 3), True), p)


# stochastic_depth


def deep(student, x, fx, p_survive, seed=0, train=True):
    return student.stochastic_depth(x, fx, p_survive, np.random.default_rng(seed), train)


def test_stochastic_depth__evaluation(student):
    """In evaluation x + p_survive * f(x): with x = 1, 2, 3 and f(x) = 10, -10, 4."""
    x, fx = np.array([1.0, 2.0, 3.0]), np.array([10.0, -10.0, 4.0])
    assert_close(deep(student, x, fx, 0.9, train=False), np.array([10.0, -7.0, 6.6]))
    assert_close(deep(student, x, fx, 0.25, train=False), np.array([3.5, -0.5, 4.0]))


def test_stochastic_depth__number_types(student):
    """float32 stays float32, whole numbers become float64."""
    x, fx = np.array([[4, -8]]), np.array([[2, 6]])
    for train, expected in ((True, [[6.0, -2.0]]), (False, [[6.0, -2.0]])):
        got = deep(student, x.astype(np.float32), fx.astype(np.float32), 1.0, train=train)
        assert_close(got, np.array(expected), rtol=1e-6)
        assert got.dtype == np.float32, f"float32 has become {got.dtype}."
        assert_close(deep(student, x, fx, 1.0, train=train), np.array(expected), dtype=float)


def test_stochastic_depth__wrong_shapes(student):
    """f(x) of another shape is a ValueError that names both, also where NumPy would stretch."""
    for train in (True, False):
        with pytest.raises(ValueError) as error:
            deep(student, np.ones((2, 3)), np.ones(3), 0.5, train=train)
        assert "(2, 3)" in str(error.value), "The message should name the shape of x, (2, 3)."
        assert "(3,)" in str(error.value), "The message should name the shape of fx, (3,)."


def test_stochastic_depth__impossible_p(student):
    """p_survive below 0 or above 1 is a ValueError."""
    for p_survive in (-0.1, 1.1):
        with pytest.raises(ValueError):
            deep(student, np.ones((2, 3)), np.ones((2, 3)), p_survive)


def test_stochastic_depth__certain(student):
    """p_survive = 1 always adds f(x), p_survive = 0 never does."""
    x, fx = np.array([[1.0, 2.0]]), np.array([[0.5, -4.0]])
    for seed in range(2):
        assert_close(deep(student, x, fx, 1.0, seed), x + fx)
        assert_close(deep(student, x, fx, 0.0, seed), x)
    assert_close(deep(student, x, fx, 1.0, train=False), x + fx)
    assert_close(deep(student, x, fx, 0.0, train=False), x)


def test_stochastic_depth__evaluation_draws_nothing(student):
    """In evaluation the generator is left alone."""
    x, fx = np.zeros((1, 2)), np.ones((1, 2))
    used, fresh = [np.random.default_rng(21) for _ in range(2)]
    student.stochastic_depth(x, fx, 0.5, used, False)
    for _ in range(6):
        after = student.stochastic_depth(x, fx, 0.5, used, True)
        assert_close(after, student.stochastic_depth(x, fx, 0.5, fresh, True))


def test_stochastic_depth__whole_block(student, rng):
    """In training the result is either x or x + f(x), in all its entries at once."""
    x, fx = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    for seed in range(8):
        got = deep(student, x, fx, 0.5, seed)
        skipped = bool(np.abs(np.asarray(got) - x).max() < 1e-9)
        assert_close(got, x if skipped else x + fx, rtol=1e-9, atol=1e-12)


def test_stochastic_depth__share(student, rng):
    """Of 100 calls with p_survive = 0.7 about 70 give x + f(x), and the others x."""
    x, fx, seed = np.ones((2, 3)), np.full((2, 3), 5.0), int(rng.integers(2**31))
    results = [deep(student, x, fx, 0.7, seed + i) for i in range(100)]
    taken, skipped = [sum(np.array_equal(r, whole) for r in results) for whole in (x + fx, x)]
    assert taken + skipped == 100, f"{100 - taken - skipped} results are neither x nor x + f(x)."
    assert 42 <= taken <= 95, f"The block took part in {taken} of 100 calls."


def test_stochastic_depth__chance_comes_from_rng(student):
    """The same seed decides the same 32 blocks, another seed others, and not all alike."""
    x, fx = np.zeros((1, 2)), np.ones((1, 2))

    def fates(seed):
        rng = np.random.default_rng(seed)
        results = [student.stochastic_depth(x, fx, 0.5, rng, True) for _ in range(32)]
        return [float(np.mean(result)) for result in results]

    one = fates(1)
    assert one == fates(1), "The same seed gave two different courses: use rng."
    assert one != fates(2), "Two different seeds decided 32 blocks alike."
    assert len(set(one)) > 1, "All 32 blocks had the same fate."


# fmp_boundaries


def test_fmp_boundaries__ten_to_seven(student):
    """10 values, 7 regions, u = 0.25: the cuts 0, 1, 3, 4, 6, 7, 8, 10."""
    assert_equal(student.fmp_boundaries(10, 7, 0.25), np.array([0, 1, 3, 4, 6, 7, 8, 10]))


def test_fmp_boundaries__other_u(student):
    """u chooses the pattern: 0.75 gives 0, 1, 2, 4, 5, 7, 8, 10, and 0.05 another one."""
    assert_equal(student.fmp_boundaries(10, 7, 0.75), np.array([0, 1, 2, 4, 5, 7, 8, 10]))
    assert_equal(student.fmp_boundaries(10, 7, 0.05), np.array([0, 1, 2, 4, 5, 7, 8, 10]))
    assert_equal(student.fmp_boundaries(10, 7, 0.15), np.array([0, 1, 3, 4, 5, 7, 8, 10]))


def test_fmp_boundaries__other_sizes(student):
    """5 to 3, 7 to 4 and 25 to 18, checked with the formula by hand."""
    assert_equal(student.fmp_boundaries(5, 3, 0.5), np.array([0, 2, 4, 5]))
    assert_equal(student.fmp_boundaries(7, 4, 0.2), np.array([0, 2, 3, 5, 7]))
    cuts = [0, 1, 3, 4, 5, 7, 8, 10, 11, 12, 14, 15, 17, 18, 19, 21, 22, 24, 25]
    assert_equal(student.fmp_boundaries(25, 18, 0.31), np.array(cuts))


def test_fmp_boundaries__ends_and_steps(student, rng):
    """The cuts run from 0 to n_in, and every region holds one or two values."""
    for _ in range(12):
        n_out = int(rng.integers(2, 30))
        n_in = int(rng.integers(n_out, 2 * n_out + 1))
        cuts = np.asarray(student.fmp_boundaries(n_in, n_out, float(rng.uniform(0.01, 0.99))))
        assert cuts.shape == (n_out + 1,), f"{cuts.shape} cuts for {n_out} regions."
        assert (cuts[0], cuts[-1]) == (0, n_in), (
            f"{n_in} values, but cuts from {cuts[0]} to {cuts[-1]}."
        )
        sizes = set(np.diff(cuts).tolist())
        assert sizes <= {1, 2}, f"{n_in} to {n_out}: there are regions of {sizes} values."


def test_fmp_boundaries__formula(student, rng):
    """b_i = ceil(alpha (i + u)) - ceil(alpha u), for random sizes and random u."""
    for _ in range(8):
        n_out = int(rng.integers(3, 20))
        n_in, u = int(rng.integers(n_out + 1, 2 * n_out)), float(rng.uniform(0.01, 0.99))
        alpha = n_in / n_out
        cuts = [math.ceil(alpha * (i + u)) - math.ceil(alpha * u) for i in range(n_out + 1)]
        assert_equal(student.fmp_boundaries(n_in, n_out, u), np.array(cuts))


def test_fmp_boundaries__whole_alpha(student):
    """alpha = 2 is ordinary pooling by pairs, alpha = 1 leaves every value alone."""
    assert_equal(student.fmp_boundaries(8, 4, 0.3), np.array([0, 2, 4, 6, 8]))
    assert_equal(student.fmp_boundaries(5, 5, 0.6), np.array([0, 1, 2, 3, 4, 5]))
    assert_equal(student.fmp_boundaries(2, 1, 0.9), np.array([0, 2]))


def test_fmp_boundaries__whole_numbers(student):
    """Cuts are used as indices: they must be whole numbers."""
    assert_close(student.fmp_boundaries(4, 3, 0.3), np.array([0, 1, 3, 4]), dtype=int)


def test_fmp_boundaries__impossible(student):
    """More than two values for a region, less than one, and u outside of (0, 1): a ValueError."""
    for n_in, n_out, u in ((9, 4, 0.5), (3, 4, 0.5), (7, 4, 0.0), (7, 4, 1.0), (7, 4, -0.5)):
        with pytest.raises(ValueError):
            student.fmp_boundaries(n_in, n_out, u)


# fractional_max_pool_1d

VALUES = np.array([3.0, 8.0, 2.0, 5.0, 4.0, 6.0, 9.0, 1.0, 0.0, 7.0])
CUTS = np.array([0, 1, 3, 4, 6, 7, 8, 10])


def test_fractional_max_pool_1d__ten_to_seven(student):
    """The ten values of the lesson: 3 | 8, 2 | 5 | 4, 6 | 9 | 1 | 0, 7."""
    assert_close(student.fractional_max_pool_1d(VALUES, CUTS), np.array([3, 8, 5, 6, 9, 1, 7.0]))


def test_fractional_max_pool_1d__other_cuts(student):
    """The same values cut elsewhere: 3 | 8 | 2, 5 | 4 | 6, 9 | 1 | 0, 7."""
    cuts = np.array([0, 1, 2, 4, 5, 7, 8, 10])
    assert_close(student.fractional_max_pool_1d(VALUES, cuts), np.array([3, 8, 5, 4, 9, 1, 7.0]))


def test_fractional_max_pool_1d__negative(student):
    """The largest of -5, -2 is -2, and no 0 slips in."""
    x = np.array([-5.0, -2.0, -7.0, -1.0, -3.0])
    assert_close(
        student.fractional_max_pool_1d(x, np.array([0, 2, 3, 5])), np.array([-2, -7, -1.0])
    )


def test_fractional_max_pool_1d__no_overlap(student):
    """A large value belongs to one region only, not to its neighbours."""
    for place, expected in ((0, [9, 0, 0]), (2, [0, 9, 0]), (3, [0, 9, 0]), (4, [0, 0, 9])):
        x = np.zeros(6)
        x[place] = 9.0
        got = student.fractional_max_pool_1d(x, np.array([0, 2, 4, 6]))
        assert_close(got, np.array(expected, dtype=float))


def test_fractional_max_pool_1d__single_values(student):
    """Regions of one value hand the value on."""
    x = np.array([2.5, -1.0, 4.0, 0.5])
    assert_close(student.fractional_max_pool_1d(x, np.arange(5)), x)


def test_fractional_max_pool_1d__larger_regions(student):
    """Regions of three and of four values are fine too."""
    x = np.array([1.0, 5.0, 2.0, -1.0, -8.0, -3.0, -2.0])
    assert_close(student.fractional_max_pool_1d(x, np.array([0, 3, 7])), np.array([5.0, -1.0]))


def test_fractional_max_pool_1d__wrong_ends(student):
    """Cuts that do not start at 0, or do not end at n_in, are a ValueError."""
    for cuts in ([1, 3, 5], [0, 2, 4], [0, 3, 6]):
        with pytest.raises(ValueError):
            student.fractional_max_pool_1d(np.arange(5.0), np.array(cuts))


def test_fractional_max_pool_1d__empty_region(student):
    """An empty region, or cuts that fall, are a ValueError."""
    for cuts in ([0, 2, 2, 5], [0, 3, 2, 5]):
        with pytest.raises(ValueError):
            student.fractional_max_pool_1d(np.arange(5.0), np.array(cuts))
