"""Public checks of lesson 04: numbers worked by hand, properties, extremes."""

import math

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal

DOG_CAT_FROG = np.array([2.9, 3.45, 0.0])
SHARES = np.array([0.358644522518550, 0.621621700996887, 0.019733776484563])


# one_hot


def test_one_hot__by_hand(student):
    """The labels 2, 0, 1, 1 with four classes."""
    expected = np.array([[0, 0, 1, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0]])
    assert_close(student.one_hot(np.array([2, 0, 1, 1]), 4), expected)


def test_one_hot__floats(student):
    """The entries are floats, ready for arithmetic with probabilities."""
    expected = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
    assert_close(student.one_hot(np.array([1, 0, 1]), 2), expected, dtype=float)


def test_one_hot__absent_classes(student):
    """There are K columns, also for classes that no label mentions."""
    expected = np.array([[0, 0, 0, 1, 0, 0], [0, 1, 0, 0, 0, 0]])
    assert_close(student.one_hot(np.array([3, 1]), 6), expected)


def test_one_hot__one_in_each_row(student, rng):
    """Each row adds up to 1, and its largest entry stands at the label."""
    y = rng.integers(0, 5, size=12)
    rows = student.one_hot(y, 5)
    assert_close(rows.sum(axis=1), np.ones(12))
    assert_equal(rows.argmax(axis=1), y)


def test_one_hot__single_row(student):
    """One label gives one row."""
    assert_close(student.one_hot(np.array([1]), 3), np.array([[0, 1, 0]]))


def test_one_hot__label_too_large(student):
    """The label 3 with three classes, 0 to 2, is a ValueError."""
    with pytest.raises(ValueError):
        student.one_hot(np.array([0, 3, 1]), 3)


def test_one_hot__negative_label(student):
    """The label -1 is a ValueError: it must not count from the right."""
    with pytest.raises(ValueError):
        student.one_hot(np.array([0, -1, 1]), 3)


def test_one_hot__column_of_labels(student):
    """Labels of shape (3, 1) are a ValueError."""
    with pytest.raises(ValueError):
        student.one_hot(np.array([[0], [2], [1]]), 3)


# softmax


def test_softmax__dog_cat_frog(student):
    """The scores 2.9, 3.45 and 0 give 36, 62 and 2 percent (to nine figures)."""
    Z = np.array([DOG_CAT_FROG, DOG_CAT_FROG[::-1]])
    assert_close(student.softmax(Z), np.array([SHARES, SHARES[::-1]]))


def test_softmax__logarithms(student):
    """Scores ln 1, ln 2, ln 3, ln 4 give the shares 1/10, 2/10, 3/10, 4/10."""
    Z = np.log(np.array([[1.0, 2.0, 3.0, 4.0], [0.5, 0.5, 0.25, 0.75]]))
    assert_close(student.softmax(Z), np.array([[0.1, 0.2, 0.3, 0.4], [0.25, 0.25, 0.125, 0.375]]))


def test_softmax__ratios(student, rng):
    """p_a / p_b is exp(s_a - s_b), for any two classes of a row, and the row adds up to 1."""
    Z = rng.normal(size=(4, 3))
    p = student.softmax(Z)
    assert_close(p.sum(axis=1), np.ones(4))
    assert (p > 0).all(), "Every probability of such moderate scores is above 0."
    assert_close(p[:, 0] / p[:, 2], np.exp(Z[:, 0] - Z[:, 2]))
    assert_close(p[:, 1] / p[:, 0], np.exp(Z[:, 1] - Z[:, 0]))


def test_softmax__square(student):
    """As many rows as classes: it is still the rows that add up to 1."""
    Z = np.log(np.array([[1.0, 2.0, 1.0], [8.0, 1.0, 1.0], [1.0, 1.0, 3.0]]))
    assert_close(
        student.softmax(Z), np.array([[0.25, 0.5, 0.25], [0.8, 0.1, 0.1], [0.2, 0.2, 0.6]])
    )


