"""Wrong answers to lesson 04 that people really give, each with the sentence that helps."""

import numpy as np

# one_hot


def _labels(y, K):
    y = np.asarray(y)
    if y.ndim != 1 or y.min() < 0 or y.max() >= K:
        raise ValueError(f"labels {y.shape} outside 0 to {K - 1}")
    return y


def one_hot__classes_from_labels(y, K):
    """Your table ends at the largest label in y, and K is forgotten. A class without an example
    still needs its column: where does K come in?"""
    y = _labels(y, K)
    return np.eye(y.max() + 1)[y]


def one_hot__ranks(y, K):
    """You number the labels that occur, so label 3 moves to column 1 if only 1 and 3 are there.
    The label itself is the number of the column."""
    y = _labels(y, K)
    return np.eye(K)[np.unique(y, return_inverse=True)[1]]


def one_hot__one_based(y, K):
    """You count classes from 1, so every 1 stands one column too far to the left. Which label
    does the first column belong to?"""
    return np.eye(K)[_labels(y, K) - 1]


def one_hot__transposed(y, K):
    """Your table lies on its side: one column per example. Examples are rows in this course."""
    return np.eye(K)[_labels(y, K)].T.copy()


def one_hot__integers(y, K):
    """Your entries are whole numbers. They are going to be compared with probabilities: ask
    NumPy for floats."""
    return (_labels(y, K)[:, None] == np.arange(K)).astype(int)


def one_hot__booleans(y, K):
    """You return True and False. Turn the comparison into the numbers 1.0 and 0.0."""
    return _labels(y, K)[:, None] == np.arange(K)


def one_hot__label_as_value(y, K):
    """You write the label itself into its column, so class 0 gets no mark at all. What should
    stand there for every class?"""
    y = _labels(y, K)
    rows = np.zeros((len(y), K))
    rows[np.arange(len(y)), y] = y
    return rows


def one_hot__every_row(y, K):
    """`rows[:, y] = 1` marks the columns of all labels in every row. Each row number has to meet
    its own label: which two index arrays do that?"""
    y = _labels(y, K)
    rows = np.zeros((len(y), K))
    rows[:, y] = 1.0
    return rows


def one_hot__inverted(y, K):
    """Your 0 stands where the 1 belongs. Which of the K entries is the "hot" one?"""
    return 1.0 - np.eye(K)[_labels(y, K)]


def one_hot__minus_one(y, K):
    """You mark the other classes with -1. As probabilities, what should they be?"""
    return 2.0 * np.eye(K)[_labels(y, K)] - 1.0


def one_hot__flat(y, K):
    """Your numbers are right but stand in one long row. Give it the shape of a table with one
    row for each label."""
    return np.eye(K)[_labels(y, K)].ravel()


def one_hot__counts(y, K):
    """You count how often each class occurs. That describes the whole list; one row for each
    label is wanted."""
    return np.bincount(_labels(y, K), minlength=K).astype(float)


def one_hot__no_check(y, K):
    """A label of -1 silently marks the last class, since NumPy counts from the right. Look at the
    smallest and the largest label first."""
    return np.eye(K)[np.asarray(y)]


def one_hot__only_the_top_checked(y, K):
    """You refuse labels that are too large and let -1 pass, which marks the last class. Check
    both ends."""
    y = np.asarray(y)
    if y.ndim != 1 or y.max() >= K:
        raise ValueError("label too large")
    return np.eye(K)[y]


def one_hot__unknown_label_is_no_class(y, K):
    """A label that is no class gives you a row of zeros, and the mistake in the data goes
    unseen. Raise a ValueError."""
    y = np.asarray(y)
    if y.ndim != 1:
        raise ValueError("y must be (m,)")
    return (y[:, None] == np.arange(K)).astype(float)


def one_hot__clips(y, K):
    """You move a label that is no class to the nearest class. That is a guess about somebody's
    data; raise a ValueError."""
    y = np.asarray(y)
    if y.ndim != 1:
        raise ValueError("y must be (m,)")
    return np.eye(K)[np.clip(y, 0, K - 1)]


# softmax


def _exp(Z):
    with np.errstate(all="ignore"):
        return np.exp(np.asarray(Z, dtype=float))


def _over(a, b):
    with np.errstate(all="ignore"):
        return a / b


def _top(Z):
    Z = np.asarray(Z, dtype=float)
    return Z - Z.max(axis=1, keepdims=True)


def _softmax(Z):
    powers = np.exp(_top(Z))
    return powers / powers.sum(axis=1, keepdims=True)


def softmax__no_maximum(Z):
    """Your recipe is right on paper, but exp(1000) is infinity in a computer and infinity over
    infinity is NaN. Which number may you take off a whole row first?"""
    powers = _exp(Z)
    return _over(powers, powers.sum(axis=1, keepdims=True))


def softmax__maximum_of_everything(Z):
    """You take off the maximum of the whole table. A row that is 2000 below it becomes 0/0: each
    row has a maximum of its own."""
    powers = _exp(np.asarray(Z) - np.max(Z))
    return _over(powers, powers.sum(axis=1, keepdims=True))


def softmax__maximum_of_columns(Z):
    """You take the maximum of each column off. That is another number for every score of a row,
    so the differences change: along which axis do the classes lie?"""
    powers = _exp(np.asarray(Z) - np.max(Z, axis=0))
    return _over(powers, powers.sum(axis=1, keepdims=True))


def softmax__minimum(Z):
    """You take the minimum of each row off, which leaves large scores large. Which choice makes
    the largest exponent 0?"""
    Z = np.asarray(Z)
    powers = _exp(Z - Z.min(axis=1, keepdims=True))
    return _over(powers, powers.sum(axis=1, keepdims=True))


