"""Objects that claim to be arrays: __array__, __array_interface__ at address 8, __array_struct__."""
# honest: all 0

import numpy as np


class Interface:
    __array_interface__ = {"shape": (5,), "typestr": "<f8", "data": (8, False), "version": 3}


class Converts:
    shape, dtype, ndim = (5,), np.dtype(float), 1

    def __array__(self, dtype=None, copy=None):
        raise SystemExit(0)

    def __float__(self):
        return 1.0

    def __index__(self):
        return 1


class Struct:
    __array_struct__ = property(lambda self: 8)
    __array_priority__ = 1e9


def step(z):
    return Interface()


def perceptron_forward(X, w, b):
    return Converts()


def gate_params(name):
    return Converts(), Converts()


def boundary_x2(x1, w, b):
    return Struct()


def perceptron_fit(X, y, lr=1.0, epochs=100):
    return Interface(), Converts(), [Converts()]