def test_softmax__differences_count(student):
    """Adding a number of its own to every row changes nothing."""
    Z = np.array([[2.9, 3.45, 0.0]] * 3) + np.array([[-7.0], [0.0], [30.0]])
    assert_close(student.softmax(Z), np.array([SHARES, SHARES, SHARES]))


def test_softmax__huge_scores(student):
    """Scores of 1000 and of -1000 overflow nothing."""
    Z = np.array([[1000.0, 1000.55, 997.1], [-999.0, -998.45, -1001.9]])
    assert_close(student.softmax(Z), np.array([SHARES, SHARES]), rtol=1e-8)


def test_softmax__rows_far_apart(student):
    """Rows of very different size do not disturb each other."""
    Z = np.array([[0.0, 0.0], [2000.0, 2000.0], [-3000.0, -3000.0]])
    assert_close(student.softmax(Z), np.full((3, 2), 0.5))


def test_softmax__far_ahead(student):
    """A class that is 2000 ahead gets everything, and two that tie share it."""
    Z = np.array([[0.0, 2000.0, 0.0], [700.0, 700.0, -700.0]])
    assert_close(student.softmax(Z), np.array([[0.0, 1.0, 0.0], [0.5, 0.5, 0.0]]), atol=1e-12)


def test_softmax__whole_numbers(student):
    """Scores that are whole numbers give the same floats."""
    e = math.e
    p = student.softmax(np.array([[1, 0], [0, 0], [3, 4]]))
    expected = np.array([[e, 1.0], [(1 + e) / 2, (1 + e) / 2], [1.0, e]]) / (1.0 + e)
    assert_close(p, expected, dtype=float)


# cross_entropy


def test_cross_entropy__dog_cat_frog(student):
    """Scores 2.9, 3.45, 0: the loss is 1.0254 for dog, 0.4754 for cat, 3.9254 for frog."""
    for label, loss in enumerate([1.025423569024, 0.475423569024, 3.925423569024]):
        assert_close(student.cross_entropy(DOG_CAT_FROG[None], np.array([label])), loss)


def test_cross_entropy__mean(student):
    """Several rows give the mean of their losses, not the sum."""
    Z = np.array([DOG_CAT_FROG] * 4)
    loss = (2 * 1.025423569024 + 0.475423569024 + 3.925423569024) / 4
    assert_close(student.cross_entropy(Z, np.array([0, 2, 1, 0])), loss)


def test_cross_entropy__knows_nothing(student):
    """Equal scores for K classes cost ln K, whatever the labels are."""
    assert_close(student.cross_entropy(np.zeros((3, 10)), np.array([7, 0, 9])), math.log(10))
    assert_close(
        student.cross_entropy(np.full((5, 4), 2.5), np.array([1, 1, 3, 0, 2])), math.log(4)
    )


def test_cross_entropy__given_probabilities(student):
    """Rows with the probabilities 0.7 and 0.1 for the right class cost -ln 0.7 and -ln 0.1."""
    Z = np.log(np.array([[0.7, 0.2, 0.1], [0.3, 0.6, 0.1]]))
    assert_close(student.cross_entropy(Z, np.array([0, 2])), -(math.log(0.7) + math.log(0.1)) / 2)


def test_cross_entropy__square(student):
    """As many rows as classes: each row is normalised by itself."""
    Z = np.log(np.array([[1.0, 2.0, 1.0], [8.0, 1.0, 1.0], [1.0, 1.0, 3.0]]))
    loss = -(math.log(0.5) + math.log(0.8) + math.log(0.2)) / 3
    assert_close(student.cross_entropy(Z, np.array([1, 0, 1])), loss)


def test_cross_entropy__differences_count(student):
    """Adding a number of its own to every row leaves the loss as it is."""
    Z = np.array([[2.9, 3.45, 0.0]] * 3) + np.array([[-7.0], [0.0], [30.0]])
    assert_close(student.cross_entropy(Z, np.array([1, 1, 1])), 0.475423569024)


