"""Reference checks of lesson 04, and the grading of its answer cells."""

import numpy as np

from labkit.testing import assert_close, assert_equal


def scores(rng, m, K, scale=1.0):
    return rng.normal(size=(m, K)) * scale


# one_hot


def test_one_hot__random(student, reference, rng):
    """Random labels, more rows than classes."""
    y = rng.integers(0, 7, size=20)
    assert_close(student.one_hot(y, 7), reference.one_hot(y, 7))


def test_one_hot__random_square(student, reference, rng):
    """As many rows as classes, in a shuffled order."""
    y = rng.permutation(6)
    assert_close(student.one_hot(y, 6), reference.one_hot(y, 6))


# softmax


def test_softmax__random(student, reference, rng):
    """Random scores, more rows than classes."""
    Z = scores(rng, 9, 4, 2.0)
    assert_close(student.softmax(Z), reference.softmax(Z))


def test_softmax__random_square(student, reference, rng):
    """As many rows as classes."""
    Z = scores(rng, 5, 5) + rng.normal(size=5)
    assert_close(student.softmax(Z), reference.softmax(Z))


def test_softmax__random_extremes(student, reference, rng):
    """Scores of every size up to ten thousand."""
    Z = scores(rng, 6, 3) * np.array([[1.0], [10.0], [100.0], [1e3], [1e4], [0.01]])
    assert_close(student.softmax(Z), reference.softmax(Z), rtol=1e-8, atol=1e-12)


def test_softmax__random_integers(student, reference, rng):
    """Random whole numbers; one row and one class are shapes like any other."""
    Z = rng.integers(-4, 5, size=(4, 3))
    assert_close(student.softmax(Z), reference.softmax(Z))
    assert_close(student.softmax(Z[:1]), reference.softmax(Z[:1]))
    assert_close(student.softmax(Z[:, :1]), np.ones((4, 1)))


# cross_entropy


def test_cross_entropy__random(student, reference, rng):
    """Random scores and labels, more rows than classes."""
    Z, y = scores(rng, 12, 5, 2.0), rng.integers(0, 5, size=12)
    assert_close(student.cross_entropy(Z, y), reference.cross_entropy(Z, y))


def test_cross_entropy__random_square(student, reference, rng):
    """As many rows as classes."""
    Z, y = scores(rng, 6, 6), rng.integers(0, 6, size=6)
    assert_close(student.cross_entropy(Z, y), reference.cross_entropy(Z, y))


def test_cross_entropy__random_extremes(student, reference, rng):
    """Scores in the thousands."""
    Z, y = scores(rng, 8, 3, 3000.0), rng.integers(0, 3, size=8)
    y[0], Z[0, 0] = 0, Z[0].max() - 5000.0  # a loss that is surely large
    assert_close(student.cross_entropy(Z, y), reference.cross_entropy(Z, y))


# softmax_ce_grad


def test_softmax_ce_grad__random(student, reference, rng):
    """Random scores and labels, more rows than classes."""
    Z, y = scores(rng, 12, 5, 2.0), rng.integers(0, 5, size=12)
    assert_close(student.softmax_ce_grad(Z, y), reference.softmax_ce_grad(Z, y), atol=1e-12)


def test_softmax_ce_grad__random_square(student, reference, rng):
    """As many rows as classes."""
    Z, y = scores(rng, 6, 6), rng.integers(0, 6, size=6)
    assert_close(student.softmax_ce_grad(Z, y), reference.softmax_ce_grad(Z, y), atol=1e-12)


def test_softmax_ce_grad__random_extremes(student, reference, rng):
    """Scores in the thousands, where probabilities become 0."""
    Z, y = scores(rng, 8, 3, 3000.0), rng.integers(0, 3, size=8)
    y[0], Z[0, 0] = 0, Z[0].max() - 5000.0
    assert_close(student.softmax_ce_grad(Z, y), reference.softmax_ce_grad(Z, y), atol=1e-12)


# bce_with_logits


def test_bce_with_logits__random(student, reference, rng):
    """Random scores and labels."""
    z, y = rng.normal(size=15) * 3, rng.integers(0, 2, size=15)
    assert_close(student.bce_with_logits(z, y), reference.bce_with_logits(z, y))


def test_bce_with_logits__two_classes(student, reference, rng):
    """It equals the cross-entropy of two classes whose second score is 0."""
    z, y = rng.normal(size=9), rng.integers(0, 2, size=9)
    Z = np.column_stack([z, np.zeros(9)])
    assert_close(student.bce_with_logits(z, y), reference.cross_entropy(Z, 1 - y))


def test_bce_with_logits__random_extremes(student, reference, rng):
    """Scores in the thousands."""
    z, y = rng.normal(size=9) * 3000, rng.integers(0, 2, size=9)
    z[0], y[0] = 2000.0, 0
    assert_close(student.bce_with_logits(z, y), reference.bce_with_logits(z, y))


# mse_loss


def check_mse(student, reference, yp, y):
    (loss, dyp), (want, slopes) = student.mse_loss(yp, y), reference.mse_loss(yp, y)
    assert_close(loss, want)
    assert_close(dyp, slopes)


def test_mse_loss__random(student, reference, rng):
    """Random predictions and targets."""
    check_mse(student, reference, rng.normal(size=11), rng.normal(size=11))


def test_mse_loss__random_table(student, reference, rng):
    """Tables and blocks of numbers."""
    check_mse(student, reference, rng.normal(size=(4, 3)), rng.normal(size=(4, 3)))
    check_mse(student, reference, rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 4)))


# svm_loss


def test_svm_loss__random(student, reference, rng):
    """Random scores and labels, more rows than classes."""
    S, y = scores(rng, 12, 5, 2.0), rng.integers(0, 5, size=12)
    assert_close(student.svm_loss(S, y), reference.svm_loss(S, y))


