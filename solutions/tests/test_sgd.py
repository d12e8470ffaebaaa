"""Reference checks of lesson 08, and the grading of its answer cells."""

import numpy as np

from labkit.testing import assert_close, assert_equal


class Drawn:
    """A function that returns given items in turn, from the first for every student's call."""

    def __init__(self, name, items):
        self.__name__, self.items, self.calls = name, list(items), 0

    def __call__(self, *_):
        self.calls += 1
        return self.items[(self.calls - 1) % len(self.items)]

    def __deepcopy__(self, memo):
        self.calls = 0
        return self


# random_search


def test_random_search__random(student, reference, rng):
    """Random draws, judged by their distance from a random target."""
    draws, target = list(rng.normal(size=(15, 2, 3))), rng.normal(size=(2, 3))

    def loss(W):
        return float(((W - target) ** 2).sum())

    best_W, best_loss = student.random_search(loss, Drawn("sample", draws), 15)
    want_W, want_loss = reference.random_search(loss, Drawn("sample", draws), 15)
    assert_close(best_W, want_W)
    assert_close(best_loss, want_loss)


def test_random_search__random_noise(student, reference, rng):
    """Random losses above and below 0, which differ from call to call; T calls of each."""
    draws, losses = list(rng.normal(size=(12, 4))), rng.normal(size=12).tolist()
    sample, loss = Drawn("sample", draws), Drawn("loss", losses)
    best_W, best_loss = student.random_search(loss, sample, 9)
    assert (sample.calls, loss.calls) == (9, 9), "sample and loss are called once for each draw."
    want_W, want_loss = reference.random_search(Drawn("loss", losses), Drawn("sample", draws), 9)
    assert_close(best_W, want_W)
    assert_close(best_loss, want_loss)


# sgd_step


def assert_same_list(got, expected):
    assert isinstance(got, list), f"The result is a {type(got).__name__}; expected a list."
    assert len(got) == len(expected), f"{len(got)} entries; expected {len(expected)}."
    for one, other in zip(got, expected, strict=True):
        assert_close(one, other, atol=1e-12)


def test_sgd_step__random(student, reference, rng):
    """Random parameters of a network with two layers, square and not."""
    for sizes in ((3, 5, 2), (4, 4, 4)):
        shapes = [(sizes[1], sizes[0]), (sizes[1],), (sizes[2], sizes[1]), (sizes[2],)]
        params = [rng.normal(size=shape) for shape in shapes]
        grads = [rng.normal(size=shape) * 3 for shape in shapes]
        lr = float(rng.uniform(0.01, 2.0))
        assert_same_list(student.sgd_step(params, grads, lr), reference.sgd_step(params, grads, lr))


def test_sgd_step__random_float32(student, reference, rng):
    """The same in float32: nothing becomes float64 on the way."""
    params = [rng.normal(size=shape).astype(np.float32) for shape in ((3, 4), (3,))]
    grads = [rng.normal(size=shape).astype(np.float32) for shape in ((3, 4), (3,))]
    lr = rng.uniform(0.01, 2.0)
    got, want = student.sgd_step(params, grads, lr), reference.sgd_step(params, grads, lr)
    assert isinstance(got, list) and len(got) == 2, "A list of two arrays is expected."
    for one, other in zip(got, want, strict=True):
        assert_close(one, other, rtol=1e-5, atol=1e-6)
        assert one.dtype == np.float32, f"The result is {one.dtype}; expected float32."


# momentum_run


def test_momentum_run__random(student, reference, rng):
    """Random bowls, starts, learning rates and momenta."""
    for n in (1, 3):
        A = rng.normal(size=(n, n))
        bowl, w0 = A @ A.T + np.eye(n), rng.normal(size=n)
        lr, mu = float(rng.uniform(0.01, 0.1)), float(rng.uniform(0.3, 0.95))
        arguments = (lambda w, bowl=bowl: bowl @ w, w0, lr, mu, 8)
        assert_same_list(student.momentum_run(*arguments), reference.momentum_run(*arguments))


