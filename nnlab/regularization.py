"""Lesson 10: fitting less to know more.

A network with enough weights can learn its training data by heart, mistakes included. You write
what holds it back: penalties on the weights, which are added to the loss, and noise in the forward
pass (dropout, stochastic depth, fractional pooling), which is switched off when the network is
used.

`Ws` is a list of weight arrays, the biases left out. `lam` is the strength λ of a penalty.
Whatever is random is drawn from the generator `rng` that the caller hands over, and from nothing
else.
"""

import numpy as np


def l2_penalty(Ws: list[np.ndarray], lam: float) -> tuple[float, list[np.ndarray]]:
    """Sum of all squared weights times lam, and its gradients.

    There is no factor 1/2, and the squares are added up, not averaged.

    Parameters
    ----------
    Ws : list of weight arrays of any shapes
    lam : the strength, a number of at least 0

    Returns
    -------
    (penalty, grads) : a number, and a list with one array for each W, of its shape: how fast the
        penalty grows with each weight. float32 weights give float32 gradients; whole numbers give
        float64.

    Example
    -------
    >>> penalty, grads = l2_penalty([np.array([[1.0, -2.0]]), np.array([[3.0]])], 0.1)
    >>> print(round(penalty, 4), grads[0], grads[1])
    1.4 [[ 0.2 -0.4]] [[0.6]]

    Source: ridge regression, A. E. Hoerl and R. W. Kennard (1970).
    """
    raise NotImplementedError("10.1 regularization.l2_penalty")


def total_loss(per_example: np.ndarray, Ws: list[np.ndarray], lam: float) -> float:
    """What training makes small: the mean data loss plus the L2 penalty of all weights.

    Parameters
    ----------
    per_example : (m,) array, the loss of each example
    Ws : list of weight arrays of any shapes
    lam : the strength, a number of at least 0

    Returns
    -------
    One number: the mean of `per_example`, plus lam times the sum of all squared weights. The
    penalty is added once, however many examples there are.

    Example
    -------
    >>> print(total_loss(np.array([0.5, 1.5]), [np.array([[2.0, 0.0]]), np.array([[1.0]])], 0.1))
    1.5

    Source: data loss plus λ R(W), A. N. Tikhonov (1963).
    """
    raise NotImplementedError("10.2 regularization.total_loss")


def l1_penalty(Ws: list[np.ndarray], lam: float) -> tuple[float, list[np.ndarray]]:
    """Sum of the absolute values of all weights times lam, and its gradients.

    Parameters
    ----------
    Ws : list of weight arrays of any shapes
    lam : the strength, a number of at least 0

    Returns
    -------
    (penalty, grads) : a number, and a list with one array for each W, of its shape. |W| has no
        slope at 0; there the gradient is taken to be 0. float32 weights give float32 gradients;
        whole numbers give float64.

    Example
    -------
    >>> penalty, grads = l1_penalty([np.array([[1.0, -2.0]]), np.array([[0.0]])], 0.1)
    >>> print(round(penalty, 4), grads[0], grads[1])
    0.3 [[ 0.1 -0.1]] [[0.]]

    Source: the lasso, R. Tibshirani (1996).
    """
    raise NotImplementedError("10.3 regularization.l1_penalty")


def elastic_net(W: np.ndarray, lam: float, beta: float) -> float:
    """L1 and L2 in one penalty: lam times the sum of beta * W**2 + |W|.

    Parameters
    ----------
    W : array of weights, of any shape
    lam : the strength of the whole penalty
    beta : the weight of the squares against the absolute values; 0 leaves L1 alone

    Returns
    -------
    One number, 0 or more.

    Example
    -------
    >>> print(elastic_net(np.array([3.0, -1.0]), 0.5, 2.0))
    12.0

    Source: H. Zou and T. Hastie (2005), written with beta as in the lesson.
    """
    raise NotImplementedError("10.4 regularization.elastic_net")


