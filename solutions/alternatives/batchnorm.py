"""Right answers to lesson 09, written differently. No check may reject any of them."""

import math

import numpy as np


def _fit(X, *lists):
    arrays = [np.asarray(value) for value in (X, *lists)]
    shapes = [array.shape for array in arrays]
    if len(shapes[0]) != 2 or any(shape != shapes[0][1:] for shape in shapes[1:]):
        raise ValueError(f"shapes {shapes} do not fit")
    return arrays


# batchnorm_forward


def batchnorm_forward__std(X, gamma, beta, eps=1e-5):
    """The formula as it is usually written, with NumPy's var."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta


def batchnorm_forward__keepdims(X, gamma, beta, eps=1e-5):
    """Statistics as rows of shape (1, n), normed items by name."""
    X, gamma, beta = _fit(X, gamma, beta)
    mean = np.mean(X, axis=0, keepdims=True)
    normed = (X - mean) * (np.var(X, axis=0, keepdims=True) + eps) ** -0.5
    return normed * gamma + beta


def batchnorm_forward__loop(X, gamma, beta, eps=1e-5):
    """One column after the other."""
    X, gamma, beta = _fit(X, gamma, beta)
    Y = np.empty(X.shape, dtype=np.result_type(X, gamma, beta, np.float32))
    for j in range(X.shape[1]):
        column = X[:, j].astype(float)
        centred = column - column.mean()
        Y[:, j] = gamma[j] * centred / math.sqrt((centred @ centred) / len(column) + eps) + beta[j]
    return Y


def batchnorm_forward__scale_and_shift(X, gamma, beta, eps=1e-5):
    """One factor and one summand for each column; centred first, for the sake of precision."""
    X, gamma, beta = _fit(X, gamma, beta)
    centred = X - X.mean(axis=0)
    scale = gamma / np.sqrt(np.einsum("ij,ij->j", centred, centred) / len(X) + eps)
    return centred * scale + beta


def batchnorm_forward__transposed(X, gamma, beta, eps=1e-5):
    """Nodes first, so that the statistics run along the last axis."""
    X, gamma, beta = _fit(X, gamma, beta)
    T = X.T
    T = (T - T.mean(axis=1)[:, None]) / np.sqrt(T.var(axis=1)[:, None] + eps)
    return (T * gamma[:, None] + beta[:, None]).T


# batchnorm_backward


def _fit_back(dY, X, gamma):
    X, gamma = _fit(X, gamma)
    dY = np.asarray(dY)
    if dY.shape != X.shape:
        raise ValueError(f"dY {dY.shape} and X {X.shape} differ")
    return dY, X, gamma


def batchnorm_backward__graph(dY, X, gamma, eps=1e-5):
    """Step by step through the graph, as in the lesson."""
    dY, X, gamma = _fit_back(dY, X, gamma)
    m = len(X)
    centred = X - X.mean(axis=0)
    std = np.sqrt((centred**2).mean(axis=0) + eps)
    dnormed = dY * gamma
    dvariance = (dnormed * centred).sum(axis=0) * -0.5 / std**3
    dcentred = dnormed / std + dvariance * 2 * centred / m
    dmean = -dcentred.sum(axis=0)
    return dcentred + dmean / m, (dY * centred / std).sum(axis=0), dY.sum(axis=0)


def batchnorm_backward__paper(dY, X, gamma, eps=1e-5):
    """The equations of Ioffe and Szegedy, with the part of the mean path that is always 0."""
    dY, X, gamma = _fit_back(dY, X, gamma)
    m, mean, variance = len(X), X.mean(axis=0), X.var(axis=0)
    root = np.sqrt(variance + eps)
    dnormed = dY * gamma
    dvariance = (dnormed * (X - mean)).sum(axis=0) * -0.5 / (root * root * root)
    dmean = -(dnormed / root).sum(axis=0) + dvariance * (-2 * (X - mean)).mean(axis=0)
    dX = dnormed / root + dvariance * 2 * (X - mean) / m + dmean / m
    return dX, (dY * ((X - mean) / root)).sum(axis=0), dY.sum(axis=0)


def batchnorm_backward__projection(dY, X, gamma, eps=1e-5):
    """Take the means off: that of dY, and that of dY along the normed items."""
    dY, X, gamma = _fit_back(dY, X, gamma)
    centred = X - X.mean(axis=0)
    std = np.sqrt(X.var(axis=0) + eps)
    normed = centred / std
    free = dY - dY.mean(axis=0) - normed * (dY * normed).mean(axis=0)
    return gamma * free / std, np.einsum("ij,ij->j", dY, normed), dY.sum(axis=0)


def batchnorm_backward__table_of_slopes(dY, X, gamma, eps=1e-5):
    """The whole m by m table of slopes of each column, times dY."""
    dY, X, gamma = _fit_back(dY, X, gamma)
    m = len(X)
    dX = np.empty(X.shape, dtype=np.result_type(dY, X, gamma, np.float32))
    dgamma, dbeta = np.empty_like(dX[0]), np.empty_like(dX[0])
    for j in range(X.shape[1]):
        centred = X[:, j] - X[:, j].mean()
        root = np.sqrt(centred.dot(centred) / m + eps)
        normed = centred / root
        table = (np.eye(m) - 1 / m - np.outer(normed, normed) / m) * gamma[j] / root
        dX[:, j], dgamma[j], dbeta[j] = table @ dY[:, j], normed @ dY[:, j], dY[:, j].sum()
    return dX, dgamma, dbeta


# batchnorm_running


def _two_rows(rm, rv, X):
    X, rm, rv = _fit(X, rm, rv)
    if X.shape[0] == 1:
        raise ValueError("one row has no unbiased variance")
    return rm, rv, X


def batchnorm_running__correction(rm, rv, X, momentum=0.1):
    """A step of size momentum from the old value towards the new one."""
    rm, rv, X = _two_rows(rm, rv, X)
    return rm + momentum * (X.mean(axis=0) - rm), rv + momentum * (X.var(axis=0, ddof=1) - rv)


def batchnorm_running__bessel(rm, rv, X, momentum=0.1):
    """The biased variance times m / (m - 1)."""
    rm, rv, X = _two_rows(rm, rv, X)
    m = len(X)
    keep = 1 - momentum
    return (
        keep * rm + momentum * X.mean(axis=0),
        keep * rv + momentum * (m / (m - 1)) * X.var(axis=0),
    )


def batchnorm_running__columns(rm, rv, X, momentum=0.1):
    """Column by column, sums of squared distances by hand."""
    rm, rv, X = _two_rows(rm, rv, X)
    kind = np.result_type(rm, rv, X, np.float32)
    new_mean, new_variance = np.array(rm, dtype=kind), np.array(rv, dtype=kind)
    for j in range(X.shape[1]):
        mean = X[:, j].sum() / len(X)
        variance = sum((x - mean) ** 2 for x in X[:, j]) / (len(X) - 1)
        new_mean[j] = (1 - momentum) * rm[j] + momentum * mean
        new_variance[j] = (1 - momentum) * rv[j] + momentum * variance
    return new_mean, new_variance


def batchnorm_running__average(rm, rv, X, momentum=0.1):
    """Both blends in one expression, over pairs of old and new."""
    rm, rv, X = _two_rows(rm, rv, X)
    centred = X - X.mean(axis=0)
    pairs = ((rm, X.mean(axis=0)), (rv, (centred**2).sum(axis=0) / (len(X) - 1)))
    return tuple(old * (1 - momentum) + new * momentum for old, new in pairs)


# batchnorm_eval


def batchnorm_eval__normed(X, gamma, beta, rm, rv, eps=1e-5):
    """Normed items by name, then scale and shift."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    normed = (X - rm) / np.sqrt(rv + eps)
    return gamma * normed + beta


def batchnorm_eval__one_linear_layer(X, gamma, beta, rm, rv, eps=1e-5):
    """One factor and one summand for each column: what a deployed network folds into its
    weights."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    scale = gamma * (rv + eps) ** -0.5
    return X * scale + (beta - rm * scale)


def batchnorm_eval__row_by_row(X, gamma, beta, rm, rv, eps=1e-5):
    """Each row by itself."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    root = np.sqrt(rv + eps)
    return np.array([gamma * (row - rm) / root + beta for row in X])


def batchnorm_eval__diagonal(X, gamma, beta, rm, rv, eps=1e-5):
    """A matrix product with a diagonal matrix."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return (X - rm) @ np.diag(gamma / np.sqrt(rv + eps)) + beta