def softmax__mean(Z):
    """You take the mean of each row off. It helps a little, but a class that is 2000 ahead still
    overflows: what leaves no exponent above 0?"""
    Z = np.asarray(Z)
    powers = _exp(Z - Z.mean(axis=1, keepdims=True))
    return _over(powers, powers.sum(axis=1, keepdims=True))


def softmax__nan_to_zero(Z):
    """You replace NaN by 0 afterwards, so rows with huge scores do not add up to 1. Prevent the
    overflow instead of painting over it."""
    powers = _exp(Z)
    return np.nan_to_num(_over(powers, powers.sum(axis=1, keepdims=True)))


def softmax__clips(Z):
    """You clip the scores, so 1000 and 1000.55 become equal. Taking one number off the whole row
    keeps the differences."""
    powers = np.exp(np.clip(Z, -500.0, 500.0))
    return powers / powers.sum(axis=1, keepdims=True)


def softmax__epsilon(Z):
    """You add a small number to the sum, so your rows add up to a little less than 1. The sum
    cannot be 0 here: why not?"""
    powers = np.exp(_top(Z))
    return powers / (powers.sum(axis=1, keepdims=True) + 1e-8)


def softmax__wrong_axis(Z):
    """Your columns add up to 1 and your rows do not: you normalised over the examples. Which axis
    holds the classes?"""
    Z = np.asarray(Z)
    powers = np.exp(Z - Z.max(axis=0))
    return powers / powers.sum(axis=0)


def softmax__whole_table(Z):
    """You divide by the sum of the whole table, so all rows together add up to 1. Each row has a
    sum of its own."""
    powers = np.exp(np.asarray(Z) - np.max(Z))
    return powers / powers.sum()


def softmax__no_keepdims(Z):
    """Your row sums have shape (m,), and NumPy lines them up with the columns: an error for m by
    K, silently wrong for a square. What does keepdims=True do?"""
    powers = np.exp(_top(Z))
    return powers / powers.sum(axis=1)


def softmax__base_two(Z):
    """You use powers of 2. A lead of 1 should multiply the chances by e = 2.718..., not by 2."""
    powers = np.exp2(_top(Z))
    return powers / powers.sum(axis=1, keepdims=True)


def softmax__third(Z):
    """You divide the scores before the exponential, which evens the probabilities out. Use the
    scores as they are."""
    return _softmax(np.asarray(Z) / 3.0)


def softmax__linear(Z):
    """You divide the scores themselves by their sum. With a negative score that is no
    probability: which function makes every score positive first?"""
    Z = np.asarray(Z, dtype=float)
    return _over(Z, Z.sum(axis=1, keepdims=True))


def softmax__from_the_minimum(Z):
    """You shift the scores so that the smallest is 0 and divide by their sum. Positive, but not
    a softmax: where is the exponential?"""
    Z = np.asarray(Z, dtype=float)
    Z = Z - Z.min(axis=1, keepdims=True)
    return _over(Z, Z.sum(axis=1, keepdims=True))


def softmax__squares(Z):
    """You square the scores to make them positive, so -3 counts as much as 3. The exponential
    keeps the order of the scores."""
    Z = np.asarray(Z, dtype=float) ** 2
    return _over(Z, Z.sum(axis=1, keepdims=True))


def softmax__constant(Z):
    """You give every class the same share, whatever its score. Rows that add up to 1 are not
    enough."""
    return np.full(np.shape(Z), 1.0 / np.shape(Z)[1])


def softmax__negative(Z):
    """Your largest score gets the smallest probability. Look at the sign in the exponent."""
    return _softmax(-np.asarray(Z))


def softmax__sigmoid(Z):
    """You judge each score by itself (a sigmoid), so a row need not add up to 1. What makes the
    classes compete?"""
    return 1.0 / (1.0 + _exp(-np.asarray(Z)))


def softmax__not_divided(Z):
    """You return exponentials. They are positive; what is missing to make a row add up to 1?"""
    return _exp(Z)


def softmax__divided_by_largest(Z):
    """You divide by the largest exponential of a row, so the winner always gets 1. Divide by
    their sum."""
    powers = np.exp(_top(Z))
    return powers / powers.max(axis=1, keepdims=True)


def softmax__unit_length(Z):
    """You scale each row to length 1, so the squares add up to 1. The entries themselves should."""
    powers = np.exp(_top(Z))
    return powers / np.linalg.norm(powers, axis=1, keepdims=True)


def softmax__winner_takes_all(Z):
    """You give 1 to the largest score and 0 to the rest. Softmax is soft: what share remains for
    a score that is a little smaller?"""
    Z = np.asarray(Z)
    return np.eye(Z.shape[1])[Z.argmax(axis=1)]


def softmax__logarithms(Z):
    """You return the logarithms of the probabilities. Useful in a loss, but not what is asked:
    all of them are below 0."""
    return _top(Z) - np.log(np.exp(_top(Z)).sum(axis=1, keepdims=True))


def softmax__rounded(Z):
    """You round the probabilities. Round what you print, and compute with all figures."""
    return np.round(_softmax(Z), 2)


def softmax__single_precision(Z):
    """You compute with 32-bit floats, which keep seven figures. float64 is NumPy's default."""
    return _softmax(Z).astype(np.float32)


def softmax__integer_array(Z):
    """You fill an array made like Z. If Z holds whole numbers, so does that array, and every
    probability is cut down to 0: ask for floats."""
    p = np.zeros_like(Z)
    p[:] = _softmax(Z).astype(p.dtype)
    return p


def softmax__first_row(Z):
    """You shift and divide all rows by the numbers of the first row. axis=1 with keepdims=True
    gives one number per row."""
    Z = np.asarray(Z, dtype=float)
    powers = _exp(Z - Z[0].max())
    return _over(powers, powers[0].sum())