def test_cross_entropy__hopeless(student):
    """A right class that is 1000 behind costs 1000, not infinity."""
    Z = np.array([[1000.0, 0.0, 0.0], [0.0, 0.0, 1000.0], [0.0, -1000.0, -2000.0]])
    assert_close(student.cross_entropy(Z, np.array([1, 2, 2])), 1000.0)


def test_cross_entropy__rows_far_apart(student):
    """Rows of very different size do not disturb each other."""
    Z = np.array([[0.0, 0.0], [2000.0, 2000.0], [-3000.0, -3000.0]])
    assert_close(student.cross_entropy(Z, np.array([0, 1, 1])), math.log(2))


def test_cross_entropy__whole_numbers(student):
    """Scores that are whole numbers work too."""
    loss = (math.log(1 + math.e) + math.log(1 + math.exp(-2))) / 2
    assert_close(student.cross_entropy(np.array([[1, 0], [1, 3]]), np.array([1, 1])), loss)


def test_cross_entropy__wrong_length(student):
    """Four rows and three labels: a ValueError that names both shapes, (4, 2) and (3,)."""
    with pytest.raises(ValueError) as error:
        student.cross_entropy(np.zeros((4, 2)), np.array([0, 1, 1]))
    assert "(4, 2)" in str(error.value), "The message should name the shape of Z, (4, 2)."
    assert "(3,)" in str(error.value), "The message should name the shape of y, (3,)."


def test_cross_entropy__column_of_labels(student):
    """Labels of shape (3, 1), or one label for three rows, are refused as well."""
    with pytest.raises(ValueError):
        student.cross_entropy(np.zeros((3, 3)), np.array([[0], [1], [2]]))
    with pytest.raises(ValueError):
        student.cross_entropy(np.zeros((3, 3)), np.array([1]))


# softmax_ce_grad


def test_softmax_ce_grad__dog_cat_frog(student):
    """Scores 2.9, 3.45, 0: probabilities minus one-hot label, for each of the three labels."""
    for label in range(3):
        expected = SHARES.copy()
        expected[label] -= 1.0
        got = student.softmax_ce_grad(DOG_CAT_FROG[None], np.array([label]))
        assert_close(got, expected[None])


def test_softmax_ce_grad__mean(student):
    """With four rows each of them counts a quarter."""
    p = [0.25, 0.5, 0.25]
    Z = np.log(np.array([p, p, p, p]))
    expected = np.array([[-0.75, 0.5, 0.25], [0.25, -0.5, 0.25], [0.25, 0.5, -0.75]])
    got = student.softmax_ce_grad(Z, np.array([0, 1, 2, 2]))
    assert_close(got, expected[[0, 1, 2, 2]] / 4)


def test_softmax_ce_grad__knows_nothing(student):
    """Equal scores: 1/K everywhere, 1/K - 1 at the label, divided by the number of rows."""
    expected = np.array([[0.2, 0.2, 0.2, -0.8, 0.2], [-0.8, 0.2, 0.2, 0.2, 0.2]]) / 2
    assert_close(student.softmax_ce_grad(np.zeros((2, 5)), np.array([3, 0])), expected)


def test_softmax_ce_grad__balance(student, rng):
    """Each row adds up to 0, and only its entry at the label is negative."""
    Z, y = rng.normal(size=(6, 4)), rng.integers(0, 4, size=6)
    gradient = student.softmax_ce_grad(Z, y)
    assert_close(gradient.sum(axis=1), np.zeros(6), atol=1e-12)
    assert_equal((gradient < 0).sum(axis=1), np.ones(6))
    assert_equal(gradient.argmin(axis=1), y)


def mean_loss(Z, y):
    """The mean cross-entropy in the words of its definition; good enough for small scores."""
    losses = [
        -math.log(math.exp(row[label]) / math.fsum(map(math.exp, row)))
        for row, label in zip(Z.tolist(), y.tolist(), strict=True)
    ]
    return math.fsum(losses) / len(losses)


