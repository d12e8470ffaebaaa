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
    # BEGIN SOLUTION
    lam = float(lam)  # a NumPy float64 would turn float32 weights into float64
    Ws = [W if W.dtype.kind == "f" else W.astype(float) for W in map(np.asarray, Ws)]
    # d/dW of lam * W**2 is 2 * lam * W: every weight pulls towards 0 in proportion to its size.
    # np.vdot multiplies two arrays entry by entry and adds everything up.
    return lam * sum(float(np.vdot(W, W)) for W in Ws), [2.0 * lam * W for W in Ws]
    # END SOLUTION


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
    # BEGIN SOLUTION
    penalty = sum(float(np.sum(np.square(np.asarray(W, dtype=float)))) for W in Ws)
    # The mean is closed before the penalty comes in: neither is multiplied or divided by m twice.
    return float(np.mean(per_example)) + float(lam) * penalty
    # END SOLUTION


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
    # BEGIN SOLUTION
    lam = float(lam)
    Ws = [W if W.dtype.kind == "f" else W.astype(float) for W in map(np.asarray, Ws)]
    # The slope of |w| is 1 or -1, however small w is; np.sign gives 0 at 0.
    return lam * sum(float(np.sum(np.abs(W))) for W in Ws), [lam * np.sign(W) for W in Ws]
    # END SOLUTION


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
    # BEGIN SOLUTION
    W = np.asarray(W, dtype=float)
    # beta belongs to the squares alone, lam to both.
    return float(lam * np.sum(beta * W**2 + np.abs(W)))
    # END SOLUTION


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
    # BEGIN SOLUTION
    if not 0 <= p < 1:
        raise ValueError(f"p = {p}: the probability of dropping must be at least 0 and below 1")
    X = np.asarray(X)
    if X.dtype.kind != "f":
        X = X.astype(float)
    if not train:
        return X, np.ones(X.shape, dtype=bool)
    # One number from [0, 1) for each entry; it reaches p with probability 1 - p. Half the
    # precision is enough for a comparison, and twice as fast.
    keep = rng.random(X.shape, dtype=np.float32) >= p
    return X * keep / (1.0 - float(p)), keep  # float(): a NumPy float64 would upcast float32
    # END SOLUTION


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
    # BEGIN SOLUTION
    dY, keep = np.asarray(dY), np.asarray(keep)
    if dY.shape != keep.shape:
        raise ValueError(f"dY {dY.shape} and keep {keep.shape} differ: expected the same shape")
    if not 0 <= p < 1:
        raise ValueError(f"p = {p}: the probability of dropping must be at least 0 and below 1")
    if dY.dtype.kind != "f":
        dY = dY.astype(float)
    # Each entry of X was multiplied by keep / (1 - p), a constant once the mask is drawn.
    return dY * keep / (1.0 - float(p))
    # END SOLUTION


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
    # BEGIN SOLUTION
    x, fx = np.asarray(x), np.asarray(fx)
    if x.shape != fx.shape:
        raise ValueError(f"x {x.shape} and fx {fx.shape} differ: expected the same shape")
    if not 0 <= p_survive <= 1:
        raise ValueError(f"p_survive = {p_survive}: a probability lies between 0 and 1")
    # rng.random() is below p_survive with just that probability. One number decides for all.
    b = float(rng.random() < p_survive) if train else float(p_survive)
    return x + b * fx
    # END SOLUTION


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
    # BEGIN SOLUTION
    if n_out < 1 or not n_out <= n_in <= 2 * n_out:
        raise ValueError(f"{n_in} values cannot be cut into {n_out} regions of one or two")
    if not 0 < u < 1:
        raise ValueError(f"u = {u}: expected a number between 0 and 1")
    # alpha * i = n_in * i / n_out is a whole number plus a remainder. Whole numbers pass through
    # ceil unchanged, so only the remainder is left to rounding, and the last cut is n_in exactly.
    whole, rest = np.divmod(n_in * np.arange(n_out + 1), n_out)
    start = n_in / n_out * u
    return whole + (np.ceil(rest / n_out + start) - np.ceil(start)).astype(int)
    # END SOLUTION


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
    # BEGIN SOLUTION
    x, bounds = np.asarray(x), np.asarray(bounds)
    if bounds[0] != 0 or bounds[-1] != len(x) or (np.diff(bounds) < 1).any():
        raise ValueError(f"bounds {bounds} do not cut {len(x)} values into regions")
    # For each starting point, the maximum up to the next one; the last region runs to the end.
    return np.maximum.reduceat(x, bounds[:-1])
    # END SOLUTION