def softmax__changes_scores(Z):
    """`Z -= ...` works on the array of whoever called you. Z = Z - ... makes a new one."""
    Z -= Z.max(axis=1, keepdims=True)
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


# cross_entropy


def _fit(Z, y):
    Z, y = np.asarray(Z), np.asarray(y)
    if Z.ndim != 2 or y.shape != (Z.shape[0],):
        raise ValueError(f"Z {Z.shape} and y {y.shape} do not fit")
    return Z, y, np.arange(len(y))


def _log(p):
    with np.errstate(all="ignore"):
        return np.log(p)


def _losses(Z, y):
    Z, y, rows = _fit(Z, y)
    Z = _top(Z)
    return np.log(np.exp(Z).sum(axis=1)) - Z[rows, y]


def cross_entropy__naive(Z, y):
    """Your formula is right on paper, but exp(1000) is infinity and your loss becomes NaN. Take
    the maximum of each row off, and let the logarithm meet the sum."""
    Z, y, rows = _fit(Z, y)
    powers = _exp(Z)
    with np.errstate(all="ignore"):
        return float(np.mean(-np.log(powers[rows, y] / powers.sum(axis=1))))


def cross_entropy__logarithm_of_zero(Z, y):
    """Your softmax is stable, but a probability can still become 0, and -log(0) is infinity. What
    is log(exp(a) / b) without the exponential?"""
    Z, y, rows = _fit(Z, y)
    return float(-_log(_softmax(Z)[rows, y]).mean())


def cross_entropy__logarithm_of_epsilon(Z, y):
    """You add a tiny number before the logarithm. That caps the loss at about 28, and a row
    that is 1000 wrong looks like one that is 28 wrong. No logarithm of p is needed at all."""
    Z, y, rows = _fit(Z, y)
    return float(-np.log(_softmax(Z)[rows, y] + 1e-12).mean())


def cross_entropy__clipped(Z, y):
    """You clip the probabilities, and with them the loss: beyond about 35 all mistakes look
    alike. Write the loss in terms of scores."""
    Z, y, rows = _fit(Z, y)
    return float(-np.log(np.clip(_softmax(Z)[rows, y], 1e-15, 1.0)).mean())


def cross_entropy__maximum_of_everything(Z, y):
    """You take off the maximum of the whole table. A row far below it is left with log(0): each
    row has a maximum of its own."""
    Z, y, rows = _fit(Z, y)
    Z = Z - Z.max()
    return float((_log(_exp(Z).sum(axis=1)) - Z[rows, y]).mean())


def cross_entropy__maximum_forgotten(Z, y):
    """You shift the scores inside the sum but not the score of the right class. Both parts need
    the same shift."""
    Z, y, rows = _fit(Z, y)
    return float((np.log(np.exp(_top(Z)).sum(axis=1)) - Z[rows, y]).mean())


def cross_entropy__sum(Z, y):
    """You add the losses of the rows up. A cost is their mean, so that it does not grow with the
    number of rows."""
    return float(_losses(Z, y).sum())


def cross_entropy__one_per_row(Z, y):
    """You return the loss of every row. What turns them into one cost?"""
    return _losses(Z, y)


def cross_entropy__mean_over_entries(Z, y):
    """You average over all m times K entries of the table, most of which are 0. The mean runs
    over the m rows."""
    return float(_losses(Z, y).mean() / np.shape(Z)[1])


def cross_entropy__minus_forgotten(Z, y):
    """Your loss is negative. The logarithm of a probability is: which sign makes it a loss?"""
    return -float(_losses(Z, y).mean())


def cross_entropy__base_two(Z, y):
    """You use logarithms to base 2, which measures in bits. This course uses the natural
    logarithm: ten equal scores should cost 2.3026."""
    return float(_losses(Z, y).mean() / np.log(2))


def cross_entropy__base_ten(Z, y):
    """You use logarithms to base 10. This course uses the natural logarithm: ten equal scores
    should cost 2.3026."""
    return float(_losses(Z, y).mean() / np.log(10))


def cross_entropy__scores_as_probabilities(Z, y):
    """You take the logarithm of the scores. They are no probabilities yet, and may be negative:
    what has to happen to them first?"""
    Z, y, rows = _fit(Z, y)
    return float(-_log(Z[rows, y]).mean())


def cross_entropy__softmax_forgotten(Z, y):
    """You return minus the score of the right class. How good a score is depends on the other
    scores of its row."""
    Z, y, rows = _fit(Z, y)
    return float(-Z[rows, y].mean())


def cross_entropy__wrong_axis(Z, y):
    """You normalise over the examples: the columns of your probabilities add up to 1. Which axis
    holds the classes?"""
    Z, y, rows = _fit(Z, y)
    return float(-_log(_softmax(Z.T).T[rows, y]).mean())


def cross_entropy__favourite(Z, y):
    """You charge each row for its largest probability, so the labels do not matter. Whose
    probability does the loss ask for?"""
    Z, y, _ = _fit(Z, y)
    return float(_losses(Z, Z.argmax(axis=1)).mean())


def cross_entropy__one_based(Z, y):
    """You count classes from 1 and read the column to the left of the right one. Label 0 is
    column 0."""
    Z, y, _ = _fit(Z, y)
    return float(_losses(Z, y - 1).mean())


def cross_entropy__one_minus_p(Z, y):
    """You charge 1 - p. That never exceeds 1, however sure of itself a wrong answer is: where is
    the logarithm?"""
    Z, y, rows = _fit(Z, y)
    return float((1.0 - _softmax(Z)[rows, y]).mean())


def cross_entropy__every_class(Z, y):
    """You also charge -log(1 - p) for each of the wrong classes, as for independent sigmoids.
    With softmax the right class alone pays."""
    Z, y, rows = _fit(Z, y)
    p = _softmax(Z)
    p[rows, y] = 1.0 - p[rows, y]
    with np.errstate(all="ignore"):
        return float(-np.log(1.0 - p).sum(axis=1).mean())