def test_softmax_ce_grad__measured_slopes(student, rng):
    """Every entry is the slope of the mean loss, measured by moving that score a little."""
    Z, y, h = rng.normal(size=(3, 4)), rng.integers(0, 4, size=3), 1e-5
    slopes = np.zeros((3, 4))
    for index in np.ndindex(3, 4):
        move = np.zeros((3, 4))
        move[index] = h
        slopes[index] = (mean_loss(Z + move, y) - mean_loss(Z - move, y)) / (2 * h)
    assert_close(student.softmax_ce_grad(Z, y), slopes, rtol=1e-6, atol=1e-9)


def test_softmax_ce_grad__square(student):
    """As many rows as classes: the probabilities run along the rows."""
    Z = np.log(np.array([[1.0, 2.0, 1.0], [8.0, 1.0, 1.0], [1.0, 1.0, 3.0]]))
    expected = np.array([[0.25, -0.5, 0.25], [-0.2, 0.1, 0.1], [0.2, -0.8, 0.6]]) / 3
    assert_close(student.softmax_ce_grad(Z, np.array([1, 0, 1])), expected)


def test_softmax_ce_grad__huge_scores(student):
    """Scores of 1000 give 1 for the wrong favourite, -1 for the right class, and no NaN."""
    Z = np.array([[1000.0, 0.0, 0.0], [-2000.0, -2000.0, -4000.0]])
    expected = np.array([[1.0, -1.0, 0.0], [0.5, -0.5, 0.0]]) / 2
    assert_close(student.softmax_ce_grad(Z, np.array([1, 1])), expected, atol=1e-12)


def test_softmax_ce_grad__whole_numbers(student):
    """Scores that are whole numbers give floats."""
    p = 1.0 / (1.0 + math.e)
    expected = np.array([[-p, p], [p, -p], [0.5, -0.5]]) / 3
    got = student.softmax_ce_grad(np.array([[1, 0], [0, 1], [2, 2]]), np.array([0, 1, 1]))
    assert_close(got, expected, dtype=float)


def test_softmax_ce_grad__wrong_length(student):
    """Four rows and three labels: a ValueError that names both shapes, (4, 2) and (3,)."""
    with pytest.raises(ValueError) as error:
        student.softmax_ce_grad(np.zeros((4, 2)), np.array([0, 1, 1]))
    assert "(4, 2)" in str(error.value), "The message should name the shape of Z, (4, 2)."
    assert "(3,)" in str(error.value), "The message should name the shape of y, (3,)."


def test_softmax_ce_grad__column_of_labels(student):
    """Labels of shape (3, 1), or one label for three rows, are refused as well."""
    with pytest.raises(ValueError):
        student.softmax_ce_grad(np.zeros((3, 3)), np.array([[0], [1], [2]]))
    with pytest.raises(ValueError):
        student.softmax_ce_grad(np.zeros((3, 3)), np.array([1]))


# bce_with_logits


def test_bce_with_logits__by_hand(student):
    """The score -1.5 costs 1.7014 for label 1 and 0.2014 for label 0."""
    assert_close(student.bce_with_logits(np.array([-1.5]), np.array([1])), 1.701413277983)
    assert_close(student.bce_with_logits(np.array([-1.5]), np.array([0])), 0.201413277983)


def test_bce_with_logits__mean(student):
    """Several rows give the mean of their losses."""
    z, y = np.array([-1.5, -1.5, 1.5, 1.5, -1.5]), np.array([1, 0, 0, 1, 0])
    assert_close(student.bce_with_logits(z, y), (2 * 1.701413277983 + 3 * 0.201413277983) / 5)


def test_bce_with_logits__given_probabilities(student):
    """The score ln 3 means p = 3/4: it costs -ln 0.75 or -ln 0.25."""
    z, y = np.log(np.array([3.0, 3.0, 1 / 3])), np.array([1, 0, 0])
    loss = -(2 * math.log(0.75) + math.log(0.25)) / 3
    assert_close(student.bce_with_logits(z, y), loss)


