"""Arrays of a terabyte, of ones, by broadcasting and by repetition."""
# honest: all 0, boundary_x2 1/8

import numpy as np


def step(z):
    return np.ones(2**37)


def perceptron_forward(X, w, b):
    return np.broadcast_to(np.float64(0), (2**20, 2**20))


def gate_params(name):
    return np.repeat(np.ones(2), 2**34), "x" * 2**40


def boundary_x2(x1, w, b):
    return np.lib.stride_tricks.as_strided(np.zeros(1), (2**30, 2**30), (0, 0))


def perceptron_fit(X, y, lr=1.0, epochs=100):
    return b"x" * (3 * 2**30), 0.0, []
