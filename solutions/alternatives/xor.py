"""Right answers to lesson 02, written differently. No check may reject any of them."""

import itertools

import numpy as np

# best_linear_accuracy


def _check(X, y):
    X, y = np.asarray(X), np.asarray(y)
    if X.ndim != 2 or X.shape[1] != 2 or y.ndim != 1 or len(X) != len(y):
        raise ValueError(f"shapes {X.shape} and {y.shape}")
    return X, y


def best_linear_accuracy__three_loops(X, y, weights, biases):
    """Three loops, a running maximum."""
    X, y = _check(X, y)
    best = 0
    for w1 in weights:
        for w2 in weights:
            for b in biases:
                answers = (w1 * X[:, 0] + w2 * X[:, 1] + b > 0).astype(int)
                best = max(best, np.mean(answers == y))
    return best


def best_linear_accuracy__lesson_one(X, y, weights, biases):
    """The perceptron of lesson 01 for every combination."""
    X, y = _check(X, y)
    found = []
    for w1, w2, b in itertools.product(weights, weights, biases):
        found.append((perceptron_forward(X, np.array([w1, w2]), b) == y).sum())  # noqa: F821
    return max(found) / len(y)


def best_linear_accuracy__one_big_table(X, y, weights, biases):
    """All neurons at once by broadcasting, no loop."""
    X, y = _check(X, y)
    w, b = np.asarray(weights, dtype=float), np.asarray(biases, dtype=float)
    sums = (
        X[:, 0, None, None, None] * w[:, None, None]
        + X[:, 1, None, None, None] * w[:, None]
        + b
    )  # fmt: skip
    return ((sums > 0) == y[:, None, None, None]).mean(axis=0).max()


def best_linear_accuracy__fewest_mistakes(X, y, weights, biases):
    """Count mistakes and turn the smallest count into an accuracy."""
    X, y = _check(X, y)
    fewest = len(y)
    for w in itertools.product(weights, repeat=2):
        for b in biases:
            fewest = min(fewest, int(np.abs(np.where(X @ w + b > 0, 1, 0) - y).sum()))
    return 1 - fewest / len(y)


def best_linear_accuracy__thresholds(X, y, weights, biases):
    """The bias as a threshold on the other side."""
    X, y = _check(X, y)
    fires = [
        np.greater(w1 * X[:, 0] + w2 * X[:, 1], -b)
        for w1 in weights
        for w2 in weights
        for b in biases
    ]
    return np.max([np.count_nonzero(f == (y == 1)) / y.size for f in fires])


# step_layer


def _fits(X, W, b):
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[1]:
        raise ValueError(f"shapes {X.shape} and {W.shape}")
    if b.ndim != 1 or len(b) != len(W):
        raise ValueError(f"shapes {W.shape} and {b.shape}")
    return X, W, b


def step_layer__matrix_product(X, W, b):
    """All neurons in one matrix product."""
    X, W, b = _fits(X, W, b)
    return np.where(X @ W.T + b > 0, 1, 0)


def step_layer__einsum(X, W, b):
    """The sums written with indices, floats returned."""
    X, W, b = _fits(X, W, b)
    return np.heaviside(np.einsum("mn,kn->mk", X, W) + b, 0.0)


def step_layer__fills_a_table(X, W, b):
    """A table of zeros, filled neuron by neuron."""
    X, W, b = _fits(X, W, b)
    answers = np.zeros((len(X), len(W)), dtype=int)
    for i in range(len(W)):
        answers[:, i] = X @ W[i] + b[i] > 0
    return answers


def step_layer__pure_python(X, W, b):
    """One product at a time."""
    X, W, b = _fits(X, W, b)
    table = []
    for row in X:
        table.append([
            1 if sum(x * w for x, w in zip(row, weights)) + bias > 0 else 0
            for weights, bias in zip(W, b)
        ])  # fmt: skip
    return np.array(table)


def step_layer__transposed_stack(X, W, b):
    """Neurons in rows first, then turned over."""
    X, W, b = _fits(X, W, b)
    return np.array([(X @ w + c > 0) * 1 for w, c in zip(W, b)]).T


# xor_net


def _two_columns(X):
    X = np.asarray(X)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"expected (m, 2), got {X.shape}")
    return X


def xor_net__nand_or_and(X):
    """NAND and OR, joined by AND, with the weights of a popular book."""
    X = _two_columns(X)
    nand = np.where(X @ np.array([-0.5, -0.5]) + 0.7 > 0, 1, 0)
    or_ = np.where(X @ np.array([0.5, 0.5]) - 0.2 > 0, 1, 0)
    return np.where(0.5 * nand + 0.5 * or_ - 0.7 > 0, 1, 0)


def xor_net__only_one_of_them(X):
    """One hidden neuron for each row with answer 1: x1 but not x2, x2 but not x1; then OR."""
    X = _two_columns(X)
    hidden = np.heaviside(X @ np.array([[1.0, -1.0], [-1.0, 1.0]]) - 0.5, 0)
    return (hidden.sum(axis=1) > 0.5).astype(int)


def xor_net__without_biases(X):
    """All biases 0, with sums of exactly 0 that rely on step(0) = 0."""
    X = _two_columns(X)
    left, right = (X[:, 0] - X[:, 1] > 0) * 1, (X[:, 1] - X[:, 0] > 0) * 1
    return (left + right > 0) * 1