def cross_entropy__squared(Z, y):
    """You add up squared differences between probabilities and one-hot labels. A fair score, but
    not cross-entropy: where is the logarithm?"""
    Z, y, _ = _fit(Z, y)
    return float(((_softmax(Z) - np.eye(Z.shape[1])[y]) ** 2).sum(axis=1).mean())


def cross_entropy__entropy(Z, y):
    """You weigh each logarithm with p itself: that is the entropy of your own answer, and the
    labels do not matter. Whose weights belong there?"""
    Z, y, _ = _fit(Z, y)
    p = _softmax(Z)
    return float(-(p * np.log(np.maximum(p, 1e-300))).sum(axis=1).mean())


def cross_entropy__logarithm_of_the_mean(Z, y):
    """You average the probabilities and take one logarithm. The mean of the logarithms is
    something else: each row has a loss of its own."""
    Z, y, rows = _fit(Z, y)
    return float(-_log(_softmax(Z)[rows, y].mean()))


def cross_entropy__no_check(Z, y):
    """You leave the shapes to NumPy, and labels of shape (m, 1) pick an m by m table without a
    word. Compare y.shape with Z.shape first."""
    Z, y = np.asarray(Z), np.asarray(y)
    Z = Z - Z.max(axis=1, keepdims=True)
    return float((np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), y]).mean())


# softmax_ce_grad


def _gradient(Z, y):
    Z, y, rows = _fit(Z, y)
    gradient = _softmax(Z)
    gradient[rows, y] -= 1.0
    return gradient / len(y)


def softmax_ce_grad__no_mean(Z, y):
    """Your rows are right for a single example, but the loss is a mean: how much does one of m
    rows count in it?"""
    return _gradient(Z, y) * len(y)


def softmax_ce_grad__divided_twice(Z, y):
    """You divide by m twice. Where in your code does it happen the second time?"""
    return _gradient(Z, y) / len(y)


def softmax_ce_grad__divided_by_classes(Z, y):
    """You divide by the number of classes. The mean runs over the rows."""
    return _gradient(Z, y) * len(y) / np.shape(Z)[1]


def softmax_ce_grad__divided_by_entries(Z, y):
    """You divide by all m times K entries. The mean runs over the m rows."""
    return _gradient(Z, y) / np.shape(Z)[1]


def softmax_ce_grad__reversed(Z, y):
    """Your signs are turned around. Should the loss grow or fall when the score of the right
    class grows?"""
    return -_gradient(Z, y)


def softmax_ce_grad__right_class_only(Z, y):
    """You move only the score of the right class. A wrong class that grows takes probability
    away from it, so its slope is not 0."""
    Z, y, rows = _fit(Z, y)
    gradient = np.zeros(Z.shape)
    gradient[rows, y] = (_softmax(Z)[rows, y] - 1.0) / len(y)
    return gradient


def softmax_ce_grad__labels_forgotten(Z, y):
    """You return the probabilities over m. Where do the labels come in?"""
    Z, y, _ = _fit(Z, y)
    return _softmax(Z) / len(y)


def softmax_ce_grad__scores_minus_labels(Z, y):
    """You take the labels off the scores. The probabilities belong there."""
    Z, y, _ = _fit(Z, y)
    return (Z - np.eye(Z.shape[1])[y]) / len(y)


def softmax_ce_grad__label_from_score(Z, y):
    """You take the 1 off the score before softmax. It belongs to the probabilities, after it."""
    Z, y, _ = _fit(Z, y)
    return _softmax(Z - np.eye(Z.shape[1])[y]) / len(y)


def softmax_ce_grad__every_row(Z, y):
    """`p[:, y] -= 1` takes 1 off the columns of all labels, in every row. Each row number has to
    meet its own label."""
    Z, y, _ = _fit(Z, y)
    gradient = _softmax(Z)
    gradient[:, y] -= 1.0
    return gradient / len(y)


def softmax_ce_grad__label_number_subtracted(Z, y):
    """You take the number of the label off its whole row. A label is the name of a class: which
    row of zeros and a 1 does it stand for?"""
    Z, y, _ = _fit(Z, y)
    return (_softmax(Z) - y[:, None]) / len(y)


def softmax_ce_grad__by_probability(Z, y):
    """You stop at -1/p, the slope with respect to the probability. The scores are one step
    further back: how does p change with them?"""
    Z, y, rows = _fit(Z, y)
    gradient = np.zeros(Z.shape)
    gradient[rows, y] = _over(-1.0, _softmax(Z)[rows, y]) / len(y)
    return gradient


def softmax_ce_grad__sigmoid_slope(Z, y):
    """You multiply by p(1 - p) as well, the slope of a sigmoid. The lesson's derivation starts from
    the scores and already ends with their slopes: follow it again."""
    Z, y, _ = _fit(Z, y)
    p = _softmax(Z)
    return _gradient(Z, y) * p * (1.0 - p)


def softmax_ce_grad__squared(Z, y):
    """Your factor 2 belongs to a squared error. The derivative of a logarithm brings none."""
    return 2.0 * _gradient(Z, y)


def softmax_ce_grad__added(Z, y):
    """You add the one-hot labels. The slope at the right class should be p - 1, below 0."""
    Z, y, _ = _fit(Z, y)
    return (_softmax(Z) + np.eye(Z.shape[1])[y]) / len(y)


def softmax_ce_grad__one_based(Z, y):
    """You count classes from 1, and the column to the left of the right one is rewarded. Label
    0 is column 0."""
    Z, y, _ = _fit(Z, y)
    return _gradient(Z, y - 1)


