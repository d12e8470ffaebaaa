"""Public checks of lesson 08: walks worked by hand, properties of random batches, counts."""

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal

PRINTED = [9.401632, 8.959668, 9.044034, 9.278948, 8.857370, 8.943151, 8.605604]


class Listed:
    """A function that returns the items of a list, one at each call.

    It starts over whenever it is handed to the student's function (which copies its arguments
    for the record), so that a repeated call meets the same items. `calls` counts the last run.
    """

    def __init__(self, name, items):
        self.__name__, self.items, self.calls = name, list(items), 0

    def __call__(self, *_):
        self.calls += 1
        return self.items[(self.calls - 1) % len(self.items)]

    def __deepcopy__(self, memo):
        self.calls = 0
        return self


def search(student, draws, losses, T=None):
    """Run random_search on these draws and losses; check what came back in form, and the calls."""
    T = len(draws) if T is None else T
    sample, loss = Listed("sample", draws), Listed("loss", losses)
    result = student.random_search(loss, sample, T)
    assert isinstance(result, tuple | list) and len(result) == 2, (
        "Two results are expected: the best weights and their loss."
    )
    assert sample.calls == T, f"sample() was called {sample.calls} times; expected {T}."
    assert loss.calls == T, f"loss(W) was called {loss.calls} times; expected {T}."
    return result


# random_search


def test_random_search__printed_losses(student):
    """The seven losses of the lesson: draw 6 is the best, with 8.605604."""
    draws = [np.full((2, 3), float(i)) for i in range(7)]
    best_W, best_loss = search(student, draws, PRINTED)
    assert_close(best_loss, 8.605604)
    assert_close(best_W, draws[6])


def test_random_search__best_in_the_middle(student):
    """The best draw is neither the first nor the last, and its loss is below 0."""
    draws = [np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array([5.0, 6.0]), np.array([7.0, 8.0])]
    best_W, best_loss = search(student, draws, [-0.5, -2.5, -1.5, -0.25])
    assert_close(best_loss, -2.5)
    assert_close(best_W, draws[1])


def test_random_search__of_a_real_loss(student):
    """The loss of W is its squared distance from (3, 1): the second draw, (2.5, 1), is nearest."""
    draws = [np.array([-4.0, 1.0]), np.array([2.5, 1.0]), np.array([3.0, 2.0]), np.zeros(2)]
    best_W, best_loss = student.random_search(
        lambda W: float(((W - np.array([3.0, 1.0])) ** 2).sum()), Listed("sample", draws), 4
    )
    assert_close(best_W, draws[1])
    assert_close(best_loss, 0.25)


def test_random_search__stops_after_T(student):
    """With T = 3 the fourth draw, which would be better, is never made."""
    draws = [np.array([1.0]), np.array([2.0]), np.array([3.0]), np.array([4.0])]
    best_W, best_loss = search(student, draws, [5.0, 6.0, 4.0, 1.0], T=3)
    assert_close(best_loss, 4.0)
    assert_close(best_W, draws[2])


def test_random_search__single_draw(student):
    """With T = 1 the only draw is the best one, also if its loss is huge."""
    best_W, best_loss = search(student, [np.array([7.0, -7.0])], [1e300])
    assert_close(best_loss, 1e300)
    assert_close(best_W, np.array([7.0, -7.0]))


def test_random_search__ties(student):
    """Of equal losses the first one counts."""
    draws = [np.array([1.0]), np.array([2.0]), np.array([3.0]), np.array([4.0])]
    best_W, best_loss = search(student, draws, [3.0, 2.0, 2.0, 2.5])
    assert_close(best_loss, 2.0)
    assert_close(best_W, draws[1])


def test_random_search__not_a_number(student):
    """A loss that is nan is never the best, wherever it comes."""
    draws = [np.array([1.0]), np.array([2.0]), np.array([3.0]), np.array([4.0])]
    best_W, best_loss = search(student, draws, [np.nan, 8.0, 7.5, np.nan])
    assert_close(best_loss, 7.5)
    assert_close(best_W, draws[2])


