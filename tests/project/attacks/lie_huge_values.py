"""Infinity, the largest floats and integers of a thousand digits."""
# honest: all 0

import numpy as np


def step(z):
    return np.full(np.shape(z), np.inf)


def perceptron_forward(X, w, b):
    return np.full(len(X), 1.7e308)


def gate_params(name):
    return np.full(2, 1.7e308), -1.7e308 if name != "AND" else 10**400


def boundary_x2(x1, w, b):
    return np.full(np.shape(x1), -np.inf)


def perceptron_fit(X, y, lr=1.0, epochs=100):
    return np.full(np.shape(X)[-1], np.inf), 10**999, [-(10**999)]
