"""Public checks of lesson 11: single steps worked out from the weights they start from, properties,
small problems that a network must be able to learn.

Chance is yours: no check expects a certain random number. With a learning rate of 0 a network
shows the weights it starts from, and a second one with the same seed shows what a step makes of
them.
"""

from itertools import permutations

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal

FIVE = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.5], [-2.0, 1.0, 0.0], [0.0, 0.75, 1.0],
                 [1.0, 1.0, -1.5]])  # fmt: skip
LABELS = np.array([0, 2, 1, 1, 0])
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def probabilities(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def loss_of(Z, y):
    return -np.log(probabilities(Z)[np.arange(len(y)), y]).mean()


def sigma(rng_seed):
    return np.random.default_rng(rng_seed)


# fit


def tanh_net(X, params):
    A, (*hidden, last) = np.asarray(X, dtype=float), params
    for W, b in hidden:
        A = np.tanh(A @ W.T + b)
    return A @ last[0].T + last[1]


def slopes(cost, arrays, h=1e-5):
    """Measured slopes of cost() with respect to every entry of float64 arrays."""
    result = []
    for array in arrays:
        slope = np.zeros_like(array)
        for index in np.ndindex(array.shape):
            kept = array[index]
            array[index] = kept + h
            above = cost()
            array[index] = kept - h
            slope[index] = (above - cost()) / (2 * h)
            array[index] = kept
        result.append(slope)
    return result


def start_of(student, X, y, sizes_h, B, seed, epochs=1):
    """The weights that a run with this seed starts from: those of a run with learning rate 0."""
    params, _ = student.fit(X, y, sizes_h, 0.0, B, epochs, 0.0, sigma(seed))
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in params]


def assert_params(got, expected, rtol=1e-5, atol=1e-7):
    assert len(got) == len(expected), f"{len(got)} layers; expected {len(expected)}."
    for layer, wanted in zip(got, expected, strict=True):
        for array, numbers in zip(layer, wanted, strict=True):
            assert_close(array, numbers, rtol=rtol, atol=atol)


def step_from(start, X, y, lr, lam):
    """One step of gradient descent with all rows, with measured slopes."""
    arrays = [array.copy() for layer in start for array in layer]
    params = list(zip(arrays[::2], arrays[1::2], strict=True))

    def cost():
        penalty = sum((W**2).sum() for W, _ in params)
        return loss_of(tanh_net(X, params), y) + lam * penalty

    new = [a - lr * slope for a, slope in zip(arrays, slopes(cost, arrays), strict=True)]
    return list(zip(new[::2], new[1::2], strict=True))


def test_fit__shapes(student):
    """3 inputs, hidden layers of 4 and 2, the labels 0 to 2: three layers of fitting shapes."""
    params, history = student.fit(FIVE, LABELS, [4, 2], 0.1, 2, 3, 0.0, sigma(0))
    shapes = [(np.shape(W), np.shape(b)) for W, b in params]
    assert shapes == [((4, 3), (4,)), ((2, 4), (2,)), ((3, 2), (3,))], f"The shapes are {shapes}."
    assert len(history) == 3, f"history has {len(history)} entries; expected one for each epoch, 3."
    assert min(history) > 0, "A mean cross-entropy is above 0."


def test_fit__no_hidden_layer(student):
    """With sizes_h = [] there is one layer, from the inputs to the classes."""
    params, _ = student.fit(FIVE, LABELS, [], 0.1, 5, 1, 0.0, sigma(0))
    assert [(np.shape(W), np.shape(b)) for W, b in params] == [((3, 3), (3,))]
    assert np.abs(params[0][0]).min() > 0, "Some weights are 0."


def test_fit__classes(student):
    """The largest label says how many classes there are, even if another never occurs."""
    params, _ = student.fit(FIVE, np.array([3, 0, 0, 3, 1]), [2], 0.1, 5, 1, 0.0, sigma(0))
    assert_equal(np.shape(params[-1][0]), (4, 2))
    assert np.abs(params[-1][1]).min() > 0, "After a step no bias of the scores is 0."