def test_random_search__several_arrays(student):
    """A draw may be a list of arrays; it comes back as it was drawn."""
    draws = [[np.array([[1.0, 2.0]]), np.array([3.0])], [np.array([[4.0, 5.0]]), np.array([6.0])]]
    best_W, best_loss = search(student, draws, [0.5, 0.75])
    assert_close(best_loss, 0.5)
    assert_equal(best_W, draws[0])


# sgd_step


def test_sgd_step__by_hand(student):
    """Weights (1, -2) with slopes (3, -5) and a bias of 0.5 with slope 2, learning rate 0.1."""
    new = student.sgd_step(
        [np.array([[1.0, -2.0]]), np.array([0.5])], [np.array([[3.0, -5.0]]), np.array([2.0])], 0.1
    )
    assert_equal_lists(new, [np.array([[0.7, -1.5]]), np.array([0.3])])


def assert_equal_lists(got, expected, rtol=1e-9):
    assert isinstance(got, list), f"The result is a {type(got).__name__}; expected a list."
    assert len(got) == len(expected), f"{len(got)} arrays came back; expected {len(expected)}."
    for one, other in zip(got, expected, strict=True):
        assert_close(one, other, rtol=rtol)


def test_sgd_step__downhill(student):
    """On the bowl w1^2 + 10 w2^2, a small step lowers the cost, and by the right amount."""
    w = np.array([3.0, 0.5])
    (new,) = student.sgd_step([w], [np.array([2.0, 20.0]) * w], 0.01)
    assert_close(new, np.array([2.94, 0.4]))


def test_sgd_step__size_of_the_slope(student):
    """A slope a hundred times as large makes a step a hundred times as long."""
    new = student.sgd_step(
        [np.array([1.0, 1.0]), np.array([1.0])], [np.array([0.02, 0.0]), np.array([2.0])], 0.5
    )
    assert_equal_lists(new, [np.array([0.99, 1.0]), np.array([0.0])])


def test_sgd_step__many_shapes(student):
    """Arrays of one, two and three axes, more rows than columns and the other way round."""
    shapes = [(3, 2), (3,), (2, 3), (2,), (2, 2), (1,), (2, 1, 3)]
    params = [np.arange(1.0, np.prod(shape) + 1).reshape(shape) for shape in shapes]
    grads = [np.cos(p) for p in params]
    new = student.sgd_step(params, grads, 0.25)
    assert_equal_lists(new, [p - 0.25 * np.cos(p) for p in params])


def test_sgd_step__whole_numbers(student):
    """Whole numbers become floats, also with a learning rate of 1."""
    params, grads = [np.array([3, 1]), np.array([[2]])], [np.array([1, -1]), np.array([[5]])]
    for lr, expected in ((0.5, [[2.5, 1.5], [[-0.5]]]), (1, [[2.0, 2.0], [[-3.0]]])):
        new = student.sgd_step(params, grads, lr)
        assert_equal_lists(new, [np.array(values) for values in expected])
        for array in new:
            assert_close(array, array, dtype=float)


def test_sgd_step__float32_stays(student):
    """float32 arrays give float32 arrays, also if the learning rate is one of NumPy's floats."""
    params = [np.array([[1.0, 2.0]], dtype=np.float32), np.array([4.0], dtype=np.float32)]
    grads = [np.array([[4.0, -4.0]], dtype=np.float32), np.array([8.0], dtype=np.float32)]
    for lr in (0.25, np.float64(0.25)):
        new = student.sgd_step(params, grads, lr)
        assert_equal_lists(new, [np.array([[0.0, 3.0]]), np.array([2.0])])
        kinds = [str(array.dtype) for array in new]
        assert kinds == ["float32", "float32"], f"The results are {kinds}; expected float32."


def test_sgd_step__shapes_differ(student):
    """Slopes of another shape, which NumPy would broadcast, are a ValueError."""
    for p, g in (((3,), (1, 3)), ((2, 3), (3,)), ((4,), (1,)), ((3, 1), (3,)), ((3, 3), (3,))):
        with pytest.raises(ValueError) as caught:
            student.sgd_step([np.ones(2), np.ones(p)], [np.ones(2), np.ones(g)], 0.1)
        assert str(p) in str(caught.value) and str(g) in str(caught.value), (
            f"The message should name both shapes, {p} and {g}."
        )