def test_momentum_run__random_slopes(student, reference, rng):
    """Slopes that differ at every call, as those of random batches do."""
    slopes = list(rng.normal(size=(7, 2, 3)))
    w0, lr, mu = rng.normal(size=(2, 3)), float(rng.uniform(0.1, 1)), float(rng.uniform(0.3, 0.95))
    got = student.momentum_run(Drawn("grad", slopes), w0, lr, mu, 7)
    assert_same_list(got, reference.momentum_run(Drawn("grad", slopes), w0, lr, mu, 7))


# minibatch_indices


def test_minibatch_indices__random_sizes(student, reference, rng):
    """Random N and B: the right sizes, and every number once."""
    for _ in range(5):
        N, B = int(rng.integers(2, 60)), int(rng.integers(1, 20))
        batches = student.minibatch_indices(N, B, rng)
        assert isinstance(batches, list), "A list of batches is expected."
        sizes = [len(batch) for batch in reference.minibatch_indices(N, B, rng)]
        assert_equal([len(batch) for batch in batches], sizes)
        assert_equal(np.sort(np.concatenate(batches)), np.arange(N))


def test_minibatch_indices__random_company(student, rng):
    """Over many epochs, every example shares its batch with every other now and then."""
    met = np.zeros((6, 6), dtype=int)
    for _ in range(60):
        for batch in student.minibatch_indices(6, 3, rng):
            assert isinstance(batch, np.ndarray), "Every batch should be an array."
            met[np.ix_(batch, batch)] += 1
    apart = met[~np.eye(6, dtype=bool)]
    assert (np.diag(met) == 60).all(), "Every example should be in one batch of each epoch."
    assert apart.min() > 3 and apart.max() < 50, "Some examples meet always, or never."


# iterations_per_epoch


def test_iterations_per_epoch__random(student, reference, rng):
    """Random numbers, half of them without a rest."""
    for _ in range(6):
        n, full = int(rng.integers(2, 300)), int(rng.integers(2, 300))
        for N in (n * full, n * full + int(rng.integers(1, n)), n * full + 1, n * full - 1):
            for drop_last in (False, True):
                got = student.iterations_per_epoch(N, n, drop_last)
                want = reference.iterations_per_epoch(N, n, drop_last)
                assert_close(got, want, rtol=0.0, dtype=int)


def test_iterations_per_epoch__random_batches(student, reference, rng):
    """As many as minibatch_indices makes batches."""
    for _ in range(4):
        N, B = int(rng.integers(10, 200)), int(rng.integers(2, 30))
        expected = len(reference.minibatch_indices(N, B, rng))
        assert_close(student.iterations_per_epoch(N, B), expected, rtol=0.0, dtype=int)


# epoch_loss


def test_epoch_loss__random(student, reference, rng):
    """Random losses and sizes."""
    losses, sizes = rng.uniform(0, 4, size=9), rng.integers(1, 40, size=9)
    assert_close(student.epoch_loss(losses, sizes), reference.epoch_loss(losses, sizes))
    assert_close(
        student.epoch_loss(losses.tolist(), sizes.tolist()), reference.epoch_loss(losses, sizes)
    )


# Answer cells


def assert_numbers(answers, expected, rtol=1e-9, atol=0.0):
    """Fail unless the answers of these names are these numbers."""
    for name, number in expected.items():
        assert_close(answers[name], number, rtol=rtol, atol=atol)


def word(answers, name):
    return str(answers[name]).strip().lower()


def test_printed_losses__running_best(answers):
    """The best loss so far, after draws 3 and 5."""
    assert_numbers(answers, {"best_after_3": 8.959668, "best_after_5": 8.857370}, rtol=1e-6)


def test_printed_losses__improvements(answers):
    """How many draws were the best so far."""
    assert_close(answers["improvements"], 4)


def test_printed_losses__beyond_guessing(answers):
    """How many more images are read than by guessing."""
    assert_close(answers["more_than_guessing"], 555)


def test_parabola__two_steps(answers):
    """Two steps with the learning rate 0.1."""
    assert_numbers(answers, {"w_1": 1.8, "w_2": 1.08}, atol=1e-9)