def test_fit__first_weights(student):
    """The first weights are random, no two nodes alike, and of moderate size; biases are 0."""
    X = np.tile(FIVE, (1, 4))
    params = start_of(student, X, LABELS, [6, 5], 5, seed=1)
    for W, b in params:
        assert np.ptp(W, axis=0).min() > 0, "Two nodes of a layer start with the same weights."
        assert 0 < np.abs(W).max() < 3, "The weights are not small: no entry should be above 3."
        assert_close(b, np.zeros(len(b)))


def test_fit__loss_of_all_rows(student):
    """With a learning rate of 0, each history entry is the mean loss of the weights returned."""
    params, history = student.fit(FIVE, LABELS, [4], 0.0, 5, 3, 0.0, sigma(2))
    assert_close(np.array(history), np.full(3, loss_of(tanh_net(FIVE, params), LABELS)), rtol=1e-6)


def test_fit__short_last_batch(student):
    """With batches of 2, 2 and 1 rows the history is still the mean over all 5 rows."""
    params, history = student.fit(FIVE, LABELS, [4], 0.0, 2, 3, 0.0, sigma(3))
    assert_close(np.array(history), np.full(3, loss_of(tanh_net(FIVE, params), LABELS)), rtol=1e-6)


def test_fit__history_without_penalty(student):
    """The penalty is part of the cost, but not of the history."""
    params, history = student.fit(FIVE, LABELS, [4], 0.0, 5, 1, 7.0, sigma(4))
    assert_close(history[0], loss_of(tanh_net(FIVE, params), LABELS), rtol=1e-6)


def test_fit__one_step(student):
    """One batch of all rows is one step against the slopes, which are measured here."""
    start = start_of(student, FIVE, LABELS, [4], 5, seed=5)
    params, history = student.fit(FIVE, LABELS, [4], 0.7, 5, 1, 0.0, sigma(5))
    assert_params(params, step_from(start, FIVE, LABELS, 0.7, 0.0))
    assert_close(history[0], loss_of(tanh_net(FIVE, start), LABELS), rtol=1e-6)


def test_fit__one_step_through_two_hidden_layers(student):
    """The same with two hidden layers of equal size."""
    start = start_of(student, FIVE, LABELS, [3, 3], 5, seed=6)
    params, _ = student.fit(FIVE, LABELS, [3, 3], 0.7, 5, 1, 0.0, sigma(6))
    assert_params(params, step_from(start, FIVE, LABELS, 0.7, 0.0))


def test_fit__two_steps(student):
    """The second epoch goes on from where the first one ended; the penalty spares the biases."""
    start = start_of(student, FIVE, LABELS, [3], 5, seed=7, epochs=2)
    once = step_from(start, FIVE, LABELS, 0.7, 0.2)
    twice, _ = student.fit(FIVE, LABELS, [3], 0.7, 5, 2, 0.2, sigma(7))
    assert_params(twice, step_from(once, FIVE, LABELS, 0.7, 0.2))


def test_fit__penalty_pulls_the_weights(student):
    """lam = 0.3 moves every weight by -lr * 2 * 0.3 * W more, and no bias."""
    start = start_of(student, FIVE, LABELS, [4], 5, seed=8)
    plain, _ = student.fit(FIVE, LABELS, [4], 0.5, 5, 1, 0.0, sigma(8))
    pulled, _ = student.fit(FIVE, LABELS, [4], 0.5, 5, 1, 0.3, sigma(8))
    for (W, b), (W0, _), (W1, b1) in zip(plain, start, pulled, strict=True):
        assert np.abs(W0).max() > 0, "The first weights are all 0."
        assert_close(W1, W - 0.5 * 2 * 0.3 * W0, rtol=1e-6, atol=1e-9)
        assert_close(b1, b, rtol=1e-6, atol=1e-9)


