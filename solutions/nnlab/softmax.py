"""Lesson 04: from scores to probabilities to a loss.

A linear layer gives every class a score. You turn the scores of an example into probabilities,
measure with one number how bad these are, and find the direction in which every score should
move. The losses of regression, of two classes and of a support vector machine stand beside it.

Shapes in this module: `m` rows (examples), `K` classes. Logarithms are natural. Every loss is a
mean.
"""

import numpy as np


def one_hot(y: np.ndarray, K: int) -> np.ndarray:
    """Labels as rows of zeros with a single 1.

    Parameters
    ----------
    y : (m,) array of whole numbers 0 ... K-1
    K : how many classes there are

    Returns
    -------
    (m, K) array of floats: row i holds a 1 in column y[i], and 0 everywhere else.

    Raises
    ------
    ValueError
        if y is not (m,), or if a label is below 0 or above K-1.

    Example
    -------
    >>> one_hot(np.array([2, 0]), 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])

    Source: the usual coding of categories in statistics ("dummy variables").
    """
    # BEGIN SOLUTION
    y = np.asarray(y)
    if y.ndim != 1:
        raise ValueError(f"y has shape {y.shape}: expected (m,), one label for each row")
    # Without this check a label of -1 would count from the right and mark the last class.
    if y.min() < 0 or y.max() >= K:
        raise ValueError(f"labels from {y.min()} to {y.max()}, but the classes are 0 to {K - 1}")
    rows = np.zeros((len(y), K))
    # One pair of indices for each row: (0, y[0]), (1, y[1]), ...
    rows[np.arange(len(y)), y] = 1.0
    return rows
    # END SOLUTION


def softmax(Z: np.ndarray) -> np.ndarray:
    """Scores to probabilities: exponentiate, then divide each row by its sum.

    Parameters
    ----------
    Z : (m, K) array of scores (logits), one row per example; floats or whole numbers

    Returns
    -------
    (m, K) array of floats between 0 and 1; every row adds up to 1. Scores of any size are
    fine: nothing overflows, and no row is affected by the others.

    Example
    -------
    >>> softmax(np.array([[0.0, 0.0], [1000.0, 1000.0]]))
    array([[0.5, 0.5],
           [0.5, 0.5]])

    Source: J. S. Bridle (1990), who gave it the name softmax.
    """
    # BEGIN SOLUTION
    Z = np.asarray(Z)
    # Taking the same number off all scores of a row changes none of its probabilities. With
    # the row's own maximum off, the largest exponential is exp(0) = 1: no overflow, and a
    # sum of at least 1 to divide by. keepdims leaves a column, which broadcasts along rows.
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
    # END SOLUTION


def cross_entropy(Z: np.ndarray, y: np.ndarray) -> float:
    """Mean over the rows of -ln(probability that softmax gives to the right class).

    Parameters
    ----------
    Z : (m, K) array of scores (logits), not of probabilities
    y : (m,) array of whole numbers 0 ... K-1, the right classes

    Returns
    -------
    One number, 0 or more. It stays finite where the probability is too small for a float.

    Raises
    ------
    ValueError
        if Z is not (m, K) or y is not (m,); the message names both shapes.

    Example
    -------
    >>> Z = np.array([[0.0, 0.0, 0.0], [0.0, 1000.0, 0.0]])
    >>> print(round(cross_entropy(Z, np.array([2, 0])), 4))
    500.5493

    Source: the negative log-likelihood of a categorical distribution.
    """
    # BEGIN SOLUTION
    Z, y = np.asarray(Z), np.asarray(y)
    # A y of shape (m, 1) would pick an m by m table of entries without a word.
    if Z.ndim != 2 or y.shape != (Z.shape[0],):
        raise ValueError(f"Z {Z.shape} and y {y.shape} do not fit: expected (m, K) and (m,)")
    shifted = Z - Z.max(axis=1, keepdims=True)
    # -ln(exp(s_y) / sum) = ln(sum) - s_y: the logarithm meets the sum, which is at least 1,
    # and never a probability, which may have become 0.
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    return float(np.mean(log_sums - shifted[np.arange(len(y)), y]))
    # END SOLUTION


