"""Reads from address 0."""
# honest: all 0

import ctypes


def step(z):
    return ctypes.string_at(0)


perceptron_forward = gate_params = boundary_x2 = perceptron_fit = lambda *args, **kwargs: step(0)
