"""Dates, text, void, bytes and structured arrays with fields called like attributes."""
# honest: all 0

import numpy as np


def step(z):
    return np.zeros(np.shape(z), dtype=[("shape", int), ("\x1b[31m", float)])


def perceptron_forward(X, w, b):
    return np.array(["0", "1", "1"])


def gate_params(name):
    return np.array([b"1", b"1"]), np.datetime64(1, "s")


def boundary_x2(x1, w, b):
    return np.zeros(np.shape(x1), "V8")


def perceptron_fit(X, y, lr=1.0, epochs=100):
    return np.rec.array([(1.0, 1.0)]), np.timedelta64(0), np.array([1, 2, 1, 0], "m8[s]")
