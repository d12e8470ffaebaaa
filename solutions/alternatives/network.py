"""Right answers to lesson 07, written in other ways."""

import numpy as np

# linear_backward


def _checked(dZ, X, W):
    dZ, X, W = np.asarray(dZ), np.asarray(X), np.asarray(W)
    if dZ.ndim != 2 or X.ndim != 2 or dZ.shape[0] != X.shape[0]:
        raise ValueError(f"{dZ.shape} against {X.shape}")
    if W.ndim != 2 or W.shape[0] != dZ.shape[1] or W.shape[1] != X.shape[1]:
        raise ValueError(f"{W.shape} for {dZ.shape} and {X.shape}")
    if not np.issubdtype(dZ.dtype, np.floating):
        dZ = dZ * 1.0
    return dZ, X, W


def linear_backward__einsum(dZ, X, W):
    """The indices of the derivation, as they stand."""
    dZ, X, W = _checked(dZ, X, W)
    dX = np.einsum("ij,jk->ik", dZ, W)
    return dX, np.einsum("ij,ik->jk", dZ, X), np.einsum("ij->j", dZ)


def linear_backward__loop_over_examples(dZ, X, W):
    """One example after the other, adding up what each contributes."""
    dZ, X, W = _checked(dZ, X, W)
    dX = np.empty(X.shape, dtype=dZ.dtype)
    dW, db = np.zeros(W.shape, dtype=dZ.dtype), np.zeros(W.shape[0], dtype=dZ.dtype)
    for i, (slopes, x) in enumerate(zip(dZ, X)):
        dX[i] = slopes @ W
        dW += np.outer(slopes, x).astype(dZ.dtype)
        db += slopes
    return dX, dW, db


def linear_backward__three_loops(dZ, X, W):
    """Entry by entry."""
    dZ, X, W = _checked(dZ, X, W)
    (m, n_out), n_in = dZ.shape, X.shape[1]
    dX, dW = np.zeros((m, n_in), dZ.dtype), np.zeros((n_out, n_in), dZ.dtype)
    db = np.zeros(n_out, dZ.dtype)
    for i in range(m):
        for j in range(n_out):
            db[j] += dZ[i, j]
            for k in range(n_in):
                dW[j, k] += dZ[i, j] * X[i, k]
                dX[i, k] += dZ[i, j] * W[j, k]
    return dX, dW, db


def linear_backward__column_layout(dZ, X, W):
    """Everything turned into columns, by the book of the other layout, and back."""
    dZ, X, W = _checked(dZ, X, W)
    columns = dZ.T
    return (W.T @ columns).T, columns @ X, columns.sum(axis=1)


def linear_backward__ones(dZ, X, W):
    """The biases as weights of an input that is always 1."""
    dZ, X, W = _checked(dZ, X, W)
    widened = np.hstack([X, np.ones((len(X), 1), dtype=X.dtype)])
    both = np.dot(dZ.T, widened)
    return [np.dot(dZ, W), both[:, :-1], both[:, -1]]


# two_layer_grads


def _answers(X, Y, W1, b1, W2, b2):
    A1 = np.tanh(np.dot(X, W1.T) + b1)
    Z2 = np.dot(A1, W2.T) + b2
    if Z2.shape != np.shape(Y):
        raise ValueError(f"labels {np.shape(Y)}, answers {Z2.shape}")
    return A1, Z2


def two_layer_grads__divide_at_the_end(X, Y, W1, b1, W2, b2):
    """The other bookkeeping: slopes of single losses, and the mean at the end."""
    m = X.shape[0]
    A1, Z2 = _answers(X, Y, W1, b1, W2, b2)
    with np.errstate(over="ignore"):
        delta2 = 1 / (1 + np.exp(-Z2)) - Y
    delta1 = (delta2 @ W2) * (1 - A1 * A1)
    return delta1.T @ X / m, delta1.mean(axis=0), delta2.T @ A1 / m, delta2.mean(axis=0)


def two_layer_grads__columns(X, Y, W1, b1, W2, b2):
    """One example per column, as in many notes."""
    _answers(X, Y, W1, b1, W2, b2)
    x, y, m = X.T, Y.T, len(X)
    a1 = np.tanh(W1 @ x + b1[:, None])
    z2 = W2 @ a1 + b2[:, None]
    small = np.exp(-np.abs(z2))
    d2 = (np.where(z2 >= 0, 1.0, small) / (1 + small) - y) / m
    d1 = W2.T @ d2 * (1 - a1**2)
    return d1 @ x.T, d1.sum(axis=1), d2 @ a1.T, d2.sum(axis=1)


def two_layer_grads__one_row_at_a_time(X, Y, W1, b1, W2, b2):
    """The mean of the slopes of all rows, computed one by one."""
    _answers(X, Y, W1, b1, W2, b2)
    total = [np.zeros(np.shape(p)) for p in (W1, b1, W2, b2)]
    for x, y in zip(X, Y):
        a = np.tanh(W1 @ x + b1)
        dz2 = 0.5 * (1 + np.tanh((W2 @ a + b2) / 2)) - y
        dz1 = (W2.T @ dz2) / np.cosh(np.clip(W1 @ x + b1, -300, 300)) ** 2
        for part, more in zip(total, (np.outer(dz1, x), dz1, np.outer(dz2, a), dz2)):
            part += more
    return tuple(part / len(X) for part in total)