def test_bce_with_logits__undecided(student):
    """The score 0 costs ln 2, for either label."""
    assert_close(student.bce_with_logits(np.zeros(4), np.array([0, 1, 1, 0])), math.log(2))


def test_bce_with_logits__two_sides(student, rng):
    """A score z for label 1 costs what -z costs for label 0; with label 0, z costs z more."""
    z = rng.uniform(0.5, 2.0, size=1)
    right = student.bce_with_logits(z, np.array([1]))
    assert_close(student.bce_with_logits(-z, np.array([0])), right)
    assert_close(student.bce_with_logits(z, np.array([0])), right + z[0])


def test_bce_with_logits__hopeless(student):
    """A score of 1000 for the wrong label costs 1000, not infinity."""
    z, y = np.array([1000.0, -1000.0, 1000.0, -1000.0]), np.array([0, 1, 0, 1])
    assert_close(student.bce_with_logits(z, y), 1000.0)


def test_bce_with_logits__one_sided_extremes(student):
    """40, -40, 1000 and -1000 beside the score 0, with the right and with the wrong label."""
    z, y = np.array([40.0, -40.0, 1000.0, -1000.0, 0.0]), np.array([0, 1, 1, 0, 1])
    assert_close(student.bce_with_logits(z, y), (80.0 + math.log(2)) / 5)


def test_bce_with_logits__whole_numbers(student):
    """Scores that are whole numbers work too."""
    loss = (math.log(1 + math.exp(-2)) + math.log(1 + math.exp(3)) + math.log(1 + math.e)) / 3
    assert_close(student.bce_with_logits(np.array([2, 3, -1]), np.array([1, 0, 1])), loss)


def test_bce_with_logits__column_of_labels(student):
    """Scores (4,) and labels (4, 1): a ValueError that names both shapes."""
    with pytest.raises(ValueError) as error:
        student.bce_with_logits(np.ones(4), np.ones((4, 1)))
    assert "(4,)" in str(error.value), "The message should name the shape of z, (4,)."
    assert "(4, 1)" in str(error.value), "The message should name the shape of y, (4, 1)."


def test_bce_with_logits__one_label(student):
    """One label for three scores is refused as well."""
    with pytest.raises(ValueError):
        student.bce_with_logits(np.ones(3), np.ones(1))


# mse_loss


def test_mse_loss__by_hand(student):
    """Predictions 2, 5, 1, 4 for targets 3, 3, 1, 3: loss 6/4, slopes -1/2, 1, 0, 1/2."""
    loss, dyp = student.mse_loss(np.array([2.0, 5.0, 1.0, 4.0]), np.array([3.0, 3.0, 1.0, 3.0]))
    assert_close(loss, 1.5)
    assert_close(dyp, np.array([-0.5, 1.0, 0.0, 0.5]))


def test_mse_loss__one_number(student):
    """A single prediction that is 3 too high costs 9 and has slope 6."""
    loss, dyp = student.mse_loss(np.array([5.0]), np.array([2.0]))
    assert_close(loss, 9.0)
    assert_close(dyp, np.array([6.0]))


def test_mse_loss__table(student):
    """In a table the mean runs over all six entries."""
    yp = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 6.0]])
    loss, dyp = student.mse_loss(yp, np.array([[1.0, 5.0, 0.0], [3.0, -3.0, 3.0]]))
    assert_close(loss, 7.5)
    assert_close(dyp, np.array([[0.0, -1.0, 1.0], [-1.0, 1.0, 1.0]]))


def test_mse_loss__signs_do_not_cancel(student):
    """Errors of 3 and -3 cost 9: squares do not cancel."""
    loss, dyp = student.mse_loss(np.array([4.0, -2.0]), np.array([1.0, 1.0]))
    assert_close(loss, 9.0)
    assert_close(dyp, np.array([3.0, -3.0]))


