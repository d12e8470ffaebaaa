"""Lesson 09: keeping signals in range.

Batch normalisation brings what a node says to the examples of a batch to mean 0 and variance 1,
then lets two learned numbers, gamma and beta, choose the scale and the place. You write the
layer for training, its way back, and the layer for the time after training.

Shapes in this module: `m` rows (examples), `n` columns (nodes). Statistics run down a column, one
mean and one variance for each node. Arrays of float32 give float32, whole numbers give float64.
"""

import numpy as np


def batchnorm_forward(
    X: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
) -> np.ndarray:
    """Batch normalisation in training: each column to mean 0 and variance 1, then gamma and beta.

    Parameters
    ----------
    X : (m, n) array, one row per example, one column per node; m is at least 1
    gamma : (n,) array, the scale of each column of the result
    beta : (n,) array, the place (mean) of each column of the result
    eps : added to the variance, below the root

    Returns
    -------
    (m, n) array. Mean and variance are those of the columns of X; the variance divides by m. A
    column whose entries are all equal gives its beta. So does a batch of a single row, in which
    nothing of X is left.

    Raises
    ------
    ValueError
        if X is not (m, n), or gamma or beta is not (n,); the message names the shapes.

    Example
    -------
    >>> X = np.array([[1.0, 5.0], [3.0, 5.0]])
    >>> batchnorm_forward(X, np.array([1.0, 1.0]), np.array([0.0, 7.0])).round(4)
    array([[-1.,  7.],
           [ 1.,  7.]])

    Source: S. Ioffe and C. Szegedy (2015), algorithm 1.
    """
    # BEGIN SOLUTION
    X, gamma, beta = np.asarray(X), np.asarray(gamma), np.asarray(beta)
    # A gamma of shape (m, 1) would scale rows instead of columns without a word.
    if X.ndim != 2 or gamma.shape != (X.shape[1],) or beta.shape != gamma.shape:
        shapes = f"X {X.shape}, gamma {gamma.shape} and beta {beta.shape}"
        raise ValueError(f"{shapes} do not fit: expected (m, n), (n,) and (n,)")
    centred = X - X.mean(axis=0)
    # The mean of the squares minus the square of the mean is the same on paper. In floats it
    # loses everything where a column lies far from 0; the squares of `centred` lose nothing.
    variance = (centred * centred).mean(axis=0)
    # gamma and the root are numbers per column: dividing them first saves a division per entry.
    return gamma / np.sqrt(variance + eps) * centred + beta
    # END SOLUTION