def softmax_ce_grad__wrong_axis(Z, y):
    """You normalise over the examples: the columns of your probabilities add up to 1. Which axis
    holds the classes?"""
    Z, y, _ = _fit(Z, y)
    return (_softmax(Z.T).T - np.eye(Z.shape[1])[y]) / len(y)


def softmax_ce_grad__naive(Z, y):
    """Your gradient is right for moderate scores, but exp(1000) is infinity and the result NaN.
    Your own softmax has solved that problem."""
    Z, y, _ = _fit(Z, y)
    powers = _exp(Z)
    p = _over(powers, powers.sum(axis=1, keepdims=True))
    return (p - np.eye(Z.shape[1])[y]) / len(y)


def softmax_ce_grad__maximum_of_everything(Z, y):
    """You take off the maximum of the whole table, and a row far below it becomes 0/0. Each row
    has a maximum of its own."""
    Z, y, _ = _fit(Z, y)
    powers = _exp(Z - Z.max())
    p = _over(powers, powers.sum(axis=1, keepdims=True))
    return (p - np.eye(Z.shape[1])[y]) / len(y)


def softmax_ce_grad__mean_over_rows(Z, y):
    """You average the rows, so one row is left. Every score of every row has a slope of its own:
    which shape has Z?"""
    return _gradient(Z, y).sum(axis=0)


def softmax_ce_grad__changes_scores(Z, y):
    """You compute inside Z, the array of whoever called you. Start from a new array."""
    Z[:] = _gradient(Z, y)
    return Z


def softmax_ce_grad__one_sided(Z, y):
    """You measure the slopes with a small step to one side, which is right to about five figures
    only. The formula p - y is exact and far faster."""
    Z, y, _ = _fit(Z, y)
    gradient, h, here = np.zeros(Z.shape), 1e-5, _losses(Z, y).mean()
    for index in np.ndindex(Z.shape):
        moved = np.array(Z, dtype=float)
        moved[index] += h
        gradient[index] = (_losses(moved, y).mean() - here) / h
    return gradient


def softmax_ce_grad__no_check(Z, y):
    """You leave the shapes to NumPy, and labels of shape (m, 1) reach every row without a word.
    Compare y.shape with Z.shape first."""
    gradient = _softmax(Z)
    gradient[np.arange(len(gradient)), np.asarray(y)] -= 1.0
    return gradient / len(gradient)


# bce_with_logits


def _same(z, y):
    z, y = np.asarray(z), np.asarray(y)
    if z.ndim != 1 or z.shape != y.shape:
        raise ValueError(f"z {z.shape} and y {y.shape} do not fit")
    return z, y


def _binary(z, y):
    z, y = _same(z, y)
    return np.logaddexp(0, z) - y * z


def _sigmoid(z):
    return 1.0 / (1.0 + _exp(-np.asarray(z)))


def bce_with_logits__naive(z, y):
    """Your formula is right on paper, but the sigmoid of 1000 is exactly 1 in a computer, and
    log(1 - 1) is minus infinity. Can the loss be written without p?"""
    z, y = _same(z, y)
    p = _sigmoid(z)
    with np.errstate(all="ignore"):
        return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())


def bce_with_logits__epsilon(z, y):
    """You add a tiny number inside the logarithms, which caps the loss at about 28. A score that
    is 1000 wrong should cost 1000."""
    z, y = _same(z, y)
    p = _sigmoid(z)
    return float(-(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12)).mean())


def bce_with_logits__clipped(z, y):
    """You clip the probabilities, and with them the loss. A score that is 1000 wrong should cost
    1000: write the loss in terms of z."""
    z, y = _same(z, y)
    p = np.clip(_sigmoid(z), 1e-7, 1 - 1e-7)
    return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())


def bce_with_logits__half_stable(z, y):
    """ln(1 + exp(z)) overflows for large z. Which part of it can be taken out, so that only
    exp(-|z|) is left?"""
    z, y = _same(z, y)
    with np.errstate(all="ignore"):
        return float((np.log(1.0 + _exp(z)) - y * z).mean())


def bce_with_logits__absolute_value_forgotten(z, y):
    """In the last term you have exp(-z), which is right for positive scores only. What must the
    exponent never exceed?"""
    z, y = _same(z, y)
    return float((np.maximum(z, 0) - y * z + _log(1.0 + _exp(-z))).mean())


def bce_with_logits__product_added(z, y):
    """You add y times z. Should a high score cost more or less when the label is 1?"""
    z, y = _same(z, y)
    return float((np.logaddexp(0, z) + y * z).mean())


def bce_with_logits__logits_as_probabilities(z, y):
    """You use the scores as if they were probabilities. Which function comes between the two?"""
    z, y = _same(z, y)
    with np.errstate(all="ignore"):
        return float(-(y * np.log(z) + (1 - y) * np.log(1.0 - z)).mean())


def bce_with_logits__sum(z, y):
    """You add the losses of the rows up. A cost is their mean."""
    return float(_binary(z, y).sum())


def bce_with_logits__one_per_row(z, y):
    """You return the loss of every row. What turns them into one cost?"""
    return _binary(z, y)


def bce_with_logits__half(z, y):
    """You divide by 2m, as if the two classes were two entries. There is one loss per row: the
    mean runs over m."""
    return float(_binary(z, y).mean() / 2)


def bce_with_logits__minus_forgotten(z, y):
    """Your loss is negative. The logarithm of a probability is: which sign makes it a loss?"""
    return -float(_binary(z, y).mean())


def bce_with_logits__positives_only(z, y):
    """You charge the rows with label 1 and let those with label 0 go free. What should a high
    score cost when the label is 0?"""
    z, y = _same(z, y)
    return float((y * np.logaddexp(0, -z)).mean())


