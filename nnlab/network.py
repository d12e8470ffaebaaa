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
    raise NotImplementedError("07.1 network.linear_backward")


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
    raise NotImplementedError("07.2 network.two_layer_grads")


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
    raise NotImplementedError("07.3 network.init_params")


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
    raise NotImplementedError("07.4 network.train_step_mse")
