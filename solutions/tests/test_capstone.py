"""Reference checks of lesson 11, and the grading of its answer cells.

The random numbers of two networks never agree, so the reference goes on from the *student's* first
weights: those of a run with learning rate 0.
"""

from itertools import pairwise

import numpy as np

from labkit.testing import assert_close, assert_equal


def problem(rng, m, n, K):
    """Random rows, and labels of which every class 0 ... K-1 occurs."""
    y = rng.permutation(np.concatenate([np.arange(K), rng.integers(0, K, size=m - K)]))
    return rng.normal(size=(m, n)), y


def heaps(rng, K, each):
    """K heaps of points in the plane, on a circle and well apart, in random order."""
    y = rng.permutation(np.repeat(np.arange(K), each))
    angles = 2 * np.pi * y / K + rng.uniform(0, 2 * np.pi)
    return np.column_stack([np.cos(angles), np.sin(angles)]) + 0.1 * rng.normal(size=(len(y), 2)), y


# fit


def one_step(reference, params, X, y, lr, lam):
    """One step of gradient descent with all rows, from the parts of the reference."""
    A = [X]
    for W, b in params[:-1]:
        A.append(np.tanh(A[-1] @ W.T + b))
    dZ = reference.softmax_ce_grad(A[-1] @ params[-1][0].T + params[-1][1], y)
    new = []
    for (W, b), entering in zip(params[::-1], A[::-1], strict=True):
        new.append((W - lr * (dZ.T @ entering + 2 * lam * W), b - lr * dZ.sum(axis=0)))
        dZ = dZ @ W * (1 - entering**2)
    return new[::-1]


def assert_steps(student, reference, rng, m, n, sizes_h, K, epochs):
    X, y = problem(rng, m, n, K)
    seed, lr, lam = int(rng.integers(1000)), rng.uniform(0.2, 0.9), rng.uniform(0.01, 0.2)
    params, _ = student.fit(X, y, sizes_h, 0.0, m, epochs, lam, np.random.default_rng(seed))
    for _ in range(epochs):
        params = one_step(reference, params, X, y, lr, lam)
    got, _ = student.fit(X, y, sizes_h, lr, m, epochs, lam, np.random.default_rng(seed))
    for layer, wanted in zip(got, params, strict=True):
        for array, numbers in zip(layer, wanted, strict=True):
            assert_close(array, numbers, rtol=1e-6, atol=1e-9)


def test_fit__random_step(student, reference, rng):
    """One full-batch step with a penalty, more rows than inputs and classes."""
    assert_steps(student, reference, rng, 9, 5, [4], 3, 1)


def test_fit__random_deep_steps(student, reference, rng):
    """Three full-batch steps through three hidden layers."""
    assert_steps(student, reference, rng, 7, 4, [5, 3, 4], 3, 3)


def test_fit__random_square(student, reference, rng):
    """As many rows as inputs, hidden nodes and classes."""
    assert_steps(student, reference, rng, 4, 4, [4], 4, 2)


def test_fit__random_history(student, reference, rng):
    """Batches of any size: with a learning rate of 0 the history is the loss of all rows."""
    X, y = problem(rng, 11, 3, 4)
    B, seed = int(rng.integers(2, 10)), int(rng.integers(1000))
    params, history = student.fit(X, y, [5], 0.0, B, 2, 3.0, np.random.default_rng(seed))
    loss = reference.cross_entropy(reference.mlp_forward(X, params), y)
    assert_close(np.array(history), np.full(2, loss), rtol=1e-6)


def test_fit__random_heaps(student, reference, rng):
    """Three heaps of points are told apart after 15 epochs of mini-batches."""
    X, y = heaps(rng, 3, 10)
    seed = int(rng.integers(1000))
    params, history = student.fit(X, y, [8], 0.5, 7, 15, 1e-4, np.random.default_rng(seed))
    assert (reference.predict(X, params) == y).mean() > 0.9
    assert history[-1] < 0.7 * history[0]


# predict