def bce_with_logits__swapped(z, y):
    """You charge -ln p for label 0 and -ln(1-p) for label 1. Which of the two is the probability
    of class 1?"""
    z, y = _same(z, y)
    return float(_binary(z, 1 - y).mean())


def bce_with_logits__plus_minus_labels(z, y):
    """Your formula ln(1 + exp(-yz)) is made for labels -1 and 1. Here they are 0 and 1: what
    does label 0 do to it?"""
    z, y = _same(z, y)
    return float(np.logaddexp(0, -y * z).mean())


def bce_with_logits__base_two(z, y):
    """You use logarithms to base 2. This course uses the natural logarithm: a score of 0 should
    cost 0.6931."""
    return float(_binary(z, y).mean() / np.log(2))


def bce_with_logits__squared(z, y):
    """You return the mean of (p - y) squared. Sure of itself and wrong costs at most 1 that way:
    where are the logarithms?"""
    z, y = _same(z, y)
    return float(((_sigmoid(z) - y) ** 2).mean())


def bce_with_logits__softmax_of_the_batch(z, y):
    """You apply softmax to the m scores, as if the rows were classes that compete. Each row is a
    question of its own, with two answers."""
    z, y = _same(z, y)
    shifted = z - z.max()
    log_p = shifted - np.log(np.exp(shifted).sum())
    with np.errstate(all="ignore"):
        other = np.nan_to_num(np.log(1 - np.exp(log_p)), neginf=-800.0)
    return float(-(y * log_p + (1 - y) * other).mean())


def bce_with_logits__no_check(z, y):
    """Scores of shape (m,) and labels of shape (m, 1) broadcast: you compare every score with
    every label. Compare the shapes first."""
    z, y = np.asarray(z), np.asarray(y)
    return float((np.logaddexp(0, z) - y * z).mean())


# mse_loss


def _error(yp, y):
    yp, y = np.asarray(yp), np.asarray(y)
    if yp.shape != y.shape:
        raise ValueError(f"yp {yp.shape} and y {y.shape} differ")
    return yp - y


def mse_loss__half(yp, y):
    """You carry a factor 1/2, which many books put there so that the 2 of the derivative goes
    away. Here the loss is the plain mean of the squares."""
    error = _error(yp, y)
    return float(np.mean(error**2) / 2), error / error.size


def mse_loss__sum(yp, y):
    """You add the squares up. The M in MSE stands for mean, in the loss and in its gradient."""
    error = _error(yp, y)
    return float(np.sum(error**2)), 2.0 * error


def mse_loss__half_sum(yp, y):
    """You return half the sum of squares. Here the loss is their mean."""
    error = _error(yp, y)
    return float(np.sum(error**2) / 2), error * 1.0


def mse_loss__two_forgotten(yp, y):
    """Your loss is right and your gradient half of what it should be. What is the derivative of a
    square?"""
    error = _error(yp, y)
    return float(np.mean(error**2)), error / error.size


def mse_loss__mean_forgotten(yp, y):
    """Your loss is right, but your gradient belongs to the sum of squares. The mean divides it by
    N as well."""
    error = _error(yp, y)
    return float(np.mean(error**2)), 2.0 * error


def mse_loss__bare_error(yp, y):
    """You return the error as gradient: that belongs to half the sum of squares. Derive it for
    the mean."""
    error = _error(yp, y)
    return float(np.mean(error**2)), error * 1.0


def mse_loss__rows(yp, y):
    """In a table you divide the gradient by the number of rows. The mean runs over all entries:
    what does error.size give?"""
    error = _error(yp, y)
    return float(np.mean(error**2)), 2.0 * error / len(error)


def mse_loss__mean_over_rows(yp, y):
    """In a table you add the squares of a row up and average over the rows only. Here the mean
    runs over all entries."""
    error = _error(yp, y)
    return float(np.sum(error**2) / len(error)), 2.0 * error / len(error)


def mse_loss__reversed(yp, y):
    """Your gradient points the other way. Does the loss grow or fall if a prediction that is too
    high is raised?"""
    error = _error(yp, y)
    return float(np.mean(error**2)), -2.0 * error / error.size


def mse_loss__absolute(yp, y):
    """You take absolute errors: that is MAE, another loss with another best answer. Square
    them."""
    error = _error(yp, y)
    return float(np.mean(np.abs(error))), np.sign(error) / error.size


def mse_loss__root(yp, y):
    """You return the root of the mean square. It has the same best answer, but another value and
    another slope."""
    error = _error(yp, y)
    return float(np.sqrt(np.mean(error**2))), 2.0 * error / error.size


def mse_loss__square_of_the_mean(yp, y):
    """You average first and square afterwards, so errors of 3 and -3 cancel. Which comes
    first?"""
    error = _error(yp, y)
    return float(np.mean(error) ** 2), np.full(error.shape, 2.0 * error.mean() / error.size)


def mse_loss__not_squared(yp, y):
    """You average the errors with their signs, so they cancel. Which step is missing?"""
    error = _error(yp, y)
    return float(np.mean(error)), np.full(error.shape, 1.0 / error.size)


def mse_loss__one_per_entry(yp, y):
    """You return the square of every error. One number is wanted: their mean."""
    error = _error(yp, y)
    return error**2.0, 2.0 * error / error.size


def mse_loss__loss_only(yp, y):
    """You return the loss alone. Two things are asked for: the loss and its gradient."""
    return float(np.mean(_error(yp, y) ** 2))


def mse_loss__other_order(yp, y):
    """You return the gradient first. The loss comes first, then the gradient."""
    error = _error(yp, y)
    return 2.0 * error / error.size, float(np.mean(error**2))


def mse_loss__one_slope(yp, y):
    """You add all slopes up into one number. Every prediction has a slope of its own: which shape
    has yp?"""
    error = _error(yp, y)
    return float(np.mean(error**2)), float(2.0 * error.sum() / error.size)