def after(start, X, y, batches, lr):
    """Weights of a network without hidden layer after one step for each batch."""
    W, b = start
    for rows in batches:
        dZ = (probabilities(X[rows] @ W.T + b) - np.eye(len(b))[y[rows]]) / len(rows)
        W, b = W - lr * dZ.T @ X[rows], b - lr * dZ.sum(axis=0)
    return np.column_stack([W, b])


def assert_one_of(got, outcomes):
    got = np.column_stack(got)
    gaps = [np.abs(got - outcome).max() for outcome in outcomes]
    assert min(gaps) < 1e-5, "No order of the rows leads to these weights."
    return int(np.argmin(gaps))


def test_fit__batches_of_two(student):
    """Four rows in batches of 2: two steps, whose batches can be formed in six ways."""
    X, y = FIVE[:4], LABELS[:4]
    pairs = [((0, 1), (2, 3)), ((0, 2), (1, 3)), ((0, 3), (1, 2))]
    ways = [[list(one), list(other)] for pair in pairs for one, other in (pair, pair[::-1])]
    (start,) = start_of(student, X, y, [], 2, seed=9)
    params, _ = student.fit(X, y, [], 0.8, 2, 1, 0.0, sigma(9))
    assert_one_of(params[0], [after(start, X, y, way, 0.8) for way in ways])


def test_fit__last_batch_counts(student):
    """Three rows in batches of 2: the last row has a step of its own, with its whole slope."""
    X, y = FIVE[:3], LABELS[:3]
    (start,) = start_of(student, X, y, [], 2, seed=10)
    params, _ = student.fit(X, y, [], 0.8, 2, 1, 0.0, sigma(10))
    ways = [[list(order[:2]), list(order[2:])] for order in permutations(range(3))]
    assert_one_of(params[0], [after(start, X, y, way, 0.8) for way in ways])


def test_fit__fresh_order_each_epoch(student):
    """The order of the rows is random, and another one in the next epoch (16 seeds are tried)."""
    X, y = FIVE[:2], np.array([0, 1])
    orders = [[[0], [1]], [[1], [0]]]
    seen = set()
    for seed in range(16):
        (start,) = start_of(student, X, y, [], 1, seed, epochs=2)
        params, _ = student.fit(X, y, [], 0.8, 1, 2, 0.0, sigma(seed))
        ways = [after(start, X, y, first + second, 0.8) for first in orders for second in orders]
        seen.add(divmod(assert_one_of(params[0], ways), 2))
    assert len({first for first, _ in seen}) == 2, "The first epoch always has the same order."
    assert any(first != second for first, second in seen), "Every epoch repeats the first order."


def test_fit__learns_xor(student):
    """Four corners with the labels of XOR: after 150 epochs all of them are right."""
    y = np.array([0, 1, 1, 0])
    params, history = student.fit(CORNERS, y, [12], 1.0, 4, 150, 0.0, sigma(11))
    assert_equal(tanh_net(CORNERS, params).argmax(axis=1), y)
    assert history[-1] < 0.1 < history[0], f"The loss went from {history[0]} to {history[-1]}."


def test_fit__same_seed_same_result(student):
    """A generator with the same seed gives the same weights, another one gives others."""
    runs = [student.fit(FIVE, LABELS, [3], 0.5, 2, 2, 0.01, sigma(seed)) for seed in (1, 1, 2)]
    assert_params(runs[1][0], runs[0][0], rtol=1e-12, atol=0)
    assert_close(np.array(runs[1][1]), np.array(runs[0][1]))
    assert np.abs(runs[2][0][0][0] - runs[0][0][0][0]).max() > 1e-6, "Two seeds, equal weights."


def test_fit__bytes(student):
    """Pixels as bytes (uint8) give what the same numbers as floats give."""
    X = np.array([[0, 200, 3], [255, 0, 9], [100, 100, 100], [7, 0, 250]], dtype=np.uint8)
    y = np.array([0, 1, 1, 0])
    runs = [student.fit(X_, y, [2], 1e-3, 4, 2, 0.0, sigma(12)) for X_ in (X, X.astype(float))]
    assert_params(runs[0][0], runs[1][0], rtol=1e-6, atol=1e-9)
    assert np.abs(runs[0][0][0][0]).max() > 0, "The weights are all 0."


