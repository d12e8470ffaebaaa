"""Right answers to lesson 04, written differently. No check may reject any of them."""

import numpy as np

# one_hot


def _labels(y, K):
    y = np.asarray(y)
    if y.ndim != 1 or not ((0 <= y) & (y < K)).all():
        raise ValueError(f"labels of shape {y.shape} between 0 and {K - 1} expected")
    return y


def one_hot__comparison(y, K):
    """Compare every label with every class; True and False become floats."""
    return (_labels(y, K)[:, None] == np.arange(K)).astype(float)


def one_hot__rows_of_the_identity(y, K):
    """Row k of the identity matrix is the code of class k."""
    return np.eye(K)[_labels(y, K)]


def one_hot__loop(y, K):
    """One label after the other."""
    if np.ndim(y) != 1:
        raise ValueError("y must be (m,)")
    rows = np.zeros((len(y), K))
    for i, label in enumerate(y):
        if not 0 <= label < K:
            raise ValueError(f"label {label}")
        rows[i, label] = 1
    return rows


def one_hot__flat_positions(y, K):
    """Position i * K + y[i] of the flattened table."""
    y = _labels(y, K)
    flat = np.zeros(len(y) * K)
    flat[np.arange(len(y)) * K + y] = 1.0
    return flat.reshape(len(y), K)


def one_hot__put_along_axis(y, K):
    """NumPy has a function for it."""
    y = _labels(y, K)
    rows = np.zeros((len(y), K))
    np.put_along_axis(rows, y[:, None], 1.0, axis=1)
    return rows


# softmax


def softmax__loop(Z):
    """Row by row, class by class."""
    Z = np.asarray(Z, dtype=float)
    p = np.empty_like(Z)
    for i, row in enumerate(Z):
        largest = max(row)
        powers = [np.exp(value - largest) for value in row]
        for k in range(len(row)):
            p[i, k] = powers[k] / sum(powers)
    return p


def softmax__log_sum_exp(Z):
    """exp(z - ln(sum of exp)), with NumPy's stable sum in the logarithm."""
    return np.exp(Z - np.logaddexp.reduce(np.asarray(Z, dtype=float), axis=1, keepdims=True))


def softmax__pairwise_sigmoids(Z):
    """1 / sum_j exp(z_j - z_k), with differences too large for exp cut off harmlessly."""
    Z = np.asarray(Z, dtype=float)
    differences = Z[:, None, :] - Z[:, :, None]
    return 1.0 / np.exp(np.minimum(differences, 700.0)).sum(axis=2)


def softmax__transposed(Z):
    """The classes first, so that broadcasting needs no keepdims."""
    T = np.asarray(Z).T
    powers = np.exp(T - T.max(axis=0))
    return (powers / powers.sum(axis=0)).T


def softmax__einsum(Z):
    """Last axis, row sums by einsum."""
    Z = np.array(Z, dtype=float)
    Z -= Z.max(axis=-1)[:, np.newaxis]
    powers = np.exp(Z)
    return powers / np.einsum("ij->i", powers)[:, np.newaxis]


# cross_entropy


def _fit(Z, y):
    Z, y = np.asarray(Z), np.asarray(y)
    if Z.ndim != 2 or y.ndim != 1 or len(Z) != len(y):
        raise ValueError(f"shapes {Z.shape} and {y.shape}")
    return Z, y


def cross_entropy__logaddexp(Z, y):
    """NumPy's own stable logarithm of a sum of exponentials."""
    Z, y = _fit(Z, y)
    return (np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(y)), y]).mean()


def cross_entropy__maximum_added_back(Z, y):
    """ln(sum) of the shifted scores plus the maximum, minus the score as it was."""
    Z, y = _fit(Z, y)
    top = Z.max(axis=1)
    log_sum = top + np.log(np.exp(Z - top[:, None]).sum(axis=1))
    return np.average(log_sum - np.take_along_axis(Z, y[:, None], axis=1)[:, 0])


def cross_entropy__one_hot(Z, y):
    """All logarithms of probabilities, of which a one-hot table picks one in each row."""
    Z, y = _fit(Z, y)
    Y = np.eye(Z.shape[1])[y]
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(Y * log_p).sum() / Z.shape[0]


def cross_entropy__loop(Z, y):
    """One row after the other: ln(sum of exp(s_j - s_y)), the largest difference taken out."""
    Z, y = _fit(Z, y)
    total = 0.0
    for row, label in zip(Z.tolist(), y.tolist()):
        behind = [value - row[label] for value in row]
        worst = max(behind)
        total += worst + float(np.log(sum(np.exp(value - worst) for value in behind)))
    return total / len(Z)


# softmax_ce_grad


def softmax_ce_grad__one_hot(Z, y):
    """(probabilities - one-hot) / m as a matrix."""
    Z, y = _fit(Z, y)
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    return (p - np.eye(Z.shape[1])[y]) / Z.shape[0]


def softmax_ce_grad__loop(Z, y):
    """Entry by entry."""
    Z, y = _fit(Z, y)
    m, K = Z.shape
    gradient = np.zeros((m, K))
    for i in range(m):
        powers = np.exp(Z[i] - max(Z[i]))
        for k in range(K):
            gradient[i, k] = (powers[k] / powers.sum() - (1.0 if k == y[i] else 0.0)) / m
    return gradient