def mse_loss__integer_division(yp, y):
    """You divide with //, which cuts the fractions off. Divide with a single stroke."""
    error = _error(yp, y)
    return float(np.mean(error**2)), 2 * error // error.size


def mse_loss__only_lengths_checked(yp, y):
    """You compare the lengths only, so (m,) against (m, 1) passes and broadcasts to an m by m
    table. Compare the whole shapes."""
    yp, y = np.asarray(yp), np.asarray(y)
    if len(yp) != len(y):
        raise ValueError(f"yp {yp.shape} and y {y.shape} differ")
    error = yp - y
    return float(np.mean(error**2)), 2.0 * error / error.size


def mse_loss__no_check(yp, y):
    """Predictions (m,) and targets (m, 1) broadcast to an m by m table, and no error is raised.
    Compare the shapes first."""
    error = np.asarray(yp) - np.asarray(y)
    return float(np.mean(error**2)), 2.0 * error / error.size


# svm_loss


def _behind(S, y):
    """s_j - s_y for all classes, with the row numbers."""
    S, y, rows = _fit(S, y)
    return S - S[rows, y][:, None], rows, y


def svm_loss__right_class_counted(S, y):
    """You let j run over the right class as well, which adds max(0, 0 + 1) = 1 to every row.
    Which j does the sum leave out?"""
    behind, _, _ = _behind(S, y)
    return float(np.maximum(0.0, behind + 1.0).sum(axis=1).mean())


def svm_loss__sum(S, y):
    """You add the losses of the rows up. A cost is their mean."""
    return svm_loss__one_per_row(S, y).sum()


def svm_loss__one_per_row(S, y):
    """You return the loss of every row. What turns them into one cost?"""
    behind, rows, y = _behind(S, y)
    margins = np.maximum(0.0, behind + 1.0)
    margins[rows, y] = 0.0
    return margins.sum(axis=1)


def svm_loss__mean_over_entries(S, y):
    """You average over all m times K entries. Inside a row the classes are added up; the mean
    runs over the rows."""
    return float(svm_loss__one_per_row(S, y).mean() / np.shape(S)[1])


def svm_loss__mean_over_wrong_classes(S, y):
    """You average over the K - 1 wrong classes of a row. They are added up; the mean runs over
    the rows."""
    return float(svm_loss__one_per_row(S, y).mean() / (np.shape(S)[1] - 1))


def svm_loss__no_margin(S, y):
    """You charge only wrong classes that are ahead. The right class must lead by 1 before it is
    free: where is the margin?"""
    behind, rows, y = _behind(S, y)
    return float(np.maximum(0.0, behind).sum(axis=1).mean())


def svm_loss__margin_subtracted(S, y):
    """You subtract the margin, so a wrong class may even lead by 1 at no cost. Look at its
    sign."""
    behind, rows, y = _behind(S, y)
    return float(np.maximum(0.0, behind - 1.0).sum(axis=1).mean())


def svm_loss__reversed(S, y):
    """You take s_j off s_y, so the lead of the right class is what costs. Which of the two should
    be large?"""
    behind, rows, y = _behind(S, y)
    margins = np.maximum(0.0, 1.0 - behind)
    margins[rows, y] = 0.0
    return float(margins.sum(axis=1).mean())


def svm_loss__no_hinge(S, y):
    """You leave max(0, ...) out, so a class that is far behind earns money. What should it cost
    at least?"""
    behind, rows, y = _behind(S, y)
    behind = behind + 1.0
    behind[rows, y] = 0.0
    return float(behind.sum(axis=1).mean())


def svm_loss__hinge_of_the_sum(S, y):
    """You add up first and cut off at 0 afterwards, so one class far behind pays for another that
    is ahead. Cut each class off by itself."""
    behind, rows, y = _behind(S, y)
    behind = behind + 1.0
    behind[rows, y] = 0.0
    return float(np.maximum(0.0, behind.sum(axis=1)).mean())


def svm_loss__worst_class_only(S, y):
    """You charge the worst wrong class alone. That is another loss of the same family; here all
    of them are added up."""
    behind, rows, y = _behind(S, y)
    margins = np.maximum(0.0, behind + 1.0)
    margins[rows, y] = 0.0
    return float(margins.max(axis=1).mean())


def svm_loss__squared(S, y):
    """You square the hinges. Some libraries do; here the loss grows in a straight line."""
    behind, rows, y = _behind(S, y)
    margins = np.maximum(0.0, behind + 1.0) ** 2
    margins[rows, y] = 0.0
    return float(margins.sum(axis=1).mean())


def svm_loss__counts(S, y):
    """You count the classes that are too close. By how much they are too close is what costs."""
    behind, rows, y = _behind(S, y)
    close = behind + 1.0 > 0
    close[rows, y] = False
    return float(close.sum(axis=1).mean())


def svm_loss__probabilities(S, y):
    """You apply softmax first. A hinge loss compares the scores themselves."""
    return float(svm_loss__one_per_row(_softmax(S), y).mean())


def svm_loss__right_score_only(S, y):
    """You ask whether the score of the right class is above 1, as with two classes. Its lead over
    the other scores is what counts."""
    S, y, rows = _fit(S, y)
    return float(np.maximum(0.0, 1.0 - S[rows, y]).mean())


def svm_loss__all_pairs_of_rows(S, y):
    """`S[:, y]` has m by m entries, and your rows are compared with one another. Which index
    picks one score in each row?"""
    S, y, rows = _fit(S, y)
    margins = np.maximum(0.0, S - S[:, y] + 1.0)
    margins[rows, y] = 0.0
    return float(margins.sum(axis=1).mean())