def test_svm_loss__random_square(student, reference, rng):
    """As many rows as classes."""
    S, y = scores(rng, 6, 6), rng.integers(0, 6, size=6)
    assert_close(student.svm_loss(S, y), reference.svm_loss(S, y))


def test_svm_loss__random_integers(student, reference, rng):
    """Whole numbers, so that many margins are exactly 0."""
    S, y = rng.integers(-2, 3, size=(15, 4)), rng.integers(0, 4, size=15)
    S[0, y[0]] = S[0].max() - 2
    assert_close(student.svm_loss(S, y), reference.svm_loss(S, y))


# accuracy


def labelled(rng, m, K):
    """Scores and labels of which the first half is right and the second is not."""
    S = scores(rng, m, K)
    y = S.argmax(axis=1)
    y[m // 2 :] = (y[m // 2 :] + 1) % K
    return S, y


def test_accuracy__random(student, rng):
    """Random scores of which the first half is answered rightly."""
    S, y = labelled(rng, 12, 5)
    assert_close(student.accuracy(S, y), 0.5)
    S, y = labelled(rng, 7, 3)
    assert_close(student.accuracy(S, y), 3 / 7)


def test_accuracy__random_column(student, rng):
    """The same with a column of labels, also with as many rows as classes."""
    S, y = labelled(rng, 10, 4)
    assert_close(student.accuracy(S, y[:, None]), 0.5)
    S, y = labelled(rng, 6, 6)
    assert_close(student.accuracy(S, y[:, None]), 0.5)


def test_accuracy__random_ties(student, reference, rng):
    """Whole numbers, so that many rows have several largest scores."""
    S, y = rng.integers(0, 3, size=(20, 4)), rng.integers(0, 4, size=20)
    S[0], y[0] = [1, 2, 2, 0], 1
    assert_close(student.accuracy(S, y), reference.accuracy(S, y))


# Answer cells


def assert_numbers(answers, expected, rtol=1e-9, atol=0.0):
    """Fail unless the answers of these names are these numbers."""
    for name, number in expected.items():
        assert_close(answers[name], number, rtol=rtol, atol=atol)


def verdict(answers, claim):
    return str(answers[f"claim_{claim}"]).strip().lower()


def test_shares__probabilities(answers):
    """The three probabilities."""
    assert_numbers(answers, {"p_0": 0.1, "p_1": 0.3, "p_2": 0.6}, rtol=1e-3)


def test_shares__after_adding(answers):
    """The probability of class 0 after 5 was added to all scores."""
    assert_close(answers["p_0_after_adding_5"], 0.1, rtol=1e-3)


def test_shares__biases(answers):
    """The number of biases in W."""
    assert_equal(answers["biases_in_W"], 3)


def test_by_hand__loss(answers):
    """The loss of the image."""
    assert_close(answers["loss"], 1.204, atol=0.0015)


def test_by_hand__slopes(answers):
    """The slopes of its three scores."""
    assert_numbers(answers, {"slope_0": 0.1, "slope_1": -0.7, "slope_2": 0.6}, rtol=1e-3)


def test_by_hand__slope_of_cost(answers):
    """The slope of the cost, of which the image is a fifth."""
    assert_close(answers["slope_of_cost"], -0.14, rtol=1e-3)


def test_squares__mse(answers):
    """The mean squared error, and half the sum of squares."""
    assert_close(answers["mse"], 3.5)
    assert_close(answers["half_the_sum"], 7)


def test_squares__slope(answers):
    """The slope of the last prediction."""
    assert_close(answers["slope_of_last"], 1.5)


def test_late_bus__seventeen(answers):
    """The best constants with a delay of 17 minutes."""
    assert_numbers(answers, {"best_for_mse": 5, "best_for_mae": 2})


def test_late_bus__a_hundred_and_seventy(answers):
    """The best constants with a delay of 170 minutes."""
    assert_numbers(answers, {"best_for_mse_170": 35.6, "best_for_mae_170": 2})


def test_margins__two_labels(answers):
    """The hinge losses for the labels 1 and 0."""
    assert_numbers(answers, {"hinge_label_1": 0.5, "hinge_label_0": 5.5})


def test_margins__doubled(answers):
    """The hinge loss after doubling all weights."""
    assert_close(answers["hinge_label_1_doubled"], 0)


def test_claims__a_b_and_c(answers):
    """Claims A, B and C are judged rightly."""
    got = [verdict(answers, claim) for claim in "abc"]
    assert got == ["wrong", "right", "right"], "Look again at the evidence for A, B and C."


def test_claims__d_and_e(answers):
    """Claims D and E are judged rightly, with the cost half way."""
    got = [verdict(answers, claim) for claim in "de"]
    assert got == ["wrong", "wrong"], "Look again at the evidence for D and for E."
    assert_close(answers["mse_half_way"], 0.727, atol=0.001)


def test_claims__f_and_g(answers):
    """Claims F and G are judged rightly."""
    got = [verdict(answers, claim) for claim in "fg"]
    assert got == ["wrong", "wrong"], "Look again at the evidence for F and for G."


def test_claims__h_i_and_j(answers):
    """Claims H, I and J are judged rightly, with the share of each of four equal scores."""
    got = [verdict(answers, claim) for claim in "hij"]
    assert got == ["right", "wrong", "wrong"], "Look again at the evidence for H, I and J."
    assert_close(answers["share_of_each"], 0.25)


def test_claims__k(answers):
    """Claim K is judged rightly."""
    assert verdict(answers, "k") == "wrong", "Look again at the losses of the ReLU outputs."