def softmax_ce_grad__complex_step(Z, y):
    """A derivative measured along the imaginary axis, which is exact to rounding."""
    Z, y = _fit(Z, y)
    gradient, h = np.zeros(Z.shape), 1e-200
    for i, k in np.ndindex(Z.shape):
        row = Z[i] - Z[i].max() + 0j
        row[k] += 1j * h
        gradient[i, k] = (np.log(np.exp(row).sum()) - row[y[i]]).imag / h / len(y)
    return gradient


def softmax_ce_grad__weighted_first(Z, y):
    """Divide by m before the label is subtracted."""
    Z, y = _fit(Z, y)
    share = 1.0 / len(y)
    gradient = share * np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))
    np.add.at(gradient, (range(len(y)), y), -share)
    return gradient


# bce_with_logits


def _same(z, y):
    z, y = np.asarray(z), np.asarray(y)
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError(f"{z.shape} against {y.shape}")
    return z, y


def bce_with_logits__logaddexp(z, y):
    """ln(1 + e^z) - y z, with NumPy's stable logarithm of a sum."""
    z, y = _same(z, y)
    return np.mean(np.logaddexp(0, z) - y * z)


def bce_with_logits__sign(z, y):
    """ln(1 + e^-t) with t = z for label 1 and t = -z for label 0."""
    z, y = _same(z, y)
    t = np.where(y == 1, z, -z)
    return (np.maximum(-t, 0) + np.log(1 + np.exp(-np.abs(t)))).mean()


def bce_with_logits__loop(z, y):
    """One score after the other, as a two-class softmax."""
    z, y = _same(z, y)
    total = 0.0
    for score, label in zip(z.tolist(), y.tolist()):
        top = max(score, 0.0)
        log_sum = top + np.log(np.exp(score - top) + np.exp(-top))
        total += log_sum - (score if label == 1 else 0.0)
    return total / len(z)


def bce_with_logits__two_cases(z, y):
    """Another formula for scores above and below 0."""
    z, y = _same(z, y)
    tail = np.log1p(np.exp(np.where(z > 0, -z, z)))
    return float(np.sum(np.where(z > 0, (1 - y) * z + tail, -y * z + tail)) / z.size)


# mse_loss


def _pair(yp, y):
    yp, y = np.asarray(yp), np.asarray(y)
    if yp.shape != y.shape:
        raise ValueError(f"{yp.shape} against {y.shape}")
    return yp, y


def mse_loss__dot_product(yp, y):
    """The squares added up by a dot product."""
    yp, y = _pair(yp, y)
    error = (yp - y).ravel()
    return error @ error / error.size, (2 / error.size) * (yp - y)


def mse_loss__loop(yp, y):
    """One entry after the other."""
    yp, y = _pair(yp, y)
    total, dyp = 0.0, np.zeros(yp.shape)
    for index in np.ndindex(yp.shape):
        error = float(yp[index]) - float(y[index])
        total += error * error
        dyp[index] = 2 * error / yp.size
    return total / yp.size, dyp


def mse_loss__expanded(yp, y):
    """np.average, np.square and the number of entries from the shape."""
    yp, y = _pair(yp, y)
    count = np.prod(yp.shape)
    return np.average(np.square(np.subtract(yp, y))), np.multiply(yp - y, 2.0) / count


# svm_loss


def svm_loss__loop(S, y):
    """The definition, word by word."""
    S, y = _fit(S, y)
    total = 0.0
    for row, label in zip(S, y):
        for j in range(len(row)):
            if j != label:
                total += max(0.0, row[j] - row[label] + 1)
    return total / len(S)


def svm_loss__one_subtracted(S, y):
    """Let the right class in, which always adds 1, and take that 1 off at the end."""
    S, y = _fit(S, y)
    right = np.take_along_axis(S, y[:, None], axis=1)
    return np.clip(S - right + 1, 0, None).sum() / len(S) - 1


def svm_loss__mask(S, y):
    """A mask of the wrong classes."""
    S, y = _fit(S, y)
    wrong = np.arange(S.shape[1]) != y[:, None]
    behind = S - (S * ~wrong).sum(axis=1, keepdims=True) + 1
    return np.mean(np.sum(behind * (behind > 0) * wrong, axis=1))


# accuracy


def _flat(S, y):
    S, y = np.asarray(S), np.asarray(y)
    if S.ndim != 2 or y.shape not in [(len(S),), (len(S), 1)]:
        raise ValueError(f"shapes {S.shape} and {y.shape}")
    return S, y.ravel()


def accuracy__loop(S, y):
    """Count the rows that are right."""
    S, y = _flat(S, y)
    right = 0
    for row, label in zip(S.tolist(), y.tolist()):
        right += row.index(max(row)) == label
    return right / len(S)


def accuracy__average_of_booleans(S, y):
    """np.average and the last axis."""
    S, y = _flat(S, y)
    return np.average(np.argmax(S, axis=-1) == y)


def accuracy__one_minus_error(S, y):
    """One minus the fraction of wrong rows."""
    S, y = _flat(S, y)
    return 1 - np.count_nonzero(S.argmax(axis=1) - y) / len(y)


def accuracy__first_of_the_largest(S, y):
    """Mark the largest scores of each row; the first mark is the answer."""
    S, y = _flat(S, y)
    largest = S == S.max(axis=1, keepdims=True)
    answers = np.where(largest, np.arange(S.shape[1]), S.shape[1]).min(axis=1)
    return float(np.sum(answers == y)) / len(y)
