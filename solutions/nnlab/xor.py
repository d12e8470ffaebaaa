"""Lesson 02: why one layer is not enough.

One neuron draws one straight line, and no line tells the corners of XOR apart. You search for
the best line, put a hidden layer of gates in front of the output, and find out what a hidden
layer is worth when there is no activation function behind it.

Shapes in this module: `m` rows (examples), `n` inputs per row, `k` neurons side by side. The
weights of a layer are a table `W` of shape (k, n): row i holds the weights of neuron i.
"""

import numpy as np

from nnlab.perceptron import perceptron_forward, step  # yours, from lesson 01


def best_linear_accuracy(
    X: np.ndarray, y: np.ndarray, weights: np.ndarray, biases: np.ndarray
) -> float:
    """Best accuracy of one neuron with two inputs, by trying out every combination.

    Tries step(w1*x1 + w2*x2 + b) for every w1 and every w2 from `weights` and every b from
    `biases`, each combined with each. Accuracy is the share of rows answered rightly.

    Parameters
    ----------
    X : (m, 2) array, one example per row
    y : (m,) array of labels 0 and 1
    weights : the values that w1 and w2 may take, a 1-D array or list
    biases : the values that b may take, a 1-D array or list

    Returns
    -------
    A float between 0 and 1.

    Raises
    ------
    ValueError
        if X is not (m, 2) or y is not (m,); the message names both shapes.

    Example
    -------
    >>> X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> print(best_linear_accuracy(X, np.array([0, 1, 1, 1]), [0.0, 1.0], [-1.5]))
    0.5

    Source: exhaustive search; the decision rule is that of F. Rosenblatt (1958).
    """
    # BEGIN SOLUTION
    X, y = np.asarray(X), np.asarray(y)
    if X.ndim != 2 or X.shape[1] != 2 or y.shape != (X.shape[0],):
        raise ValueError(f"X {X.shape} and y {y.shape} do not fit: expected (m, 2) and (m,)")
    pairs = np.array([(w1, w2) for w1 in weights for w2 in weights])
    # One column per pair (w1, w2). The biases come one at a time, so that the table of
    # answers stays small however many of them there are.
    sums = X @ pairs.T
    best = 0.0
    for b in biases:
        right = step(sums + b) == y[:, np.newaxis]
        best = max(best, float(right.mean(axis=0).max()))
    return best
    # END SOLUTION


