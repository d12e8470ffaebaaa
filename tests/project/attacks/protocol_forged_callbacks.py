"""Calls back to functions that were never passed, by numbers of every kind."""
# honest: all 0

import sys

NUMBERS = iter([0, 1, -1, 2**62, True, None, "0", 1.0, [0], {"number": 0}] * 12)


def step(*args, **kwargs):
    worker = sys._getframe(1).f_locals["self"]
    request = {"callback": next(NUMBERS), "args": ["tuple", "__import__('os')._exit(0)"]}
    worker._channel.send(worker._nonce, request)
    return worker._channel.receive()[1].get("value")


perceptron_forward = gate_params = boundary_x2 = perceptron_fit = step