def random_params(rng, sizes):
    return [
        (rng.normal(size=(n_out, n_in)), rng.normal(size=n_out)) for n_in, n_out in pairwise(sizes)
    ]


def test_predict__random(student, reference, rng):
    """Random networks of one, two and three layers."""
    X = rng.normal(size=(12, 4))
    for sizes in ([4, 5], [4, 3, 6], [4, 6, 2, 3]):
        params = random_params(rng, sizes)
        assert_equal(student.predict(X, params), reference.predict(X, params))


def test_predict__random_square(student, reference, rng):
    """As many rows as classes."""
    X, params = rng.normal(size=(5, 3)), random_params(rng, [3, 4, 5])
    assert_equal(student.predict(X, params), reference.predict(X, params))


def test_predict__random_integers(student, reference, rng):
    """Whole numbers as inputs."""
    X, params = rng.integers(-3, 4, size=(8, 3)), random_params(rng, [3, 4, 4])
    assert_equal(student.predict(X, params), reference.predict(X, params))


# MLP


def options(rng, **more):
    plain = {
        "hidden": (5, 4), "batchnorm": False, "drop_prob": 0.0, "l2": 0.0, "lr": 0.3,
        "momentum": 0.0, "batch_size": 100, "epochs": 1, "rng": int(rng.integers(1000)),
    }  # fmt: skip
    return plain | more


def assert_mlp_steps(student, reference, rng, **more):
    """Full-batch steps of the student's, against the reference from the student's first weights."""
    X, y = problem(rng, 9, 4, 3)
    how = options(rng, **more)
    start = student.MLP(**(how | {"lr": 0.0})).fit(X, y)
    ours = reference.MLP(**how)
    ours.classes_, ours.n_features_in_ = np.arange(3), 4
    ours.params_ = [list(layer) for layer in start.params_]
    ours.running_ = [(np.zeros(n), np.ones(n)) for n in how["hidden"] if how["batchnorm"]]
    velocities = [[np.zeros_like(p) for p in layer] for layer in ours.params_]
    for _ in range(how["epochs"]):
        loss, grads = ours._loss_and_grads(X.astype(np.float32), y, np.random.default_rng(0))
        ours._step(grads, velocities, how["lr"])
    theirs = student.MLP(**how).fit(X, y)
    for layer, wanted in zip(theirs.params_, ours.params_, strict=True):
        for p, q in zip(layer, wanted, strict=True):
            assert_close(p, q, rtol=1e-3, atol=2e-4)
    assert_close(theirs.history_["loss"][-1], loss, rtol=1e-3)
    for pair, wanted in zip(theirs.running_, ours.running_, strict=True):
        for statistic, other in zip(pair, wanted, strict=True):
            assert_close(statistic, other, rtol=1e-2, atol=1e-3)


def test_MLP__random_step(student, reference, rng):
    """One step with ReLU and a penalty."""
    assert_mlp_steps(student, reference, rng, l2=float(rng.uniform(0.01, 0.1)))


def test_MLP__random_steps_with_batchnorm(student, reference, rng):
    """Two steps with tanh, batch normalisation, a penalty and momentum."""
    how = {"activation": "tanh", "batchnorm": True, "l2": 0.05, "momentum": 0.8, "epochs": 2}
    assert_mlp_steps(student, reference, rng, **how)


def test_MLP__random_answers(student, reference, rng):
    """Probabilities, answers and score in use, after training with everything switched on."""
    X, y = problem(rng, 14, 4, 3)
    X_new, y_new = problem(rng, 10, 4, 3)
    how = options(rng, batchnorm=True, drop_prob=0.4, input_drop_prob=0.1, batch_size=5,
                  momentum=0.9, l2=1e-3, epochs=3)  # fmt: skip
    theirs, ours = student.MLP(**how).fit(X, y + 5), reference.MLP(**how)
    ours.classes_, ours.n_features_in_ = np.array([5, 6, 7]), 4
    ours.params_, ours.running_ = theirs.params_, theirs.running_
    assert_close(theirs.predict_proba(X_new), ours.predict_proba(X_new), rtol=1e-3, atol=1e-4)
    assert_equal(theirs.predict(X_new), ours.predict(X_new))
    assert_close(theirs.score(X_new, y_new + 5), ours.score(X_new, y_new + 5))


