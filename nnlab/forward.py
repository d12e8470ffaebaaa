"""Lesson 03: layers, matrices, batches.

A layer is many neurons that look at the same inputs. Its weights form a matrix, a batch of
examples forms another, and one matrix product computes every weighted sum of every example. You
write a sigmoid that never overflows, one layer, a whole network, and a function that counts its
parameters.

Shapes in this module: `m` rows (examples), `n_in` inputs and `n_out` nodes of a layer. `W` has
one row per node, (n_out, n_in), and `b` one entry per node, (n_out,).
"""

import numpy as np


def sigmoid(z: np.ndarray | float) -> np.ndarray:
    """Squeeze every number into the range from 0 to 1: 1 / (1 + exp(-z)).

    No intermediate result overflows, however large `z` is on either side: for z = 1000 and
    z = -1000 NumPy has nothing to warn of.

    Parameters
    ----------
    z : array of any shape, or a single number (float or int)

    Returns
    -------
    Floats between 0 and 1 in an array of the shape of `z` (float64 for whole numbers).

    Example
    -------
    >>> sigmoid(np.array([-1000, 0, 1000]))
    array([0. , 0.5, 1. ])

    Source: the logistic curve of P.-F. Verhulst (1845).
    """
    raise NotImplementedError("03.1 forward.sigmoid")


def linear_forward(X: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of one layer, for every example and every node: Z = X W^T + b.

    Z[i, j] = W[j, 0] X[i, 0] + ... + W[j, n_in - 1] X[i, n_in - 1] + b[j]

    Parameters
    ----------
    X : (m, n_in) array, one example per row
    W : (n_out, n_in) array, one node per row
    b : (n_out,) array, one bias per node

    Returns
    -------
    (m, n_out) array of floats (float64 for whole numbers), one row per example.

    Raises
    ------
    ValueError
        if X is not (m, n_in), W not (n_out, n_in) or b not (n_out,); the message names the
        shapes that do not fit together. Shapes that NumPy would stretch are refused too.

    Example
    -------
    >>> linear_forward(np.array([[1, 2]]), np.array([[3, 4], [0, -1], [1, 1]]), np.array([1, 0, 5]))
    array([[12., -2.,  8.]])

    Source: the layer of nodes in matrix form, with one example per row.
    """
    raise NotImplementedError("03.2 forward.linear_forward")


def mlp_forward(X: np.ndarray, params: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Forward pass of a network: tanh after every hidden layer, nothing after the last layer.

    Parameters
    ----------
    X : (m, n_0) array, one example per row
    params : [(W1, b1), ..., (WL, bL)], one pair per layer, from the input to the output.
        W of layer l is (n_l, n_(l-1)), its b is (n_l,). With a single pair there is no hidden
        layer, and the answer is that of `linear_forward`.

    Returns
    -------
    (m, n_L) array of floats: the weighted sums of the last layer.

    Raises
    ------
    ValueError
        if the shapes of a layer do not fit what arrives there; the message names both.

    Example
    -------
    >>> hidden, output = (np.eye(2), np.zeros(2)), (np.array([[1.0, 2.0]]), np.array([0.5]))
    >>> mlp_forward(np.array([[0.0, 0.0], [100.0, 100.0]]), [hidden, output])
    array([[0.5],
           [3.5]])

    Source: D. E. Rumelhart, G. E. Hinton and R. J. Williams, Nature 323 (1986).
    """
    raise NotImplementedError("03.3 forward.mlp_forward")


def count_params(sizes: list[int]) -> int:
    """Number of weights and biases of a fully connected network.

    Parameters
    ----------
    sizes : [n_0, n_1, ..., n_L], the number of nodes of each layer, the inputs first

    Returns
    -------
    Whole number: all weights and all biases together. The inputs have neither.

    Example
    -------
    >>> count_params([3, 4, 1])
    21

    Source: counting the entries of W and b, layer by layer.
    """
    raise NotImplementedError("03.4 forward.count_params")