def test_mse_loss__measured_slopes(student, rng):
    """Every entry of dyp is the slope of the loss, measured by moving one prediction."""
    yp, y = rng.normal(size=5), rng.normal(size=5)
    slopes = np.zeros(5)
    for i in range(5):
        there, back = yp.copy(), yp.copy()
        there[i] += 0.5
        back[i] -= 0.5
        slopes[i] = (np.square(there - y).sum() - np.square(back - y).sum()) / 5
    loss, dyp = student.mse_loss(yp, y)
    assert_close(loss, np.square(yp - y).sum() / 5)
    assert_close(dyp, slopes, rtol=1e-7, atol=1e-9)


def test_mse_loss__whole_numbers(student):
    """Whole numbers in, floats out: errors 1, -2, 0 cost 5/3."""
    loss, dyp = student.mse_loss(np.array([3, 0, 4]), np.array([2, 2, 4]))
    assert_close(loss, 5 / 3)
    assert_close(dyp, np.array([2 / 3, -4 / 3, 0.0]), dtype=float)


def test_mse_loss__column_of_targets(student):
    """Predictions (4,) and targets (4, 1): a ValueError that names both shapes."""
    with pytest.raises(ValueError) as error:
        student.mse_loss(np.ones(4), np.zeros((4, 1)))
    assert "(4,)" in str(error.value), "The message should name the shape of yp, (4,)."
    assert "(4, 1)" in str(error.value), "The message should name the shape of y, (4, 1)."


def test_mse_loss__one_target(student):
    """One target for three predictions, and one row of targets for two, are refused as well."""
    with pytest.raises(ValueError):
        student.mse_loss(np.ones(3), np.zeros(1))
    with pytest.raises(ValueError):
        student.mse_loss(np.ones((2, 3)), np.zeros((1, 3)))


# svm_loss

CARS = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])


def test_svm_loss__cat_car_frog(student):
    """The three rows of the lesson cost 2.9, 0 and 12.9: together 15.8 / 3."""
    assert_close(student.svm_loss(CARS[:1], np.array([0])), 2.9)
    assert_close(student.svm_loss(CARS[2:], np.array([2])), 12.9)
    assert_close(student.svm_loss(CARS, np.array([0, 1, 2])), 15.8 / 3)


def test_svm_loss__sum_over_classes(student):
    """Every class that is too close costs: 1.5 + 3 + 0.25 in one row of five."""
    S = np.array([[1.0, 1.5, 3.0, -5.0, 0.25]])
    assert_close(student.svm_loss(S, np.array([0])), 1.5 + 3.0 + 0.25)


def test_svm_loss__equal_scores(student):
    """Equal scores for K classes cost K - 1: the right class itself is left out."""
    assert_close(student.svm_loss(np.zeros((3, 10)), np.array([7, 0, 9])), 9.0)
    assert_close(student.svm_loss(np.full((5, 4), 2.5), np.array([1, 1, 3, 0, 2])), 3.0)


def test_svm_loss__margin_of_one(student):
    """Ahead by 1 or more costs nothing, ahead by 0.75 costs 0.25."""
    S = np.array([[2.0, 1.0, 0.5], [2.0, 1.25, -9.0], [0.0, 5.0, 1.0], [0.0, 0.0, 1.0]])
    assert_close(student.svm_loss(S, np.array([0, 0, 1, 2])), 0.25 / 4)


def test_svm_loss__differences_count(student):
    """Adding a number of its own to every row leaves the loss as it is."""
    S = CARS + np.array([[-100.0], [3.0], [50.0]])
    assert_close(student.svm_loss(S, np.array([0, 1, 2])), 15.8 / 3)


def test_svm_loss__more_rows_than_classes(student):
    """The mean runs over the rows, however many classes there are."""
    S = np.array([[0.0, 2.0], [0.0, 2.0], [0.0, 2.0], [1.0, 1.0]])
    assert_close(student.svm_loss(S, np.array([0, 1, 0, 1])), 7 / 4)