def svm_loss__no_column(S, y):
    """The right scores have shape (m,), and NumPy lines them up with the columns: an error for m
    by K, silently wrong for a square. Make them a column."""
    S, y, rows = _fit(S, y)
    margins = np.maximum(0.0, S - S[rows, y] + 1.0)
    margins[rows, y] = 0.0
    return float(margins.sum(axis=1).mean())


def svm_loss__no_check(S, y):
    """You leave the shapes to NumPy, and labels of shape (m, 1) pick an m by m table without a
    word. Compare y.shape with S.shape first."""
    S, y = np.asarray(S), np.asarray(y)
    rows = np.arange(len(S))
    margins = np.maximum(0.0, S - S[rows, y][:, None] + 1.0)
    margins[rows, y] = 0.0
    return float(margins.sum(axis=1).mean())


# accuracy


def _flat(S, y):
    S, y = np.asarray(S), np.asarray(y)
    if S.ndim != 2 or y.shape not in ((len(S),), (len(S), 1)):
        raise ValueError(f"S {S.shape} and y {y.shape} do not fit")
    return S, y.reshape(-1)


def accuracy__column_broadcasts(S, y):
    """A column of labels against a row of answers gives an m by m table of comparisons, and its
    mean says nothing. Make y flat first."""
    S, y = np.asarray(S), np.asarray(y)
    if y.shape not in ((len(S),), (len(S), 1)):
        raise ValueError(f"S {S.shape} and y {y.shape} do not fit")
    return float(np.mean(S.argmax(axis=1) == y))


def accuracy__column_refused(S, y):
    """You refuse labels of shape (m, 1). Here they are welcome: how do you make them flat?"""
    S, y, _ = _fit(S, y)
    return float(np.mean(S.argmax(axis=1) == y))


def accuracy__wrong_axis(S, y):
    """You look for the best row of each class instead of the best class of each row. Which axis
    holds the classes?"""
    S, y = _flat(S, y)
    return float(np.mean(S.argmax(axis=0) == y))


def accuracy__no_axis(S, y):
    """argmax without an axis looks for the one largest entry of the whole table. Each row has an
    answer of its own."""
    S, y = _flat(S, y)
    return float(np.mean(S.argmax() == y))


def accuracy__count(S, y):
    """You count the right rows. A fraction of all rows is wanted."""
    S, y = _flat(S, y)
    return int((S.argmax(axis=1) == y).sum())


def accuracy__percent(S, y):
    """You return percent. A fraction between 0 and 1 is wanted."""
    S, y = _flat(S, y)
    return float(np.mean(S.argmax(axis=1) == y) * 100)


def accuracy__errors(S, y):
    """You return the fraction of wrong rows. Accuracy is the fraction of right ones."""
    S, y = _flat(S, y)
    return float(np.mean(S.argmax(axis=1) != y))


def accuracy__whole_division(S, y):
    """You divide with //, which leaves 0 unless everything is right. Divide with a single
    stroke."""
    S, y = _flat(S, y)
    return int((S.argmax(axis=1) == y).sum()) // len(y)


def accuracy__smallest(S, y):
    """You take the smallest score as the answer. A high score speaks for a class."""
    S, y = _flat(S, y)
    return float(np.mean(S.argmin(axis=1) == y))


def accuracy__largest_value(S, y):
    """You compare the largest score itself with the label. Not its size but its place is the
    answer: argmax, not max."""
    S, y = _flat(S, y)
    return float(np.mean(S.max(axis=1) == y))


def accuracy__above_half(S, y):
    """You ask whether the score of the right class is above 0.5. It only has to be the largest of
    its row."""
    S, y = _flat(S, y)
    return float(np.mean(S[np.arange(len(y)), y] > 0.5))


def accuracy__last_of_ties(S, y):
    """Of several largest scores you take the last. Here the first one counts, as in argmax."""
    S, y = _flat(S, y)
    return float(np.mean(S.shape[1] - 1 - S[:, ::-1].argmax(axis=1) == y))


def accuracy__any_of_ties(S, y):
    """A row whose right class shares the first place counts as right in your version. Only one
    answer may be given: the first of the largest."""
    S, y = _flat(S, y)
    return float(np.mean(S[np.arange(len(y)), y] == S.max(axis=1)))


def accuracy__best_two(S, y):
    """You accept the right class in second place as well. Only the largest score is the
    answer."""
    S, y = _flat(S, y)
    best = np.argsort(-S, axis=1, kind="stable")[:, :2]
    return float(np.mean((best == y[:, None]).any(axis=1)))


def accuracy__mean_probability(S, y):
    """You average the scores of the right classes. Accuracy only asks whether the largest one
    belongs to the right class."""
    S, y = _flat(S, y)
    return float(S[np.arange(len(y)), y].mean())


def accuracy__absolute(S, y):
    """You compare absolute values, so a score of -3 beats a score of 1. Compare the scores as
    they are."""
    S, y = _flat(S, y)
    return float(np.mean(np.abs(S).argmax(axis=1) == y))


def accuracy__one_based(S, y):
    """You count classes from 1. The first column is class 0, which is also what argmax says."""
    S, y = _flat(S, y)
    return float(np.mean(S.argmax(axis=1) + 1 == y))


def accuracy__shorter(S, y):
    """`zip` stops at the shorter of its inputs, so rows without a label are skipped in silence.
    Compare the shapes first."""
    answers, y = np.asarray(S).argmax(axis=1), np.asarray(y).reshape(-1)
    right = sum(int(answer == label) for answer, label in zip(answers, y))
    return right / len(answers)


def accuracy__no_check(S, y):
    """One label for many rows is compared with all of them in your version. Compare y.shape with
    S.shape first."""
    answers, y = np.asarray(S).argmax(axis=1), np.asarray(y).reshape(-1)
    return float(np.mean(answers == y))
