"""One value where many are due, in shapes that would broadcast."""
# honest: all 0

import numpy as np


def step(z):
    return np.ones((1,) * (np.ndim(z) + 1))


def perceptron_forward(X, w, b):
    return np.zeros((1, 1))


def gate_params(name):
    return np.ones((1, 1)), np.ones((4,))


def boundary_x2(x1, w, b):
    return np.float64(1.5) if np.ndim(x1) else np.full((1, 1), -2.5)


def perceptron_fit(X, y, lr=1.0, epochs=100):
    return np.ones(1), np.zeros((1, 1)), np.zeros((1, 1))