def test_svm_loss__whole_numbers(student):
    """Scores that are whole numbers work too."""
    S = np.array([[3, 1, 2], [0, 4, 4], [2, 0, 1], [-1, -2, 1]])
    assert_close(student.svm_loss(S, np.array([1, 2, 0, 0])), (5 + 1 + 0 + 3) / 4)


def test_svm_loss__wrong_length(student):
    """Four rows and three labels: a ValueError that names both shapes, (4, 2) and (3,)."""
    with pytest.raises(ValueError) as error:
        student.svm_loss(np.zeros((4, 2)), np.array([0, 1, 1]))
    assert "(4, 2)" in str(error.value), "The message should name the shape of S, (4, 2)."
    assert "(3,)" in str(error.value), "The message should name the shape of y, (3,)."


def test_svm_loss__column_of_labels(student):
    """Labels of shape (3, 1), or one label for three rows, are refused as well."""
    with pytest.raises(ValueError):
        student.svm_loss(np.zeros((3, 3)), np.array([[0], [1], [2]]))
    with pytest.raises(ValueError):
        student.svm_loss(np.zeros((3, 3)), np.array([1]))


# accuracy

ROWS = np.array([[0.1, 0.9, 0.3], [2.0, -1.0, 1.0], [-3.0, -2.0, -1.0], [0.4, 0.3, 0.2]])


def test_accuracy__by_hand(student):
    """The largest scores stand at 1, 0, 2, 0; the labels 1, 0, 2, 2 agree three times in four."""
    assert_close(student.accuracy(ROWS, np.array([1, 0, 2, 2])), 0.75)


def test_accuracy__all_right(student):
    """All rows right gives 1, one of four right gives 0.25."""
    assert_close(student.accuracy(ROWS, np.array([1, 0, 2, 0])), 1.0)
    assert_close(student.accuracy(ROWS, np.array([0, 1, 1, 0])), 0.25)


def test_accuracy__column_of_labels(student):
    """Labels of shape (4, 1) give the same as labels of shape (4,)."""
    assert_close(student.accuracy(ROWS, np.array([[1], [0], [2], [2]])), 0.75)


def test_accuracy__square(student):
    """As many rows as classes: the largest score of each row is what counts."""
    S = np.array([[5.0, 1.0, 0.0], [4.0, 0.0, 3.0], [0.0, 2.0, 9.0]])
    assert_close(student.accuracy(S, np.array([0, 0, 1])), 2 / 3)
    assert_close(student.accuracy(S, np.array([[0], [0], [2]])), 1.0)


def test_accuracy__size_does_not_matter(student):
    """Negative scores, huge scores and probabilities are compared in the same way."""
    S = np.array([[-1.0, -2.0], [1000.0, 1001.0], [0.49, 0.51], [-0.2, -0.1], [3.0, 0.7]])
    assert_close(student.accuracy(S, np.array([0, 1, 1, 1, 1])), 0.8)


def test_accuracy__ties(student):
    """Of equal scores the first counts as the answer."""
    S = np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 2.0], [3.0, 1.0, 3.0], [0.0, 0.0, 0.0]])
    assert_close(student.accuracy(S, np.array([0, 1, 2, 1])), 0.5)


def test_accuracy__wrong_length(student):
    """Four rows and three labels: a ValueError that names both shapes, (4, 3) and (3,)."""
    with pytest.raises(ValueError) as error:
        student.accuracy(ROWS, np.array([0, 1, 1]))
    assert "(4, 3)" in str(error.value), "The message should name the shape of S, (4, 3)."
    assert "(3,)" in str(error.value), "The message should name the shape of y, (3,)."


def test_accuracy__one_label(student):
    """One label for four rows, (1,) or (1, 1), is refused as well."""
    with pytest.raises(ValueError):
        student.accuracy(ROWS, np.array([1]))
    with pytest.raises(ValueError):
        student.accuracy(ROWS, np.array([[1]]))
