"""Reference checks of lesson 10, and the grading of its answer cells."""

import numpy as np

from labkit.testing import assert_close, assert_equal


def weights(rng, *shapes):
    return [rng.normal(size=shape) for shape in shapes]


def check_penalty(got, expected):
    penalty, grads = got
    value, wanted = expected
    assert_close(penalty, value)
    assert len(grads) == len(wanted), f"There are {len(grads)} gradients for {len(wanted)} arrays."
    for one, other in zip(grads, wanted, strict=True):
        assert_close(one, other)


# l2_penalty


def test_l2_penalty__random(student, reference, rng):
    """Random weights of three layers."""
    Ws, lam = weights(rng, (5, 3), (4, 5), (2, 4)), float(rng.uniform(0.01, 2))
    check_penalty(student.l2_penalty(Ws, lam), reference.l2_penalty(Ws, lam))


def test_l2_penalty__random_square(student, reference, rng):
    """Square arrays, lists and a block of weights."""
    Ws = weights(rng, (3, 3), (3, 3), 4, (2, 3, 2))
    check_penalty(student.l2_penalty(Ws, 0.3), reference.l2_penalty(Ws, 0.3))


# total_loss


def test_total_loss__random(student, reference, rng):
    """Random losses and weights."""
    losses, lam = rng.uniform(0, 3, size=int(rng.integers(2, 9))), float(rng.uniform(0.01, 2))
    Ws = weights(rng, (5, 3), (4, 5), (2, 4))
    assert_close(student.total_loss(losses, Ws, lam), reference.total_loss(losses, Ws, lam))


def test_total_loss__random_single(student, reference, rng):
    """One example and one array."""
    losses, Ws = rng.uniform(0, 3, size=1), weights(rng, (3, 3))
    assert_close(student.total_loss(losses, Ws, 0.7), reference.total_loss(losses, Ws, 0.7))


# l1_penalty


def test_l1_penalty__random(student, reference, rng):
    """Random weights of three layers."""
    Ws, lam = weights(rng, (5, 3), (4, 5), (2, 4)), float(rng.uniform(0.01, 2))
    check_penalty(student.l1_penalty(Ws, lam), reference.l1_penalty(Ws, lam))


def test_l1_penalty__random_with_zeros(student, reference, rng):
    """Whole numbers, many of them 0."""
    Ws = [rng.integers(-1, 2, size=(3, 3)), rng.integers(-2, 3, size=(2, 6))]
    Ws[0][0] = 0, 1, -1
    check_penalty(student.l1_penalty(Ws, 0.3), reference.l1_penalty(Ws, 0.3))


# elastic_net


def test_elastic_net__random(student, reference, rng):
    """Random weights, lam and beta."""
    (W,) = weights(rng, (4, 3))
    lam, beta = float(rng.uniform(0.1, 2)), float(rng.uniform(1.1, 3))
    assert_close(student.elastic_net(W, lam, beta), reference.elastic_net(W, lam, beta))


def test_elastic_net__random_list(student, reference, rng):
    """A list of weights, and beta below 1."""
    W, beta = rng.normal(size=7), float(rng.uniform(0.1, 0.9))
    assert_close(student.elastic_net(W, 0.6, beta), reference.elastic_net(W, 0.6, beta))


# dropout_forward


def test_dropout_forward__random(student, rng):
    """Random activations, p and seed: what is kept is X / (1 - p), in about the right share."""
    X, p = rng.uniform(1, 2, size=(60, 50)), float(rng.uniform(0.2, 0.8))
    Y, keep = student.dropout_forward(X, p, np.random.default_rng(rng.integers(2**31)), True)
    assert_close(Y, np.where(keep, X / (1 - p), 0.0))
    assert abs(float(np.mean(keep)) - (1 - p)) < 0.07, "About 1 - p of the entries are kept."


def test_dropout_forward__random_neighbours(student, rng):
    """Whether an entry is kept says nothing about its neighbours, in the row or in the column."""
    X = np.ones((100, 100))
    _, keep = student.dropout_forward(X, 0.5, np.random.default_rng(rng.integers(2**31)), True)
    sides = np.where(keep, 1.0, -1.0)
    pairs = sides[:, 1:] * sides[:, :-1]
    for products in (pairs, sides[1:] * sides[:-1], pairs[1:] * pairs[:-1]):
        mean = abs(float(products.mean()))
        assert mean < 0.08, "The fates of neighbouring entries depend on each other."


# dropout_backward


def test_dropout_backward__random(student, reference, rng):
    """A random mask, gradient and p."""
    dY, keep, p = rng.normal(size=(5, 7)), rng.random((5, 7)) < 0.6, float(rng.uniform(0.1, 0.9))
    keep[0, :2] = True, False
    expected = reference.dropout_backward(dY, keep, p)
    assert_close(student.dropout_backward(dY, keep, p), expected)


def test_dropout_backward__random_square(student, reference, rng):
    """As many rows as columns, and a block of three axes."""
    for shape in ((4, 4), (2, 3, 4)):
        dY, keep = rng.normal(size=shape), rng.random(shape) < 0.5
        keep.flat[:2] = True, False
        expected = reference.dropout_backward(dY, keep, 0.3)
        assert_close(student.dropout_backward(dY, keep, 0.3), expected)


# stochastic_depth


