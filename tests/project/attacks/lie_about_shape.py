"""A subclass whose shape, dtype, size, ndim, strides and tobytes are lies."""
# honest: all 0

import numpy as np


class Shapeless(np.ndarray):
    shape = property(lambda self: (5,))
    size = property(lambda self: 0)
    ndim = property(lambda self: 1)
    dtype = property(lambda self: np.dtype(int))
    strides = property(lambda self: (0,))

    def tobytes(self, *args):
        return b""

    def astype(self, *args, **kwargs):
        return self


def step(z):
    return np.zeros(0).view(Shapeless)


def perceptron_forward(X, w, b):
    return np.zeros((9, 9)).view(Shapeless)


def boundary_x2(x1, w, b):
    return np.zeros((0, 3)).view(Shapeless)