def test_parabola__thresholds(answers):
    """The rate that arrives in one step, and the one above which the walk diverges."""
    assert_numbers(answers, {"one_step": 0.25, "diverges_above": 0.5})


def test_parabola__too_large(answers):
    """One step with the learning rate 0.6."""
    assert_close(answers["w_1_too_large"], -4.2, atol=1e-9)


def test_velocity__three_steps(answers):
    """The first three places."""
    assert_numbers(answers, {"w_1": -0.2, "w_2": -0.58, "w_3": -1.122}, atol=1e-9)


def test_velocity__in_the_end(answers):
    """The length of a step in the end, and how it compares with a step without momentum."""
    assert_numbers(answers, {"length_in_the_end": 2.0, "times_longer": 10.0}, rtol=1e-6)


def test_counting__iterations(answers):
    """Iterations in one epoch, with the rest and without, and updates in 20 epochs."""
    assert_numbers(answers, {"iterations": 34, "iterations_dropped": 33, "updates_20_epochs": 680})


def test_counting__last_batch(answers):
    """The size of the last batch."""
    assert_close(answers["last_batch"], 21)


def test_counting__epoch_loss(answers):
    """The loss of an epoch of three batches, and what a plain mean would say."""
    assert_numbers(answers, {"loss_of_epoch": 0.84, "plain_mean": 1.0}, atol=1e-9)


def test_coverage__two_kinds(answers):
    """The chance that a batch of 5 shows both kinds."""
    assert_close(answers["both_kinds"], 0.9375, atol=0.0006)


def test_coverage__rare_class(answers):
    """The chance that a batch of 100 shows none of a rare class."""
    assert_close(answers["no_rare_one"], 0.366, atol=0.0006)


def test_coverage__never_drawn(answers):
    """The chance that one of four examples is never drawn in four draws."""
    assert_close(answers["never_drawn"], 0.316, atol=0.0006)


KINDS = {
    "parameter": ["weight_3_7", "bias_of_node_2"],
    "hyperparameter": ["learning_rate", "batch_size", "momentum", "epochs", "hidden_nodes"],
}


def test_kinds__parameters(answers):
    """What training finds by itself."""
    for name in KINDS["parameter"]:
        assert word(answers, name) == "parameter", f"Who chooses {name}: you, or the training?"


def test_kinds__hyperparameters(answers):
    """What is chosen before training."""
    for name in KINDS["hyperparameter"]:
        assert word(answers, name) == "hyperparameter", f"Who chooses {name}: you, or the training?"


def verdicts(answers, claims):
    return [word(answers, f"claim_{claim}") for claim in claims]


def test_claims__a_b_and_c(answers):
    """Claims A, B and C are judged rightly, with the angle."""
    got = verdicts(answers, "abc")
    assert got == ["wrong", "wrong", "wrong"], "Look again at the evidence for A, B and C."
    assert_close(answers["angle"], 62, atol=1.0)


def test_claims__d_and_e(answers):
    """Claims D and E are judged rightly."""
    got = verdicts(answers, "de")
    assert got == ["wrong", "wrong"], "Look again at the four walks of D and E."


def test_claims__f_and_g(answers):
    """Claims F and G are judged rightly."""
    got = verdicts(answers, "fg")
    assert got == ["wrong", "right"], "Look again at the evidence for F and for G."


def test_claims__h_and_i(answers):
    """Claims H and I are judged rightly."""
    got = verdicts(answers, "hi")
    assert got == ["wrong", "right"], "Look again at the evidence for H and for I."


def test_claims__j_and_k(answers):
    """Claims J and K are judged rightly."""
    got = verdicts(answers, "jk")
    assert got == ["wrong", "wrong"], "Look again at the evidence for J and for K."


def test_claims__l_and_m(answers):
    """Claims L and M are judged rightly, with the share that N random draws see."""
    got = verdicts(answers, "lm")
    assert got == ["wrong", "wrong"], "Look again at the evidence for L and for M."
    assert_close(answers["share_seen"], 0.632, atol=0.002)


def test_claims__n_and_o(answers):
    """Claims N and O are judged rightly."""
    got = verdicts(answers, "no")
    assert got == ["wrong", "right"], "Look again at the evidence for N and for O."
