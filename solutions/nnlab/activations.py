"""Lesson 06: slopes that live and slopes that vanish.

Between two layers stands an activation function. Backwards, every signal is multiplied by its
slope, once for each layer. You write the usual activation functions and the slopes that training
needs, count the units that have stopped learning, and follow the product of slopes through depth.

`z` is always a pre-activation (a weighted sum), `a` an activation (what the unit passes on). The
functions that take `z` or `a` alone work entry by entry, for arrays of any shape and for single
numbers. Whole numbers give float64; float32 stays float32.
"""

import numpy as np


def sigmoid_grad(a: np.ndarray | float) -> np.ndarray:
    """Slope of the sigmoid, from its activation a = sigmoid(z).

    Parameters
    ----------
    a : activations between 0 and 1 (not pre-activations), an array of any shape or a number

    Returns
    -------
    Floats of the shape of `a`.

    Example
    -------
    >>> sigmoid_grad(np.array([0.5, 0.9, 1.0]))
    array([0.25, 0.09, 0.  ])

    Source: lesson 05, the sigmoid circuit.
    """
    # BEGIN SOLUTION
    a = np.asarray(a)
    return a * (1.0 - a)
    # END SOLUTION


def tanh_grad(a: np.ndarray | float) -> np.ndarray:
    """Slope of tanh, from its activation a = tanh(z).

    Parameters
    ----------
    a : activations between -1 and 1 (not pre-activations), an array of any shape or a number

    Returns
    -------
    Floats of the shape of `a`.

    Example
    -------
    >>> tanh_grad(np.array([-0.5, 0.0, 1.0]))
    array([0.75, 1.  , 0.  ])

    Source: the quotient rule; derived in the lesson.
    """
    # BEGIN SOLUTION
    a = np.asarray(a)
    return 1.0 - a * a
    # END SOLUTION


def vanishing_curve(slopes: np.ndarray) -> np.ndarray:
    """What is left of a slope of the loss when it reaches layer l, on its way back from the end.

    Entry l is the product of the slopes of the layers l, l + 1, ..., L: those that the signal
    has passed through, its own layer included.

    Parameters
    ----------
    slopes : (L,) array, the slope of the activation function at the layers 1, 2, ..., L

    Returns
    -------
    (L,) array of floats, the factors for the layers 1, 2, ..., L in the same order.

    Example
    -------
    >>> vanishing_curve(np.array([0.1, 0.5, 0.2]))
    array([0.01, 0.1 , 0.2 ])

    Source: the chain rule.
    """
    # BEGIN SOLUTION
    # The signal arrives from the last layer, so the running product starts there.
    from_the_end = np.asarray(slopes, dtype=float)[::-1]
    return np.cumprod(from_the_end)[::-1]
    # END SOLUTION


def relu(z: np.ndarray | float) -> np.ndarray:
    """Rectified linear unit: z where it is positive, 0 elsewhere.

    Parameters
    ----------
    z : array of any shape, or a single number (float or int)

    Returns
    -------
    Floats of the shape of `z`, none of them negative. Minus infinity gives 0, infinity stays.
    NaN stays NaN, so that it can be noticed.

    Example
    -------
    >>> relu(np.array([-2, 0, 3]))
    array([0., 0., 3.])

    Source: K. Fukushima (1969); V. Nair and G. E. Hinton (2010), who gave it the name.
    """
    # BEGIN SOLUTION
    # The zero is a float: it makes floats of whole numbers, and leaves float32 as it is.
    return np.maximum(z, 0.0)
    # END SOLUTION


def relu_grad(z: np.ndarray | float) -> np.ndarray:
    """Slope of ReLU at the pre-activation z: 1 where z > 0, 0 elsewhere.

    Parameters
    ----------
    z : array of any shape, or a single number (float or int)

    Returns
    -------
    Floats of the shape of `z`. At z = 0 there is no slope; the course takes 0. (NaN is not
    above 0 and gives 0 too: it shows in the activation.)

    Example
    -------
    >>> relu_grad(np.array([-2, 0, 3]))
    array([0., 0., 1.])

    Source: the derivative of max(0, z), and the value that PyTorch and JAX use at 0.
    """
    # BEGIN SOLUTION
    z = np.asarray(z)
    # The kind of float that z would give in a sum with a float: float32 for float32.
    return (z > 0).astype(np.result_type(z, 0.0))
    # END SOLUTION