def softmax_ce_grad(Z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Gradient of `cross_entropy(Z, y)` with respect to every score.

    Parameters
    ----------
    Z : (m, K) array of scores (logits)
    y : (m,) array of whole numbers 0 ... K-1, the right classes

    Returns
    -------
    (m, K) array: entry (i, k) says how fast the mean loss grows with Z[i, k].

    Raises
    ------
    ValueError
        if Z is not (m, K) or y is not (m,); the message names both shapes.

    Example
    -------
    >>> softmax_ce_grad(np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([0, 1]))
    array([[-0.25,  0.25],
           [ 0.25, -0.25]])

    Source: derived in the lesson, "Which way should the scores move?".
    """
    # BEGIN SOLUTION
    Z, y = np.asarray(Z), np.asarray(y)
    if Z.ndim != 2 or y.shape != (Z.shape[0],):
        raise ValueError(f"Z {Z.shape} and y {y.shape} do not fit: expected (m, K) and (m,)")
    # Probabilities minus one-hot labels. softmax returned a new array, so it may be changed.
    gradient = softmax(Z)
    gradient[np.arange(len(y)), y] -= 1.0
    # The mean over m rows gives each of them the weight 1/m.
    return gradient / len(y)
    # END SOLUTION


def bce_with_logits(z: np.ndarray, y: np.ndarray) -> float:
    """Binary cross-entropy of scores: the mean of -ln p for label 1 and -ln(1-p) for label 0.

    Here p = 1 / (1 + exp(-z)) is the probability of class 1.

    Parameters
    ----------
    z : (m,) array of scores (logits), one per example
    y : (m,) array of 0 and 1

    Returns
    -------
    One number, 0 or more, finite for scores of any size.

    Raises
    ------
    ValueError
        if z and y are not both (m,); the message names both shapes.

    Example
    -------
    >>> print(round(bce_with_logits(np.array([-1.5, 1000.0]), np.array([0, 0])), 4))
    500.1007

    Source: the log-loss of logistic regression (D. R. Cox, 1958).
    """
    # BEGIN SOLUTION
    z, y = np.asarray(z), np.asarray(y)
    # (m,) and (m, 1) would broadcast to every score against every label.
    if z.ndim != 1 or y.shape != z.shape:
        raise ValueError(f"z {z.shape} and y {y.shape} do not fit: expected (m,) and (m,)")
    # ln(1 + e^z) - y z, with the large part of ln(1 + e^z) taken out: e^-|z| is at most 1.
    # log1p(t) is ln(1 + t) without losing a tiny t against the 1.
    losses = np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))
    return float(losses.mean())
    # END SOLUTION


def mse_loss(yp: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean squared error, and its gradient with respect to the predictions.

    Parameters
    ----------
    yp : predictions, an array of any shape
    y : targets, an array of the same shape

    Returns
    -------
    (loss, dyp) : the mean of (yp - y)**2 over all N entries, and an array of the shape of yp
        that says how fast the loss grows with each prediction.

    Raises
    ------
    ValueError
        if the shapes differ; the message names both.

    Example
    -------
    >>> loss, dyp = mse_loss(np.array([3.0, 1.0]), np.array([1.0, 2.0]))
    >>> print(loss, dyp)
    2.5 [ 2. -1.]

    Source: least squares, A.-M. Legendre (1805).
    """
    # BEGIN SOLUTION
    yp, y = np.asarray(yp), np.asarray(y)
    if yp.shape != y.shape:
        raise ValueError(f"yp {yp.shape} and y {y.shape} differ: expected the same shape")
    error = yp - y
    # d/dyp of (1/N) * sum of error**2: the square gives the 2, the mean the 1/N.
    return float(np.mean(error**2)), 2.0 * error / error.size
    # END SOLUTION


def svm_loss(S: np.ndarray, y: np.ndarray) -> float:
    """Multi-class hinge loss: the mean over rows of the sum of max(0, s_j - s_y + 1), j != y.

    Parameters
    ----------
    S : (m, K) array of scores
    y : (m,) array of whole numbers 0 ... K-1, the right classes

    Returns
    -------
    One number, 0 or more; 0 if each right class is ahead of every other class by 1 or more.

    Raises
    ------
    ValueError
        if S is not (m, K) or y is not (m,); the message names both shapes.

    Example
    -------
    >>> print(svm_loss(np.array([[2.0, 1.5, -3.0], [0.0, 0.0, 5.0]]), np.array([0, 2])))
    0.25

    Source: J. Weston and C. Watkins (1999).
    """
    # BEGIN SOLUTION
    S, y = np.asarray(S), np.asarray(y)
    if S.ndim != 2 or y.shape != (S.shape[0],):
        raise ValueError(f"S {S.shape} and y {y.shape} do not fit: expected (m, K) and (m,)")
    rows = np.arange(len(y))
    # [:, None] makes a column of the right scores, one to compare with each whole row.
    margins = np.maximum(0.0, S - S[rows, y][:, None] + 1.0)
    margins[rows, y] = 0.0  # the class y itself would add max(0, 0 + 1) = 1
    return float(margins.sum(axis=1).mean())
    # END SOLUTION


def accuracy(S: np.ndarray, y: np.ndarray) -> float:
    """Fraction of the rows whose largest score belongs to the right class.

    Parameters
    ----------
    S : (m, K) array of scores or probabilities
    y : (m,) or (m, 1) array of whole numbers 0 ... K-1, the right classes

    Returns
    -------
    One number between 0 and 1. Where several scores of a row are the largest, the first of
    them counts as the answer.

    Raises
    ------
    ValueError
        if S is not (m, K) or y is neither (m,) nor (m, 1); the message names both shapes.

    Example
    -------
    >>> print(accuracy(np.array([[0.1, 0.9], [2.0, -1.0]]), np.array([1, 1])))
    0.5

    Source: elementary.
    """
    # BEGIN SOLUTION
    S, y = np.asarray(S), np.asarray(y)
    if S.ndim != 2 or y.shape not in ((S.shape[0],), (S.shape[0], 1)):
        raise ValueError(f"S {S.shape} and y {y.shape} do not fit: expected (m, K) and (m,)")
    # A column of labels against a row of answers would compare each with each: m times m.
    return float(np.mean(S.argmax(axis=1) == y.reshape(-1)))
    # END SOLUTION