def test_sgd_step__lengths_differ(student):
    """Two parameters and the slopes of only one are a ValueError, and so are slopes left over."""
    with pytest.raises(ValueError):
        student.sgd_step([np.ones(2), np.ones(3)], [np.ones(2)], 0.1)
    with pytest.raises(ValueError):
        student.sgd_step([np.ones(2)], [np.ones(2), np.ones(3)], 0.1)


# momentum_run


def bowl(w):
    """Slope of 0.5 w1^2 + 50 w2^2."""
    return np.array([1.0, 100.0]) * w


def assert_path(path, expected, rtol=1e-9):
    assert isinstance(path, list), f"The result is a {type(path).__name__}; expected a list."
    assert len(path) == len(expected), f"The path has {len(path)} points; expected {len(expected)}."
    for i, (point, wanted) in enumerate(zip(path, expected, strict=True)):
        try:
            assert_close(point, wanted, rtol=rtol, atol=1e-12)
        except AssertionError as error:
            error.args = (f"Point {i} of the path: {error}",)
            raise


def test_momentum_run__constant_slope(student):
    """Slope 1 everywhere, learning rate 0.1, momentum 0.5: 0, -0.1, -0.25, -0.425."""
    path = student.momentum_run(lambda w: np.ones(1), np.zeros(1), 0.1, 0.5, 3)
    assert_path(path, [np.array([x]) for x in (0.0, -0.1, -0.25, -0.425)])


def test_momentum_run__without_momentum(student):
    """With mu = 0 every step on f(w) = 5 w^2 multiplies w by 1 - 10 lr."""
    path = student.momentum_run(lambda w: 10.0 * w, np.array([2.0]), 0.15, 0.0, 4)
    assert_path(path, [np.array([x]) for x in (2.0, -1.0, 0.5, -0.25, 0.125)])


def test_momentum_run__parabola(student):
    """f(w) = w^2 from 1, learning rate 0.25, momentum 0.5: 1, 0.5, 0, -0.25, -0.25."""
    path = student.momentum_run(lambda w: 2.0 * w, np.array([1.0]), 0.25, 0.5, 4)
    assert_path(path, [np.array([x]) for x in (1.0, 0.5, 0.0, -0.25, -0.25)])


def test_momentum_run__two_weights(student):
    """On a narrow bowl, two steps by hand: (10, 1), (9.8, -1), (9.444, -0.6)."""
    path = student.momentum_run(bowl, np.array([10.0, 1.0]), 0.02, 0.8, 2)
    expected = [[10.0, 1.0], [9.8, -1.0], [9.444, -0.6]]
    assert_path(path, [np.array(point) for point in expected])


def test_momentum_run__glides_on(student):
    """Where the slope ends, the velocity fades by the factor mu at each step."""
    grad = Listed("grad", [np.array([-4.0]), *[np.array([0.0])] * 4])
    path = student.momentum_run(grad, np.array([0.0]), 0.5, 0.5, 5)
    assert_path(path, [np.array([x]) for x in (0.0, 2.0, 3.0, 3.5, 3.75, 3.875)])


def test_momentum_run__one_call_per_step(student):
    """grad is called once for each step: T times, and never in vain."""
    grad = Listed("grad", [np.array([1.0, 0.0]), np.array([0.0, 2.0]), np.array([-1.0, 1.0])])
    path = student.momentum_run(grad, np.array([1.0, 1.0]), 0.5, 0.5, 3)
    assert_path(path, [np.array(p) for p in ([1.0, 1.0], [0.5, 1.0], [0.25, 0.0], [0.625, -1.0])])
    assert grad.calls == 3, f"grad(w) was called {grad.calls} times; expected 3."


def test_momentum_run__no_steps(student):
    """With T = 0 the path is w0 alone; with T = 1 there is one step, against the slope."""
    assert_path(
        student.momentum_run(bowl, np.array([3.0, 4.0]), 0.1, 0.9, 0), [np.array([3.0, 4.0])]
    )
    path = student.momentum_run(bowl, np.array([3.0, 4.0]), 0.01, 0.9, 1)
    assert_path(path, [np.array([3.0, 4.0]), np.array([2.97, 0.0])])


