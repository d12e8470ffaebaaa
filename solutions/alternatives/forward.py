"""Right answers to lesson 03, written differently. No check may reject any of them."""

import math

import numpy as np

# sigmoid


def sigmoid__two_branches(z):
    """Each half of the entries gets the formula that is safe for it."""
    z = np.asarray(z, dtype=float)
    answer = np.empty(z.shape)
    positive = z >= 0
    answer[positive] = 1.0 / (1.0 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    answer[~positive] = e / (1.0 + e)
    return answer


def sigmoid__from_tanh(z):
    """The sigmoid is a tanh, moved and scaled, and tanh never overflows."""
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z)))


def sigmoid__logaddexp(z):
    """log(1 + exp(-z)) has a stable function of its own."""
    return np.exp(-np.logaddexp(0.0, -np.asarray(z, dtype=float)))


def sigmoid__clipped(z):
    """Beyond 500 nothing changes any more, so nothing is lost by stopping there."""
    return 1.0 / (1.0 + np.exp(-np.clip(np.asarray(z, dtype=float), -500.0, 500.0)))


def sigmoid__overflow_is_fine(z):
    """1 / infinity is the right 0, so the warning may be switched off."""
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-np.asarray(z, dtype=float)))


def sigmoid__entry_by_entry(z):
    """Pure Python for every entry."""

    def one(value):
        if value >= 0:
            return 1.0 / (1.0 + math.exp(-value))
        return math.exp(value) / (1.0 + math.exp(value))

    z = np.asarray(z)
    return np.array([one(float(value)) for value in z.ravel()]).reshape(z.shape)


# linear_forward


def _fit(X, W, b):
    X, W, b = (np.asarray(part, dtype=float) for part in (X, W, b))
    if X.ndim != 2 or W.ndim != 2 or W.shape[1] != X.shape[1] or b.shape != (W.shape[0],):
        raise ValueError(f"X {X.shape}, W {W.shape}, b {b.shape}")
    return X, W, b


def linear_forward__einsum(X, W, b):
    """The sum written with indices."""
    X, W, b = _fit(X, W, b)
    return np.einsum("ik,jk->ij", X, W) + b


def linear_forward__columns(X, W, b):
    """The other layout inside: examples as columns, turned at both ends."""
    X, W, b = _fit(X, W, b)
    return (W @ X.T + b[:, None]).T


def linear_forward__three_loops(X, W, b):
    """One product at a time."""
    X, W, b = _fit(X, W, b)
    Z = np.zeros((X.shape[0], W.shape[0]))
    for i in range(X.shape[0]):
        for j in range(W.shape[0]):
            total = 0.0
            for k in range(X.shape[1]):
                total += X[i, k] * W[j, k]
            Z[i, j] = total + b[j]
    return Z


def linear_forward__example_by_example(X, W, b):
    """A loop over the rows, each as on paper."""
    X, W, b = _fit(X, W, b)
    return np.stack([W @ x + b for x in X])


def linear_forward__node_by_node(X, W, b):
    """A loop over the nodes, each answers for all examples: one column."""
    X, W, b = _fit(X, W, b)
    return np.column_stack([X @ w + bias for w, bias in zip(W, b)])


def linear_forward__bias_as_weight(X, W, b):
    """The bias is the weight of an input that is always 1."""
    X, W, b = _fit(X, W, b)
    return np.hstack([X, np.ones((len(X), 1))]) @ np.hstack([W, b[:, None]]).T


def linear_forward__inner(X, W, b):
    """np.inner pairs the last axes, and the result may be added to in place."""
    X, W, b = _fit(X, W, b)
    Z = np.inner(X, W)
    Z += b
    return Z


# mlp_forward


def _layer(X, W, b):
    X, W, b = _fit(X, W, b)
    return X @ W.T + b


def mlp_forward__index(X, params):
    """Decide inside the loop whether this layer is the last."""
    A = np.asarray(X, dtype=float)
    for layer, (W, b) in enumerate(params):
        A = _layer(A, W, b)
        if layer < len(params) - 1:
            A = np.tanh(A)
    return A


def mlp_forward__unpack(X, params):
    """Split hidden layers and output layer first."""
    *hidden, (W_out, b_out) = params
    for W, b in hidden:
        X = np.tanh(_layer(X, W, b))
    return _layer(X, W_out, b_out)


def mlp_forward__recursion(X, params):
    """The first layer, then the network that remains."""
    Z = _layer(X, *params[0])
    return Z if len(params) == 1 else mlp_forward__recursion(np.tanh(Z), params[1:])


def mlp_forward__list_of_activations(X, params):
    """Keep every layer's output, as later lessons need it, and return the last."""
    A = [np.asarray(X)]
    for W, b in params[:-1]:
        A.append(np.tanh(_layer(A[-1], W, b)))
    return _layer(A[-1], *params[-1])


def mlp_forward__tanh_from_exponentials(X, params):
    """tanh written out with a stable exponential."""
    A = np.asarray(X, dtype=float)
    for W, b in params[:-1]:
        Z = _layer(A, W, b)
        e = np.exp(-2.0 * np.abs(Z))
        A = np.sign(Z) * (1.0 - e) / (1.0 + e)
    return _layer(A, *params[-1])


# count_params


def count_params__two_sums(sizes):
    """All weights, then all biases."""
    return sum(a * b for a, b in zip(sizes, sizes[1:])) + sum(sizes[1:])


def count_params__index(sizes):
    """A loop over the layers by number."""
    total = 0
    for layer in range(1, len(sizes)):
        total += sizes[layer - 1] * sizes[layer]
        total += sizes[layer]
    return total


def count_params__arrays(sizes):
    """Make the arrays and ask them."""
    total = 0
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        total += np.zeros((n_out, n_in)).size + np.zeros(n_out).size
    return total


def count_params__dot(sizes):
    """The weights are a dot product of the list with itself, moved by one."""
    n = np.asarray(sizes)
    return (n[:-1] + 1) @ n[1:]


def count_params__recursion(sizes):
    """The first layer, then the rest."""
    if len(sizes) < 2:
        return 0
    return (sizes[0] + 1) * sizes[1] + count_params__recursion(sizes[1:])