def two_layer_grads__einsum(X, Y, W1, b1, W2, b2):
    """Products by their indices; the slope of tanh as (1 - a)(1 + a)."""
    A1, Z2 = _answers(X, Y, W1, b1, W2, b2)
    G = (0.5 + 0.5 * np.tanh(Z2 / 2) - Y) / Y.shape[0]
    H = np.einsum("ij,jk->ik", G, W2) * (1 - A1) * (1 + A1)
    return [
        np.einsum("ij,ik->jk", H, X), H.sum(0), np.einsum("ij,ik->jk", G, A1), G.sum(0),
    ]  # fmt: skip


# init_params


def init_params__standard_normal(sizes, rng, scale=0.01):
    """Draws of spread 1, multiplied by the scale."""
    params = []
    for l in range(1, len(sizes)):
        W = scale * rng.standard_normal((sizes[l], sizes[l - 1]))
        params.append((W, np.zeros((sizes[l],))))
    return params


def init_params__from_the_output(sizes, rng, scale=0.01):
    """Layers drawn from the last to the first, transposed shapes turned over."""
    params = []
    for l in range(len(sizes) - 1, 0, -1):
        W = rng.normal(size=(sizes[l - 1], sizes[l])).T * scale
        params.insert(0, (W, np.zeros(sizes[l])))
    return params


def init_params__one_long_draw(sizes, rng, scale=0.01):
    """All weights in one draw, dealt out to the layers."""
    shapes = list(zip(sizes[1:], sizes[:-1]))
    ends = np.cumsum([n_out * n_in for n_out, n_in in shapes])
    pieces = np.split(rng.normal(0, scale, ends[-1]), ends[:-1])
    return [[piece.reshape(shape), np.zeros(shape[0])] for piece, shape in zip(pieces, shapes)]


def init_params__row_by_row(sizes, rng, scale=0.01):
    """The weights of one node after the other."""
    return [
        (np.array([rng.normal(0.0, scale, n_in) for _ in range(n_out)]), np.array([0.0] * n_out))
        for n_in, n_out in zip(sizes, sizes[1:])
    ]


def init_params__box_muller(sizes, rng, scale=0.01):
    """Normal numbers made from even ones, after Box and Muller."""
    params = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        u, v = rng.random((2, n_out, n_in))
        W = scale * np.sqrt(-2 * np.log(1 - u)) * np.cos(2 * np.pi * v)
        params.append((W, np.zeros(n_out)))
    return params


# train_step_mse


def _fits(x, y, w1, w2):
    if np.shape(y) != (x.shape[0], w2.shape[1]):
        raise ValueError(f"targets {np.shape(y)}, predictions {(x.shape[0], w2.shape[1])}")


def train_step_mse__the_listing(x, y, w1, w2, lr):
    """The lines of the listing, on copies of the weights."""
    _fits(x, y, w1, w2)
    w1, w2 = w1.astype(float), w2.astype(float)
    with np.errstate(over="ignore"):
        h = 1 / (1 + np.exp(-x.dot(w1)))
    y_pred = h.dot(w2)
    loss = np.square(y_pred - y).sum()
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h.T.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)
    grad_w1 = x.T.dot(grad_h * h * (1 - h))
    w1 -= lr * grad_w1
    w2 -= lr * grad_w2
    return loss, w1, w2


def train_step_mse__our_layout(x, y, w1, w2, lr):
    """One row per node inside, one column per node outside."""
    _fits(x, y, w1, w2)
    W1, W2 = w1.T, w2.T
    small = np.exp(-np.abs(x @ W1.T))
    h = np.where(x @ W1.T >= 0, 1.0, small) / (1 + small)
    dZ2 = 2 * (h @ W2.T - y)
    dZ1 = dZ2 @ W2 * h * (1 - h)
    return float((dZ2**2).sum() / 4), (W1 - lr * dZ1.T @ x).T, (W2 - lr * dZ2.T @ h).T


def train_step_mse__one_example_at_a_time(x, y, w1, w2, lr):
    """Slopes added up over the examples in a loop."""
    _fits(x, y, w1, w2)
    loss, d1, d2 = 0.0, np.zeros(w1.shape), np.zeros(w2.shape)
    for row, target in zip(x, y):
        h = (1 + np.tanh((row @ w1) / 2)) / 2
        error = h @ w2 - target
        loss += error @ error
        d2 += np.outer(h, 2 * error)
        d1 += np.outer(row, (w2 @ (2 * error)) * h * (1 - h))
    return loss, w1 - lr * d1, w2 - lr * d2


def train_step_mse__einsum(x, y, w1, w2, lr):
    """Products by their indices."""
    _fits(x, y, w1, w2)
    h = 0.5 * np.tanh(np.einsum("nd,dh->nh", x, w1) / 2) + 0.5
    g = 2.0 * (np.einsum("nh,ho->no", h, w2) - y)
    back = np.einsum("no,ho->nh", g, w2) * (h - h**2)
    w1 = w1 - lr * np.einsum("nd,nh->dh", x, back)
    return [np.sum(g**2) / 4, w1, w2 - lr * np.einsum("nh,no->ho", h, g)]