def test_momentum_run__table_of_whole_numbers(student):
    """A start of whole numbers in a table: the points are floats, in the shape of w0."""
    path = student.momentum_run(lambda w: 0.5 * w, np.array([[4, 8, -2], [0, 2, 1]]), 0.5, 0.5, 2)
    start = np.array([[4.0, 8.0, -2.0], [0.0, 2.0, 1.0]])
    assert_path(path, [start, 0.75 * start, 0.4375 * start])


# minibatch_indices


def batches_of(student, N, B, rng):
    """The batches, after a look at their form: a list of flat arrays of whole numbers."""
    batches = student.minibatch_indices(N, B, rng)
    assert isinstance(batches, list), f"The result is a {type(batches).__name__}; expected a list."
    for batch in batches:
        assert isinstance(batch, np.ndarray) and batch.ndim == 1, (
            "Every batch should be an array of shape (n,)."
        )
        assert batch.dtype.kind in "iu", f"A batch is {batch.dtype}; expected whole numbers."
    return batches


def assert_epoch(batches, N, sizes):
    """The batches have these sizes and hold every row number once."""
    assert_equal([len(batch) for batch in batches], sizes)
    assert_equal(np.sort(np.concatenate(batches)), np.arange(N))


def test_minibatch_indices__last_is_shorter(student, rng):
    """Ten examples in batches of 4: batches of 4, 4 and 2, with every number once."""
    assert_epoch(batches_of(student, 10, 4, rng), 10, [4, 4, 2])


def test_minibatch_indices__no_rest(student, rng):
    """Twelve examples in batches of 4: three full batches, and no empty one."""
    assert_epoch(batches_of(student, 12, 4, rng), 12, [4, 4, 4])


def test_minibatch_indices__one_left_over(student, rng):
    """13 examples in batches of 6: the last batch has a single example."""
    assert_epoch(batches_of(student, 13, 6, rng), 13, [6, 6, 1])


def test_minibatch_indices__extremes(student, rng):
    """B = 1 gives N batches; B = N gives one; B above N gives one with all that there is."""
    assert_epoch(batches_of(student, 5, 1, rng), 5, [1, 1, 1, 1, 1])
    assert_epoch(batches_of(student, 5, 5, rng), 5, [5])
    assert_epoch(batches_of(student, 5, 8, rng), 5, [5])


def test_minibatch_indices__shuffled(student, rng):
    """Neighbours are torn apart: a batch of 20 out of 200 holds few numbers in a row."""
    batches = batches_of(student, 200, 20, rng)
    assert_epoch(batches, 200, [20] * 10)
    neighbours = sum(int((np.diff(np.sort(batch)) == 1).sum()) for batch in batches)
    assert neighbours < 60, f"{neighbours} of 190 neighbours are still together; expected about 19."


def test_minibatch_indices__fresh_order(student, rng):
    """A second epoch with the same generator comes in another order."""
    first = batches_of(student, 50, 8, rng)
    second = batches_of(student, 50, 8, rng)
    assert_epoch(second, 50, [8, 8, 8, 8, 8, 8, 2])
    assert np.mean(np.concatenate(first) == np.concatenate(second)) < 0.5, (
        "Two epochs came in the same order."
    )


def test_minibatch_indices__uses_rng(student):
    """The same seed gives the same batches, another seed gives others."""
    one, again, other = (
        np.concatenate(batches_of(student, 60, 7, np.random.default_rng(seed)))
        for seed in (5, 5, 6)
    )
    assert_equal(np.sort(one), np.arange(60))
    assert np.array_equal(one, again), "The same seed should give the same batches."
    assert not np.array_equal(one, other), "Another seed should give other batches."


def test_minibatch_indices__fair(student, rng):
    """In the short last batch of 2 out of 8, every example turns up now and then."""
    lasts = [batches_of(student, 8, 3, rng)[-1] for _ in range(60)]
    counts = np.bincount(np.concatenate(lasts), minlength=8)
    assert len(counts) == 8 and counts.min() > 0 and counts.max() < 45, (
        f"Of 60 last batches the examples 0 to 7 are in {counts.tolist()}; expected about 15 each."
    )


def test_minibatch_indices__batch_size_zero(student, rng):
    """B = 0 and B = -2 are a ValueError."""
    for B in (0, -2):
        with pytest.raises(ValueError):
            student.minibatch_indices(10, B, rng)


