"""Ruins its inputs, makes the worker deny it, and hopes that the reference gets the ruins."""
# honest: all 0

import sys

import numpy as np


def ruin(*arrays):
    sys._getframe(2).f_globals["still"] = lambda tree: None
    for array in arrays:
        if isinstance(array, np.ndarray):
            array.flags.writeable = True
            array[...] = -1


def step(z):
    ruin(z)
    return np.full(np.shape(z), 5)  # not what the reference makes of all -1 either


def boundary_x2(x1, w, b):
    ruin(x1, w)
    return np.full(np.shape(x1), -1.0)


def perceptron_fit(X, y, lr=1.0, epochs=100):
    ruin(X, y)
    return np.full(X.shape[-1], -1.0), -1.0, [-1]
