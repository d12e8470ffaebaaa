"""Lesson 01: one neuron decides.

A perceptron multiplies each input by a weight, adds the products and a bias, and answers
1 or 0 depending on the sign of the sum. You write the unit, wire it as a logic gate, draw
its decision line, and let it find its own weights with Rosenblatt's rule.

Shapes in this module: `m` rows (examples), `n` inputs per row.
"""

import numpy as np


def step(z: np.ndarray | float) -> np.ndarray:
    """Fire or stay silent: 1 where the weighted sum is above 0, else 0.

    A sum of exactly 0 gives 0; this is the convention of the whole course.

    Parameters
    ----------
    z : array of any shape, or a single number (float or int)

    Returns
    -------
    Numbers 0 and 1 (not True and False) in an array of the shape of `z`.

    Example
    -------
    >>> step(np.array([-2.0, 0.0, 0.5]))
    array([0, 0, 1])

    Source: the threshold unit of McCulloch and Pitts (1943).
    """
    raise NotImplementedError("01.1 perceptron.step")


def perceptron_forward(X: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Answer of one perceptron for each row of X: step(w[0]*x[0] + ... + w[n-1]*x[n-1] + b).

    Parameters
    ----------
    X : (m, n) array, one example per row
    w : (n,) array, one weight per input
    b : number, the bias

    Returns
    -------
    (m,) array of 0 and 1.

    Raises
    ------
    ValueError
        if X is not (m, n) or w is not (n,); the message names both shapes.

    Example
    -------
    >>> perceptron_forward(np.array([[1.0, 3.0], [2.0, 0.0]]), np.array([2.0, -1.0]), 0.5)
    array([0, 1])

    Source: F. Rosenblatt, "The perceptron", Psychological Review 65 (1958).
    """
    raise NotImplementedError("01.2 perceptron.perceptron_forward")


def gate_params(name: str) -> tuple[np.ndarray, float]:
    """Weights and bias that make one perceptron a logic gate with two inputs.

    Parameters
    ----------
    name : "AND", "OR" or "NAND"

    Returns
    -------
    (w, b) : w is a (2,) array, b a number. On the four inputs (0, 0), (0, 1), (1, 0), (1, 1)
        the weighted sum has the right sign and is at least 0.1 away from 0, so that the
        gate does not depend on the convention at 0.

    Raises
    ------
    ValueError
        for any other name.

    Example
    -------
    >>> w, b = gate_params("AND")
    >>> perceptron_forward(np.array([[1, 0], [1, 1]]), w, b)
    array([0, 1])

    Source: the idea of gates made of threshold units is in McCulloch and Pitts (1943).
    """
    raise NotImplementedError("01.3 perceptron.gate_params")


def boundary_x2(x1: np.ndarray | float, w: np.ndarray, b: float) -> np.ndarray:
    """Height of the decision boundary: the x2 with w[0]*x1 + w[1]*x2 + b = 0.

    Parameters
    ----------
    x1 : array of any shape, or a single number
    w : (2,) array
    b : number

    Returns
    -------
    Float array of the shape of `x1`.

    Raises
    ------
    ValueError
        if w[1] is 0: the boundary is then vertical (or there is none), and no x1 has
        exactly one x2.

    Example
    -------
    >>> boundary_x2(np.array([0.0, 2.0]), np.array([1.0, 2.0]), -4.0)
    array([2., 1.])

    Source: the equation w.x + b = 0 solved for x2.
    """
    raise NotImplementedError("01.4 perceptron.boundary_x2")


def perceptron_fit(
    X: np.ndarray, y: np.ndarray, lr: float = 1.0, epochs: int = 100
) -> tuple[np.ndarray, float, list[int]]:
    """Learn w and b from labelled rows with Rosenblatt's rule.

    Start from w = 0 and b = 0. Visit the rows in the given order; after each row
    w <- w + lr * (y - yhat) * x and b <- b + lr * (y - yhat), where yhat is the answer
    with the weights as they are at that moment. One visit to all rows is an epoch.
    Stop after the first epoch without a mistake, and after `epochs` epochs at the latest.

    Parameters
    ----------
    X : (m, n) array, one example per row
    y : (m,) array of labels 0 and 1
    lr : learning rate, a number above 0
    epochs : the largest number of epochs

    Returns
    -------
    (w, b, errors) : w is (n,) float, b a float, and errors a list with one whole number per
        epoch: how many rows were answered wrongly when it was their turn. The 0 of the
        epoch without a mistake is in the list.

    Raises
    ------
    ValueError
        if X is not (m, n) or y is not (m,); the message names both shapes.

    Example
    -------
    >>> w, b, errors = perceptron_fit(np.array([[0.0], [2.0]]), np.array([0, 1]))
    >>> print(w, b, errors)
    [2.] 0.0 [1, 1, 0]

    Source: F. Rosenblatt, "The perceptron", Psychological Review 65 (1958).
    """
    raise NotImplementedError("01.5 perceptron.perceptron_fit")