# iterations_per_epoch


def assert_count(got, expected):
    assert_close(got, expected, rtol=0.0, dtype=int)


def test_iterations_per_epoch__a_rest(student):
    """50,000 examples in batches of 64: 781 full ones and a rest of 16."""
    assert_count(student.iterations_per_epoch(50_000, 64), 782)
    assert_count(student.iterations_per_epoch(50_000, 64, True), 781)


def test_iterations_per_epoch__no_rest(student):
    """60,000 examples in batches of 32 come out even: 1875, either way."""
    assert_count(student.iterations_per_epoch(60_000, 32), 1875)
    assert_count(student.iterations_per_epoch(60_000, 32, drop_last=True), 1875)


def test_iterations_per_epoch__small_and_large_rest(student):
    """A rest counts whether it is small or large: 10 in batches of 3, 11 in batches of 3."""
    assert_count(student.iterations_per_epoch(10, 3), 4)
    assert_count(student.iterations_per_epoch(11, 3), 4)
    assert_count(student.iterations_per_epoch(11, 3, drop_last=True), 3)


def test_iterations_per_epoch__batch_size_one(student):
    """Batches of 1: as many iterations as examples."""
    assert_count(student.iterations_per_epoch(1000, 1), 1000)
    assert_count(student.iterations_per_epoch(1000, 1, drop_last=True), 1000)


def test_iterations_per_epoch__full_batch(student):
    """One batch of everything: one iteration, and still one if the batch is larger than that."""
    assert_count(student.iterations_per_epoch(1000, 1000), 1)
    assert_count(student.iterations_per_epoch(1000, 1000, drop_last=True), 1)
    assert_count(student.iterations_per_epoch(7, 8), 1)


def test_iterations_per_epoch__nothing_left(student):
    """7 examples do not fill a batch of 8: with drop_last there is none, without there is one."""
    got = [student.iterations_per_epoch(7, 8, drop_last=drop) for drop in (True, False)]
    assert_count(got[0], 0)
    assert_count(got[1], 1)


# epoch_loss


def test_epoch_loss__by_hand(student):
    """Losses 0 to 9 in batches of 3: means 1, 4, 7 and 9, and 4.5 over all."""
    assert_close(student.epoch_loss([1.0, 4.0, 7.0, 9.0], [3, 3, 3, 1]), 4.5)


def test_epoch_loss__equal_sizes(student):
    """With batches of equal size it is the plain mean."""
    assert_close(student.epoch_loss([0.5, 1.0, 3.0], [8, 8, 8]), 1.5)


def test_epoch_loss__as_if_at_once(student):
    """It equals the mean over all examples, however they were cut into batches."""
    losses = np.sqrt(np.arange(1.0, 24.0))
    for cuts in ([5, 10, 15, 20], [1], [22], [3, 4, 17]):
        parts = np.split(losses, cuts)
        got = student.epoch_loss([p.mean() for p in parts], [len(p) for p in parts])
        assert_close(got, losses.mean())


def test_epoch_loss__short_batch_first(student):
    """The short batch may stand anywhere, and it weighs as little there."""
    assert_close(student.epoch_loss([10.0, 1.0, 2.0], [1, 5, 4]), 2.3)


def test_epoch_loss__one_batch(student):
    """A single batch: its own mean."""
    assert_close(student.epoch_loss([0.7], [50]), 0.7)


def test_epoch_loss__arrays_of_whole_numbers(student):
    """Arrays of whole numbers give a float: (2 * 3 + 5 * 1) / 4 = 2.75."""
    assert_close(student.epoch_loss(np.array([2, 5]), np.array([3, 1])), 2.75)


def test_epoch_loss__lengths_differ(student):
    """A loss without a size, or a size without a loss, is a ValueError that names both shapes."""
    for losses, sizes in (([1.0, 2.0, 3.0], [4]), ([1.0, 2.0], [4, 4, 4]), ([1.0], [2, 2])):
        with pytest.raises(ValueError) as caught:
            student.epoch_loss(losses, sizes)
        for shape in (f"({len(losses)},)", f"({len(sizes)},)"):
            assert shape in str(caught.value), "The message should name both shapes."