def test_fit__wrong_length(student):
    """Five rows and four labels: a ValueError that names both shapes, (5, 3) and (4,)."""
    with pytest.raises(ValueError) as error:
        student.fit(FIVE, LABELS[:4], [3], 0.5, 2, 1, 0.0, sigma(0))
    assert "(5, 3)" in str(error.value), "The message should name the shape of X, (5, 3)."
    assert "(4,)" in str(error.value), "The message should name the shape of y, (4,)."


# predict

THREE_TO_FOUR = (
    np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.4, 0.4, 0.4]]),
    np.array([0.0, -1.0, 0.0, 0.5]),
)


def test_predict__by_hand(student):
    """Scores (3, 0, 0, 2.1), (0, 2, 1, 2.1), (0, -1, 5, 2.5), (1, 0, 1, 1.7): 0, 3, 2, 3."""
    X = np.array([[3.0, 1.0, 0.0], [0.0, 3.0, 1.0], [0.0, 0.0, 5.0], [1.0, 1.0, 1.0]])
    assert_equal(student.predict(X, [THREE_TO_FOUR]), np.array([0, 3, 2, 3]))


def test_predict__hidden_layers(student):
    """Hidden layers go through tanh: an input of 3 is worth less than two of 1."""
    hidden = (np.eye(3), np.zeros(3))
    output = (np.array([[1.2, 0.0, 0.0], [0.0, 1.0, 1.0]]), np.zeros(2))
    X = np.array([[3.0, 1.0, 1.0], [3.0, 0.3, 0.3], [-3.0, 1.0, -2.0]])
    assert_equal(student.predict(X, [hidden, output]), np.array([1, 0, 1]))


def test_predict__last_layer_is_linear(student):
    """Scores of the last layer do not go through tanh: 50 and 51 are not a tie."""
    output = (np.array([[50.0], [51.0]]), np.zeros(2))
    assert_equal(student.predict(np.array([[1.0], [2.0]]), [output]), np.array([1, 1]))


def test_predict__square(student):
    """As many rows as classes: one label for each row, that of its own largest score."""
    X = np.array([[5.0, 1.0, 0.0], [4.0, 0.0, 3.0], [0.0, 2.0, 1.0]])
    assert_equal(student.predict(X, [(np.eye(3), np.zeros(3))]), np.array([0, 0, 1]))


def test_predict__rows_do_not_meet(student):
    """A row gets the label that it gets alone."""
    X = np.array([[3.0, 1.0, 0.0], [30.0, 31.5, 1.0], [0.0, 0.0, 5.0]])
    alone = [student.predict(row[None], [THREE_TO_FOUR]) for row in X]
    assert_equal(student.predict(X, [THREE_TO_FOUR]), np.concatenate(alone))
    assert_equal(alone[1], np.array([1]))


def test_predict__ties(student):
    """Of equal scores the first one counts."""
    X = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 2.0]])
    params = [(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]), np.zeros(3))]
    assert_equal(student.predict(X, params), np.array([0, 1, 0]))


def test_predict__bytes(student):
    """Pixels as bytes (uint8) do not wrap around."""
    X = np.array([[200, 100], [10, 250]], dtype=np.uint8)
    params = [(np.array([[2.0, 0.0], [0.0, 2.0]]), np.array([0.0, 1.0]))]
    assert_equal(student.predict(X, params), np.array([0, 1]))


# MLP


def made(student, **options):
    """A plain network: no batch normalisation, dropout, penalty or momentum but what is asked."""
    plain = {
        "hidden": (4,), "batchnorm": False, "drop_prob": 0.0, "l2": 0.0, "lr": 0.5,
        "momentum": 0.0, "batch_size": 5, "epochs": 1, "rng": 0,
    }  # fmt: skip
    return student.MLP(**(plain | options))


def trained(student, X=FIVE, y=LABELS, **options):
    """The parameters of a network after `fit`, in float64."""
    model = made(student, **options)
    model.fit(X, y)
    return [[np.array(p, dtype=float) for p in layer] for layer in model.params_]


