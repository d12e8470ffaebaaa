"""Escape sequences, bells, carriage returns and bidirectional marks in everything that is shown."""
# honest: all 0

import numpy as np

TEXT = "\x1b[2J\x1b]0;owned\x07\x1b]8;;http://evil\x1b\\ \r\x9b31m\u202epassed\u2066\x00"
Odd = type(TEXT.replace("\x00", ""), (Exception,), {})


def step(z):
    print(TEXT)
    raise ValueError(TEXT)


def perceptron_forward(X, w, b):
    return type(TEXT.replace("\x00", ""), (), {})()


def gate_params(name):
    raise Odd(TEXT)


def boundary_x2(x1, w, b):
    return np.zeros(np.shape(x1), dtype=[(TEXT, float)])


def perceptron_fit(X, y, lr=1.0, epochs=100):
    return TEXT, {TEXT: TEXT}, [TEXT]