def step_layer(X: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Answers of k neurons side by side, which all listen to the same inputs.

    Neuron i has the weights W[i] and the bias b[i]; its answers are column i of the result.

    Parameters
    ----------
    X : (m, n) array, one example per row
    W : (k, n) array, one neuron per row
    b : (k,) array, one bias per neuron

    Returns
    -------
    (m, k) array of 0 and 1.

    Raises
    ------
    ValueError
        if X is not (m, n), W is not (k, n) or b is not (k,); the message names the two shapes
        that do not fit.

    Example
    -------
    >>> step_layer(np.array([[2.0], [5.0]]), np.array([[1.0], [1.0], [-1.0]]), [-1, -3, 4])
    array([[1, 0, 1],
           [1, 1, 0]])

    Source: layers of threshold units are in W. S. McCulloch and W. Pitts (1943).
    """
    # BEGIN SOLUTION
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    if X.ndim != 2 or W.ndim != 2 or W.shape[1] != X.shape[1]:
        raise ValueError(f"X {X.shape} and W {W.shape} do not fit: expected (m, n) and (k, n)")
    if b.shape != (W.shape[0],):
        raise ValueError(f"W {W.shape} and b {b.shape} do not fit: expected (k, n) and (k,)")
    # Each neuron is a perceptron of lesson 01. Its answers become one column.
    return np.column_stack([perceptron_forward(X, w, bias) for w, bias in zip(W, b, strict=True)])
    # END SOLUTION


def xor_net(X: np.ndarray) -> np.ndarray:
    """XOR of two inputs by two layers of step units: 1 where exactly one of them is 1.

    Built from weighted sums and steps alone: a hidden layer of two neurons, and one output
    neuron that listens to the two.

    Parameters
    ----------
    X : (m, 2) array of 0 and 1, one example per row

    Returns
    -------
    (m,) array of 0 and 1.

    Raises
    ------
    ValueError
        if X is not (m, 2); the message names both shapes.

    Example
    -------
    >>> xor_net(np.array([[1, 0], [1, 1]]))
    array([1, 0])

    Source: W. S. McCulloch and W. Pitts (1943) build logic from layers of threshold units.
    """
    # BEGIN SOLUTION
    X = np.asarray(X)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"X has shape {X.shape}; expected (m, 2)")
    # OR and AND, cut halfway between two counts, so that no sum is ever close to 0.
    H = step_layer(X, np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]))
    # "At least one, but not both": a firing AND takes away more than OR has given.
    return perceptron_forward(H, np.array([1.0, -2.0]), -0.5)
    # END SOLUTION


def parity_net(X: np.ndarray) -> np.ndarray:
    """Parity of n inputs by two layers of step units: 1 where an odd number of them is 1.

    Parameters
    ----------
    X : (m, n) array of 0 and 1, one example per row; n is at least 1

    Returns
    -------
    (m,) array of 0 and 1.

    Raises
    ------
    ValueError
        if X is not (m, n); the message names both shapes.

    Example
    -------
    >>> parity_net(np.array([[1, 1, 1], [1, 0, 1]]))
    array([1, 0])

    Source: M. Minsky and S. Papert, "Perceptrons", MIT Press (1969), on parity.
    """
    # BEGIN SOLUTION
    X = np.asarray(X)
    if X.ndim != 2 or X.shape[1] == 0:
        raise ValueError(f"X has shape {X.shape}; expected (m, n) with n of at least 1")
    n = X.shape[1]
    # Hidden neuron i counts: it fires when more than i inputs are 1 (i = 0 ... n-1).
    H = step_layer(X, np.ones((n, n)), -(np.arange(n) + 0.5))
    # +1 -1 +1 -1 ...: with c inputs on, the first c terms remain, and they add up to
    # 1 for odd c and to 0 for even c.
    signs = np.where(np.arange(n) % 2 == 0, 1.0, -1.0)
    return perceptron_forward(H, signs, -0.5)
    # END SOLUTION


def collapse_linear(
    W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """One linear layer that does the work of two: W x + b = W2 (W1 x + b1) + b2 for every x.

    Parameters
    ----------
    W1 : (n1, n0) array, weights of the first layer, one neuron per row
    b1 : (n1,) array
    W2 : (n2, n1) array, weights of the second layer
    b2 : (n2,) array

    Returns
    -------
    (W, b) : W is (n2, n0) and b is (n2,), both float64.

    Raises
    ------
    ValueError
        if two of the shapes do not fit together; the message names these two.

    Example
    -------
    >>> W, b = collapse_linear(np.array([[2.0]]), np.array([1.0]), np.array([[5.0]]), np.array([3]))
    >>> print(W, b)
    [[10.]] [8.]

    Source: the product of matrices is the composition of linear maps (A. Cayley, 1858).
    """
    # BEGIN SOLUTION
    W1, b1, W2, b2 = (np.asarray(part, dtype=float) for part in (W1, b1, W2, b2))
    if W1.ndim != 2 or b1.shape != (W1.shape[0],):
        raise ValueError(f"W1 {W1.shape} and b1 {b1.shape} do not fit: (n1, n0) and (n1,)")
    if W2.ndim != 2 or W2.shape[1] != W1.shape[0]:
        raise ValueError(f"W2 {W2.shape} and W1 {W1.shape} do not fit: (n2, n1) and (n1, n0)")
    if b2.shape != (W2.shape[0],):
        raise ValueError(f"W2 {W2.shape} and b2 {b2.shape} do not fit: (n2, n1) and (n2,)")
    # Multiply out W2 (W1 x + b1) + b2: the terms with x, and the terms without.
    return W2 @ W1, W2 @ b1 + b2
    # END SOLUTION