def network(X, params, running=None, activation="relu", mask=None):
    """Scores of a network: in training where `running` is None, in use otherwise."""
    A = np.asarray(X, dtype=float)
    for l, (W, b, *norm) in enumerate(params[:-1]):
        Z = A @ W.T + b
        if norm:
            mean, var = (Z.mean(axis=0), Z.var(axis=0)) if running is None else running[l]
            Z = norm[0] * (Z - mean) / np.sqrt(np.asarray(var) + 1e-5) + norm[1]
        A = np.maximum(Z, 0) if activation == "relu" else np.tanh(Z)
        A = A if mask is None else A * mask
    return A @ params[-1][0].T + params[-1][1]


def measured(params, X, y, **how):
    """Measured slopes of the data loss in training, arranged as the parameters."""
    arrays = [p for layer in params for p in layer]
    found = iter(slopes(lambda: loss_of(network(X, params, **how), y), arrays))
    return [[next(found) for _ in layer] for layer in params]


def assert_moved(new, old, velocity, lr, atol=2e-5):
    """Every parameter has moved by -lr times its velocity."""
    for layer, before, speed in zip(new, old, velocity, strict=True):
        assert len(layer) == len(before)
        for p, p0, v in zip(layer, before, speed, strict=True):
            assert_close(p, p0 - lr * v, rtol=1e-4, atol=atol)


def test_MLP__what_fit_leaves(student):
    """fit returns the estimator; classes, inputs, history and parameters have their names."""
    model = made(student, hidden=(4, 2), batchnorm=True, epochs=3, batch_size=2)
    assert model.fit(FIVE, LABELS) is model, "fit should return the estimator itself."
    assert_equal(model.classes_, np.array([0, 1, 2]))
    assert_equal(model.n_features_in_, 3)
    assert len(model.history_["loss"]) == 3, "history_['loss'] has one entry for each epoch."
    shapes = [[np.shape(p) for p in layer] for layer in model.params_]
    assert shapes == [
        [(4, 3), (4,), (4,), (4,)],
        [(2, 4), (2,), (2,), (2,)],
        [(3, 2), (3,)],
    ], f"The shapes of params_ are {shapes}."
    assert {p.dtype.name for layer in model.params_ for p in layer} == {"float32"}


def test_MLP__probabilities(student):
    """predict_proba gives a row of probabilities for each example, predict its largest."""
    model = made(student).fit(FIVE, LABELS)
    P = model.predict_proba(FIVE[:4])
    assert_close(P.sum(axis=1), np.ones(4), rtol=1e-5)
    assert_equal(P.shape, (4, 3))
    assert_close(P, probabilities(network(FIVE[:4], model.params_)), rtol=1e-3, atol=1e-5)
    assert_equal(model.predict(FIVE[:4]), P.argmax(axis=1))


def test_MLP__any_labels(student):
    """Labels can be any numbers; classes_ holds them sorted, and predict answers with them."""
    X, y = np.repeat(CORNERS[1:] * 4 - 2, 4, axis=0), np.repeat([70, -3, 11], 4)
    model = made(student, hidden=(8,), epochs=40, batch_size=6).fit(X, y)
    assert_equal(model.classes_, np.array([-3, 11, 70]))
    assert_equal(model.predict(X), y)
    assert_equal(model.predict_proba(X).argmax(axis=1), np.repeat([2, 0, 1], 4))
    assert_close(model.score(X, y), 1.0)


def test_MLP__learns_xor(student):
    """Four corners with the labels of XOR, with batch normalisation and momentum: all right."""
    X, y = np.tile(CORNERS, (4, 1)), np.tile([0, 1, 1, 0], 4)
    model = made(student, hidden=(16,), batchnorm=True, momentum=0.9, lr=0.1, batch_size=8,
                 epochs=60).fit(X, y)  # fmt: skip
    assert_equal(model.predict(CORNERS), np.array([0, 1, 1, 0]))