def test_stochastic_depth__random_evaluation(student, reference, rng):
    """Random blocks in evaluation."""
    x, fx, p = rng.normal(size=(4, 4)), rng.normal(size=(4, 4)), float(rng.uniform(0.1, 0.9))
    expected = reference.stochastic_depth(x, fx, p, np.random.default_rng(0), False)
    assert_close(student.stochastic_depth(x, fx, p, np.random.default_rng(0), False), expected)


def test_stochastic_depth__random_rare(student, rng):
    """With p_survive = 0.1 about 12 of 120 blocks take part."""
    x, fx, chance = np.ones((2, 2)), np.ones((2, 2)), np.random.default_rng(rng.integers(2**31))
    taken = 0
    for _ in range(120):
        taken += float(np.mean(student.stochastic_depth(x, fx, 0.1, chance, True))) > 1.5
    assert taken < 45, f"The block took part in {taken} of 120 calls."


# fmp_boundaries


def test_fmp_boundaries__random(student, reference, rng):
    """Random sizes and random u."""
    for _ in range(6):
        n_out = int(rng.integers(2, 40))
        n_in, u = int(rng.integers(n_out, 2 * n_out + 1)), float(rng.uniform(0.01, 0.99))
        assert_equal(
            student.fmp_boundaries(n_in, n_out, u), reference.fmp_boundaries(n_in, n_out, u)
        )


# fractional_max_pool_1d


def test_fractional_max_pool_1d__random(student, reference, rng):
    """Random values, random cuts."""
    for _ in range(4):
        cuts = np.concatenate([[0], np.cumsum(rng.integers(1, 4, size=8))])
        x = rng.normal(size=int(cuts[-1])) * 5
        expected = reference.fractional_max_pool_1d(x, cuts)
        assert_close(student.fractional_max_pool_1d(x, cuts), expected)


# Answer cells


def assert_numbers(answers, expected, rtol=1e-3, atol=1e-9):
    """Fail unless the answers of these names are these numbers."""
    for name, number in expected.items():
        assert_close(answers[name], number, rtol=rtol, atol=atol)


def verdicts(answers, claims):
    return [str(answers[f"claim_{claim}"]).strip().lower() for claim in claims]


def test_doubling__hinge(answers):
    """The hinge losses of W, 2W and half of W."""
    assert_numbers(answers, {"hinge_W": 0, "hinge_2W": 0, "hinge_half_W": 0.5})


def test_doubling__totals(answers):
    """The totals with 0.1 times the sum of squares."""
    assert_numbers(answers, {"total_W": 0.4, "total_2W": 1.6, "total_half_W": 0.6})


def test_doubling__smallest(answers):
    """Which of the three has the smallest total."""
    assert_equal("".join(str(answers["smallest_total"]).split()).lower(), "w")


def test_penalties__of_the_third_list(answers):
    """The score of the third list and its three penalties."""
    assert_numbers(answers, {"score": 1, "l2": 0.5, "l1": 1, "elastic": 2})


def test_penalties__slopes(answers):
    """The slopes under L2 and under L1."""
    expected = {"l2_slope_first": 0.1, "l1_slope_first": 0.1, "l1_slope_last": 0}
    assert_numbers(answers, expected)


def test_penalties__step(answers):
    """The first weight after a step."""
    assert_close(answers["first_after_step"], 0.45, rtol=1e-3)


def test_dropout_by_hand__forwards(answers):
    """The three entries of Y."""
    assert_numbers(answers, {"Y_0": 0, "Y_1": -12, "Y_2": 4})


def test_dropout_by_hand__backwards(answers):
    """The three slopes of X."""
    assert_numbers(answers, {"dX_0": 0, "dX_1": 4, "dX_2": -8})


def test_dropout_by_hand__means(answers):
    """The mean of an entry, with and without the division."""
    assert_numbers(answers, {"mean_of_Y_1": -3, "mean_of_Y_1_without_dividing": -0.75})


def test_cuts__places(answers):
    """The cuts with u = 0.75."""
    assert_numbers(answers, {"b_1": 1, "b_2": 2, "b_3": 4, "b_7": 10})


def test_cuts__regions(answers):
    """How many regions hold two numbers, and the maximum of the third region."""
    assert_numbers(answers, {"regions_of_two": 3, "third_maximum": 5})


def test_claims__a_and_b(answers):
    """Claims A and B are judged rightly."""
    assert verdicts(answers, "ab") == ["wrong", "wrong"], "Look again at the evidence for A and B."


def test_claims__c(answers):
    """Claim C is judged rightly, with the best strength in the table."""
    assert verdicts(answers, "c") == ["wrong"], "Look again at the right end of the table."
    assert_close(answers["best_lambda"], 0.01, rtol=1e-6)


def test_claims__d_e_and_f(answers):
    """Claims D, E and F are judged rightly."""
    got = verdicts(answers, "def")
    assert got == ["wrong", "right", "wrong"], "Look again at the evidence for D, E and F."


def test_claims__g_h_i_and_j(answers):
    """Claims G to J are judged rightly, with the measured slope."""
    got = verdicts(answers, "ghij")
    assert got == ["wrong", "wrong", "wrong", "right"], "Look again at the evidence for G to J."
    assert_close(answers["measured_slope"], 0.3, atol=1e-3)


def test_claims__k(answers):
    """Claim K is judged rightly."""
    assert verdicts(answers, "k") == ["wrong"], "R(W) stays the same. Does the output?"
