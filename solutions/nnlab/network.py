"""Lesson 07: backpropagation through whole layers, the first weights, a first training run.

One matrix product computes all weighted sums of a layer; two more carry all slopes back through
it. You write a layer's backward pass, the gradients of a network with two layers, the random
weights that training starts from, and one step of a training listing that everybody knows.

Shapes in this module: `m` rows (examples), `n_in` inputs and `n_out` nodes of a layer. `W` has
one row per node, (n_out, n_in), and `b` one entry per node, (n_out,). A name that begins with d
is the slope of the cost J with respect to what follows: dW has the shape of W.
"""

import numpy as np


def linear_backward(
    dZ: np.ndarray, X: np.ndarray, W: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Slopes of one layer's inputs, weights and biases, from the slopes of its weighted sums.

    The layer is Z = X W^T + b. Whatever comes after it has been dealt with in dZ. If the cost is
    a mean over m rows, its 1/m is in dZ already: there is none to add here.

    Parameters
    ----------
    dZ : (m, n_out) array, the slope of J for every weighted sum
    X : (m, n_in) array, the inputs of the layer, one example per row
    W : (n_out, n_in) array, the weights of the layer, one node per row

    Returns
    -------
    (dX, dW, db) : arrays of shapes (m, n_in), (n_out, n_in) and (n_out,). float32 in, float32
        out; whole numbers give float64.

    Raises
    ------
    ValueError
        if dZ and X differ in their number of rows, or dZ and W in their number of nodes, or X
        and W in their number of inputs; the message names the shapes that do not fit.

    Example
    -------
    >>> dX, dW, db = linear_backward(
    ...     np.array([[1.0], [-2.0]]), np.array([[1.0, 0.0, 3.0], [0.0, 1.0, 1.0]]),
    ...     np.array([[0.5, 1.0, -1.0]]))
    >>> print(dX[0], dW[0], db)
    [ 0.5  1.  -1. ] [ 1. -2.  1.] [-1.]

    Source: derived in the lesson, entry by entry, in "Backwards through a layer".
    """
    # BEGIN SOLUTION
    dZ, X, W = np.asarray(dZ), np.asarray(X), np.asarray(W)
    # NumPy would multiply some wrong pairs without a word, square ones above all.
    if dZ.ndim != 2 or X.ndim != 2 or len(dZ) != len(X):
        raise ValueError(f"dZ {dZ.shape} and X {X.shape} do not fit: (m, n_out) and (m, n_in)")
    if W.shape != (dZ.shape[1], X.shape[1]):
        raise ValueError(f"W {W.shape} does not fit dZ {dZ.shape} and X {X.shape}: (n_out, n_in)")
    if dZ.dtype.kind != "f":
        dZ = dZ.astype(float)  # slopes are floats, also those made of whole numbers
    # Each product adds up over the axis that its result no longer has: dX over the nodes, dW
    # over the examples. b was stretched over the examples, so db adds up over them as well.
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0)
    # END SOLUTION


def two_layer_grads(
    X: np.ndarray, Y: np.ndarray, W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Slopes of all parameters of a network with two layers: tanh, then sigmoid.

    A1 = tanh(X W1^T + b1), A2 = sigmoid(A1 W2^T + b2). The cost is the binary cross-entropy,
    added up over the outputs of a row and averaged over the m rows.

    Parameters
    ----------
    X : (m, n0) array, one example per row
    Y : (m, n2) array of 0 and 1, the right answers
    W1, b1 : (n1, n0) and (n1,) arrays, the hidden layer
    W2, b2 : (n2, n1) and (n2,) arrays, the output layer

    Returns
    -------
    (dW1, db1, dW2, db2) : arrays of the shapes of W1, b1, W2, b2.

    Raises
    ------
    ValueError
        if Y does not have the shape of the network's answers; the message names both. A Y of
        shape (m,) against answers of shape (m, 1) is refused too.

    Example
    -------
    >>> grads = two_layer_grads(np.array([[1.0, 2.0]]), np.array([[1.0]]),
    ...     np.zeros((3, 2)), np.zeros(3), np.ones((1, 3)), np.zeros(1))
    >>> print(grads[0][0], grads[1][0], grads[2][0], grads[3])
    [-0.5 -1. ] -0.5 [0. 0. 0.] [-0.5]

    Source: D. E. Rumelhart, G. E. Hinton and R. J. Williams, Nature 323 (1986).
    """
    # BEGIN SOLUTION
    # Forward, keeping what the way back needs.
    A1 = np.tanh(X @ W1.T + b1)
    Z2 = A1 @ W2.T + b2
    if np.shape(Y) != Z2.shape:
        raise ValueError(f"Y {np.shape(Y)} and the answers {Z2.shape} differ: expected (m, n2)")
    A2 = 0.5 + 0.5 * np.tanh(0.5 * Z2)  # the sigmoid, in a form that never overflows
    # Sigmoid and cross-entropy together leave A2 - Y. The 1/m of the mean enters here, and
    # nowhere else.
    dZ2 = (A2 - Y) / len(Z2)
    dA1, dW2, db2 = linear_backward(dZ2, A1, W2)
    # Through tanh, entry by entry: its slope is 1 - A1**2.
    dZ1 = dA1 * (1.0 - A1**2)
    _, dW1, db1 = linear_backward(dZ1, X, W1)
    return dW1, db1, dW2, db2
    # END SOLUTION


def init_params(
    sizes: list[int], rng: np.random.Generator, scale: float = 0.01
) -> list[tuple[np.ndarray, np.ndarray]]:
    """First weights and biases of a fully connected network: random and small, and zero.

    Parameters
    ----------
    sizes : [n_0, n_1, ..., n_L], the number of nodes of each layer, the inputs first
    rng : the generator to draw from; no other source of chance is used
    scale : standard deviation of the weights

    Returns
    -------
    [(W1, b1), ..., (WL, bL)] : a list of pairs. W of layer l is an (n_l, n_(l-1)) array of
        independent draws from a normal distribution of mean 0 and standard deviation `scale`;
        its b is an (n_l,) array of zeros.

    Example
    -------
    >>> params = init_params([3, 4, 1], np.random.default_rng(0))
    >>> [(W.shape, b.shape) for W, b in params]
    [((4, 3), (4,)), ((1, 4), (1,))]

    Source: small random weights, D. E. Rumelhart, G. E. Hinton and R. J. Williams (1986).
    """
    # BEGIN SOLUTION
    # One after the other from the same generator, so that no two layers are alike.
    params = []
    for layer in range(1, len(sizes)):
        n_out, n_in = sizes[layer], sizes[layer - 1]
        params.append((rng.normal(0.0, scale, size=(n_out, n_in)), np.zeros(n_out)))
    return params
    # END SOLUTION


def train_step_mse(
    x: np.ndarray, y: np.ndarray, w1: np.ndarray, w2: np.ndarray, lr: float
) -> tuple[float, np.ndarray, np.ndarray]:
    """One step of gradient descent for a network without biases, and the loss before it.

    h = sigmoid(x w1), prediction = h w2, loss = the sum (not the mean) of all squared errors.
    The weights are stored the other way round than elsewhere in this course: one *column* per
    node, as in the listing that the lesson makes runnable.

    Parameters
    ----------
    x : (N, D) array, one example per row
    y : (N, O) array, the targets
    w1 : (D, H) array, the weights of the hidden layer
    w2 : (H, O) array, the weights of the output layer
    lr : learning rate

    Returns
    -------
    (loss_before, w1_new, w2_new) : the loss of the weights that were handed in, and new arrays
        with each weight moved against its slope. w1 and w2 stay as they are.

    Raises
    ------
    ValueError
        if y does not have the shape of the predictions; the message names both.

    Example
    -------
    >>> x, y = np.array([[1.0, -1.0]]), np.array([[2.0]])
    >>> loss, w1, w2 = train_step_mse(x, y, np.zeros((2, 1)), np.array([[2.0]]), lr=0.5)
    >>> print(loss, w1.tolist(), w2.tolist())
    1.0 [[0.5], [-0.5]] [[2.5]]

    Source: the training listing of many course notes, after Stanford's CS231n.
    """
    # BEGIN SOLUTION
    h = 0.5 + 0.5 * np.tanh(0.5 * (x @ w1))  # the sigmoid, in a form that never overflows
    prediction = h @ w2
    if np.shape(y) != prediction.shape:
        raise ValueError(f"y {np.shape(y)} and the predictions {prediction.shape} differ")
    error = prediction - y
    d_prediction = 2.0 * error
    d_w2 = h.T @ d_prediction
    d_h = d_prediction @ w2.T  # with the weights that made the prediction, not with new ones
    d_w1 = x.T @ (d_h * h * (1.0 - h))
    return float(np.sum(error**2)), w1 - lr * d_w1, w2 - lr * d_w2
    # END SOLUTION