def test_MLP__history(student):
    """With lr = 0, the loss of every epoch is the mean over all rows, 2 + 2 + 1, no penalty."""
    model = made(student, lr=0.0, batch_size=2, epochs=3, l2=5.0).fit(FIVE, LABELS)
    expected = loss_of(network(FIVE, model.params_), LABELS)
    assert_close(np.array(model.history_["loss"]), np.full(3, expected), rtol=1e-4)


def test_MLP__one_step(student):
    """One step of plain gradient descent through two ReLU layers, against measured slopes."""
    how = {"hidden": (4, 4), "rng": 1}
    start = trained(student, lr=0.0, **how)
    moved = trained(student, lr=0.5, **how)
    assert_moved(moved, start, measured(start, FIVE, LABELS), 0.5)


def test_MLP__one_step_with_tanh(student):
    """The same with tanh."""
    how = {"activation": "tanh", "rng": 2}
    start = trained(student, lr=0.0, **how)
    moved = trained(student, lr=0.5, **how)
    assert_moved(moved, start, measured(start, FIVE, LABELS, activation="tanh"), 0.5)


def test_MLP__one_step_with_batchnorm(student):
    """The same with batch normalisation: gamma and beta take part."""
    how = {"batchnorm": True, "activation": "tanh", "rng": 3}
    start = trained(student, lr=0.0, **how)
    moved = trained(student, lr=0.5, **how)
    slope = measured(start, FIVE, LABELS, activation="tanh")
    assert_moved(moved, start, slope, 0.5, atol=1e-4)
    assert np.abs(slope[0][2]).max() > 1e-3  # so that a gamma that stays behind is noticed


def test_MLP__running_statistics(student):
    """A training step moves the running mean and variance by a tenth, as batchnorm_running."""
    model = made(student, batchnorm=True, lr=0.0, rng=4).fit(FIVE, LABELS)
    W, b = model.params_[0][:2]
    Z = FIVE @ W.T + b
    ((mean, variance),) = model.running_
    assert_close(mean, 0.1 * Z.mean(axis=0), rtol=1e-3, atol=1e-5)
    assert_close(variance, 0.9 + 0.1 * Z.var(axis=0, ddof=1), rtol=1e-3, atol=1e-5)


def test_MLP__in_use_after_batchnorm(student):
    """In use, the running statistics normalise: a row is answered as if it were alone."""
    model = made(student, batchnorm=True, epochs=4, batch_size=3, rng=5).fit(FIVE, LABELS)
    P = model.predict_proba(FIVE)
    expected = probabilities(network(FIVE, model.params_, model.running_))
    assert_close(P, expected, rtol=1e-3, atol=1e-5)
    assert_close(model.predict_proba(FIVE[1:2]), P[1:2], rtol=1e-3, atol=1e-5)


def test_MLP__penalty(student):
    """l2 = 0.3 moves every weight by -lr * 2 * 0.3 * W more, and no b, gamma or beta."""
    how = {"batchnorm": True, "rng": 6}
    start = trained(student, lr=0.0, **how)
    plain, pulled = trained(student, **how), trained(student, l2=0.3, **how)
    for (W0, *_), (W, *others), (W1, *others1) in zip(start, plain, pulled, strict=True):
        assert_close(W1, W - 0.5 * 2 * 0.3 * W0, rtol=1e-4, atol=1e-5)
        for other, other1 in zip(others, others1, strict=True):
            assert_close(other1, other, rtol=1e-4, atol=1e-5)


def test_MLP__momentum(student):
    """The velocity is kept from step to step, also from one epoch to the next."""
    how = {"momentum": 0.5, "activation": "tanh", "epochs": 3, "rng": 7}
    params = trained(student, lr=0.0, **how)
    velocity = [[np.zeros_like(p) for p in layer] for layer in params]
    for _ in range(3):
        slope = measured(params, FIVE, LABELS, activation="tanh")
        flat = [[p for layer in part for p in layer] for part in (params, velocity, slope)]
        for p, v, g in zip(*flat, strict=True):
            v *= 0.5
            v += g
            p -= 0.2 * v
    for layer, wanted in zip(trained(student, lr=0.2, **how), params, strict=True):
        for p, numbers in zip(layer, wanted, strict=True):
            assert_close(p, numbers, rtol=1e-4, atol=2e-5)


