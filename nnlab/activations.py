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
    raise NotImplementedError("06.1 activations.sigmoid_grad")


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
    raise NotImplementedError("06.2 activations.tanh_grad")


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
    raise NotImplementedError("06.3 activations.vanishing_curve")


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
    raise NotImplementedError("06.4 activations.relu")


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
    raise NotImplementedError("06.5 activations.relu_grad")


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
    raise NotImplementedError("06.6 activations.dead_units")


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
    raise NotImplementedError("06.7 activations.leaky_relu")


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
    raise NotImplementedError("06.8 activations.elu")


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
    raise NotImplementedError("06.9 activations.maxout")