def dropout_forward(
    X: np.ndarray, p: float, rng: np.random.Generator, train: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Inverted dropout: switch each entry off with probability p, enlarge the others.

    In training every entry of X draws its own fate. It becomes 0 with probability p, and is
    divided by 1 - p otherwise, so that its expected value stays what it was. In evaluation
    nothing happens: Y is X, and no random number is drawn.

    Parameters
    ----------
    X : (m, n) array of activations (any shape will do)
    p : the probability of dropping an entry, 0 <= p < 1
    rng : the source of all randomness; the same seed gives the same mask
    train : True while training, False when the network is used

    Returns
    -------
    (Y, keep) : two arrays of the shape of X. Y is float32 for float32, float64 for whole numbers.
        keep is boolean, True where an entry was kept; in evaluation it is True everywhere.

    Raises
    ------
    ValueError
        if p is below 0, or 1 or more: with p = 1 there is nothing left to enlarge.

    Example
    -------
    >>> Y, keep = dropout_forward(np.array([[1.0, 2.0, 3.0]]), 0.5, np.random.default_rng(0), False)
    >>> print(Y, keep)
    [[1. 2. 3.]] [[ True  True  True]]

    Source: N. Srivastava and others (2014); the scaling is that of all today's libraries.
    """
    raise NotImplementedError("10.5 regularization.dropout_forward")


def dropout_backward(dY: np.ndarray, keep: np.ndarray, p: float) -> np.ndarray:
    """Gradient of inverted dropout in training: back through the same mask.

    Parameters
    ----------
    dY : (m, n) array (any shape), how fast the loss grows with each entry of Y
    keep : boolean array of the same shape, the mask that `dropout_forward` returned
    p : the probability of dropping that it was given, 0 <= p < 1

    Returns
    -------
    Array of the shape of dY: how fast the loss grows with each entry of X. float32 stays
    float32; whole numbers give float64.

    Raises
    ------
    ValueError
        if dY and keep differ in shape (the message names both), or if p is below 0, or 1 or more.

    Example
    -------
    >>> dropout_backward(np.array([[3.0, 3.0, -1.0]]), np.array([[True, False, True]]), 0.5)
    array([[ 6.,  0., -2.]])

    Source: the chain rule, applied to Y = X * keep / (1 - p).
    """
    raise NotImplementedError("10.6 regularization.dropout_backward")


def stochastic_depth(
    x: np.ndarray, fx: np.ndarray, p_survive: float, rng: np.random.Generator, train: bool
) -> np.ndarray:
    """A residual block that is skipped at random: x + b * f(x), with b drawn once per call.

    In training b is 1 with probability p_survive and 0 otherwise, one b for the whole batch. In
    evaluation its expected value takes its place: x + p_survive * f(x), and no random number is
    drawn.

    Parameters
    ----------
    x : array of any shape, what enters the block
    fx : array of the same shape, what the layers of the block make of it
    p_survive : the probability that the block takes part, 0 <= p_survive <= 1
    rng : the source of all randomness
    train : True while training, False when the network is used

    Returns
    -------
    Array of the shape of x; float32 stays float32, whole numbers give float64.

    Raises
    ------
    ValueError
        if x and fx differ in shape (the message names both), or if p_survive is below 0 or
        above 1.

    Example
    -------
    >>> x, fx = np.array([[1.0, 2.0]]), np.array([[10.0, -10.0]])
    >>> stochastic_depth(x, fx, 0.9, np.random.default_rng(0), False)
    array([[10., -7.]])

    Source: G. Huang and others (2016).
    """
    raise NotImplementedError("10.7 regularization.stochastic_depth")


def fmp_boundaries(n_in: int, n_out: int, u: float) -> np.ndarray:
    """Where fractional max-pooling cuts n_in values into n_out regions of one or two.

    The cut points are b_i = ceil(alpha * (i + u)) - ceil(alpha * u) for i = 0, ..., n_out, with
    alpha = n_in / n_out. Region i holds the values from b_i up to, but without, b_(i+1).

    Parameters
    ----------
    n_in, n_out : how many values there are, and how many are to be left;
        n_out <= n_in <= 2 * n_out
    u : a number with 0 < u < 1 that chooses one of the possible patterns

    Returns
    -------
    (n_out + 1,) array of whole numbers, from 0 to n_in, each one or two more than the one before.

    Raises
    ------
    ValueError
        if n_out is below 1, n_in / n_out not in [1, 2], or u not between 0 and 1.

    Example
    -------
    >>> fmp_boundaries(5, 3, 0.5)
    array([0, 2, 4, 5])

    Source: B. Graham, "Fractional max-pooling" (2014).
    """
    raise NotImplementedError("10.8 regularization.fmp_boundaries")


def fractional_max_pool_1d(x: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """The largest value of each region between two cut points.

    Parameters
    ----------
    x : (n_in,) array
    bounds : (n_out + 1,) whole numbers, rising from 0 to n_in, as `fmp_boundaries` gives them

    Returns
    -------
    (n_out,) array: entry i is the largest of x[bounds[i]], ..., x[bounds[i + 1] - 1].

    Raises
    ------
    ValueError
        if bounds does not rise from 0 to n_in, step by step.

    Example
    -------
    >>> fractional_max_pool_1d(np.array([3.0, 7.0, 1.0, 4.0, 2.0]), np.array([0, 2, 4, 5]))
    array([7., 4., 2.])

    Source: B. Graham, "Fractional max-pooling" (2014).
    """
    raise NotImplementedError("10.9 regularization.fractional_max_pool_1d")