def test_MLP__cosine(student):
    """With schedule="cosine" the second of two steps has half the learning rate."""
    how = {"schedule": "cosine", "epochs": 2, "rng": 8, "hidden": ()}
    start, end = trained(student, lr=0.0, **how)[0], trained(student, lr=0.8, **how)[0]
    everything = list(range(5))
    halfway = np.hsplit(after(start, FIVE, LABELS, [everything], 0.8), [3])
    halfway = halfway[0], halfway[1].ravel()
    wanted = after(halfway, FIVE, LABELS, [everything], 0.4)
    assert_close(np.column_stack(end), wanted, rtol=1e-4, atol=2e-5)


def test_MLP__no_dropout_in_use(student):
    """In use nothing is dropped: the answers are those of the whole network, every time."""
    model = made(student, drop_prob=0.6, input_drop_prob=0.3, rng=9).fit(FIVE, LABELS)
    P = model.predict_proba(FIVE)
    assert_close(P, probabilities(network(FIVE, model.params_)), rtol=1e-3, atol=1e-5)
    assert_equal(model.predict_proba(FIVE), P)


def test_MLP__validation(student):
    """Validation data is noted after each epoch, and leaves the training as it is."""
    X_val, y_val = FIVE[::-1] * 1.5, np.array([0, 1, 1, 2, 2])
    plain, watched = made(student, epochs=3, drop_prob=0.3), made(student, epochs=3, drop_prob=0.3)
    plain.fit(FIVE, LABELS)
    watched.fit(FIVE, LABELS, X_val, y_val)
    for one, other in zip(plain.params_, watched.params_, strict=True):
        for p, q in zip(one, other, strict=True):
            assert_close(q, p, rtol=1e-6, atol=1e-9)
    assert len(watched.history_["val_loss"]) == len(watched.history_["val_accuracy"]) == 3
    Z = network(X_val, watched.params_)
    assert_close(watched.history_["val_loss"][-1], loss_of(Z, y_val), rtol=1e-3)
    assert_close(watched.history_["val_accuracy"][-1], np.mean(Z.argmax(axis=1) == y_val))


def test_MLP__starts_over(student):
    """A second fit starts from the beginning: the same weights, a history of its own."""
    model = made(student, batchnorm=True, momentum=0.9, epochs=2, batch_size=3, rng=10)
    first = [[np.array(p) for p in layer] for layer in model.fit(FIVE, LABELS).params_]
    again = model.fit(FIVE, LABELS)
    for one, other in zip(first, again.params_, strict=True):
        for p, q in zip(one, other, strict=True):
            assert_close(q, p, rtol=1e-6, atol=1e-9)
    assert len(again.history_["loss"]) == 2, "history_ is that of the last fit alone."
    again.fit(FIVE[:, :2], np.array([0, 1, 1, 0, 0]))  # other data altogether
    assert_equal(again.n_features_in_, 2)
    assert_equal(again.predict_proba(FIVE[:, :2]).shape, (5, 2))


def test_MLP__seeds(student):
    """The same seed gives the same weights, another seed others; a Generator will do as well."""
    one, same, other = (trained(student, drop_prob=0.2, rng=seed) for seed in (3, 3, 4))
    generator = trained(student, drop_prob=0.2, rng=sigma(3))
    assert_close(same[0][0], one[0][0])
    assert_close(generator[0][0], one[0][0])
    assert np.abs(other[0][0] - one[0][0]).max() > 1e-6, "Two seeds, equal weights."