def dead_units(Z: np.ndarray) -> int:
    """How many ReLU units of a layer are dead: their z is 0 or less for every example.

    Parameters
    ----------
    Z : (m, k) array of pre-activations, one example per row, one unit per column

    Returns
    -------
    A whole number between 0 and k.

    Example
    -------
    >>> dead_units(np.array([[-1.0, 2.0, 0.0], [-3.0, -1.0, -2.0]]))
    2

    Source: the definition in the lesson.
    """
    # BEGIN SOLUTION
    # all(axis=0) looks down each column, from example to example.
    return int((np.asarray(Z) <= 0).all(axis=0).sum())
    # END SOLUTION


def leaky_relu(z: np.ndarray | float, alpha: float = 0.01) -> np.ndarray:
    """Leaky ReLU: z where it is positive, alpha times z elsewhere.

    Parameters
    ----------
    z : array of any shape, or a single number (float or int)
    alpha : slope for negative z, at least 0 and less than 1

    Returns
    -------
    Floats of the shape of `z`.

    Raises
    ------
    ValueError
        if alpha is below 0, or 1 or more.

    Example
    -------
    >>> leaky_relu(np.array([-2, 0, 3]), alpha=0.1)
    array([-0.2,  0. ,  3. ])

    Source: A. L. Maas, A. Y. Hannun and A. Y. Ng (2013).
    """
    # BEGIN SOLUTION
    if not 0 <= alpha < 1:
        raise ValueError(f"alpha is {alpha}: expected 0 <= alpha < 1")
    z = np.asarray(z)
    # With alpha below 1, alpha * z is the larger of the two exactly where z is negative.
    # float(): a NumPy number of 64 bits would turn float32 into float64.
    return np.maximum(z, float(alpha) * z)
    # END SOLUTION


def elu(z: np.ndarray | float, alpha: float = 1.0) -> np.ndarray:
    """Exponential linear unit: z where it is positive, alpha * (exp(z) - 1) elsewhere.

    Parameters
    ----------
    z : array of any shape, or a single number (float or int)
    alpha : the function levels off at -alpha

    Returns
    -------
    Floats of the shape of `z`. Nothing overflows, however large z is: for z = 1000 NumPy has
    nothing to warn of.

    Example
    -------
    >>> elu(np.array([-1000, 0, 1000]))
    array([  -1.,    0., 1000.])

    Source: D.-A. Clevert, T. Unterthiner and S. Hochreiter (2016).
    """
    # BEGIN SOLUTION
    # One of the two terms is always 0. The exponential sees no positive number, so it cannot
    # overflow; expm1(t) is exp(t) - 1 without losing a tiny t against the 1.
    return np.maximum(z, 0.0) + float(alpha) * np.expm1(np.minimum(z, 0.0))
    # END SOLUTION


def maxout(
    X: np.ndarray, W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray
) -> np.ndarray:
    """A layer of maxout units: each passes on the larger of two weighted sums.

    A[i, j] = max(W1[j] . X[i] + b1[j], W2[j] . X[i] + b2[j])

    Parameters
    ----------
    X : (m, n) array, one example per row
    W1, W2 : (k, n) arrays, one row per unit in each
    b1, b2 : (k,) arrays, one bias per unit in each

    Returns
    -------
    (m, k) array of floats (float64 for whole numbers), one row per example.

    Raises
    ------
    ValueError
        if the shapes do not fit; the message names the two that differ.

    Example
    -------
    >>> X, W, zero = np.array([[-2.0], [3.0]]), np.array([[1.0]]), np.array([0.0])
    >>> maxout(X, W, zero, -W, zero)
    array([[2.],
           [3.]])

    Source: I. J. Goodfellow and others (2013).
    """
    # BEGIN SOLUTION
    X, W1, b1, W2, b2 = (np.asarray(array) for array in (X, W1, b1, W2, b2))
    if X.ndim != 2 or W1.ndim != 2 or X.shape[1] != W1.shape[1]:
        raise ValueError(f"X {X.shape} and W1 {W1.shape} do not fit: expected (m, n) and (k, n)")
    if W2.shape != W1.shape:
        raise ValueError(f"W1 {W1.shape} and W2 {W2.shape} differ: expected (k, n) for both")
    # NumPy would stretch some wrong biases over the wrong axis without a word.
    for name, b in (("b1", b1), ("b2", b2)):
        if b.shape != W1.shape[:1]:
            raise ValueError(f"{name} {b.shape} and W1 {W1.shape} do not fit: expected (k,)")
    if X.dtype.kind != "f":
        X = X.astype(float)  # sums of 8-bit pixels must not wrap around
    # Two layers of weighted sums; entry by entry, the larger of the two wins.
    return np.maximum(X @ W1.T + b1, X @ W2.T + b2)
    # END SOLUTION
