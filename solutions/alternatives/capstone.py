"""Right answers to lesson 11, written differently. No check may reject any of them."""

from itertools import pairwise

import numpy as np

from nnlab.activations import relu_grad, tanh_grad
from nnlab.batchnorm import batchnorm_backward, batchnorm_eval, batchnorm_forward, batchnorm_running
from nnlab.capstone import MLP, _as_labels, _as_rows
from nnlab.forward import linear_forward, mlp_forward
from nnlab.softmax import cross_entropy, softmax, softmax_ce_grad

# fit


def _checked(X, y):
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    if y.shape != (len(X),):
        raise ValueError(f"X has shape {X.shape}, y has shape {y.shape}")
    return X, y


def fit__from_scratch(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Nothing but NumPy; the orders of all epochs are drawn before the weights."""
    X, y = _checked(X, y)
    m, K = len(X), y.max() + 1
    orders = [rng.permutation(m) for _ in range(epochs)]
    sizes = [X.shape[1], *sizes_h, K]
    Ws = [0.5 * rng.standard_normal((o, i)) / np.sqrt(i) for i, o in pairwise(sizes)]
    bs = [np.zeros(o) for o in sizes[1:]]
    history = []
    for order in orders:
        total = 0.0
        for start in range(0, m, B):
            rows = order[start : start + B]
            A = [X[rows]]
            for W, b in zip(Ws, bs, strict=True):
                A.append(A[-1] @ W.T + b)
                if len(A) <= len(sizes_h) + 1:
                    A[-1] = np.tanh(A[-1])
            P = np.exp(A[-1] - A[-1].max(axis=1, keepdims=True))
            P /= P.sum(axis=1, keepdims=True)
            total -= np.log(P[np.arange(len(rows)), y[rows]]).sum()
            d = (P - np.eye(K)[y[rows]]) / len(rows)
            for l in range(len(Ws) - 1, -1, -1):
                dW, db = d.T @ A[l], d.sum(axis=0)
                d = (d @ Ws[l]) * (1 - A[l] ** 2)
                Ws[l] = (1 - 2 * lr * lam) * Ws[l] - lr * dW  # the penalty as weight decay
                bs[l] = bs[l] - lr * db
        history.append(total / m)
    return list(zip(Ws, bs, strict=True)), history


def fit__row_by_row(X, y, sizes_h, lr, B, epochs, lam, rng):
    """The gradients of a batch are added up one row at a time."""
    X, y = _checked(X, y)
    sizes = [X.shape[1], *sizes_h, int(np.max(y)) + 1]
    params = [[rng.uniform(-1, 1, (o, i)) / np.sqrt(i), np.zeros(o)] for i, o in pairwise(sizes)]
    history = []
    for _ in range(epochs):
        rows, losses = list(rng.permutation(len(X))), []
        while rows:
            batch, rows = rows[:B], rows[B:]
            sums = [[np.zeros_like(W), np.zeros_like(b)] for W, b in params]
            for i in batch:
                a = [X[i]]
                for W, b in params[:-1]:
                    a.append(np.tanh(W @ a[-1] + b))
                z = params[-1][0] @ a[-1] + params[-1][1]
                losses.append(cross_entropy(z[None], y[i : i + 1]))
                d = softmax_ce_grad(z[None], y[i : i + 1])[0]
                for l in range(len(params) - 1, -1, -1):
                    sums[l][0] += np.outer(d, a[l]) / len(batch)
                    sums[l][1] += d / len(batch)
                    d = (params[l][0].T @ d) * (1 - a[l] ** 2)
            params = [
                [W - lr * (dW + 2 * lam * W), b - lr * db]
                for (W, b), (dW, db) in zip(params, sums, strict=True)
            ]
        history.append(sum(losses) / len(losses))
    return params, history


def fit__columns(X, y, sizes_h, lr, B, epochs, lam, rng):
    """The other layout: examples in columns, biases as columns."""
    X, y = _checked(X, y)
    m, sizes = len(X), [X.shape[1], *sizes_h, int(y.max()) + 1]
    W = [rng.normal(0, 1 / np.sqrt(i), (i, o)).T for i, o in pairwise(sizes)]
    b = [np.zeros((o, 1)) for o in sizes[1:]]
    history = np.zeros(epochs)
    for epoch in range(epochs):
        order = rng.permutation(m)
        for rows in np.split(order, range(B, m, B)):
            A = [X[rows].T]
            for l in range(len(W)):
                Z = W[l] @ A[-1] + b[l]
                A.append(np.tanh(Z) if l < len(W) - 1 else Z)
            history[epoch] += cross_entropy(A[-1].T, y[rows]) * len(rows) / m
            dZ = softmax_ce_grad(A[-1].T, y[rows]).T
            steps = []
            for l in range(len(W) - 1, -1, -1):
                steps.append((l, dZ @ A[l].T + 2 * lam * W[l], dZ.sum(axis=1, keepdims=True)))
                dZ = (W[l].T @ dZ) * (1 - A[l] ** 2)
            for l, dW, db in steps:
                W[l], b[l] = W[l] - lr * dW, b[l] - lr * db
    return [(W_l, b_l.ravel()) for W_l, b_l in zip(W, b, strict=True)], history.tolist()


# predict


def predict__softmax_first(X, params):
    """By way of the probabilities, which keep the order of the scores."""
    return np.argmax(softmax(mlp_forward(X, params)), axis=1)


def predict__row_by_row(X, params):
    """One row after the other."""
    return np.array([int(np.argmax(mlp_forward(row[None], params))) for row in np.asarray(X)])


def predict__columns(X, params):
    """Examples in columns; the first of equal scores is found by comparison."""
    A = np.asarray(X, dtype=float).T
    for W, b in params[:-1]:
        A = np.tanh(W @ A + b[:, None])
    W, b = params[-1]
    Z = W @ A + b[:, None]
    return (Z == Z.max(axis=0)).argmax(axis=0)


def predict__own_forward(X, params):
    """The forward pass written out, and a stable sort of minus the scores."""
    A = np.asarray(X) * 1.0
    for l, (W, b) in enumerate(params):
        A = np.einsum("mi,oi->mo", A, W) + b
        if l < len(params) - 1:
            A = np.tanh(A)
    return np.argsort(-A, axis=1, kind="stable")[:, 0]


# MLP


class _Linear:
    def __init__(self, W, b, l2, first):
        self.values, self.l2, self.first = [W, b], l2, first

    def forward(self, X, rng):
        self.X = X
        return X @ self.values[0].T + self.values[1]

    def backward(self, d):
        self.slopes = [d.T @ self.X + 2 * self.l2 * self.values[0], d.sum(axis=0)]
        return None if self.first else d @ self.values[0]


class _Norm:
    def __init__(self, n, running):
        self.values = [np.ones(n, np.float32), np.zeros(n, np.float32)]
        self.running = running

    def forward(self, X, rng):
        self.X = X
        if rng is None:
            return batchnorm_eval(X, *self.values, *self.running)
        self.running = batchnorm_running(*self.running, X)
        return batchnorm_forward(X, *self.values)

    def backward(self, d):
        d, *self.slopes = batchnorm_backward(d, self.X, self.values[0])
        return d


class _Bend:
    values, slopes = (), ()

    def __init__(self, name):
        self.name = name

    def forward(self, X, rng):
        self.Y = np.tanh(X) if self.name == "tanh" else X * (X > 0)
        return self.Y

    def backward(self, d):
        return d * (1 - self.Y**2) if self.name == "tanh" else d * (self.Y > 0)


class _Drop:
    values, slopes = (), ()

    def __init__(self, p):
        self.p = p

    def forward(self, X, rng):
        if rng is None or not self.p:
            self.mask = None
            return X
        self.mask = (rng.random(X.shape) >= self.p).astype(np.float32) / np.float32(1 - self.p)
        return X * self.mask

    def backward(self, d):
        return d if self.mask is None or d is None else d * self.mask


class MLP__layer_objects(MLP):
    """Every layer is an object with a way there and a way back."""

    def fit(self, X, y, X_val=None, y_val=None, on_epoch=None):
        X = _as_rows(X)
        labels = _as_labels(y, X)
        self.classes_ = np.unique(labels)
        codes = np.searchsorted(self.classes_, labels)
        self.n_features_in_ = X.shape[1]
        rng = np.random.default_rng(self.rng)
        self._start(rng)
        self._build()
        speeds = {}
        self.history_ = {"loss": []}
        for epoch in range(self.epochs):
            total = 0.0
            batches = self._batches(len(X), rng)
            for i, rows in enumerate(batches):
                A = X[rows]
                for part in self._parts:
                    A = part.forward(A, rng)
                total += cross_entropy(A, codes[rows]) * len(rows)
                d = softmax_ce_grad(A, codes[rows])
                for part in reversed(self._parts):
                    d = part.backward(d)
                lr = np.float32(self._learning_rate(epoch + i / len(batches)))
                for k, part in enumerate(self._parts):
                    for j, slope in enumerate(part.slopes):
                        speeds[k, j] = np.float32(self.momentum) * speeds.get((k, j), 0) + slope
                        part.values[j] = part.values[j] - lr * speeds[k, j]
            self.history_["loss"].append(total / len(X))
            self._collect()
            if X_val is not None:
                self._validate(X_val, y_val)
            if on_epoch:
                on_epoch(self.history_)
        return self

    def _build(self):
        self._parts = [_Drop(self.input_drop_prob)]
        for l, (W, b, *norm) in enumerate(self.params_):
            self._parts.append(_Linear(W, b, self.l2, l == 0))
            if norm:
                self._parts.append(_Norm(len(b), self.running_[l]))
            if l < len(self.params_) - 1:
                self._parts += [_Bend(self.activation), _Drop(self.drop_prob)]

    def _collect(self):
        self.params_, self.running_ = [], []
        for part in self._parts:
            if isinstance(part, _Linear):
                self.params_.append(list(part.values))
            elif isinstance(part, _Norm):
                self.params_[-1] += part.values
                self.running_.append(part.running)

    def _forward(self, X, rng=None):
        for part in self._parts:
            X = part.forward(X, rng)
        return X, [], []


class MLP__flat_parameters(MLP):
    """Momentum in the form v = mu v - lr g, w = w + v, rescaled where the learning rate changes;
    the order of the rows comes from a generator of its own that `rng` seeds."""

    def _batches(self, m, rng):
        shuffler = np.random.default_rng(rng.integers(2**63))
        order = shuffler.permutation(m)
        count = -(-m // self.batch_size)
        if self.batchnorm and count > 1 and m % self.batch_size == 1:
            count -= 1
        cuts = [self.batch_size * i for i in range(1, count)]
        return np.split(order, cuts)

    def _step(self, grads, velocities, lr):
        last = getattr(self, "_last_lr", lr)
        ratio = lr / last if last else 0.0
        for l, layer in enumerate(self.params_):
            for j in range(len(layer)):
                v = velocities[l][j]
                v *= np.float32(self.momentum * ratio)
                v -= np.float32(lr) * grads[l][j]
                layer[j] = layer[j] + v
        self._last_lr = lr

    def fit(self, X, y, X_val=None, y_val=None, on_epoch=None):
        self.__dict__.pop("_last_lr", None)
        return super().fit(X, y, X_val, y_val, on_epoch)


class MLP__by_hand(MLP):
    """Forward and back written out with plain NumPy, one function each."""

    def _forward(self, X, rng=None):
        A, hidden = [self._drop(X, self.input_drop_prob, rng)[0]], []
        for l in range(len(self.params_) - 1):
            W, b, *norm = self.params_[l]
            Z = A[-1] @ W.T + b
            N = Z
            if norm:
                if rng is None:
                    mean, var = self.running_[l]
                else:
                    mean, var = Z.mean(axis=0), Z.var(axis=0)
                    self.running_[l] = batchnorm_running(*self.running_[l], Z)
                N = norm[0] * (Z - mean) / np.sqrt(var + np.float32(1e-5)) + norm[1]
            H = np.tanh(N) if self.activation == "tanh" else np.where(N > 0, N, np.float32(0))
            dropped, keep = self._drop(H, self.drop_prob, rng)
            A.append(dropped)
            hidden.append((Z, N, H, keep))
        return linear_forward(A[-1], *self.params_[-1]), A, hidden

    def _loss_and_grads(self, X, y, rng):
        Z, A, hidden = self._forward(X, rng)
        P = softmax(Z)
        rows = np.arange(len(y))
        d = P.copy()
        d[rows, y] -= 1
        d /= len(y)
        grads = []
        for l in reversed(range(len(self.params_))):
            W, _, *norm = self.params_[l]
            extra = []
            if l < len(self.params_) - 1:
                Zl, N, H, keep = hidden[l]
                if keep is not None:
                    d = d * keep / np.float32(1 - self.drop_prob)
                d = d * (tanh_grad(H) if self.activation == "tanh" else relu_grad(N))
                if norm:
                    d, *extra = batchnorm_backward(d, Zl, norm[0])
            grads.insert(0, [d.T @ A[l] + np.float32(2 * self.l2) * W, d.sum(axis=0), *extra])
            d = d @ W
        return cross_entropy(Z, y), grads

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]