def test_MLP__score(student):
    """score is the share of right answers on the rows it is given; a column of labels will do."""
    X, y = np.repeat(CORNERS[1:] * 4 - 2, 2, axis=0), np.repeat([1, 2, 0], 2)
    model = made(student, hidden=(8,), epochs=60, batch_size=6).fit(X, y)
    others = np.array([1, 1, 2, 0, 1, 1])
    right = np.mean(model.predict(X) == others)
    assert_close(model.score(X, others), right)
    assert_close(model.score(X, others[:, None]), right)
    assert_close(model.score(X[:2], np.array([1, 1])), 1.0)


def test_MLP__single_row_left_over(student):
    """Five rows in batches of 2, with batch normalisation: a row that is left over does no harm."""
    model = made(student, batchnorm=True, batch_size=2, epochs=3).fit(FIVE, LABELS)
    assert all(np.isfinite(p).all() for layer in model.params_ for p in layer)
    assert np.isfinite(model.history_["loss"]).all()


def test_MLP__settings(student):
    """set_params changes what the next fit does, and get_params tells."""
    model = made(student).fit(FIVE, LABELS)
    model.set_params(epochs=4, hidden=(2, 3)).fit(FIVE, LABELS)
    assert len(model.history_["loss"]) == 4 and len(model.params_) == 3
    assert_equal(model.get_params()["epochs"], 4)


def test_MLP__too_early(student):
    """Asked before it was fitted, it says so; asked about other inputs than it knows, too."""
    for ask in ("predict", "predict_proba"):
        with pytest.raises((ValueError, AttributeError)):
            getattr(made(student), ask)(FIVE)
    fitted = made(student).fit(FIVE, LABELS)
    with pytest.raises(ValueError):
        fitted.predict(FIVE[:, :2])


def test_MLP__wrong_length(student):
    """Five rows and four labels: a ValueError that names both shapes, (5, 3) and (4,)."""
    with pytest.raises(ValueError) as error:
        made(student).fit(FIVE, LABELS[:4])
    assert "(5, 3)" in str(error.value), "The message should name the shape of X, (5, 3)."
    assert "(4,)" in str(error.value), "The message should name the shape of y, (4,)."


# These two make many calls, so they come last.


def test_MLP__dropout_in_training(student):
    """A dropped node leaves its weights alone for this step; kept ones count 4/3 at 0.25."""
    x, y = np.array([[1.0, -0.5, 2.0]]), np.array([1, 0])
    X = np.vstack([x, np.zeros((1, 3))])  # of a row of zeros no weight learns anything
    how = {"hidden": (16,), "activation": "tanh", "drop_prob": 0.25, "batch_size": 2}
    dropped = 0
    for seed in range(6):
        start, moved = (trained(student, X, y, lr=lr, rng=seed, **how) for lr in (0.0, 0.5))
        (W1, _), (W2, b2) = start
        keep = np.abs(moved[0][0] - W1).max(axis=1) > 1e-7
        dropped += int((~keep).sum())
        a, factor = np.tanh(x @ W1.T), keep / 0.75
        dZ = (probabilities((factor * a) @ W2.T + b2) - np.array([[0, 1]])) / 2
        dW1 = (dZ @ W2 * factor * (1 - a**2)).T @ x
        assert_close(moved[0][0], W1 - 0.5 * dW1, rtol=1e-3, atol=2e-5)
        assert_close(moved[1][0], W2 - 0.5 * dZ.T @ (factor * a), rtol=1e-3, atol=2e-5)
    assert 6 <= dropped <= 48, f"{dropped} of 96 nodes were dropped, with drop_prob = 0.25."


def test_MLP__batches(student):
    """Three rows in batches of 2: two steps, in an order that differs from seed to seed."""
    X, y = FIVE[:3], LABELS[:3]
    ways = [[[0, 1], [2]], [[0, 2], [1]], [[1, 2], [0]]]
    seen = set()
    for seed in range(8):
        how = {"hidden": (), "batch_size": 2, "rng": seed}
        start, end = (trained(student, X, y, lr=lr, **how)[0] for lr in (0.0, 0.8))
        seen.add(assert_one_of(end, [after(start, X, y, way, 0.8) for way in ways]))
    assert len(seen) > 1, "The same row always comes last: the rows are not shuffled."