def batchnorm_backward(
    dY: np.ndarray, X: np.ndarray, gamma: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The way back through `batchnorm_forward`: slopes for its input, its gamma and its beta.

    Parameters
    ----------
    dY : (m, n) array, the slope of the cost for every entry of the result
    X : (m, n) array, the input of the forward pass
    gamma : (n,) array
    eps : the same number as in the forward pass

    Returns
    -------
    (dX, dgamma, dbeta) : arrays of shape (m, n), (n,) and (n,). Mean and variance depend on every
        row, and dX contains these two paths. With a single row dX is 0.

    Raises
    ------
    ValueError
        if X is not (m, n), dY has another shape, or gamma is not (n,); the message names the
        shapes.

    Example
    -------
    >>> X, dY = np.array([[1.0], [3.0], [5.0]]), np.array([[1.0], [0.0], [0.0]])
    >>> dX, dgamma, dbeta = batchnorm_backward(dY, X, np.array([1.0]), eps=0.0)
    >>> print(dX.ravel().round(4), dgamma.round(4), dbeta)
    [ 0.1021 -0.2041  0.1021] [-1.2247] [1.]

    Source: derived in the lesson, "The way back"; S. Ioffe and C. Szegedy (2015).
    """
    # BEGIN SOLUTION
    dY, X, gamma = np.asarray(dY), np.asarray(X), np.asarray(gamma)
    if X.ndim != 2 or dY.shape != X.shape or gamma.shape != (X.shape[1],):
        shapes = f"dY {dY.shape}, X {X.shape} and gamma {gamma.shape}"
        raise ValueError(f"{shapes} do not fit: expected (m, n), (m, n) and (n,)")
    m = len(X)
    centred = X - X.mean(axis=0)
    std = np.sqrt((centred * centred).mean(axis=0) + eps)
    normed = centred / std
    dbeta = dY.sum(axis=0)
    dgamma = (dY * normed).sum(axis=0)
    # The direct path, minus the path through the mean, minus the path through the variance. The
    # two sums that they need are dbeta and dgamma.
    dX = gamma / std * (dY - (dbeta + normed * dgamma) / m)
    return dX, dgamma, dbeta
    # END SOLUTION


def batchnorm_running(
    rm: np.ndarray, rv: np.ndarray, X: np.ndarray, momentum: float = 0.1
) -> tuple[np.ndarray, np.ndarray]:
    """One step of the running mean and variance, which inference will use.

    Parameters
    ----------
    rm, rv : (n,) arrays, the running mean and the running variance so far
    X : (m, n) array, the batch of this training step; m is at least 2
    momentum : the weight of the new value (the old one has the rest)

    Returns
    -------
    (rm_new, rv_new) : new (n,) arrays. The variance of the batch that goes into rv_new is the
        unbiased one, which divides by m - 1.

    Raises
    ------
    ValueError
        if X is not (m, n), rm or rv is not (n,) (the message names the shapes), or if X has
        fewer than two rows, which have no unbiased variance.

    Example
    -------
    >>> X = np.array([[1.0, 4.0], [3.0, 4.0]])
    >>> batchnorm_running(np.array([0.0, 0.0]), np.array([1.0, 1.0]), X)
    (array([0.2, 0.4]), array([1.1, 0.9]))

    Source: the convention of PyTorch's BatchNorm1d.
    """
    # BEGIN SOLUTION
    rm, rv, X = np.asarray(rm), np.asarray(rv), np.asarray(X)
    if X.ndim != 2 or rm.shape != (X.shape[1],) or rv.shape != rm.shape:
        shapes = f"rm {rm.shape}, rv {rv.shape} and X {X.shape}"
        raise ValueError(f"{shapes} do not fit: expected (n,), (n,) and (m, n)")
    if len(X) < 2:
        raise ValueError(f"X {X.shape}: the unbiased variance needs at least two rows")
    # New arrays throughout: `rm *= ...` would change the array of whoever called.
    rm_new = (1 - momentum) * rm + momentum * X.mean(axis=0)
    rv_new = (1 - momentum) * rv + momentum * X.var(axis=0, ddof=1)
    return rm_new, rv_new
    # END SOLUTION


def batchnorm_eval(
    X: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    rm: np.ndarray,
    rv: np.ndarray,
    eps: float = 1e-5,
) -> np.ndarray:
    """Batch normalisation at inference: fixed mean and variance, every row on its own.

    Parameters
    ----------
    X : (m, n) array, one row per example; a single row is fine
    gamma, beta : (n,) arrays, the learned scale and place
    rm, rv : (n,) arrays, the running mean and the running variance
    eps : added to the variance, below the root

    Returns
    -------
    (m, n) array. No row has any influence on another.

    Raises
    ------
    ValueError
        if X is not (m, n), or one of the others is not (n,); the message names the shapes.

    Example
    -------
    >>> one = np.array([1.0])
    >>> batchnorm_eval(np.array([[2.0], [8.0]]), one, 3 * one, 2 * one, 4 * one, eps=0.0)
    array([[3.],
           [6.]])

    Source: S. Ioffe and C. Szegedy (2015), algorithm 2.
    """
    # BEGIN SOLUTION
    X = np.asarray(X)
    gamma, beta, rm, rv = (np.asarray(array) for array in (gamma, beta, rm, rv))
    if X.ndim != 2 or any(array.shape != (X.shape[1],) for array in (gamma, beta, rm, rv)):
        lists = f"gamma {gamma.shape}, beta {beta.shape}, rm {rm.shape} and rv {rv.shape}"
        raise ValueError(f"X {X.shape}, {lists} do not fit: expected (m, n), and (n,) four times")
    return gamma / np.sqrt(rv + eps) * (X - rm) + beta
    # END SOLUTION