def test_MLP__random_heaps(student, rng):
    """Four heaps of points with names for labels, in mini-batches, with everything switched on."""
    X, y = heaps(rng, 4, 8)
    names = rng.permutation([-7, 2, 31, 100])
    how = options(rng, hidden=(16,), batchnorm=True, drop_prob=0.1, momentum=0.9, lr=0.1,
                  batch_size=8, epochs=30, l2=1e-4)  # fmt: skip
    model = student.MLP(**how).fit(X, names[y])
    assert_equal(model.classes_, np.array([-7, 2, 31, 100]))
    assert model.score(X, names[y]) > 0.9
    assert set(np.unique(model.predict(X))) <= {-7, 2, 31, 100}


# Answer cells


def verdict(answers, claim):
    return str(answers[f"claim_{claim}"]).strip().lower()


def test_plan__batches(answers):
    """The batches of an epoch, and the rows in the last one."""
    assert_equal(answers["batches_per_epoch"], 34)
    assert_equal(answers["rows_in_last_batch"], 21)


def test_plan__steps_and_parameters(answers):
    """The steps of the whole run, and the parameters of the network."""
    assert_equal(answers["steps_in_all"], 1020)
    assert_equal(answers["parameters"], 4810)


def test_plan__first_loss(answers):
    """The loss of a network that knows nothing."""
    assert_close(answers["first_loss"], 2.303, atol=0.0015)


def test_one_step__weight(answers):
    """The slope of the penalty, and the weight after the step."""
    assert_close(answers["penalty_slope_of_w"], -0.2, rtol=1e-3)
    assert_close(answers["w_after"], -1.2, rtol=1e-3)


def test_one_step__bias(answers):
    """The bias after the step."""
    assert_close(answers["b_after"], 2.8, rtol=1e-3)


def test_one_step__loss_of_epoch(answers):
    """The loss of the epoch."""
    assert_close(answers["loss_of_epoch"], 0.56, rtol=1e-3)


def test_trust__small_test(answers):
    """Mistakes and standard error with 360 images."""
    assert_equal(answers["mistakes_360"], 9)
    assert_close(answers["error_360"], 0.82, atol=0.006)


def test_trust__large_test(answers):
    """Mistakes and standard error with 10,000 images."""
    assert_equal(answers["mistakes_10000"], 150)
    assert_close(answers["error_10000"], 0.12, atol=0.006)


def test_trust__difference(answers):
    """Where a difference of 0.3 points is more than one standard error."""
    assert str(answers["more_than_one_error_on"]).strip() == "10000", "Compare 0.3 with the errors."


def test_claims__a_and_b(answers):
    """Claims A and B are judged rightly, with the parameters that each layer adds."""
    got = [verdict(answers, claim) for claim in "ab"]
    assert got == ["wrong", "wrong"], "Look again at the evidence for A and for B."
    assert_equal(answers["parameters_per_layer"], 1056)


def test_claims__c_and_d(answers):
    """Claims C and D are judged rightly, with the accuracy on the merged rows."""
    got = [verdict(answers, claim) for claim in "cd"]
    assert got == ["wrong", "wrong"], "Look again at the evidence for C and for D."
    assert_close(answers["percent_after_merging"], 100, atol=3)


def test_claims__e_and_f(answers):
    """Claims E and F are judged rightly."""
    got = [verdict(answers, claim) for claim in "ef"]
    assert got == ["right", "wrong"], "Look again at the evidence for E and for F."


def test_claims__g_h_and_i(answers):
    """Claims G, H and I are judged rightly."""
    got = [verdict(answers, claim) for claim in "ghi"]
    assert got == ["right", "right", "wrong"], "Look again at the evidence for G, H and I."