def xor_net__gates_of_lesson_one(X):
    """The gates of lesson 01, wired."""
    X = _two_columns(X)
    from nnlab.perceptron import gate_params, perceptron_forward

    hidden = [perceptron_forward(X, *gate_params(name)) for name in ("OR", "NAND")]
    return perceptron_forward(np.column_stack(hidden), *gate_params("AND"))


def xor_net__row_by_row(X):
    """One row at a time, floats returned."""
    answers = []
    for x1, x2 in _two_columns(X):
        h1 = 1.0 if x1 + x2 - 0.5 > 0 else 0.0
        h2 = 1.0 if x1 + x2 - 1.5 > 0 else 0.0
        answers.append(1.0 if h1 - h2 - 0.5 > 0 else 0.0)
    return np.array(answers)


# parity_net


def _any_columns(X):
    X = np.asarray(X)
    if X.ndim != 2:
        raise ValueError(f"expected (m, n), got {X.shape}")
    return X


def parity_net__alternating_loop(X):
    """The sum of the output neuron built up in a loop."""
    X = _any_columns(X)
    z = np.full(len(X), -0.5)
    for k in range(1, X.shape[1] + 1):
        at_least_k = (X.sum(axis=1) - k + 0.5 > 0).astype(float)
        z += at_least_k if k % 2 == 1 else -at_least_k
    return (z > 0).astype(int)


def parity_net__one_matrix(X):
    """Both layers as matrix products, floats returned."""
    X = _any_columns(X)
    n = X.shape[1]
    hidden = np.heaviside(X @ np.ones((n, n)) - np.arange(1, n + 1) + 0.25, 0.0)
    return np.heaviside(hidden @ (-1.0) ** np.arange(n) - 0.5, 0.0)


def parity_net__one_neuron_per_odd_row(X):
    """A hidden neuron for each of the 2**(n-1) rows with answer 1, joined by OR."""
    X = _any_columns(X)
    n = X.shape[1]
    rows = np.array([[r >> i & 1 for i in range(n)] for r in range(2**n)])
    odd = rows[rows.sum(axis=1) % 2 == 1]
    W, b = 2.0 * odd - 1.0, 0.5 - odd.sum(axis=1)
    return ((X @ W.T + b > 0).sum(axis=1) > 0.5).astype(int)


def parity_net__doubling_signs(X):
    """Output weights 2, -2, 2, ... and a bias of -1."""
    X = _any_columns(X)
    n = X.shape[1]
    hidden = step_layer(X, 3 * np.ones((n, n)), 1.5 - 3.0 * np.arange(1, n + 1))  # noqa: F821
    return perceptron_forward(hidden, np.resize([2, -2], n), -1)  # noqa: F821


# collapse_linear


def _fit_together(W1, b1, W2, b2):
    W1, b1, W2, b2 = map(np.asarray, (W1, b1, W2, b2))
    if b1.shape != W1.shape[:1]:
        raise ValueError(f"shapes {W1.shape} and {b1.shape}")
    if W2.shape[1] != W1.shape[0]:
        raise ValueError(f"shapes {W2.shape} and {W1.shape}")
    if b2.shape != W2.shape[:1]:
        raise ValueError(f"shapes {W2.shape} and {b2.shape}")
    return W1, b1, W2, b2


def collapse_linear__dot(W1, b1, W2, b2):
    """np.dot, whole numbers kept as they are."""
    W1, b1, W2, b2 = _fit_together(W1, b1, W2, b2)
    return np.dot(W2, W1), np.dot(W2, b1) + b2


def collapse_linear__bias_trick(W1, b1, W2, b2):
    """Each bias as one more column, for an input that is always 1."""
    W1, b1, W2, b2 = _fit_together(W1, b1, W2, b2)
    first = np.vstack([np.column_stack([W1, b1]), np.eye(W1.shape[1] + 1)[-1]])
    both = np.column_stack([W2, b2]) @ first
    return both[:, :-1], both[:, -1]


def collapse_linear__asks_the_network(W1, b1, W2, b2):
    """The bias is the answer to 0, and column j of W is what input j adds to it."""
    W1, b1, W2, b2 = _fit_together(W1, b1, W2, b2)

    def network(x):
        return W2 @ (W1 @ x + b1) + b2

    b = network(np.zeros(W1.shape[1]))
    return np.column_stack([W2 @ W1 @ unit for unit in np.eye(W1.shape[1])]), b


def collapse_linear__loops(W1, b1, W2, b2):
    """Sums over the hidden neurons, a list of the two parts returned."""
    W1, b1, W2, b2 = _fit_together(W1, b1, W2, b2)
    W, b = np.zeros((len(W2), W1.shape[1])), np.array(b2, dtype=float)
    for i in range(len(W2)):
        for j in range(len(W1)):
            b[i] += W2[i, j] * b1[j]
            for k in range(W1.shape[1]):
                W[i, k] += W2[i, j] * W1[j, k]
    return [W, b]


def collapse_linear__einsum(W1, b1, W2, b2):
    """The sums written with indices."""
    W1, b1, W2, b2 = _fit_together(W1, b1, W2, b2)
    return np.einsum("ij,jk->ik", W2, W1), np.einsum("ij,j->i", W2, b1) + b2
