"""NaN everywhere, which is not different from anything either."""
# honest: all 0

import numpy as np


def step(z):
    return np.full(np.shape(z), np.nan)


def perceptron_forward(X, w, b):
    return np.full(len(X), np.nan)


def gate_params(name):
    return np.full(2, np.nan), float("nan")


def boundary_x2(x1, w, b):
    return np.full(np.shape(x1), complex("nan+nanj"))


def perceptron_fit(X, y, lr=1.0, epochs=100):
    return np.full(np.shape(X)[-1], np.nan), np.nan, [np.nan] * epochs
